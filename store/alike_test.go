package store_test

import (
	"slices"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/store"
)

func TestAlikeGroupsWhatAPlanCannotTellApart(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		k := plant(t, s)
		for i, u := range []*engine.Unit{k.w2, k.e2, k.e1, k.w1} {
			u.Attributes = engine.Attributes{"正式党员": 7, "类型": "单独"}
			if i == 3 {
				u.Closed = calendar.NewDate(2026, 6, 30)
			}
			update(t, s, func(tx port.Tx) error { return tx.Save(u) })
		}
		view(t, s, func(tx port.Tx) error {
			groups, err := tx.Alike(everything(), port.Where{"kind": engine.Branch})
			if err != nil {
				return err
			}
			var ids [][]engine.UnitID
			for _, g := range groups {
				ids = append(ids, g.IDs)
				if g.Unit.Kind != engine.Branch || g.Unit.Attributes["类型"] != "单独" || g.Unit.Start != k.e1.Start || g.Unit.ID != 0 {
					t.Errorf("got %+v", g.Unit)
				}
			}
			// Two under the east, and one each in the west: one of those is closed.
			if len(ids) != 3 || !slices.Equal(ids[0], []engine.UnitID{k.e1.ID, k.e2.ID}) ||
				!slices.Equal(ids[1], []engine.UnitID{k.w1.ID}) || !slices.Equal(ids[2], []engine.UnitID{k.w2.ID}) {
				t.Errorf("got %v", ids)
			}
			if *groups[0].Unit.ParentID != k.east.ID || groups[1].Unit.Closed != k.w1.Closed {
				t.Errorf("got %+v", groups)
			}
			// Without a condition and within a scope; a unit without attributes counts too.
			if groups, err = tx.Alike(access.Under(k.west.Path), nil); len(groups) != 3 || groups[0].Unit.Attributes != nil {
				t.Errorf("got %+v", groups)
			}
			return err
		})
	})
}
