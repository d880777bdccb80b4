package practise_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

func TestIssuingTwiceAddsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	first := w.issue("2026-06-30", practise.IssueOptions{})
	// 2026, 2026H1, 2026Q1, Q2, four months, and the workdays of four months.
	if got := len(first.Periods); got != 8+22+21+19+21 {
		t.Errorf("completed %d periods: %v", got, first.Periods)
	}
	if first.Notices != 5*8 || first.Sheets != 5*8+22+21+19+21 {
		t.Errorf("got %+v", first)
	}
	before := w.tables()
	again := w.issue("2026-06-30", practise.IssueOptions{})
	want := practise.IssueResult{Through: first.Through, Periods: []string{}}
	if !reflect.DeepEqual(again, want) {
		t.Errorf("the second run says %+v", again)
	}
	sameTables(t, "issued twice", w.tables(), before)
	if n := len(w.notices(engine.NoticeSheet)); n != 40 {
		t.Errorf("%d sheet notices, want 40", n)
	}
}

func TestLedgerAgreesWithTheTables(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	w.issue("2026-06-30", practise.IssueOptions{})
	sheets, tasks := map[calendar.Period]int{}, map[calendar.Period]int{}
	for _, s := range list[engine.Sheet](w, port.Query{}) {
		sheets[s.Period]++
	}
	for _, x := range list[engine.Task](w, port.Query{}) {
		tasks[x.Period]++
	}
	for _, row := range list[engine.Issued](w, port.Query{}) {
		if row.Period.Kind == calendar.KindDay {
			if row.Sheets != 1 || row.Tasks != 0 {
				t.Errorf("day %s: %+v", row.Period, row)
			}
			continue
		}
		if row.Sheets != sheets[row.Period] || row.Tasks != tasks[row.Period] || row.Finished == nil {
			t.Errorf("%s: ledger %d and %d, tables %d and %d", row.Period, row.Sheets, row.Tasks, sheets[row.Period], tasks[row.Period])
		}
		if wantLate := row.Period.Start < worldDay(t, "2026-02-28"); row.Late != wantLate {
			t.Errorf("%s: late is %t", row.Period, row.Late)
		}
	}
	if d := list[engine.Task](w, port.Query{AtMost: port.Where{"due": "2026-02-28"}}); len(d) > 0 {
		t.Errorf("tasks due before the start of their unit: %+v", d)
	}
	trail := list[engine.AuditEntry](w, port.Query{Where: port.Where{"action": "job.issue"}})
	if len(trail) != 8+1 {
		t.Errorf("%d entries in the trail, want one per period and one for the days", len(trail))
	}
}

func TestDryRunTellsTheSameAndWritesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	for _, cut := range []int{0, 4, 9} { // on a fresh database and on half-issued ones
		if cut > 0 {
			p := *w.Practise
			p.Store = &dying{Store: w.db, left: cut}
			if _, err := p.Issue(context.Background(), worldDay(t, "2026-04-30"), practise.IssueOptions{}); !errors.Is(err, errPower) {
				t.Fatal(err)
			}
		}
		before := w.tables()
		dry := w.issue("2026-04-30", practise.IssueOptions{DryRun: true})
		sameTables(t, "dry run", w.tables(), before)
		if cut == 9 {
			if real := w.issue("2026-04-30", practise.IssueOptions{}); !reflect.DeepEqual(dry, real) {
				t.Errorf("dry %+v\nreal %+v", dry, real)
			}
		}
	}
}

