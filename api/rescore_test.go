package api_test

import (
	"fmt"
	"sync"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

// Scores are worked out while facts change: when all is quiet no score is stale,
// and working everything out anew changes none of them.
func TestRescoringBesideWritersMissesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	secretary := access.Actor{Role: engine.RoleBranch, Unit: bridge, Posts: []access.HeldPost{{Unit: bridge, Path: "/1/2/3/", Name: "支部书记"}}}
	var hands sync.WaitGroup
	for hand := range 3 {
		hands.Go(func() {
			for i := range 8 {
				_, err := w.practise.AddRecord(t.Context(), secretary, practise.AddRecordRequest{Unit: bridge, Ledger: "会议",
					Fields: map[string]any{"日期": fmt.Sprintf("2026-09-%02d", 1+8*(hand%2)+i), "类别": []string{"支委会", "党课"}[hand%2], "议题": fmt.Sprint(hand, i)}})
				if err != nil {
					t.Error(err)
				}
			}
		})
		hands.Go(func() {
			for range 8 {
				if _, err := w.selfcheck.Rescore(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	hands.Wait()
	scores := func() map[string]string {
		if _, err := w.selfcheck.Rescore(t.Context()); err != nil {
			t.Fatal(err)
		}
		var all []engine.Score
		err := w.store.View(t.Context(), func(tx port.Tx) error { return tx.List(&all, access.Everything(), port.Query{}) })
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		for _, s := range all {
			if s.Stale {
				t.Errorf("the score of unit %d for %s is still stale", s.UnitID, s.Period)
			}
			out[fmt.Sprint(s.UnitID, s.Period)] = fmt.Sprint(s.Result, s.Lost, s.Gaps, s.Standards)
		}
		return out
	}
	kept := scores()
	w.update(func(tx port.Tx) error {
		n, err := tx.MarkStale(&engine.Unit{Kind: engine.Company, Path: "/"}, date("2026-01-01"))
		if n == 0 {
			t.Error("nothing was marked")
		}
		return err
	})
	for key, fresh := range scores() {
		if kept[key] != fresh {
			t.Errorf("%s: kept %s, worked out anew %s", key, kept[key], fresh)
		}
	}
}
