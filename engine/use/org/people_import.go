package org

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

// peopleBook knows what the rows of a table of people become.
type peopleBook struct{ companyBook }

// Plan finds out what rows would do to the registers and the posts.
func (o peopleBook) Plan(tx port.Tx, scope access.Scope, _ engine.UnitID, pages []table.Page) (intake.Plan, error) {
	e, err := o.edition(tx)
	if err != nil {
		return nil, err
	}
	s, err := readPeople(tx, scope)
	if err != nil {
		return nil, err
	}
	plan := planPeople(e, s, &pages[0], o.today(tx))
	plan.org = o.Org
	return plan, nil
}

// Write writes everybody whose lines are all good: people and posts first and what
// follows for the units last, for a post is not vacant that a later line fills. Each
// history says where it is from.
func (p *peoplePlan) Write(tx port.Tx, actor access.Actor, _ *engine.Import) (map[string]string, error) {
	return nil, p.org.writePeople(tx, actor, p)
}

func (o *Org) writePeople(tx port.Tx, actor access.Actor, plan *peoplePlan) error {
	units := &touched{seen: map[engine.UnitID]bool{}}
	var posts []*peopleRow
	for _, g := range plan.groups {
		if g.wrong() {
			continue
		}
		if err := g.write(tx, actor, o.today(tx), units); err != nil {
			return fmt.Errorf("row %d: %w", g.rows[0].number, err)
		}
		for _, r := range g.rows {
			if !r.addsPost() && !r.ends {
				continue
			}
			if err := r.writePost(tx, g.person.ID); err != nil {
				return fmt.Errorf("row %d: %w", r.number, err)
			}
			units.touch(r.post.UnitID)
			posts = append(posts, r)
		}
	}
	for _, r := range posts {
		if err := o.secretaries(tx, r); err != nil {
			return fmt.Errorf("row %d: %w", r.number, err)
		}
	}
	for _, id := range units.order {
		if err := rescore(tx, id); err != nil {
			return err
		}
	}
	return nil
}

// touched are the units that an import changed, in the order of its lines.
type touched struct {
	seen  map[engine.UnitID]bool
	order []engine.UnitID
}

func (t *touched) touch(id engine.UnitID) {
	if !t.seen[id] {
		t.seen[id] = true
		t.order = append(t.order, id)
	}
}

// write puts the person into the register, or saves what has changed.
func (g *personRows) write(tx port.Tx, actor access.Actor, today calendar.Date, units *touched) error {
	p := &g.person
	change := engine.PersonChange{UnitID: p.UnitID, Text: g.note, Reason: "从表格导入", ByPerson: actor.Person}
	switch {
	case g.fresh:
		if err := tx.Insert(p); err != nil {
			return fmt.Errorf("insert person: %w", err)
		}
		change.Day, change.Text = startOf(p, today), "列入花名册"
		if p.Standing != "" {
			change.Text += "：" + string(p.Standing)
		}
	case g.note != "":
		if err := tx.Save(p); err != nil {
			return fmt.Errorf("save person: %w", err)
		}
		change.Day = effective(&g.before, p, today)
	default:
		return nil
	}
	units.touch(p.UnitID)
	change.PersonID = p.ID
	if err := tx.Insert(&change); err != nil {
		return fmt.Errorf("keep the history: %w", err)
	}
	if !g.fresh || p.Left.IsZero() {
		return nil
	}
	left := engine.PersonChange{PersonID: p.ID, UnitID: p.UnitID, Day: p.Left, Text: "离开花名册", Reason: change.Reason, ByPerson: actor.Person}
	if err := tx.Insert(&left); err != nil {
		return fmt.Errorf("keep the history: %w", err)
	}
	return nil
}

func (r *peopleRow) writePost(tx port.Tx, person engine.PersonID) error {
	r.post.PersonID = person
	if r.ends {
		if err := tx.Save(&r.post); err != nil {
			return fmt.Errorf("end post: %w", err)
		}
		return nil
	}
	if err := tx.Insert(&r.post); err != nil {
		return fmt.Errorf("insert post: %w", err)
	}
	return nil
}

// secretaries writes down what the line says of a branch's secretary. A post that
// began and ended before the import tells nothing of today.
func (o *Org) secretaries(tx port.Tx, r *peopleRow) error {
	switch {
	case r.post.Name != postSecretary:
		return nil
	case r.ends:
		return o.secretaryWent(tx, r.post.UnitID, r.post.To.AddDays(1))
	case !r.post.To.IsZero():
		return nil
	}
	u, err := unitIn(tx, access.Everything(), r.post.UnitID)
	if err != nil {
		return err
	}
	return o.secretaryCame(tx, &u, r.post.From)
}
