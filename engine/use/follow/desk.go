package follow

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// Desk is what 督办 brings to somebody's first page: papers to reply to, and for
// those above what waits for their decision.
type Desk struct {
	Papers   []PaperLine `json:"papers"`   // to the actor's own branches, waiting for a reply
	Above    bool        `json:"above"`    // the actor stands above branches
	Requests int         `json:"requests"` // for more time, waiting for the actor's answer
	Replied  int         `json:"replied"`  // papers that wait to be closed or returned
	Proposed int         `json:"proposed"` // proposals of the ladder
}

// Waits says whether anything waits for a decision of the actor.
func (d Desk) Waits() bool { return d.Requests+d.Replied+d.Proposed > 0 }

// Desk reads it.
func (f *Follow) Desk(ctx context.Context, actor access.Actor) (Desk, error) {
	scope, err := access.Authorize(actor, access.SupervisionRead)
	if err != nil {
		return Desk{}, err
	}
	var desk Desk
	err = f.Practise.Store.View(ctx, func(tx port.Tx) error {
		var open []engine.Supervision
		live := []engine.SupervisionState{engine.SupervisionProposed, engine.SupervisionIssued, engine.SupervisionReplied}
		if err := tx.List(&open, scope, port.Query{Where: port.Where{"state": live}}); err != nil {
			return fmt.Errorf("list open papers: %w", err)
		}
		mine := slices.DeleteFunc(slices.Clone(open), func(s engine.Supervision) bool {
			return s.State != engine.SupervisionIssued || !actor.Holds(s.UnitID, Secretary)
		})
		if desk.Papers, err = f.describePapers(tx, actor, mine); err != nil {
			return err
		}
		return f.count(tx, actor, scope, open, &desk)
	})
	if err != nil {
		return Desk{}, fmt.Errorf("read what 督办 brings: %w", err)
	}
	return desk, nil
}

// count counts what waits for the actor as one who stands above.
func (f *Follow) count(tx port.Tx, actor access.Actor, scope access.Scope, open []engine.Supervision, d *Desk) error {
	holds := func(unit engine.UnitID) bool {
		for _, p := range actor.Posts {
			if p.Unit == unit {
				return true
			}
		}
		return actor.Role == engine.RoleCommittee
	}
	for _, s := range open {
		switch {
		case !holds(s.FromUnit):
		case s.State == engine.SupervisionReplied:
			d.Replied++
		case s.State == engine.SupervisionProposed:
			d.Proposed++
		}
	}
	var asked []engine.Extension
	if err := tx.List(&asked, scope, port.Query{Where: port.Where{"state": engine.ExtensionAsked}, Columns: []string{"id", "unit_id", "task_id", "supervision_id"}}); err != nil {
		return fmt.Errorf("list requests: %w", err)
	}
	for _, x := range asked {
		if actor.Role != engine.RoleCommittee && holds(x.UnitID) {
			continue
		}
		s, err := f.subjectOf(tx, access.System(), access.Everything(), x.TaskID, x.SupervisionID)
		if err != nil && engine.CodeOf(err) != engine.NotFound {
			return err
		}
		if err == nil && s.open {
			d.Requests++
		}
	}
	return nil
}
