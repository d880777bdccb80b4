package org

import (
	"fmt"
	"maps"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

// The columns of the table of units that are no attributes.
const (
	colName, colKind, colAbove  = "单位名称", "性质", "上级单位"
	colStart, colRest, colTrial = "启用日期", "作息", "试行季度"
	colClosed                   = "撤销日期"
)

// unitTable is the organisation tree as a table. Attributes that follow from the
// calendar are worked out and stand in none.
func unitTable(e *rule.Edition) table.Sheet {
	text, day := rule.TypeSpec{Name: rule.TypeText}, rule.TypeSpec{Name: rule.TypeDate}
	choice := func(words ...string) rule.TypeSpec {
		return rule.TypeSpec{Name: rule.TypeChoice, Choices: words}
	}
	t := table.Sheet{Name: "单位", Title: "单位", Columns: []table.Column{
		{ID: colName, Type: text, Required: true, Also: []string{"名称", "党组织名称", "单位"}, Sample: "示例大桥项目部党支部"},
		{ID: colKind, Type: choice(string(engine.Company), string(engine.GeneralBranch), string(engine.Branch), string(engine.Project)), Required: true,
			Also: []string{"单位性质", "组织类别"}, Sample: string(engine.Branch)},
		{ID: colAbove, Type: text, Also: []string{"上级", "上级党组织"}, Hint: "写上级单位的名称，可以是这张表里的；有重名的写成“上级/名称”；公司党委空着", Sample: "示例党总支"},
		{ID: colStart, Type: day, Hint: "从这天起下达和考核，之前的都不算逾期；新单位必填", Sample: "2026-07-01"},
		{ID: colRest, Type: choice(string(calendar.RestWeekend), string(calendar.RestSunday), string(calendar.RestNone)), Hint: "空着算双休", Sample: string(calendar.RestWeekend)},
		{ID: colTrial, Type: text, Hint: "只打分不算数的季度，如 2026Q3，没有就空着"},
		{ID: colClosed, Type: day, Hint: "已经撤销的才填"},
	}}
	for _, name := range slices.Sorted(maps.Keys(e.Attributes)) {
		a := e.Attributes[name]
		if a.From == "calendar" {
			continue
		}
		c := table.Column{ID: name, Label: a.Label, Type: a.Type}
		if a.From == "people" {
			c.Hint = "建了花名册的由花名册算出，不用填"
		}
		if a.Latest != nil {
			c.Hint = "填启用时的；以后由台账“" + ledgerTitle(e, a.Latest.Of) + "”推算，不用再改"
		}
		t.Columns = append(t.Columns, c)
	}
	return t
}

// Blank gives the table that units are imported from.
func (o unitBook) Blank(tx port.Tx, _ access.Actor, _ access.Scope, _ intake.Which) (intake.Tables, error) {
	e, err := o.edition(tx)
	if err != nil {
		return intake.Tables{}, err
	}
	return o.tables(unitTable(e)), nil
}

// Filled gives every unit as it was entered.
func (o unitBook) Filled(tx port.Tx, scope access.Scope, _ intake.Which) (intake.Tables, map[string]int, error) {
	e, err := o.edition(tx)
	if err != nil {
		return intake.Tables{}, nil, err
	}
	s, err := readTree(tx, scope)
	if err != nil {
		return intake.Tables{}, nil, err
	}
	t := unitTable(e)
	for i := range s.units {
		t.Rows = append(t.Rows, table.Row{Number: i + 2, Fields: s.fields(e, &s.units[i])})
	}
	return o.tables(t), map[string]int{"units": len(t.Rows)}, nil
}

// treeShelf is the organisation at hand.
type treeShelf struct {
	units []engine.Unit // each after the one above it
	byID  map[engine.UnitID]*engine.Unit
}

func readTree(tx port.Tx, scope access.Scope) (*treeShelf, error) {
	s := &treeShelf{byID: map[engine.UnitID]*engine.Unit{}}
	if err := tx.List(&s.units, scope, port.Query{Order: []string{"path"}}); err != nil {
		return nil, fmt.Errorf("list units: %w", err)
	}
	for i := range s.units {
		s.byID[s.units[i].ID] = &s.units[i]
	}
	return s, nil
}

// called lists the open units that go by the name, or by that of the unit above
// and theirs.
func (s *treeShelf) called(name string) []*engine.Unit {
	var out []*engine.Unit
	for i := range s.units {
		u := &s.units[i]
		if u.Closed.IsZero() && (u.Name == name || s.long(u) == name) {
			out = append(out, u)
		}
	}
	return out
}

func (s *treeShelf) long(u *engine.Unit) string {
	if above := s.byID[parentOf(u)]; above != nil {
		return above.Name + "/" + u.Name
	}
	return u.Name
}

// fields writes a unit as a row.
func (s *treeShelf) fields(e *rule.Edition, u *engine.Unit) map[string]any {
	f := map[string]any{colName: u.Name, colKind: string(u.Kind), colStart: u.Start.String(), colRest: u.Rest, colTrial: u.Trial, colClosed: u.Closed.String()}
	if above := s.byID[parentOf(u)]; above != nil {
		f[colAbove] = above.Name
		if len(s.called(above.Name)) > 1 {
			f[colAbove] = s.long(above)
		}
	}
	for name, raw := range u.Attributes {
		if a := e.Attributes[name]; a != nil {
			f[name] = attributeCell(a, raw)
		}
	}
	for name, v := range f {
		if v == "" {
			delete(f, name)
		}
	}
	return f
}

// attributeCell writes an attribute as it may be typed; a plain no is 否.
func attributeCell(a *rule.Attribute, raw any) string {
	if raw == nil {
		return ""
	}
	v, err := a.Type.Read(raw)
	if err != nil {
		return fmt.Sprint(raw)
	}
	return v.String()
}
