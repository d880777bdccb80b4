package store

import (
	"context"
	"errors"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

func TestWhatStandsWithinATransactionIsKeptOrLostWithIt(t *testing.T) {
	t.Parallel()
	s := openHere(t)
	no := errors.New("no")
	add := func(ctx context.Context, name string, fail error) error {
		return s.Update(ctx, func(tx port.Tx) error {
			if err := tx.Insert(&engine.Unit{Path: "/" + name + "/", Name: name, Kind: engine.Company}); err != nil {
				return err
			}
			return fail
		})
	}
	names := func() (got []string) {
		t.Helper()
		return texts(t, s, "SELECT name FROM units")
	}
	err := s.Update(t.Context(), func(tx port.Tx) error {
		ctx := port.Within(t.Context(), tx)
		if err := add(ctx, "kept", nil); err != nil {
			return err
		}
		if err := add(ctx, "undone", no); !errors.Is(err, no) {
			t.Errorf("a part that fails says %v", err)
		}
		var units []engine.Unit
		return s.View(ctx, func(tx port.Tx) error { // sees what is not committed yet
			err := tx.List(&units, access.Everything(), port.Query{})
			if len(units) != 1 {
				t.Errorf("within it %d units are seen", len(units))
			}
			return err
		})
	})
	if got := names(); err != nil || len(got) != 1 || got[0] != "kept" {
		t.Fatalf("%v, %v", got, err)
	}
	err = s.Update(t.Context(), func(tx port.Tx) error {
		if err := add(port.Within(t.Context(), tx), "lost", nil); err != nil {
			return err
		}
		return no
	})
	if got := names(); !errors.Is(err, no) || len(got) != 1 {
		t.Fatalf("%v, %v", got, err)
	}
	var left context.Context
	if err := s.Update(t.Context(), func(tx port.Tx) error { left = port.Within(t.Context(), tx); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := add(left, "after", nil); err != nil || len(names()) != 2 { // its own transaction then
		t.Fatalf("%v, %v", names(), err)
	}
}
