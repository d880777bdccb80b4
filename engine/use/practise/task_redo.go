package practise

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/state"
	"wubiao/engine/use/standard"
)

// Redo says that a task which was returned has been put right. It is for what
// records fulfil: the record stays, corrected or completed, and would not count
// a second time by itself. What a tap fulfils is tapped again.
func (p *Practise) Redo(ctx context.Context, actor access.Actor, r TapRequest) error {
	scope, err := access.Authorize(actor, access.TaskDone)
	if err != nil {
		return err
	}
	err = p.Store.Update(ctx, func(tx port.Tx) error {
		var t engine.Task
		err := tx.Get(&t, scope, port.Where{"id": r.Task})
		if engine.CodeOf(err) == engine.NotFound {
			return access.Absent()
		}
		if err != nil || t.State == engine.TaskDone { // the second of two taps
			return err
		}
		if err := p.mayRedo(tx, actor, &t); err != nil {
			return err
		}
		facts := state.TaskFacts{Returned: t.Quality == engine.Returned, Person: actor.Person, Today: p.today(tx)}
		move, err := state.Tasks().Next(t.State, state.TaskRedo, state.ByPerson, facts)
		if err != nil {
			return err
		}
		if t.Version != r.Version {
			return engine.Fail(engine.Conflict, "changed", "这件事刚才有人动过，请看一下现在的情况再点。")
		}
		from := t.State
		t.State, t.DoneOn, t.DoneBy, t.Quality = move.To, facts.Today, actor.Person, engine.Unrated
		if err := tx.Save(&t); err != nil {
			return fmt.Errorf("save task: %w", err)
		}
		return tx.Append(tapEntry(actor, t, from, "done"))
	})
	if err != nil {
		return fmt.Errorf("redo: %w", err)
	}
	return nil
}

// mayRedo says whether the task is the actor's, and whether what it rests on is
// there.
func (p *Practise) mayRedo(tx port.Tx, actor access.Actor, t *engine.Task) error {
	s, d, err := p.dutyOf(tx, t)
	if err != nil {
		return err
	}
	post := standard.DutyPost(s, d)
	stands, err := standingIn(tx, actor, t, post)
	if err != nil {
		return err
	}
	switch {
	case s.Private && !mayKnow(actor, t.UnitID, s, post):
		return access.Absent()
	case !answers(stands, t.UnitID, post):
		return engine.Fail(engine.Forbidden, "other_post", "这件事由"+post+"来办，请由"+post+"或支部书记点“已改好”。")
	case isOrder(t) && !d.Done.Confirm:
		return engine.Fail(engine.Refused, "answer_again", "这件事要改好填报的内容再上报：请打开任务页，改好后按“上报”。")
	case d.Done == nil || d.Done.Confirm || d.Event != nil:
		return nil
	}
	return p.stillRecorded(tx, t, match{standard: s, duty: d})
}

// isOrder says whether an order, and not the handbook, asks for the task.
func isOrder(t *engine.Task) bool {
	_, ok := engine.OrderOf(t.Duty)
	return ok
}

// orderRuns refuses what would change a task of an order that has ended: nothing is
// taken in any more. Tasks of the handbook never end so.
func orderRuns(tx port.Tx, t *engine.Task) error {
	id, ok := engine.OrderOf(t.Duty)
	if !ok {
		return nil
	}
	var o engine.Order
	if err := tx.Get(&o, access.Everything(), port.Where{"id": id}); err != nil {
		return fmt.Errorf("find order: %w", err)
	}
	if o.State != engine.OrderIssued {
		return engine.Fail(engine.Refused, "order_ended", "这项专项任务已经结束或撤回，办理情况不再变动。")
	}
	return nil
}

// stillRecorded refuses where the records that did the task are gone.
func (p *Practise) stillRecorded(tx port.Tx, t *engine.Task, m match) error {
	e, err := p.Book.Named(t.Edition)
	if err != nil {
		return fmt.Errorf("edition of the task: %w", err)
	}
	var unit engine.Unit
	if err := tx.Get(&unit, access.Everything(), port.Where{"id": t.UnitID}); err != nil {
		return fmt.Errorf("find unit: %w", err)
	}
	var facts rule.UnitFacts
	if facts, err = p.FactsOn(tx, &unit, p.today(tx)); err != nil {
		return err
	}
	have, need, err := m.enough(tx, e, t, &engine.Record{UnitID: t.UnitID, Ledger: m.duty.Done.Of}, facts)
	if err != nil {
		return err
	}
	if have < need {
		return engine.Fail(engine.Refused, "needs_record", "台账里没有这件事的记录了："+standard.Fulfilment(e, m.duty)+"。")
	}
	return nil
}
