package practise

import (
	"context"
	"fmt"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

const stateAttach = state.EvidenceAttach

// evidenceMove is what is to happen to a file.
type evidenceMove struct {
	event  state.Event
	who    state.Who // empty: a person
	actor  access.Actor
	reason string
}

// moveEvidence asks the table and makes the move.
func moveEvidence(e *engine.Evidence, m evidenceMove) error {
	who := m.who
	if who == "" {
		who = state.ByPerson
	}
	move, err := state.Evidences().Next(e.State, m.event, who, state.EvidenceFacts{Reason: m.reason})
	if err != nil {
		return err
	}
	e.State, e.ChangedBy, e.Reason = move.To, m.actor.Person, m.reason
	return nil
}

// RemoveEvidenceRequest takes a file off its record.
type RemoveEvidenceRequest struct {
	Record   engine.RecordID   `json:"record" validate:"gt=0"`
	Evidence engine.EvidenceID `json:"file" validate:"gt=0"`
	Version  int64             `json:"version" validate:"gt=0"`
	Reason   string            `json:"reason" validate:"max=200"`
}

// RemoveEvidence takes a file off its record. It can be put back for thirty days;
// then its content and its name are erased.
func (p *Practise) RemoveEvidence(ctx context.Context, actor access.Actor, r RemoveEvidenceRequest) error {
	m := evidenceMove{event: state.EvidenceRemove, actor: actor, reason: strings.TrimSpace(r.Reason)}
	return p.changeEvidence(ctx, access.EvidenceRemove, r.Record, r.Evidence, r.Version, actor, func(_ reached, e *engine.Evidence) error {
		if m.reason == "" {
			return noReason("还没有撤下：请写明原因", "请写一句为什么撤下，如：传错了")
		}
		return moveEvidence(e, m)
	})
}

// noReason is a removal without a reason: something to be filled in, not a state
// that forbids it.
func noReason(message, field string) error {
	return engine.Fail(engine.Invalid, "reason", message).With("reason", field)
}

// RestoreEvidenceRequest puts a file back.
type RestoreEvidenceRequest struct {
	Record   engine.RecordID   `json:"record" validate:"gt=0"`
	Evidence engine.EvidenceID `json:"file" validate:"gt=0"`
	Version  int64             `json:"version" validate:"gt=0"`
}

// RestoreEvidence puts a file back that was taken off.
func (p *Practise) RestoreEvidence(ctx context.Context, actor access.Actor, r RestoreEvidenceRequest) error {
	return p.changeEvidence(ctx, access.EvidenceRemove, r.Record, r.Evidence, r.Version, actor, func(_ reached, e *engine.Evidence) error {
		return moveEvidence(e, evidenceMove{event: state.EvidenceRestore, actor: actor})
	})
}

// ChangeEvidenceRequest gives a file another name, or says which paper it is. The
// extension stays: what a file is was decided by its content.
type ChangeEvidenceRequest struct {
	Record   engine.RecordID   `json:"record" validate:"gt=0"`
	Evidence engine.EvidenceID `json:"file" validate:"gt=0"`
	Version  int64             `json:"version" validate:"gt=0"`
	Name     string            `json:"name" validate:"required,max=120"`
	Label    string            `json:"label" validate:"max=60"`
}

// ChangeEvidence names a file.
func (p *Practise) ChangeEvidence(ctx context.Context, actor access.Actor, r ChangeEvidenceRequest) error {
	return p.changeEvidence(ctx, access.EvidenceChange, r.Record, r.Evidence, r.Version, actor, func(at reached, e *engine.Evidence) error {
		if e.State != engine.EvidenceKept {
			return engine.Fail(engine.Refused, "evidence_state", "这份材料已经撤下，不能改名。请先恢复。")
		}
		stem := strings.TrimSuffix(tidyName(r.Name), "."+string(e.Kind))
		e.Name, e.Label = stem+"."+string(e.Kind), labelled(at.edition, at.ledger.Name, r.Label)
		return nil
	})
}

// changeEvidence is one change of one file in one transaction.
func (p *Practise) changeEvidence(ctx context.Context, action access.Action, record engine.RecordID, id engine.EvidenceID, version int64, actor access.Actor, change func(reached, *engine.Evidence) error) error {
	err := p.Store.Update(ctx, func(tx port.Tx) error {
		at, e, err := p.evidenceAt(tx, actor, action, record, id, true)
		if err != nil {
			return err
		}
		if e.Version != version {
			return engine.Fail(engine.Conflict, "changed", "这份材料刚才有人动过，没有再改。请刷新页面看一看。")
		}
		if err := change(at, &e); err != nil {
			return err
		}
		if err := tx.Save(&e); err != nil {
			return fmt.Errorf("save evidence: %w", err)
		}
		if err := markStale(tx, at.edition, &at.unit, at.ledger.Name, at.record.Day); err != nil {
			return err
		}
		return tx.Append(evidenceEntry(actor, action, &e))
	})
	if err != nil {
		return fmt.Errorf("change evidence: %w", err)
	}
	return nil
}
