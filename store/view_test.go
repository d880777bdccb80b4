package store_test

import (
	"context"
	"errors"
	"runtime"
	"testing"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/store"
)

func TestViewCannotWrite(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		k := plant(t, s)
		batch := quarter(2026, 4, 5)
		batch.Units = []port.UnitClass{{Unit: k.e1.ID}}
		for name, write := range map[string]func(port.Tx) error{
			"insert": func(tx port.Tx) error { return tx.Insert(failure("x")) },
			"save":   func(tx port.Tx) error { return tx.Save(k.e1) },
			"append": func(tx port.Tx) error { return tx.Append(engine.AuditEntry{Action: "a", Result: "done"}) },
			"issue":  func(tx port.Tx) error { _, err := tx.Issue(batch); return err },
			"climb":  func(tx port.Tx) error { _, err := tx.Climb([]engine.TaskID{1}, 1); return err },
			"retire": func(tx port.Tx) error { _, err := tx.Retire([]engine.TaskID{1}, "原因"); return err },
			"end":    func(tx port.Tx) error { return tx.EndSessions(1, "") },
			"notify": func(tx port.Tx) error {
				_, err := tx.Notify([]engine.Notice{{Key: "a", UnitID: k.e1.ID, Kind: engine.NoticeFlag}})
				return err
			},
		} {
			if err := s.View(context.Background(), write); err == nil {
				t.Errorf("%s wrote through a view", name)
			}
		}
		if got := addresses(t, s); len(got) != 0 {
			t.Errorf("got %v", got)
		}
	})
}

func TestViewSeesOneState(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		view(t, s, func(tx port.Tx) error {
			var before, after []engine.LoginFailure
			err := tx.List(&before, everything(), port.Query{})
			update(t, s, func(tx port.Tx) error { return tx.Insert(failure("meanwhile")) })
			err = errors.Join(err, tx.List(&after, everything(), port.Query{}))
			if len(before) != 0 || len(after) != 0 {
				t.Errorf("saw %d, then %d", len(before), len(after))
			}
			return err
		})
		if got := addresses(t, s); len(got) != 1 {
			t.Errorf("got %v", got)
		}
	})
}

func TestPanicInViewReturnsItsConnection(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		for range 4 * runtime.GOMAXPROCS(0) {
			func() {
				defer func() { _ = recover() }()
				_ = s.View(context.Background(), func(port.Tx) error { panic("boom") })
			}()
		}
		view(t, s, func(tx port.Tx) error { return tx.List(&[]engine.Unit{}, everything(), port.Query{}) })
	})
}
