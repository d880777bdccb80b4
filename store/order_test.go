package store_test

import (
	"context"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/store"
)

// orderTo issues the tasks of an order to units and addresses it to those named.
func orderTo(t *testing.T, s *store.Store, units []port.UnitClass, loads map[engine.UnitID]int) (engine.Order, int) {
	t.Helper()
	at := time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)
	o := engine.Order{UnitID: 1, Number: "专项〔2026〕1号", Title: "检查", Degree: "查到", Minutes: 10, Due: calendar.NewDate(2026, 11, 26), Ends: calendar.NewDate(2026, 11, 30),
		State: engine.OrderIssued, IssuedAt: &at, Columns: []engine.OrderColumn{{Label: "几处", Kind: "数字"}}}
	n := 0
	update(t, s, func(tx port.Tx) (err error) {
		if err := tx.Insert(&o); err != nil {
			return err
		}
		batch := port.IssueBatch{Period: o.Period(), Edition: "2026", Units: units, Classes: []port.ClassPlan{{Tasks: []port.PlannedTask{{Duty: o.Duty(), Opens: o.Due, Due: o.Due}}}}}
		if _, err := tx.Issue(batch); err != nil {
			return err
		}
		n, err = tx.AddressOrder(o.ID, o.Period(), o.Duty(), loads)
		return err
	})
	return o, n
}

func TestAddressingAnOrderTwiceAddsNothing(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		k := plant(t, s)
		units := []port.UnitClass{{Unit: k.e1.ID}, {Unit: k.w1.ID}}
		loads := map[engine.UnitID]int{k.e1.ID: 40, k.w1.ID: 0, k.w2.ID: 7} // the last has no task
		o, n := orderTo(t, s, units, loads)
		if n != 2 {
			t.Errorf("%d were addressed", n)
		}
		update(t, s, func(tx port.Tx) error {
			again, err := tx.AddressOrder(o.ID, o.Period(), o.Duty(), loads)
			if again != 0 {
				t.Errorf("%d were addressed once more", again)
			}
			return err
		})
		view(t, s, func(tx port.Tx) error {
			var replies []engine.OrderReply
			var read engine.Order
			if err := tx.List(&replies, everything(), port.Query{Order: []string{"unit_id"}}); err != nil {
				return err
			}
			if len(replies) != 2 || replies[0].UnitID != k.e1.ID || replies[0].Load != 40 || replies[0].TaskID == 0 || replies[0].Version != 1 || replies[0].Answers != nil {
				t.Errorf("written %+v", replies)
			}
			err := tx.Get(&read, everything(), port.Where{"id": o.ID})
			if len(read.Columns) != 1 || read.Columns[0].Label != "几处" || read.IssuedAt == nil || read.Due != o.Due {
				t.Errorf("read %+v", read)
			}
			return err
		})
		wantCode(t, s.Update(context.Background(), func(tx port.Tx) error {
			_, err := tx.AddressOrder(0, o.Period(), o.Duty(), loads)
			return err
		}), engine.Internal)
	})
}

// The database itself refuses an order that is out without what it must say.
func TestAnIssuedOrderIsWhole(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	plant(t, s)
	whole := engine.Order{UnitID: 1, Number: "专项〔2026〕2号", Degree: "查到", Minutes: 10, Due: calendar.NewDate(2026, 11, 26), Ends: calendar.NewDate(2026, 11, 30), State: engine.OrderIssued}
	for name, spoil := range map[string]func(*engine.Order){
		"no number": func(o *engine.Order) { o.Number = "" }, "no degree": func(o *engine.Order) { o.Degree = "" }, "no minutes": func(o *engine.Order) { o.Minutes = 0 },
		"no day": func(o *engine.Order) { o.Due = 0 }, "no end": func(o *engine.Order) { o.Ends = 0 },
		"withdrawn without a reason": func(o *engine.Order) { o.State = engine.OrderWithdrawn },
	} {
		o := whole
		spoil(&o)
		if err := s.Update(context.Background(), func(tx port.Tx) error { return tx.Insert(&o) }); err == nil {
			t.Errorf("%s: it was kept", name)
		}
	}
	update(t, s, func(tx port.Tx) error { return tx.Insert(&whole) })
}
