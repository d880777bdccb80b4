package org

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

// unitRow is one row of an import of units and what is to become of it.
type unitRow struct {
	number int
	fields map[string]any
	unit   engine.Unit // as it would be
	above  *unitRow    // the row of the unit above, where that is new
	settled,
	changed bool
	note  string
	wrong []engine.Field
}

func (r *unitRow) fresh() bool { return r.unit.ID == 0 }

func (r *unitRow) text(column string) string {
	switch v := r.fields[column].(type) {
	case string:
		return tidy(v)
	case []any, []string:
		return joined(v)
	}
	return ""
}

func joined(list any) string {
	var out []string
	v := reflect.ValueOf(list)
	for i := range v.Len() {
		out = append(out, fmt.Sprint(v.Index(i).Interface()))
	}
	return strings.Join(out, "、")
}

func (r *unitRow) blame(column, message string) {
	r.wrong = append(r.wrong, engine.Field{Name: column, Message: message})
}

// unitPlan is what an import of units would do: rows in an order in which every
// unit comes after the one above it.
type unitPlan struct {
	edition     *rule.Edition
	page        *table.Page
	rows, order []*unitRow
}

// planUnits finds out what the rows would do to the tree.
func planUnits(e *rule.Edition, s *treeShelf, page *table.Page) *unitPlan {
	p := &unitPlan{edition: e, page: page}
	byName := map[string][]*unitRow{}
	for i := range page.Rows {
		r := &unitRow{number: page.Rows[i].Number, fields: page.Rows[i].Fields, wrong: slices.Clone(page.Rows[i].Wrong)}
		if r.text(colName) == "" {
			r.blame(colName, "请写名称")
		}
		p.rows = append(p.rows, r)
		byName[r.text(colName)] = append(byName[r.text(colName)], r)
		if above := r.text(colAbove); above != "" {
			byName[above+"/"+r.text(colName)] = append(byName[above+"/"+r.text(colName)], r)
		}
	}
	for again := true; again; {
		again = false
		for _, r := range p.rows {
			if !r.settled && p.settle(e, s, byName, r) {
				again = true
			}
		}
	}
	for _, r := range p.rows {
		if !r.settled {
			r.blame(colAbove, "上级那一行有问题，或者几行互为上级：请先改好上级")
		}
	}
	return p
}

// settle works a row out once the unit above it is known. It says whether it did.
func (p *unitPlan) settle(e *rule.Edition, s *treeShelf, byName map[string][]*unitRow, r *unitRow) bool {
	above, wait := p.above(s, byName, r)
	if wait {
		return false
	}
	r.settled = true
	parent := engine.UnitID(0)
	if above != nil {
		parent = above.ID
	}
	if r.above == nil {
		for i := range s.units {
			u := &s.units[i]
			if u.Name == r.text(colName) && parentOf(u) == parent && u.Closed.IsZero() {
				r.unit = *u
				r.unit.Attributes = maps.Clone(u.Attributes)
			}
		}
	}
	for _, other := range p.order {
		if other.text(colName) == r.text(colName) && other.above == r.above && parentOf(&other.unit) == parent {
			r.blame(colName, fmt.Sprintf("和第%d行是同一个单位，请留一行", other.number))
		}
	}
	before := r.unit
	if r.fresh() {
		r.unit = engine.Unit{Kind: engine.UnitKind(r.text(colKind)), Rest: string(calendar.RestWeekend)}
		if above != nil {
			r.unit.ParentID = &above.ID
		}
		if len(s.called(r.text(colName))) > 0 {
			r.note = "别处有同名的单位，这里会另建一个"
		}
	} else if kind := r.text(colKind); kind != "" && kind != string(r.unit.Kind) {
		r.blame(colKind, "现在是“"+string(r.unit.Kind)+"”，性质不能改：请核对名称和上级")
	}
	r.fill(e)
	if len(r.wrong) == 0 {
		p.order = append(p.order, r)
		r.differ(e, &before)
	}
	return true
}

