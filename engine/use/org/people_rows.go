package org

import (
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// personRows are the lines of one person: taken over together or not at all.
type personRows struct {
	rows           []*peopleRow
	twin           int // which of the same name; 0: there is but one
	known          int // of the same name in the register
	before, person engine.Person
	fresh          bool
	note           string // what changes
}

func (g *personRows) wrong() bool {
	return slices.ContainsFunc(g.rows, func(r *peopleRow) bool { return len(r.wrong) > 0 })
}

// settle works out who the lines are of and what they say.
func (g *personRows) settle(e *rule.Edition, s *peopleShelf, today calendar.Date) {
	if !g.who(s) {
		return
	}
	g.before = g.person
	g.fill(today)
	for i, r := range g.rows {
		r.readPost(e, s, g)
		for _, other := range g.rows[:i] {
			if r.repeats(other) {
				r.blame(colPerson, fmt.Sprintf("和第%d行说的是同一个人、同一个岗位：请留一行；如果是另一位同名的人，在“%s”里写1、2", other.number, colTwin))
				break
			}
		}
	}
}

// repeats says whether two lines of one person tell of the same post, or both of
// none. Posts that stand there overlapping are left alone.
func (r *peopleRow) repeats(other *peopleRow) bool {
	a, b := &r.post, &other.post
	if r.text(colPost) == "" || other.text(colPost) == "" {
		return r.text(colPost) == other.text(colPost)
	}
	if a.ID != 0 && b.ID != 0 {
		return a.ID == b.ID
	}
	return a.Name != "" && a.Name == b.Name && a.UnitID == b.UnitID && (overlap(a, b) || a.From == b.From)
}

// who finds the person in the register, or says that it is somebody new.
func (g *personRows) who(s *peopleShelf) bool {
	r := g.rows[0]
	k := personKey{r.in, r.text(colPerson)}
	same := s.named[k]
	if g.twin > 0 {
		if g.twin <= len(same) {
			g.person = *same[g.twin-1]
			return true
		}
	} else {
		here := slices.DeleteFunc(slices.Clone(same), func(p *engine.Person) bool { return !p.Left.IsZero() })
		if len(here) > 1 || len(here) == 0 && len(same) > 1 {
			r.blame(colTwin, fmt.Sprintf("花名册里有%d位叫这个名字：请写是第几位（先登记的是1），另有其人就写%d", len(same), len(same)+1))
			return false
		}
		if same = append(here, same...); len(same) > 0 {
			g.person = *same[0]
			return true
		}
	}
	g.fresh, g.person = true, engine.Person{UnitID: k.unit, Name: k.name}
	return true
}

// fill writes the cells of the lines into the person, by the rules of the form. An
// empty cell leaves things as they are.
func (g *personRows) fill(today calendar.Date) {
	g.agree()
	p, e := &g.person, engine.Fail(engine.Invalid, "person", "")
	standing := string(p.Standing)
	for column, to := range map[string]*string{colStanding: &standing, colGroup: &p.Group, colTitle: &p.Title} {
		if text := g.cell(column); text != "" {
			*to = text
		}
	}
	p.Standing = engine.Standing(standing)
	for column, to := range map[string]*calendar.Date{colJoined: &p.Joined, colFullOn: &p.FullOn, colFrom: &p.From, colLeft: &p.Left} {
		if text := g.cell(column); text != "" {
			*to = dayField(e, column, text)
		}
	}
	for column, to := range map[string]*bool{colNoVote: &p.NoVote, colAway: &p.Away} {
		if text := g.cell(column); text != "" {
			*to = text == "是"
		}
	}
	g.note = differences(&g.before, p)
	g.check(e, today)
	columns := map[string]string{"name": colPerson, "standing": colStanding, "joined": colJoined, "full_on": colFullOn, "group": colGroup, "title": colTitle}
	slices.SortStableFunc(e.Fields, func(a, b engine.Field) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range e.Fields {
		column := f.Name
		if c := columns[column]; c != "" {
			column = c
		}
		if !slices.ContainsFunc(g.rows, func(r *peopleRow) bool { return r.unread(column) }) {
			g.blame(column, f.Message)
		}
	}
}

// check adds what cannot be so of the person, or is not for a table to change.
func (g *personRows) check(e *engine.Error, today calendar.Date) {
	p := &g.person
	only := p.Standing == "" && g.cell(colPost) != "" && p.Joined.IsZero() && p.FullOn.IsZero() && !p.NoVote && !p.Away
	switch {
	case !g.fresh && g.note == "": // what stands there stands
	case only: // of whom the posts alone are known, as when somebody is appointed
		checkName(e, "name", p.Name, true)
		checkName(e, "group", p.Group, false)
		checkName(e, "title", p.Title, false)
	default:
		CheckPerson(e, p, today)
	}
	if !g.fresh {
		switch {
		case p.From != g.before.From:
			e.With(colFrom, "已经在花名册里，进入日期不能用表格改")
		case p.Left != g.before.Left:
			e.With(colLeft, "离开要由本支部在花名册里办，写明去向")
		case g.note != "" && !p.Left.IsZero():
			e.With(colPerson, "已经离开本单位的花名册，不能再改")
		case g.note != "" && wantsReason(&g.before, p):
			e.With(colStanding, "这样的变动要写明原因和依据，请由本支部在花名册里改："+g.note)
		}
		return
	}
	if p.From > today {
		e.With(colFrom, "还没到这一天，到了再登记")
	}
	if !p.Left.IsZero() && (p.Left > today || p.Left < p.From) {
		e.With(colLeft, "要在进入日期和今天之间")
	}
}

// cell is what the first line that says something of the column says.
func (g *personRows) cell(column string) string {
	for _, r := range g.rows {
		if text := r.text(column); text != "" && !r.unread(column) {
			return text
		}
	}
	return ""
}

// unread says whether the cell could not be read: it has been blamed already.
func (r *peopleRow) unread(column string) bool {
	return slices.ContainsFunc(r.wrong, func(f engine.Field) bool { return f.Name == column })
}

// blame tells a line that says something of the column, else the first.
func (g *personRows) blame(column, message string) {
	for _, r := range g.rows {
		if r.text(column) != "" {
			r.blame(column, message)
			return
		}
	}
	g.rows[0].blame(column, message)
}

// agree asks that the lines of one person do not contradict each other.
func (g *personRows) agree() {
	for _, column := range []string{colStanding, colJoined, colFullOn, colGroup, colTitle, colNoVote, colAway, colFrom, colLeft} {
		said := g.cell(column)
		for _, r := range g.rows {
			if text := r.text(column); text != "" && text != said && !r.unread(column) {
				r.blame(column, "和这个人前面一行写的“"+said+"”不一样：请改成一致；如果是另一位同名的人，在“"+colTwin+"”里写1、2")
			}
		}
	}
}

// holdTogether keeps the good lines of a person back who has bad ones.
func (g *personRows) holdTogether() {
	bad := slices.IndexFunc(g.rows, func(r *peopleRow) bool { return len(r.wrong) > 0 })
	if bad < 0 {
		return
	}
	for _, r := range g.rows {
		if len(r.wrong) == 0 {
			r.blame(colPerson, fmt.Sprintf("这个人的第%d行要先改好，几行一起导入", g.rows[bad].number))
		}
	}
}
