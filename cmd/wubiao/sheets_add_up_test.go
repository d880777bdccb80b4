package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/score"
)

// TestEverySampleSheetAddsUp follows every point of every sheet of the sample: the
// total is the sum of the lines, a line is its maximum less what its rules deducted,
// and every deduction names records of that very unit, an answer, or what is missing.
func TestEverySampleSheetAddsUp(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	p, err := open(t.Context(), &config{Dir: dir}, wallClock{}, asItIs, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	sums := &summing{t: t, program: p}
	err = p.store.View(context.Background(), func(tx port.Tx) error {
		sums.tx = tx
		var scores []engine.Score
		if err := tx.List(&scores, access.Everything(), port.Query{}); err != nil {
			return err
		}
		for i := range scores {
			sums.sheet(&scores[i])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if sums.lines < 400 || sums.deductions < 40 || sums.counted < 5 {
		t.Errorf("only %d lines, %d deductions and %d counted records were followed", sums.lines, sums.deductions, sums.counted)
	}
	t.Logf("%d lines, %d deductions, %d counted records in %s", sums.lines, sums.deductions, sums.counted, filepath.Base(dir))
}

type summing struct {
	t                          *testing.T
	program                    *program
	tx                         port.Tx
	lines, deductions, counted int
}

func (s *summing) sheet(row *engine.Score) {
	s.t.Helper()
	where := fmt.Sprintf("unit %d, %s", row.UnitID, row.Period)
	var kept engine.ScoreLines
	if err := s.tx.Get(&kept, access.Everything(), port.Where{"score_id": int64(row.ID)}); err != nil {
		s.t.Fatalf("%s: %v", where, err)
	}
	e, err := s.program.book.Named(row.Edition)
	if err != nil {
		s.t.Fatal(err)
	}
	items, err := score.Lines(e, kept.Lines)
	if err != nil {
		s.t.Fatal(err)
	}
	var points, most engine.Points
	lost := 0
	for i := range items {
		it := &items[i]
		if e.Standard(it.Code).Private {
			s.t.Errorf("%s: %s is private and stands on the sheet", where, it.Code)
		}
		s.line(where, row.UnitID, e, it)
		if it.Points == nil || it.Max == nil {
			continue
		}
		points, most = points+*it.Points, most+*it.Max
		if *it.Points < *it.Max {
			lost++
		}
	}
	if points != row.Points || most != row.Max || lost != row.Lost {
		s.t.Errorf("%s: the lines give %s of %s with %d lost, the total says %s of %s with %d", where, points, most, lost, row.Points, row.Max, row.Lost)
	}
}

// line holds a line to its rules.
func (s *summing) line(where string, unit engine.UnitID, e *rule.Edition, it *score.Item) {
	s.t.Helper()
	s.lines++
	var deducted engine.Points
	forfeited := false
	for k := range it.Findings {
		f := &it.Findings[k]
		deducted += f.Deducted
		forfeited = forfeited || f.Forfeit
		if f.Deducted != 0 || f.Forfeit {
			s.deduction(where, unit, e, f)
		}
	}
	if it.Points == nil {
		return
	}
	want := max(0, *it.Max-deducted)
	if forfeited {
		want = 0
	}
	if *it.Points != want {
		s.t.Errorf("%s, %s: %s less %s (forfeited: %t) is not %s", where, it.Code, *it.Max, deducted, forfeited, *it.Points)
	}
}

// deduction wants to know what a deduction rests on.
func (s *summing) deduction(where string, unit engine.UnitID, e *rule.Edition, f *rule.Finding) {
	s.t.Helper()
	s.deductions++
	r := e.Rule(f.Rule)
	wants := f.Need != nil || r.Kind == rule.Tier || r.Of == "" // something is missing, or it is the unit itself
	switch {
	case f.Reason == "":
		s.t.Errorf("%s, %s: a deduction without a sentence", where, f.Rule)
	case r.Ask == "" && len(f.Records) == 0 && !wants:
		s.t.Errorf("%s, %s: nothing is named for 「%s」", where, f.Rule, f.Reason)
	case r.Ask != "" || len(f.Records) == 0:
		return
	}
	ids := slices.Clone(f.Records)
	var records []engine.Record
	q := port.Query{Where: port.Where{"id": ids, "unit_id": int64(unit), "ledger": r.Of}, Columns: []string{"id"}}
	if err := s.tx.List(&records, access.Everything(), q); err != nil {
		s.t.Fatal(err)
	}
	if len(records) != len(ids) {
		s.t.Errorf("%s, %s: counted %v, of which %d are records of this unit in 「%s」", where, f.Rule, ids, len(records), r.Of)
	}
	s.counted += len(records)
}