// TestKilledAnywhereAndResumed cuts the power at every update there is, before
// and after its commit, and goes on.
func TestKilledAnywhereAndResumed(t *testing.T) {
	t.Parallel()
	whole := newWorld(t, "2026-02-27 18:00")
	full := whole.issue("2026-05-31", practise.IssueOptions{})
	want := whole.tables()
	for _, after := range []bool{false, true} {
		w := newWorld(t, "2026-02-27 18:00")
		kills, sheets, tasks := 0, 0, 0
		for n := 1; ; n = n%3 + 1 {
			p := *w.Practise
			p.Store = &dying{Store: w.db, left: n, after: after}
			r, err := p.Issue(context.Background(), worldDay(t, "2026-05-31"), practise.IssueOptions{})
			sheets, tasks = sheets+r.Sheets, tasks+r.Tasks
			if err == nil {
				break
			}
			if kills++; !errors.Is(err, errPower) || kills > 100 {
				t.Fatal(kills, err)
			}
			if n == 3 { // no progress with so few updates: let one run go further
				p.Store = &dying{Store: w.db, left: 3 + kills, after: after}
				r, err := p.Issue(context.Background(), worldDay(t, "2026-05-31"), practise.IssueOptions{})
				if err != nil && !errors.Is(err, errPower) {
					t.Fatal(err)
				}
				sheets, tasks = sheets+r.Sheets, tasks+r.Tasks
			}
		}
		sameTables(t, "killed and resumed", w.tables(), want)
		if !after && (sheets != full.Sheets || tasks != full.Tasks || kills < 5) {
			t.Errorf("the runs together tell of %d sheets and %d tasks after %d kills, want %d and %d", sheets, tasks, kills, full.Sheets, full.Tasks)
		}
	}
}

func TestChunksMakeNoDifference(t *testing.T) {
	t.Parallel()
	var want []string
	for _, chunk := range []int{1, 2, 3, 100} {
		w := newWorld(t, "2026-02-27 18:00")
		w.Chunk = chunk
		w.issue("2026-07-31", practise.IssueOptions{})
		if want == nil {
			want = w.tables()
		}
		sameTables(t, "chunks", w.tables(), want)
	}
}

func TestOrderOfUnitsMakesNoDifference(t *testing.T) {
	t.Parallel()
	var want []string
	for range 2 {
		w := newWorld(t, "2026-02-27 18:00")
		names := []string{"甲", "乙", "丙", "丁"}
		if want != nil {
			slices.Reverse(names)
		}
		for _, n := range names {
			w.add(w.root, n+"支部", engine.Branch, engine.Attributes{"正式党员": 4 + strings.Index("甲乙丙丁", n)})
		}
		w.issue("2026-05-31", practise.IssueOptions{})
		if want == nil {
			want = w.tables()
		}
		sameTables(t, "another order", w.tables(), want)
	}
}

// TestTwoProcessesAtOnceIssueOnce opens the database twice and lets two issuers
// on each race.
func TestTwoProcessesAtOnceIssueOnce(t *testing.T) {
	t.Parallel()
	alone := newWorld(t, "2026-02-27 18:00")
	full := alone.issue("2026-06-30", practise.IssueOptions{})
	w := newWorld(t, "2026-02-27 18:00")
	results := make([]practise.IssueResult, 4)
	stores := []port.Store{w.db, w.open()}
	var wait sync.WaitGroup
	for i := range results {
		wait.Go(func() {
			p := *w.Practise
			p.Store = stores[i%2]
			r, err := p.Issue(context.Background(), worldDay(t, "2026-06-30"), practise.IssueOptions{})
			if err != nil {
				t.Error(err)
			}
			results[i] = r
		})
	}
	wait.Wait()
	var sheets, tasks, notices int
	var periods []string
	for _, r := range results {
		sheets, tasks, notices, periods = sheets+r.Sheets, tasks+r.Tasks, notices+r.Notices, append(periods, r.Periods...)
	}
	slices.Sort(periods)
	slices.Sort(full.Periods)
	if sheets != full.Sheets || tasks != full.Tasks || notices != full.Notices || !slices.Equal(periods, full.Periods) {
		t.Errorf("together %d sheets, %d tasks, %d notices, %d periods; want %+v", sheets, tasks, notices, len(periods), full)
	}
	sameTables(t, "raced", w.tables(), alone.tables())
}

func TestNothingToIssue(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	if r := w.issue("2020-01-01", practise.IssueOptions{}); len(r.Periods) > 0 {
		t.Errorf("long before the first start: issued %v", r.Periods)
	}
	// The start lies in periods that have begun already, and in no earlier one.
	if r := w.issue("2026-02-28", practise.IssueOptions{}); !slices.Equal(r.Periods, []string{"2026", "2026H1", "2026Q1"}) {
		t.Errorf("the day before the first start: issued %v", r.Periods)
	}
	for _, u := range w.units {
		u.Start = 0
		w.update(func(tx port.Tx) error { return tx.Save(u) })
	}
	if r := w.issue("2027-12-31", practise.IssueOptions{}); len(r.Periods) > 0 {
		t.Errorf("nobody is live, but %v", r.Periods)
	}
}
