package order

import (
	"context"
	"fmt"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/state"
	"wubiao/engine/use/follow"
)

// WithdrawRequest takes an order back, with the reason that the branches read.
type WithdrawRequest struct {
	Order   engine.OrderID `json:"order" validate:"gt=0"`
	Version int64          `json:"version" validate:"gt=0"`
	Reason  string         `json:"reason" validate:"max=300"`
}

// Withdraw takes an order back: what is still open of it is asked no more, and
// every addressed branch is told why.
func (s *Orders) Withdraw(ctx context.Context, actor access.Actor, r WithdrawRequest) error {
	return s.move(ctx, actor, access.OrderIssue, r.Order, r.Version, state.OrderWithdraw, state.ByOffice,
		func(tx port.Tx, o *engine.Order) (state.OrderFacts, error) {
			o.Reason, o.EndedOn = follow.Clean(r.Reason), s.Practise.Today(tx)
			if o.Reason == "" && o.State == engine.OrderIssued {
				return state.OrderFacts{}, engine.Fail(engine.Invalid, "order", "还没有撤回：请写明原因").With("reason", "请写为什么撤回，支部会看到")
			}
			return state.OrderFacts{Reason: o.Reason}, nil
		},
		func(tx port.Tx, o *engine.Order) error {
			all, err := s.retire(tx, o, "专项任务已撤回："+o.Reason)
			if err != nil {
				return err
			}
			notices := make([]engine.Notice, 0, len(all))
			for _, r := range all {
				notices = append(notices, engine.Notice{Key: fmt.Sprintf("%s/withdraw/%d", objectOf(o.ID), r.UnitID), UnitID: r.UnitID, Post: o.Post,
					Kind: engine.NoticeFollowUp, AboutUnit: r.UnitID, Object: objectOf(o.ID), Day: s.Practise.Today(tx),
					Text: fmt.Sprintf("%s撤回了专项任务“%s”，不用再办：%s", Office, o.Title, o.Reason)})
			}
			if _, err := tx.Notify(notices); err != nil {
				return fmt.Errorf("tell the branches: %w", err)
			}
			return nil
		})
}

// CloseRequest ends an order before its last day.
type CloseRequest struct {
	Order   engine.OrderID `json:"order" validate:"gt=0"`
	Version int64          `json:"version" validate:"gt=0"`
}

// Close ends an order: nothing more is taken in, and the replies stay as they are.
func (s *Orders) Close(ctx context.Context, actor access.Actor, r CloseRequest) error {
	return s.move(ctx, actor, access.OrderIssue, r.Order, r.Version, state.OrderClose, state.ByOffice,
		func(tx port.Tx, o *engine.Order) (state.OrderFacts, error) {
			o.EndedOn = s.Practise.Today(tx)
			return state.OrderFacts{}, nil
		},
		func(tx port.Tx, o *engine.Order) error {
			_, err := s.retire(tx, o, "专项任务已结束，没有办")
			return err
		})
}

// retire asks no more for what is still open of the order. It gives the addressed.
func (s *Orders) retire(tx port.Tx, o *engine.Order, reason string) ([]engine.OrderReply, error) {
	all, err := replies(tx, access.Everything(), o.ID)
	if err != nil {
		return nil, err
	}
	ids := make([]engine.TaskID, len(all))
	for i := range all {
		ids[i] = all[i].TaskID
	}
	if _, err := tx.Retire(ids, reason); err != nil {
		return nil, fmt.Errorf("retire its tasks: %w", err)
	}
	return all, nil
}

// extended says whether a branch was granted more time for the order than its last
// day gives: until then the order goes on.
func extended(tx port.Tx, id engine.OrderID, today calendar.Date) (bool, error) {
	all, err := replies(tx, access.Everything(), id)
	if err != nil {
		return false, err
	}
	tasks, err := tasksOf(tx, access.Everything(), all)
	for _, t := range tasks {
		if t.State == engine.TaskOpen && t.Extended >= today {
			return true, err
		}
	}
	return false, err
}

// Expire ends the orders whose last day has passed, each in a transaction of its
// own, and tells how many. Where a branch was granted more time, the order waits
// for it.
func (s *Orders) Expire(ctx context.Context, today calendar.Date) (int, error) {
	var running []engine.Order
	err := s.Practise.Store.View(ctx, func(tx port.Tx) error {
		return tx.List(&running, access.Everything(), port.Query{Where: port.Where{"state": engine.OrderIssued}, AtMost: port.Where{"ends": today.AddDays(-1)}})
	})
	if err != nil {
		return 0, fmt.Errorf("list orders past their end: %w", err)
	}
	ended := 0
	for i := range running {
		err := s.Practise.Store.Update(ctx, func(tx port.Tx) error {
			o, err := find(tx, running[i].ID)
			if err != nil || again(o.State, state.OrderExpire) {
				return err
			}
			if more, err := extended(tx, o.ID, today); err != nil || more {
				return err
			}
			move, err := state.Orders().Next(o.State, state.OrderExpire, state.ByJob, state.OrderFacts{Past: o.Ends < today})
			if err != nil {
				return err
			}
			from := o.State
			o.State, o.EndedOn = move.To, today.AddDays(-1)
			if err := tx.Save(&o); err != nil {
				return fmt.Errorf("save order: %w", err)
			}
			if _, err := s.retire(tx, &o, "专项任务已于"+o.EndedOn.ChineseFull()+"结束，没有办"); err != nil {
				return err
			}
			ended++
			e := entry(access.Actor{}, access.OrderIssue, &o, from)
			e.Action = "job.orders"
			return tx.Append(e)
		})
		if err != nil {
			return ended, fmt.Errorf("end order %d: %w", running[i].ID, err)
		}
	}
	return ended, nil
}

// WakeExpire is Expire as the scheduler wakes it.
func (s *Orders) WakeExpire(ctx context.Context, now time.Time) (string, error) {
	n, err := s.Expire(ctx, s.Practise.DayOf(now))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("结束到期的专项任务%d项。", n), nil
}
