package main

import (
	"testing"

	"wubiao/engine/calendar"
	"wubiao/engine/score"
)

// BenchmarkScoreBranchQuarter scores one quarter of one branch under the
// embedded edition: every standard, 300 records.
func BenchmarkScoreBranchQuarter(b *testing.B) {
	w, err := newScoring(16)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	at := 0
	for b.Loop() {
		if _, err := score.Score(w.edition, w.facts[at%len(w.facts)], w.calendar); err != nil {
			b.Fatal(err)
		}
		at++
	}
	b.ReportMetric(float64(w.rules), "rules")
}

func TestFactsSpreadOverTheQuarterAndTheLedgers(t *testing.T) {
	t.Parallel()
	w, err := newScoring(2)
	if err != nil {
		t.Fatal(err)
	}
	f, records, inside := w.facts[0], 0, 0
	for ledger, list := range f.Records {
		day := w.edition.Ledgers[ledger].Day
		for _, r := range list {
			records++
			if d := dateOf(r.Fields[day]); f.Period.Contains(d) {
				inside++
			}
		}
	}
	if records != branchRecords || len(f.Records) < 20 {
		t.Errorf("%d records in %d ledgers", records, len(f.Records))
	}
	if inside < records*3/4 {
		t.Errorf("%d of %d records have a day of the quarter", inside, records)
	}
	if w.quarter.Kind != calendar.KindQuarter || len(w.edition.Standards) < 40 {
		t.Errorf("%s, %d standards", w.quarter, len(w.edition.Standards))
	}
}
