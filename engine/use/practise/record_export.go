package practise

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

// Filled gives the ledgers of a unit with everything in them: the one that is
// named, or all that hold something. Private ones are not there.
func (p recordBook) Filled(tx port.Tx, scope access.Scope, of intake.Which) (intake.Tables, map[string]int, error) {
	u, e, err := p.onPaper(tx, scope, of.Unit)
	if err != nil {
		return intake.Tables{}, nil, err
	}
	out := intake.Tables{UnitID: u.ID, Unit: u.Name}
	names := []string{of.Table}
	if of.Table == "" {
		names = sortedLedgers(e)
	}
	rows := 0
	for _, name := range names {
		l, err := ledgerOnPaper(e, name)
		if err != nil && of.Table == "" {
			continue
		}
		if err != nil {
			return out, nil, err
		}
		t, err := exported(tx, scope, e, l, &u)
		if err != nil {
			return out, nil, err
		}
		if rows += len(t.Rows); len(t.Rows) > 0 || of.Table != "" {
			out.Tables = append(out.Tables, t)
		}
	}
	if len(out.Tables) == 0 {
		return out, nil, engine.Fail(engine.Refused, "nothing_to_export", "这个单位的台账里还没有记录，没有可以导出的内容。")
	}
	return out, map[string]int{"ledgers": len(out.Tables), "records": rows}, nil
}

// exported reads a ledger, oldest first. A column that the ledger had in an
// earlier edition stands at the end, so that nothing is lost.
func exported(tx port.Tx, scope access.Scope, e *rule.Edition, l *rule.Ledger, u *engine.Unit) (table.Sheet, error) {
	t := tableOf(e, l, rule.UnitFacts{})
	var records []engine.Record
	q := port.Query{Where: port.Where{"unit_id": int64(u.ID), "ledger": l.Name}, Order: []string{"day"}}
	if err := tx.List(&records, scope, q); err != nil {
		return t, fmt.Errorf("list records: %w", err)
	}
	for i := range records {
		row := table.Row{Number: i + 2, Fields: map[string]any{}}
		for _, name := range sortedFields(records[i].Fields) {
			text := e.FieldText(l.Name, name, records[i].Fields[name])
			if text == "" {
				continue
			}
			row.Fields[name] = text
			if t.Column(name) == nil {
				t.Columns = append(t.Columns, table.Column{ID: name, Type: rule.TypeSpec{Name: rule.TypeText}})
			}
		}
		if l.Day == "" {
			row.Fields[writtenOn] = records[i].Day.String()
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}
