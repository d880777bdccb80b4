package practise

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

// RemoveRecordRequest takes a record out of its ledger.
type RemoveRecordRequest struct {
	Record  engine.RecordID `json:"record" validate:"gt=0"`
	Version int64           `json:"version" validate:"gt=0"`
	Reason  string          `json:"reason" validate:"max=200"`
}

// RestoreRecordRequest puts a removed record back.
type RestoreRecordRequest struct {
	Record  engine.RecordID `json:"record" validate:"gt=0"`
	Version int64           `json:"version" validate:"gt=0"`
}

// RemoveRecordResult is what a removal opened again, or a restoring did.
type RemoveRecordResult struct {
	Counted []Counted `json:"counted"`
}

// RemoveRecord marks a record as removed: it stands in no list, no count and no
// score, what it did is open again unless another record does it, and its history
// and files stay. A sheet that was handed in keeps the points it had.
func (p *Practise) RemoveRecord(ctx context.Context, actor access.Actor, r RemoveRecordRequest) (RemoveRecordResult, error) {
	return p.moveRecord(ctx, actor, recordMove{id: r.Record, version: r.Version, event: state.RecordRemove, reason: strings.TrimSpace(r.Reason)})
}

// RestoreRecord takes a removal back.
func (p *Practise) RestoreRecord(ctx context.Context, actor access.Actor, r RestoreRecordRequest) (RemoveRecordResult, error) {
	return p.moveRecord(ctx, actor, recordMove{id: r.Record, version: r.Version, event: state.RecordRestore})
}

type recordMove struct {
	id      engine.RecordID
	version int64
	event   state.Event
	reason  string
}

func (p *Practise) moveRecord(ctx context.Context, actor access.Actor, m recordMove) (RemoveRecordResult, error) {
	var out RemoveRecordResult
	err := p.Store.Update(ctx, func(tx port.Tx) error {
		at, err := p.reach(tx, actor, access.RecordRemove, m.id, true)
		if err != nil {
			return err
		}
		if m.event == state.RecordRemove && m.reason == "" {
			return noReason("还没有删除：请写明原因", "请写一句为什么删除，如：和另一条重复")
		}
		facts := state.RecordFacts{Writer: wrote(actor, &at.record), Secretary: isSecretary(actor, at.unit.ID), Reason: m.reason}
		move, err := state.Records().Next(at.record.State(), m.event, state.ByPerson, facts)
		if err != nil {
			return err
		}
		if at.record.Version != m.version {
			return engine.Fail(engine.Conflict, "changed", "这条记录刚才有人改过，没有再动。请刷新页面看一看。")
		}
		out.Counted, err = p.moved(tx, actor, &at, move.To, m.reason)
		return err
	})
	if err != nil {
		return out, fmt.Errorf("%s record: %w", m.event, err)
	}
	return out, nil
}

// moved writes the move with everything that follows from it.
func (p *Practise) moved(tx port.Tx, actor access.Actor, at *reached, to engine.RecordState, reason string) ([]Counted, error) {
	record := &at.record
	old := engine.RecordVersion{RecordID: record.ID, UnitID: record.UnitID, Number: record.Version, Day: record.Day, Fields: record.Fields,
		DoneBy: record.DoneBy, Event: engine.RecordRestored, Reason: reason, PersonID: actor.Person}
	before, after := (*engine.Record)(nil), record
	record.RemovedAt = nil
	if to == engine.RecordGone {
		now := tx.Now()
		record.RemovedAt, old.Event = &now, engine.RecordRemoved
		before, after = record, nil
	}
	if err := tx.Insert(&old); err != nil {
		return nil, fmt.Errorf("keep history: %w", err)
	}
	if err := tx.Save(record); err != nil {
		return nil, fmt.Errorf("save record: %w", err)
	}
	if err := markStale(tx, at.edition, &at.unit, record.Ledger, record.Day); err != nil {
		return nil, err
	}
	if _, err := p.RecordChanged(tx, &at.unit, before, after); err != nil {
		return nil, fmt.Errorf("set off what the record sets off: %w", err)
	}
	var counted []Counted
	var err error
	if after == nil {
		counted, err = p.refit(tx, at.edition, &at.unit, record, record, actor)
	} else {
		counted, err = p.fulfil(tx, at.edition, &at.unit, record, actor, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("bring tasks in step: %w", err)
	}
	return counted, tx.Append(recordEntry(actor, access.RecordRemove, record, counted))
}

// mayRemove says whether the actor may remove or restore the record.
func mayRemove(actor access.Actor, record *engine.Record) bool {
	return mayFill(actor, record.UnitID) && (wrote(actor, record) || isSecretary(actor, record.UnitID))
}

// wrote says whether the actor entered the record or did what it tells of.
func wrote(actor access.Actor, record *engine.Record) bool {
	return actor.IsSystem() || actor.Person != 0 && (actor.Person == record.PersonID || actor.Person == record.DoneBy)
}

func isSecretary(actor access.Actor, unit engine.UnitID) bool { return actor.Holds(unit, Secretary) }

// behalf gives the person on whose behalf a record is entered: somebody of the
// unit, and 0 where that is the writer.
func behalf(tx port.Tx, unit *engine.Unit, writer, doer engine.PersonID) (engine.PersonID, error) {
	if doer == 0 || doer == writer {
		return 0, nil
	}
	var people []engine.Person
	q := port.Query{Where: port.Where{"unit_id": int64(unit.ID)}, Columns: []string{"id"}}
	if err := tx.List(&people, access.Everything(), q); err != nil {
		return 0, fmt.Errorf("list people: %w", err)
	}
	if !slices.ContainsFunc(people, func(x engine.Person) bool { return x.ID == doer }) {
		return 0, engine.Fail(engine.Invalid, "record", "还没有保存：请改正下面标出的地方").With("办理人", "只能选本单位的人")
	}
	return doer, nil
}
