package practise

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/table"
)

// ExportRecords gives the ledgers of a unit with everything in them: the one that
// is named, or all that hold something. Private ones are not there. That somebody
// took them out is written down.
func (p *Practise) ExportRecords(ctx context.Context, actor access.Actor, unit engine.UnitID, ledger string) (LedgerTables, error) {
	scope, err := access.Authorize(actor, access.RecordExport)
	if err != nil {
		return LedgerTables{}, err
	}
	var out LedgerTables
	err = p.Store.Update(ctx, func(tx port.Tx) error {
		u, err := getUnit(tx, scope, unit)
		if err != nil {
			return err
		}
		e, err := p.Book.On(p.today(tx))
		if engine.CodeOf(err) == engine.NotFound {
			return access.Absent()
		}
		if err != nil {
			return fmt.Errorf("edition of the day: %w", err)
		}
		out = LedgerTables{UnitID: u.ID, Unit: u.Name}
		names := []string{ledger}
		if ledger == "" {
			names = sortedLedgers(e)
		}
		rows := 0
		for _, name := range names {
			l, err := ledgerOnPaper(e, name)
			if err != nil && ledger == "" {
				continue
			}
			if err != nil {
				return err
			}
			t, err := exported(tx, scope, e, l, &u)
			if err != nil {
				return err
			}
			if rows += len(t.Rows); len(t.Rows) > 0 || ledger != "" {
				out.Tables = append(out.Tables, t)
			}
		}
		if len(out.Tables) == 0 {
			return engine.Fail(engine.Refused, "nothing_to_export", "这个单位的台账里还没有记录，没有可以导出的内容。")
		}
		return tx.Append(engine.AuditEntry{AccountID: actor.Account, Action: string(access.RecordExport), Object: "unit/" + fmt.Sprint(u.ID),
			UnitID: u.ID, Result: "done", Address: actor.Address, Detail: fmt.Sprintf(`{"ledgers":%d,"records":%d}`, len(out.Tables), rows)})
	})
	if err != nil {
		return LedgerTables{}, fmt.Errorf("export records: %w", err)
	}
	return out, nil
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
