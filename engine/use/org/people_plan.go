package org

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

// peopleRow is one line of an import of people: a person, and at most one post.
type peopleRow struct {
	unitRow
	in   engine.UnitID // 0: not found
	post engine.Post   // of which this line tells; no name: none
	ends bool          // the post is there, and ends otherwise than it did
}

func (r *peopleRow) addsPost() bool { return r.post.Name != "" && r.post.ID == 0 }

// peoplePlan is what an import of people would do.
type peoplePlan struct {
	org    *Org
	page   *table.Page
	rows   []*peopleRow
	groups []*personRows
	of     map[*peopleRow]*personRows
}

// planPeople finds out what the lines would do to the register and the posts.
func planPeople(e *rule.Edition, s *peopleShelf, page *table.Page, today calendar.Date) *peoplePlan {
	p := &peoplePlan{page: page, of: map[*peopleRow]*personRows{}}
	named := map[personKey][]*personRows{}
	for i := range page.Rows {
		r := &peopleRow{unitRow: unitRow{number: page.Rows[i].Number, fields: page.Rows[i].Fields, wrong: slices.Clone(page.Rows[i].Wrong)}}
		r.in = r.find(s, colUnit, r.text(colUnit))
		if r.text(colPerson) == "" {
			r.blame(colPerson, "请写姓名")
		}
		k, twin := personKey{r.in, r.text(colPerson)}, r.twin()
		var g *personRows
		if at := slices.IndexFunc(named[k], func(g *personRows) bool { return g.twin == twin }); at >= 0 && r.in != 0 && k.name != "" {
			g = named[k][at]
		} else {
			g = &personRows{twin: twin, known: len(s.named[k])}
			named[k] = append(named[k], g)
			p.groups = append(p.groups, g)
		}
		g.rows = append(g.rows, r)
		p.rows, p.of[r] = append(p.rows, r), g
	}
	for _, g := range p.groups {
		if r := g.rows[0]; r.in != 0 && r.text(colPerson) != "" {
			g.apart(named[personKey{r.in, r.text(colPerson)}])
			g.settle(e, s, today)
		}
		g.holdTogether()
	}
	return p
}

// twin reads which of several of the same name is meant; 0: there is but one.
func (r *peopleRow) twin() int {
	mark := r.text(colTwin)
	if mark == "" {
		return 0
	}
	n, err := strconv.Atoi(mark)
	if err != nil || n < 1 || n > 99 {
		r.blame(colTwin, "请写1、2这样的数字，不是同名的人就空着")
		return 0
	}
	return n
}

// apart asks that people of the same name can be told apart, now and when the same
// table comes again: each has a number, and new ones come in its order.
func (g *personRows) apart(same []*personRows) {
	if g.twin == 0 && len(same) > 1 {
		g.rows[0].blame(colTwin, "表里有同名的人写了序号，这一行也要写")
	}
	if g.twin <= g.known+1 {
		return
	}
	before := slices.IndexFunc(same, func(o *personRows) bool { return o.twin == g.twin-1 })
	if before < 0 || before > slices.Index(same, g) || same[before].wrong() {
		g.rows[0].blame(colTwin, fmt.Sprintf("请先写好第%d位同名的人，再写这一位", g.twin-1))
	}
}

// find finds the unit that a cell names.
func (r *peopleRow) find(s *peopleShelf, column, name string) engine.UnitID {
	units := s.at(name)
	switch {
	case name == "":
		r.blame(column, "请写单位")
	case len(units) == 0:
		r.blame(column, "没有这个单位：请核对名称，或者先建好单位")
	case len(units) > 1:
		r.blame(column, "有几个单位叫这个名字：请写成“上级/名称”")
	default:
		return units[0].ID
	}
	return 0
}

// Count counts the lines.
func (p *peoplePlan) Count() (added, changed, wrong int) {
	for _, r := range p.rows {
		switch n, c := p.does(r); {
		case len(r.wrong) > 0:
			wrong++
		case n:
			added++
		case c:
			changed++
		}
	}
	return added, changed, wrong
}

// does says whether the line adds something, or changes something that is there.
func (p *peoplePlan) does(r *peopleRow) (adds, changes bool) {
	g := p.of[r]
	first := g.rows[0] == r
	return first && g.fresh || r.addsPost(), first && g.note != "" || r.ends
}

// Digest tells whether two plans do the same.
func (p *peoplePlan) Digest() string {
	var lines []string
	for _, r := range p.rows {
		g := p.of[r]
		lines = append(lines, fmt.Sprintf("%d %d %d %d %d %v %s", r.number, r.in, g.person.ID, r.post.ID, len(r.wrong), r.ends, r.says(g)))
	}
	return intake.Digest(lines)
}

// says tells in words what the line does.
func (r *peopleRow) says(g *personRows) string {
	var parts []string
	if g.rows[0] == r {
		if g.fresh {
			parts = append(parts, "新登记")
		} else if g.note != "" {
			parts = append(parts, "更新 "+g.note)
		}
	}
	switch {
	case r.addsPost():
		parts = append(parts, "任"+r.post.Name)
	case r.ends:
		parts = append(parts, r.post.Name+"任到"+r.post.To.ChineseFull())
	}
	return strings.Join(parts, "；")
}

// Show fills the preview.
func (p *peoplePlan) Show(out *intake.Preview) {
	t := intake.Begin(p.page, "人员")
	t.Columns = []string{colUnit, colPerson, colStanding, colPost, colTook, colGave}
	for _, r := range p.rows {
		g := p.of[r]
		adds, changes := p.does(r)
		cells := []string{r.text(colUnit), r.text(colPerson), string(g.person.Standing), r.text(colPost), r.text(colTook), r.text(colGave)}
		switch {
		case len(r.wrong) > 0:
			t.Blame(r.number, r.wrong, func(id string) string { return id }, r.text)
		case adds:
			t.Added++
			t.Show(r.number, r.says(g), cells)
		case changes:
			t.Changed++
			t.Show(r.number, r.says(g), cells)
		default:
			t.Same++
		}
	}
	out.Add(t)
}
