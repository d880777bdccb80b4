package practise

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// AddRecordRequest is a record as somebody filled it in, by column.
type AddRecordRequest struct {
	Unit   engine.UnitID
	Ledger string
	Fields map[string]any
}

// AddRecord keeps a record in a unit's ledger and, in the same transaction,
// fulfils every task it does the work of: recorded once, counted everywhere.
func (p *Practise) AddRecord(ctx context.Context, actor access.Actor, r AddRecordRequest) (engine.RecordID, error) {
	scope, err := access.Authorize(actor, access.RecordAdd)
	if err != nil {
		return 0, err
	}
	var record engine.Record
	err = p.Store.Update(ctx, func(tx port.Tx) error {
		unit, err := getUnit(tx, scope, r.Unit)
		if err != nil {
			return err
		}
		edition, err := p.Book.On(p.today(tx))
		if err != nil {
			return err
		}
		day, wrong := edition.CheckRecord(r.Ledger, r.Fields)
		if len(wrong) > 0 {
			refusal := engine.Fail(engine.Invalid, "record", "这条记录还不能保存，请改正下面几处")
			refusal.Fields = wrong
			return refusal
		}
		if day.IsZero() { // a list that is true now belongs to the day it was written
			day = p.today(tx)
		}
		record = engine.Record{UnitID: unit.ID, Ledger: r.Ledger, Day: day, Fields: r.Fields, PersonID: actor.Person}
		if err := tx.Insert(&record); err != nil {
			return fmt.Errorf("insert record: %w", err)
		}
		if _, err := p.RecordChanged(tx, &unit, nil, &record); err != nil {
			return fmt.Errorf("set off what the record sets off: %w", err)
		}
		done, err := p.fulfil(tx, edition, &unit, &record, actor)
		if err != nil {
			return fmt.Errorf("fulfil tasks: %w", err)
		}
		return tx.Append(engine.AuditEntry{AccountID: actor.Account, Action: string(access.RecordAdd),
			Object: fmt.Sprintf("record/%d", record.ID), UnitID: unit.ID, Result: "done",
			Detail: fmt.Sprintf(`{"fulfilled":%d}`, done), Address: actor.Address})
	})
	if err != nil {
		return 0, fmt.Errorf("add record: %w", err)
	}
	return record.ID, nil
}
