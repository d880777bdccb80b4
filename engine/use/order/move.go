package order

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

// move makes one move of an order's life: prepare changes the order and gathers
// what the table must know; finish does what follows. Sent a second time, what
// has been done already has no second effect.
func (s *Orders) move(ctx context.Context, actor access.Actor, action access.Action, id engine.OrderID, version int64, event state.Event, who state.Who,
	prepare func(port.Tx, *engine.Order) (state.OrderFacts, error), finish func(port.Tx, *engine.Order) error) error {
	if _, err := access.Authorize(actor, action); err != nil {
		return err
	}
	err := s.Practise.Store.Update(ctx, func(tx port.Tx) error {
		o, err := find(tx, id)
		if err != nil {
			return err
		}
		if who == state.ByOffice && !exits(actor, o.UnitID) {
			return engine.Fail(engine.Forbidden, "one_exit", "专项任务只能由公司"+Office+"下达、撤回和结束，这样各部门的要求不会撞到一起。草稿写好后请交"+Office+"。")
		}
		if again(o.State, event) {
			return nil
		}
		from := o.State
		if o.Version != version {
			return changed()
		}
		facts, err := prepare(tx, &o)
		if err != nil {
			return err
		}
		move, err := state.Orders().Next(from, event, who, facts)
		if err != nil {
			return err
		}
		o.State = move.To
		if err := tx.Save(&o); err != nil {
			return fmt.Errorf("save order: %w", err)
		}
		if finish != nil {
			if err := finish(tx, &o); err != nil {
				return err
			}
		}
		return tx.Append(entry(actor, action, &o, from))
	})
	if err != nil {
		return fmt.Errorf("%s order: %w", event, err)
	}
	return nil
}

// again says that the event has had its effect: the second of two taps.
func again(now engine.OrderState, event state.Event) bool {
	switch event {
	case state.OrderIssue:
		return now == engine.OrderIssued
	case state.OrderDiscard:
		return now == engine.OrderDiscarded
	case state.OrderWithdraw:
		return now == engine.OrderWithdrawn
	case state.OrderClose, state.OrderExpire:
		return now == engine.OrderClosed
	}
	return false
}
