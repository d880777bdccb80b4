package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// TestTheSampleContradictsNothing reads what the people of the sample have written
// with the eyes of somebody who knows a site.
func TestTheSampleContradictsNothing(t *testing.T) {
	t.Parallel()
	p, err := open(t.Context(), &config{Dir: sampleDir(t)}, wallClock{}, asItIs, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	err = p.store.View(context.Background(), func(tx port.Tx) error {
		s := &sampled{t: t, tx: tx}
		s.rounds()
		s.lessons()
		s.elections()
		s.errands()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

type sampled struct {
	t  *testing.T
	tx port.Tx
}

func listed[T any](s *sampled, where port.Where) []T {
	s.t.Helper()
	var out []T
	if err := s.tx.List(&out, access.Everything(), port.Query{Where: where}); err != nil {
		s.t.Fatal(err)
	}
	return out
}

func textOf(f map[string]any, column string) string {
	if v := f[column]; v != nil {
		return fmt.Sprint(v)
	}
	return ""
}

// rounds: what was found is put right after it was found, mostly in time; where
// nothing was found there is nothing to put right.
func (s *sampled) rounds() {
	closed, nothing := 0, 0
	for _, r := range listed[engine.Record](s, port.Where{"ledger": "隐患排查"}) {
		f := r.Fields
		limit, done := textOf(f, "时限"), textOf(f, "销项日期")
		switch {
		case f["隐患"] == "无":
			nothing++
			if limit+done+textOf(f, "等级")+textOf(f, "整改人") != "" {
				s.t.Errorf("record %d found nothing and puts it right: %v", r.ID, f)
			}
		case limit == "" || limit < textOf(f, "日期") || done != "" && done < textOf(f, "日期"):
			s.t.Errorf("record %d: %v", r.ID, f)
		case done != "":
			closed++
		}
	}
	if closed < 5 || nothing == 0 {
		s.t.Errorf("%d put right, %d found nothing", closed, nothing)
	}
}

// lessons are attended by people of the branch.
func (s *sampled) lessons() {
	names := map[engine.UnitID][]string{}
	for _, p := range listed[engine.Person](s, nil) {
		names[p.UnitID] = append(names[p.UnitID], p.Name)
	}
	seen := 0
	for _, r := range listed[engine.Record](s, port.Where{"ledger": "学时"}) {
		there, _ := r.Fields["参加人"].([]any)
		for _, name := range there {
			seen++
			if !slices.Contains(names[r.UnitID], fmt.Sprint(name)) {
				s.t.Fatalf("record %d: %v is not of unit %d", r.ID, name, r.UnitID)
			}
		}
	}
	if seen == 0 {
		s.t.Error("nobody learns")
	}
}

// elections are held when a term ends, not by chance.
func (s *sampled) elections() {
	held := map[engine.UnitID]int{}
	for _, r := range listed[engine.Record](s, port.Where{"ledger": "换届"}) {
		f := r.Fields
		if f["选举类别"] == "换届" && f["步骤"] == "选举" {
			held[r.UnitID]++
		}
		if f["步骤"] == "空缺" && (f["选举类别"] != "补选" || f["发出票"] != nil) {
			s.t.Errorf("record %d: a vacancy with votes: %v", r.ID, f)
		}
	}
	for unit, n := range held {
		if n > 1 {
			s.t.Errorf("unit %d elected its committee %d times in a year", unit, n)
		}
	}
}

// errands: who found nothing has no trouble of the kind either.
func (s *sampled) errands() {
	answered := 0
	for _, o := range listed[engine.Order](s, nil) {
		for _, reply := range listed[engine.OrderReply](s, port.Where{"order_id": int64(o.ID)}) {
			zero := false
			for i, c := range o.Columns {
				answer := reply.Answers[fmt.Sprint(i+1)]
				answered += b2i(answer != "")
				switch {
				case c.Kind == "数字" && c.Held == "" && c.Label != "党龄满50年的老党员有几人":
					zero = zero || answer == "0"
				case zero && c.Kind == "是否" && answer == "是", zero && c.Kind == "文字" && answer != "无" && answer != "":
					s.t.Errorf("order %d, unit %d: nothing, yet 「%s」 %s", o.ID, reply.UnitID, c.Label, answer)
				}
			}
		}
	}
	if answered == 0 {
		s.t.Error("nobody answered")
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
