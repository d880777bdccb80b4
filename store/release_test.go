package store_test

import (
	"context"
	"testing"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/store"
)

func TestReleaseDisturbsNobody(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		k := plant(t, s)
		view(t, s, func(tx port.Tx) error { // a reader at work is not waited for
			if err := s.Release(context.Background()); err != nil {
				t.Fatal(err)
			}
			var units []engine.Unit
			err := tx.List(&units, everything(), port.Query{})
			if len(units) != 7 {
				t.Errorf("the reader at work sees %d units", len(units))
			}
			return err
		})
		for range 3 {
			if err := s.Release(context.Background()); err != nil {
				t.Fatal(err)
			}
			update(t, s, func(tx port.Tx) error { return tx.Save(k.root) })
		}
		view(t, s, func(tx port.Tx) error {
			return tx.Get(&engine.Unit{}, everything(), port.Where{"version": k.root.Version, "id": k.root.ID})
		})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := s.Release(context.Background()); err == nil {
			t.Error("a closed database released something")
		}
	})
}

// A rest closes the readers but one; a reader at work is no hindrance, and as many
// as before may read at once afterwards.
func TestReadersAreOpenedAgainAfterARest(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		plant(t, s)
		both := func() { // a reader within a reader needs two connections
			view(t, s, func(port.Tx) error {
				view(t, s, func(tx port.Tx) error { return tx.List(&[]engine.Unit{}, everything(), port.Query{}) })
				return nil
			})
		}
		for range 3 {
			both()
			if err := s.Release(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		both()
	})
}
