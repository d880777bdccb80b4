package org

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

// DraftPeople keeps the rows of a table of people. Nothing in the register changes.
func (o *Org) DraftPeople(ctx context.Context, actor access.Actor, r intake.Request) (id engine.ImportID, err error) {
	if _, err := access.Authorize(actor, access.PeopleImport); err != nil {
		return 0, err
	}
	if err := r.Check(); err != nil {
		return 0, err
	}
	r.Unit = 0
	err = o.Store.Update(ctx, func(tx port.Tx) (err error) {
		id, err = intake.Keep(tx, actor, access.PeopleImport, engine.ImportPeople, &r)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("draft people: %w", err)
	}
	return id, nil
}

// ImportOfPeople shows what a draft of people would do, or what became of it.
func (o *Org) ImportOfPeople(ctx context.Context, actor access.Actor, id engine.ImportID) (intake.Preview, error) {
	scope, err := access.Authorize(actor, access.PeopleImport)
	if err != nil {
		return intake.Preview{}, err
	}
	var out intake.Preview
	err = o.Store.View(ctx, func(tx port.Tx) error {
		i, page, plan, err := o.peopleOf(tx, actor, scope, id)
		if err != nil {
			return err
		}
		out = intake.Preview{ID: i.ID, Unit: "人员", Added: i.Added, Changed: i.Changed, Wrong: i.Skipped, DoneAt: i.DoneAt}
		if plan != nil {
			out.Plan = plan.digest()
			plan.show(page, &out)
		}
		return nil
	})
	if err != nil {
		return intake.Preview{}, fmt.Errorf("look at an import: %w", err)
	}
	return out, nil
}

// peopleOf opens a draft and plans it; done imports have no plan.
func (o *Org) peopleOf(tx port.Tx, actor access.Actor, scope access.Scope, id engine.ImportID) (i engine.Import, page *table.Page, plan *peoplePlan, err error) {
	i, pages, err := intake.Open(tx, actor, scope, engine.ImportPeople, id)
	if err != nil || i.DoneAt != nil || len(pages) == 0 {
		return i, nil, nil, err
	}
	e, err := o.Book.On(o.today(tx))
	if err != nil {
		return i, nil, nil, fmt.Errorf("edition of the day: %w", err)
	}
	s, err := readPeople(tx, scope)
	if err != nil {
		return i, nil, nil, err
	}
	return i, &pages[0], planPeople(e, s, &pages[0], o.today(tx)), nil
}

// ConfirmPeopleRequest says that a draft of people is to be taken over as it was
// shown, with or without the people that have something to mend.
type ConfirmPeopleRequest struct {
	Import engine.ImportID
	Plan   string // of the preview that the administrator saw
	Skip   bool
}

// ImportPeople takes a draft of people over: everybody whose lines are all good, in
// one transaction, once. The trail has one entry; each history says where it is from.
func (o *Org) ImportPeople(ctx context.Context, actor access.Actor, r ConfirmPeopleRequest) error {
	scope, err := access.Authorize(actor, access.PeopleImport)
	if err != nil {
		return err
	}
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		i, _, plan, err := o.peopleOf(tx, actor, scope, r.Import)
		if err != nil || plan == nil {
			return err
		}
		added, changed, wrong := plan.count()
		if err := intake.Ready(r.Plan, plan.digest(), wrong, added+changed, r.Skip); err != nil {
			return err
		}
		if err := o.writePeople(tx, actor, plan); err != nil {
			return err
		}
		if err := intake.Close(tx, &i, added, changed, wrong); err != nil {
			return err
		}
		return tx.Append(intake.Entry(actor, access.PeopleImport, &i))
	})
	if err != nil {
		return fmt.Errorf("import people: %w", err)
	}
	return nil
}

// writePeople writes people and posts first and what follows for the units last: a
// post is not vacant that a later line fills.
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
