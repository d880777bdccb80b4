package practise

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// EditRecordRequest is the new wording of a record, with the version that the
// form showed.
type EditRecordRequest struct {
	Record  engine.RecordID `json:"record" validate:"gt=0"`
	Version int64           `json:"version" validate:"gt=0"`
	Fields  map[string]any  `json:"fields" validate:"required,max=100,dive,keys,required,max=40,endkeys"`
	DoneBy  engine.PersonID `json:"done_by" validate:"gte=0"` // entered on behalf of; 0: who entered it did it
}

// EditRecordResult is what became of a change.
type EditRecordResult struct {
	Counted []Counted `json:"counted"` // what it meets now, and what it opened again
	Same    bool      `json:"same"`    // it said so already; nothing was changed
}

// EditRecord changes a record. What it said before is kept; a task that it no
// longer fulfils opens again. Where somebody else changed it meanwhile the answer
// is engine.Conflict with reason "changed", and nothing is lost.
func (p *Practise) EditRecord(ctx context.Context, actor access.Actor, r EditRecordRequest) (EditRecordResult, error) {
	scope, err := access.Authorize(actor, access.RecordEdit)
	if err != nil {
		return EditRecordResult{}, err
	}
	var out EditRecordResult
	err = p.Store.Update(ctx, func(tx port.Tx) error {
		record, err := getRecord(tx, scope, r.Record)
		if err != nil {
			return err
		}
		unit, e, l, err := p.toFill(tx, actor, scope, record.UnitID, record.Ledger)
		if err != nil {
			return err
		}
		fields := tidy(l, r.Fields)
		doer, err := behalf(tx, &unit, record.PersonID, r.DoneBy)
		if err != nil {
			return err
		}
		if e.SameFields(l.Name, fields, record.Fields) && doer == record.DoneBy {
			out.Same = true
			return nil
		}
		if record.Version != r.Version {
			return engine.Fail(engine.Conflict, "changed", "您打开这张表以后，有人改过这条记录。下面两样都列出来了，请核对后再保存。")
		}
		before := record
		record.Fields, record.DoneBy = fields, doer
		day, err := p.checkRecord(tx, e, &unit, l, fields, record.ID)
		if err != nil {
			return err
		}
		if !day.IsZero() {
			record.Day = day
		}
		out.Counted, err = p.replace(tx, e, &unit, &before, &record, actor)
		return err
	})
	if err != nil {
		return EditRecordResult{}, fmt.Errorf("edit record: %w", err)
	}
	return out, nil
}

// replace saves the new wording with everything that follows from it, and writes it
// down.
func (p *Practise) replace(tx port.Tx, e *rule.Edition, unit *engine.Unit, before, after *engine.Record, actor access.Actor) ([]Counted, error) {
	counted, err := p.reword(tx, e, unit, before, after, actor)
	if err != nil {
		return nil, err
	}
	return counted, tx.Append(recordEntry(actor, access.RecordEdit, after, counted))
}

// reword saves the new wording with everything that follows from it.
func (p *Practise) reword(tx port.Tx, e *rule.Edition, unit *engine.Unit, before, after *engine.Record, actor access.Actor) ([]Counted, error) {
	old := engine.RecordVersion{RecordID: before.ID, UnitID: before.UnitID, Number: before.Version, Day: before.Day,
		Fields: before.Fields, DoneBy: before.DoneBy, Event: engine.RecordEdited, PersonID: actor.Person}
	if err := tx.Insert(&old); err != nil {
		return nil, fmt.Errorf("keep what it said: %w", err)
	}
	if err := tx.Save(after); err != nil {
		return nil, fmt.Errorf("save record: %w", err)
	}
	if err := markStale(tx, e, unit, after.Ledger, min(before.Day, after.Day)); err != nil {
		return nil, err
	}
	if _, err := p.RecordChanged(tx, unit, before, after); err != nil {
		return nil, fmt.Errorf("set off what the record sets off: %w", err)
	}
	counted, err := p.refit(tx, e, unit, before, after, actor)
	if err != nil {
		return nil, fmt.Errorf("bring tasks in step: %w", err)
	}
	return counted, nil
}

// getRecord loads a record within the scope; absent and foreign look the same.
func getRecord(tx port.Tx, scope access.Scope, id engine.RecordID) (engine.Record, error) {
	var r engine.Record
	err := tx.Get(&r, scope, port.Where{"id": int64(id)})
	if engine.CodeOf(err) == engine.NotFound {
		return r, access.Absent()
	}
	if err != nil {
		return r, fmt.Errorf("find record: %w", err)
	}
	return r, nil
}
