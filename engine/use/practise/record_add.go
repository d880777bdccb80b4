package practise

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// AddRecordRequest is a record as somebody filled it in, by column. Form names
// the form it was filled in on, another one each time a form is opened: the same
// form sent twice makes one record. Empty: from no form.
type AddRecordRequest struct {
	Unit   engine.UnitID       `json:"unit" validate:"gt=0"`
	Ledger string              `json:"ledger" validate:"required,max=40"`
	Fields map[string]any      `json:"fields" validate:"required,max=100,dive,keys,required,max=40,endkeys"`
	Form   string              `json:"-" validate:"omitempty,min=20,max=64,alphanum"`
	DoneBy engine.PersonID     `json:"done_by" validate:"gte=0"` // entered on behalf of; 0: who enters it did it
	Files  []engine.EvidenceID `json:"-" validate:"max=20"`      // of those sent with the form, the ones to keep
}

// AddRecordResult is what became of a record.
type AddRecordResult struct {
	ID      engine.RecordID `json:"id"`
	Counted []Counted       `json:"counted"` // the duties it met: done by it, or on the way
	Known   bool            `json:"known"`   // it was kept before; nothing was added
}

// AddRecord keeps a record in a unit's ledger and, in the same transaction,
// fulfils every task it does the work of: recorded once, counted everywhere.
// What comes a second time from the same form, or word for word from another by
// the same person on the same day, is the same record.
func (p *Practise) AddRecord(ctx context.Context, actor access.Actor, r AddRecordRequest) (AddRecordResult, error) {
	scope, err := access.Authorize(actor, access.RecordAdd)
	if err != nil {
		return AddRecordResult{}, err
	}
	var out AddRecordResult
	err = p.Store.Update(ctx, func(tx port.Tx) error {
		unit, e, l, err := p.toFill(tx, actor, scope, r.Unit, r.Ledger)
		if err != nil {
			return err
		}
		record := engine.Record{UnitID: unit.ID, Ledger: l.Name, Fields: tidy(l, r.Fields), PersonID: actor.Person, FormKey: formKey(actor, r.Form)}
		if record.DoneBy, err = behalf(tx, &unit, record.PersonID, r.DoneBy); err != nil {
			return err
		}
		known, err := p.known(tx, e, &record)
		if err != nil || known != nil {
			if known != nil {
				out = AddRecordResult{ID: known.ID, Known: true}
				err = p.attach(tx, actor, known, record.FormKey, r.Files)
			}
			return err
		}
		if record.Day, err = p.checkRecord(tx, e, &unit, l, record.Fields, 0); err != nil {
			return err
		}
		if record.Day.IsZero() { // a list that is true now belongs to the day it was written
			record.Day = p.today(tx)
		}
		if out, err = p.keep(tx, e, &unit, &record, actor); err != nil {
			return err
		}
		err = p.attach(tx, actor, &record, record.FormKey, r.Files)
		return err
	})
	if err != nil {
		return AddRecordResult{}, fmt.Errorf("add record: %w", err)
	}
	return out, nil
}

// toFill finds the unit and the ledger that the actor may write in.
func (p *Practise) toFill(tx port.Tx, actor access.Actor, scope access.Scope, id engine.UnitID, ledger string) (engine.Unit, *rule.Edition, *rule.Ledger, error) {
	unit, err := getUnit(tx, scope, id)
	if err != nil {
		return unit, nil, nil, err
	}
	e, err := p.Book.On(p.today(tx))
	if err != nil {
		return unit, nil, nil, fmt.Errorf("edition of the day: %w", err)
	}
	l, err := openLedger(actor, unit.ID, e, ledger)
	if err != nil {
		return unit, nil, nil, err
	}
	if e.Kept(l.Name) {
		return unit, nil, nil, engine.Fail(engine.Refused, "kept", "这本台账由系统在提交自查表时记入，不用手填：请到自查表里提交。")
	}
	if !mayFill(actor, unit.ID) {
		return unit, nil, nil, engine.Fail(engine.Forbidden, "other_unit", "台账由本单位的人登记，您可以查看，不能填写。")
	}
	return unit, e, l, nil
}

// keep inserts the record with everything that follows from it, and writes it down.
func (p *Practise) keep(tx port.Tx, e *rule.Edition, unit *engine.Unit, record *engine.Record, actor access.Actor) (AddRecordResult, error) {
	out, err := p.enter(tx, e, unit, record, actor)
	if err != nil {
		return out, err
	}
	return out, tx.Append(recordEntry(actor, access.RecordAdd, record, out.Counted))
}

