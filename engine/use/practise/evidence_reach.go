package practise

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// reached is a record that an actor may act on, with what it belongs to.
type reached struct {
	record  engine.Record
	unit    engine.Unit
	edition *rule.Edition
	ledger  *rule.Ledger
}

// reach is the one way to a record that may have been removed and to its files,
// for pages and scripts, reading and changing: through the unit, the ledger and
// the state of the record itself. What is out of reach is absent.
func (p *Practise) reach(tx port.Tx, actor access.Actor, action access.Action, id engine.RecordID, change bool) (reached, error) {
	var r reached
	scope, err := access.Authorize(actor, action)
	if err != nil {
		return r, err
	}
	var found []engine.Record
	if err := tx.List(&found, scope, port.Query{Where: port.Where{"id": int64(id)}, Removed: true}); err != nil {
		return r, fmt.Errorf("find record: %w", err)
	}
	if len(found) == 0 {
		return r, access.Absent()
	}
	r.record = found[0]
	if r.unit, err = getUnit(tx, scope, r.record.UnitID); err != nil {
		return r, err
	}
	if r.edition, err = p.Book.On(p.today(tx)); err != nil {
		return r, fmt.Errorf("edition of the day: %w", err)
	}
	if r.ledger, err = openLedger(actor, r.unit.ID, r.edition, r.record.Ledger); err != nil {
		return r, err
	}
	fills := mayFill(actor, r.unit.ID)
	switch {
	case r.record.State() == engine.RecordGone && !fills:
		return r, access.Absent()
	case change && !fills:
		return r, engine.Fail(engine.Forbidden, "other_unit", "台账由本单位的人登记，您可以查看，不能改动。")
	case change && r.edition.Kept(r.ledger.Name):
		return r, engine.Fail(engine.Refused, "kept", "这本台账由系统在提交自查表时记入，不能改动。")
	}
	return r, nil
}

// evidenceAt finds a file of a record that the actor may act on. A file of another
// record, a draft and an unknown one are all absent.
func (p *Practise) evidenceAt(tx port.Tx, actor access.Actor, action access.Action, record engine.RecordID, id engine.EvidenceID, change bool) (reached, engine.Evidence, error) {
	var e engine.Evidence
	r, err := p.reach(tx, actor, action, record, change)
	if err != nil {
		return r, e, err
	}
	if change && r.record.State() == engine.RecordGone {
		return r, e, recordGone()
	}
	err = tx.Get(&e, access.Everything(), port.Where{"id": int64(id), "record_id": int64(r.record.ID)})
	switch {
	case engine.CodeOf(err) == engine.NotFound:
		return r, e, access.Absent()
	case err != nil:
		return r, e, fmt.Errorf("find file: %w", err)
	case e.State == engine.EvidenceErased, e.State == engine.EvidenceRemoved && !mayFill(actor, r.unit.ID):
		return r, e, access.Absent()
	}
	return r, e, nil
}

func recordGone() error {
	return engine.Fail(engine.Refused, "record_gone", "这条记录已经删除。要补材料，请先恢复记录。")
}

func evidenceObject(id engine.EvidenceID) string { return fmt.Sprintf("evidence/%d", id) }

// evidenceEntry is the line of the trail about a file: numbers and states.
func evidenceEntry(actor access.Actor, action access.Action, e *engine.Evidence) engine.AuditEntry {
	return engine.AuditEntry{AccountID: actor.Account, Action: string(action), Object: evidenceObject(e.ID), UnitID: e.UnitID, Result: "done",
		Detail: fmt.Sprintf(`{"bytes":%d,"kind":%q,"record":%d,"state":%q}`, e.Size, e.Kind, e.RecordID, e.State), Address: actor.Address}
}