// above finds the unit above a row: in the tree, or among the rows (r.above). wait
// says that its own row must be worked out first.
func (p *unitPlan) above(s *treeShelf, byName map[string][]*unitRow, r *unitRow) (above *engine.Unit, wait bool) {
	name := r.text(colAbove)
	if name == "" {
		if r.text(colKind) != string(engine.Company) && len(s.units) > 0 {
			r.blame(colAbove, "请写上级单位；只有公司党委没有上级")
		} else if r.text(colKind) != string(engine.Company) {
			r.blame(colAbove, "请写上级单位")
		} else if len(s.units) > 0 && s.units[0].Name != r.text(colName) {
			r.blame(colName, "已经有公司党委“"+s.units[0].Name+"”，只能有一个")
		}
		return nil, false
	}
	have := s.called(name)
	var rows []*unitRow
	for _, x := range byName[name] {
		known := slices.ContainsFunc(have, func(u *engine.Unit) bool { return x.settled && x.unit.ID == u.ID })
		if x != r && !known && (!x.settled || x.fresh()) {
			rows = append(rows, x)
		}
	}
	switch {
	case len(have) == 1 && (len(rows) == 0 || rows[0].text(colName) == have[0].Name):
		return have[0], false
	case len(have) == 0 && len(rows) == 1:
		if !rows[0].settled || len(rows[0].wrong) > 0 {
			return nil, true
		}
		r.above = rows[0]
		return nil, false
	case len(have)+len(rows) == 0:
		r.blame(colAbove, "没有这个上级单位，表里也没有：请核对名称")
	default:
		r.blame(colAbove, "有几个单位叫这个名字：请写成“上级/名称”")
	}
	return nil, false
}

// fill writes the row's cells into the unit, by the rules of its form. An empty
// cell leaves things as they are.
func (r *unitRow) fill(e *rule.Edition) {
	f := EditUnitRequest{Name: r.text(colName), Rest: r.unit.Rest, Start: r.unit.Start.String(), Trial: r.unit.Trial, Closed: r.unit.Closed.String(),
		Attributes: map[string]string{}}
	for column, to := range map[string]*string{colRest: &f.Rest, colStart: &f.Start, colTrial: &f.Trial, colClosed: &f.Closed} {
		if text := r.text(column); text != "" {
			*to = text
		}
	}
	unread := map[string]bool{}
	for _, w := range r.wrong {
		unread[w.Name] = true
	}
	for name := range e.Attributes {
		if text := r.text(name); text != "" && !unread[name] {
			f.Attributes[name] = text
		}
	}
	var wrong *engine.Error
	if errors.As(f.fill(e, &r.unit), &wrong) {
		columns := map[string]string{"name": colName, "start": colStart, "closed": colClosed, "trial": colTrial}
		for _, w := range wrong.Fields {
			if c := columns[w.Name]; c != "" {
				w.Name = c
			}
			if !unread[w.Name] {
				r.wrong = append(r.wrong, w)
			}
		}
	}
}

// differ says in words what the row changes.
func (r *unitRow) differ(e *rule.Edition, before *engine.Unit) {
	if r.fresh() {
		return
	}
	empty := &treeShelf{byID: map[engine.UnitID]*engine.Unit{}}
	was, is := empty.fields(e, before), empty.fields(e, &r.unit)
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if was[name] != is[name] {
			old := was[name]
			if old == nil {
				old = "（空）"
			}
			parts = append(parts, fmt.Sprintf("%s：%v→%v", name, old, is[name]))
		}
	}
	r.changed, r.note = len(parts) > 0, strings.Join(parts, "；")
}

// Count counts the rows.
func (p *unitPlan) Count() (added, changed, wrong int) {
	for _, r := range p.rows {
		switch {
		case len(r.wrong) > 0:
			wrong++
		case r.fresh():
			added++
		case r.changed:
			changed++
		}
	}
	return added, changed, wrong
}

// Digest tells whether two plans do the same.
func (p *unitPlan) Digest() string {
	var lines []string
	for _, r := range p.rows {
		lines = append(lines, fmt.Sprintf("%d %d %d %v %s", r.number, r.unit.ID, len(r.wrong), r.changed, r.note))
	}
	return intake.Digest(lines)
}

// Show fills the preview.
func (p *unitPlan) Show(out *intake.Preview) {
	t, columns := intake.Begin(p.page, "单位"), unitTable(p.edition)
	t.Columns = []string{colName, colKind, colAbove, colStart}
	heading := func(id string) string {
		if c := columns.Column(id); c != nil {
			return c.Heading()
		}
		return id
	}
	for _, r := range p.rows {
		cells := []string{r.unit.Name, string(r.unit.Kind), r.text(colAbove), r.unit.Start.String()}
		switch {
		case len(r.wrong) > 0:
			t.Blame(r.number, r.wrong, heading, r.text)
		case r.fresh():
			t.Added++
			t.Show(r.number, strings.TrimSuffix("新增；"+r.note, "；"), cells)
		case r.changed:
			t.Changed++
			t.Show(r.number, "更新 "+r.note, cells)
		default:
			t.Same++
		}
	}
	out.Add(t)
}