// enter inserts the record with everything that follows from it.
func (p *Practise) enter(tx port.Tx, e *rule.Edition, unit *engine.Unit, record *engine.Record, actor access.Actor) (AddRecordResult, error) {
	var none AddRecordResult
	if err := tx.Insert(record); err != nil {
		return none, fmt.Errorf("insert record: %w", err)
	}
	if err := markStale(tx, e, unit, record.Ledger, record.Day); err != nil {
		return none, err
	}
	if _, err := p.RecordChanged(tx, unit, nil, record); err != nil {
		return none, fmt.Errorf("set off what the record sets off: %w", err)
	}
	counted, err := p.fulfil(tx, e, unit, record, actor, nil)
	if err != nil {
		return none, fmt.Errorf("fulfil tasks: %w", err)
	}
	return AddRecordResult{ID: record.ID, Counted: counted}, nil
}

// markStale marks the scores that a record of the ledger on the day may touch. No
// score reads a private ledger, and a score worked out anew for one would tell
// that something was written there.
func markStale(tx port.Tx, e *rule.Edition, unit *engine.Unit, ledger string, day calendar.Date) error {
	if l := e.Ledgers[ledger]; l != nil && l.Private {
		return nil
	}
	if _, err := tx.MarkStale(unit, day); err != nil {
		return fmt.Errorf("mark scores: %w", err)
	}
	return nil
}

// recordEntry is the line of the trail: ids and counts, nothing of what is said.
func recordEntry(actor access.Actor, action access.Action, record *engine.Record, counted []Counted) engine.AuditEntry {
	done, reopened := 0, 0
	for _, c := range counted {
		if c.Now {
			done++
		}
		if c.Reopened {
			reopened++
		}
	}
	return engine.AuditEntry{AccountID: actor.Account, Action: string(action), Object: recordObject(record.ID),
		UnitID: record.UnitID, Result: "done", Address: actor.Address,
		Detail: fmt.Sprintf(`{"fulfilled":%d,"reopened":%d,"version":%d}`, done, reopened, record.Version)}
}

func recordObject(id engine.RecordID) string { return fmt.Sprintf("record/%d", id) }

// formKey makes the form's name the person's own: nobody learns of another's.
func formKey(actor access.Actor, form string) string {
	if form == "" {
		return ""
	}
	return fmt.Sprintf("%d/%s", actor.Person, form)
}

// known finds the record that the same form, or a form with the very same words,
// made before. A form sent again with other words is refused: its first record
// stands, and can be corrected.
func (p *Practise) known(tx port.Tx, e *rule.Edition, record *engine.Record) (*engine.Record, error) {
	if record.FormKey == "" {
		return nil, nil
	}
	var before []engine.Record
	if err := tx.List(&before, access.Everything(), port.Query{Where: port.Where{"form_key": record.FormKey}, Removed: true}); err != nil {
		return nil, fmt.Errorf("look for the form: %w", err)
	}
	if len(before) > 0 {
		b := &before[0]
		if b.State() == engine.RecordGone {
			return nil, engine.Fail(engine.Conflict, "form_used", "这张表登记的那一条已经删除了，没有再存。确实要重新登记的，再按一次“保存”就另记一条。")
		}
		if b.UnitID == record.UnitID && b.DoneBy == record.DoneBy && b.Ledger == record.Ledger && e.SameFields(b.Ledger, b.Fields, record.Fields) {
			return b, nil
		}
		return nil, engine.Fail(engine.Conflict, "form_used",
			"这张表刚才已经保存过一次，现在填的和那次不一样，所以没有再存。要改那一条，请在台账里打开它修改；确实是另一件事的，再按一次“保存”就另记一条。")
	}
	day, wrong := e.CheckRecord(record.Ledger, record.Fields)
	if len(wrong) > 0 {
		return nil, nil
	}
	if day.IsZero() {
		day = p.today(tx)
	}
	q := port.Query{Where: port.Where{"unit_id": int64(record.UnitID), "ledger": record.Ledger, "day": day, "person_id": int64(record.PersonID)}}
	if err := tx.List(&before, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("look for the same record: %w", err)
	}
	for i := range before {
		if p.day(before[i].CreatedAt) == p.today(tx) && before[i].DoneBy == record.DoneBy && e.SameFields(record.Ledger, before[i].Fields, record.Fields) {
			return &before[i], nil
		}
	}
	return nil, nil
}
