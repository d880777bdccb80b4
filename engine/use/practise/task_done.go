package practise

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/state"
	"wubiao/engine/use/standard"
)

// TapRequest is a tap on 完成 or on 撤销, with the version of the task that the
// page showed.
type TapRequest struct {
	Task    engine.TaskID `json:"task" validate:"gt=0"`
	Version int64         `json:"version" validate:"gt=0"`
}

// Done fulfils a task by a tap. Two taps have one effect: the second finds the
// task done and is content.
func (p *Practise) Done(ctx context.Context, actor access.Actor, r TapRequest) error {
	return p.tap(ctx, actor, r, state.TaskConfirm, engine.TaskDone)
}

// Undo takes a tap back: one's own, on the same day. What records fulfilled is
// not undone by a tap.
func (p *Practise) Undo(ctx context.Context, actor access.Actor, r TapRequest) error {
	return p.tap(ctx, actor, r, state.TaskUndo, engine.TaskOpen)
}

func (p *Practise) tap(ctx context.Context, actor access.Actor, r TapRequest, event state.Event, wanted engine.TaskState) error {
	scope, err := access.Authorize(actor, access.TaskDone)
	if err != nil {
		return err
	}
	var refused error
	err = p.Store.Update(ctx, func(tx port.Tx) error {
		t, facts, err := p.tapped(tx, actor, scope, r.Task)
		if engine.CodeOf(err) == engine.Forbidden {
			refused = err // the denial is written down, nothing else
			return tx.Append(tapEntry(actor, t, t.State, "denied"))
		}
		if err != nil || t.State == wanted {
			return err
		}
		if err := orderRuns(tx, &t); err != nil {
			return err
		}
		from := t.State
		move, err := state.Tasks().Next(from, event, state.ByPerson, facts)
		if err != nil {
			return err
		}
		if t.Version != r.Version {
			return engine.Fail(engine.Conflict, "changed", "这件事刚才有人动过，请看一下现在的情况再点。")
		}
		t.State, t.DoneOn, t.DoneBy, t.Quality = move.To, 0, 0, engine.Unrated
		if slices.Contains(move.Effects, state.SetDone) {
			t.DoneOn, t.DoneBy = facts.Today, actor.Person
		}
		if err := tx.Save(&t); err != nil {
			return fmt.Errorf("save task: %w", err)
		}
		return tx.Append(tapEntry(actor, t, from, "done"))
	})
	if err != nil {
		return fmt.Errorf("tap: %w", err)
	}
	return refused
}

func tapEntry(actor access.Actor, t engine.Task, from engine.TaskState, result string) engine.AuditEntry {
	return engine.AuditEntry{AccountID: actor.Account, Action: string(access.TaskDone), Object: taskObject(t.ID),
		UnitID: t.UnitID, Result: result, Address: actor.Address,
		Detail: fmt.Sprintf(`{"from":%q,"to":%q}`, from, t.State)}
}

// tapped finds the task, asks whether it is the actor's to tap, and gathers what
// the table of states needs to know.
func (p *Practise) tapped(tx port.Tx, actor access.Actor, scope access.Scope, id engine.TaskID) (engine.Task, state.TaskFacts, error) {
	var t engine.Task
	var facts state.TaskFacts
	err := tx.Get(&t, scope, port.Where{"id": id})
	if engine.CodeOf(err) == engine.NotFound {
		return t, facts, access.Absent()
	}
	if err != nil {
		return t, facts, fmt.Errorf("find task: %w", err)
	}
	e, s, duty, err := p.Book.Duties(tx).Of(&t)
	if err != nil {
		return t, facts, err
	}
	post := standard.DutyPost(s, duty)
	stands, err := standingIn(tx, actor, &t, post)
	if err != nil {
		return t, facts, err
	}
	facts = state.TaskFacts{Confirm: duty.Done != nil && duty.Done.Confirm, Person: actor.Person, DoneBy: t.DoneBy,
		Today: p.today(tx), ChangedOn: p.day(t.UpdatedAt)}
	switch {
	case s.Private && !mayKnow(actor, t.UnitID, s, post):
		return t, facts, access.Absent()
	case !answers(stands, t.UnitID, post):
		return t, facts, engine.Fail(engine.Forbidden, "other_post", "这件事由"+post+"来办，请由"+post+"或支部书记点“完成”。")
	case !facts.Confirm:
		return t, facts, engine.Fail(engine.Refused, "needs_record", "这件事不用点“完成”："+standard.Fulfilment(e, duty)+"。")
	}
	return t, facts, nil
}
