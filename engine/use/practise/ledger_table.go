package practise

import (
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

// writtenOn is the column that a ledger without a day of its own gets on paper:
// without it the day a line was written would be lost between two programs.
const writtenOn = "@登记日期"

// Blank gives the ledgers that the actor may fill from a workbook: those of the
// standards that apply, or the one that is named.
func (p recordBook) Blank(tx port.Tx, actor access.Actor, scope access.Scope, of intake.Which) (intake.Tables, error) {
	u, e, err := p.toImport(tx, actor, scope, of.Unit)
	if err != nil {
		return intake.Tables{}, err
	}
	out := intake.Tables{UnitID: u.ID, Unit: u.Name}
	facts, err := p.FactsOn(tx, &u, p.today(tx))
	if err != nil {
		return out, err
	}
	names := []string{of.Table}
	if of.Table == "" {
		if names, err = importable(e, actor, u.ID, facts); err != nil {
			return out, err
		}
	}
	for _, name := range names {
		l, err := ledgerToFill(e, name)
		if err != nil {
			return out, err
		}
		out.Tables = append(out.Tables, tableOf(e, l, facts))
	}
	return out, nil
}

// onPaper finds a unit whose ledgers go in and out.
func (p *Practise) onPaper(tx port.Tx, scope access.Scope, id engine.UnitID) (engine.Unit, *rule.Edition, error) {
	u, err := getUnit(tx, scope, id)
	if err != nil {
		return u, nil, err
	}
	e, err := p.Book.On(p.today(tx))
	if engine.CodeOf(err) == engine.NotFound {
		return u, nil, access.Absent()
	}
	if err != nil {
		return u, nil, fmt.Errorf("edition of the day: %w", err)
	}
	return u, e, nil
}

// toImport finds the unit whose ledgers the actor fills.
func (p *Practise) toImport(tx port.Tx, actor access.Actor, scope access.Scope, id engine.UnitID) (engine.Unit, *rule.Edition, error) {
	u, e, err := p.onPaper(tx, scope, id)
	if err == nil && !mayFill(actor, u.ID) {
		err = engine.Fail(engine.Forbidden, "other_unit", "台账由本单位的人导入，您可以查看和导出，不能导入。")
	}
	return u, e, err
}

// importable lists the ledgers of the standards that apply.
func importable(e *rule.Edition, actor access.Actor, unit engine.UnitID, facts rule.UnitFacts) ([]string, error) {
	groups, err := groupLedgers(e, actor, unit, facts, nil)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, g := range groups {
		for _, l := range g.Ledgers {
			if !slices.Contains(names, l.Name) && !e.Ledgers[l.Name].Private && !e.Kept(l.Name) {
				names = append(names, l.Name)
			}
		}
	}
	return names, nil
}

// ledgerOnPaper finds a ledger that may leave the program. A private one is not
// there, whoever asks.
func ledgerOnPaper(e *rule.Edition, name string) (*rule.Ledger, error) {
	l := e.Ledgers[name]
	if l == nil || l.Private || len(l.Columns) == 0 {
		return nil, access.Absent()
	}
	return l, nil
}

// ledgerToFill finds a ledger that rows may come into. One that the program keeps
// itself is not there.
func ledgerToFill(e *rule.Edition, name string) (*rule.Ledger, error) {
	l, err := ledgerOnPaper(e, name)
	if err == nil && e.Kept(name) {
		err = access.Absent()
	}
	return l, err
}

// tableOf writes a ledger as a table, with the line of an example where the
// handbook has one.
func tableOf(e *rule.Edition, l *rule.Ledger, facts rule.UnitFacts) table.Sheet {
	t := table.Sheet{Name: l.Name, Title: ledgerTitle(l), Note: l.Note}
	sample := sampleOf(e, l, facts)
	for _, c := range l.Columns {
		column := table.Column{ID: c.ID, Label: columnLabel(c), Type: c.Type, Required: c.Required, Hint: c.Hint, Sample: sample[c.ID]}
		if c.ID == l.Day {
			column.Also = []string{"日期", "时间", "年月日"}
		}
		t.Columns = append(t.Columns, column)
	}
	if l.Day == "" {
		t.Columns = append(t.Columns, table.Column{ID: writtenOn, Label: "登记日期", Type: rule.TypeSpec{Name: rule.TypeDate},
			Hint: "哪天记的；空着算导入当天", Sample: facts.Day.String()})
	}
	return t
}

// sampleOf is the filled line of a template: the handbook's own example, else
// something in each column that must be filled in.
func sampleOf(e *rule.Edition, l *rule.Ledger, facts rule.UnitFacts) map[string]any {
	for _, s := range e.Standards {
		for _, x := range s.Examples {
			if x.Of == l.Name {
				return x.Fields
			}
		}
	}
	sample := map[string]any{}
	for _, c := range l.Columns {
		switch {
		case !c.Required:
		case len(c.Type.Choices) > 0:
			sample[c.ID] = c.Type.Choices[0]
		case c.Type.Name == rule.TypeDate:
			sample[c.ID] = facts.Day.String()
		case c.Type.Name == rule.TypeInt, c.Type.Name == rule.TypeNumber:
			sample[c.ID] = "1"
		case c.Type.Name == rule.TypeBool:
			sample[c.ID] = "是"
		case c.Type.Name == rule.TypePerson, c.Type.Name == rule.TypePersons:
			sample[c.ID] = "示例姓名"
		default:
			sample[c.ID] = "示例：" + columnLabel(c)
		}
	}
	return sample
}
