package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/store"
)

// rowsOf lists what stands in the three tables of issuing, ids left out.
func rowsOf(t *testing.T, s *store.Store) (rows []string, count port.IssueCount) {
	t.Helper()
	view(t, s, func(tx port.Tx) error {
		var tasks []engine.Task
		var sheets []engine.Sheet
		var notices []engine.Notice
		err := errors.Join(tx.List(&tasks, everything(), port.Query{}), tx.List(&sheets, everything(), port.Query{}),
			tx.List(&notices, everything(), port.Query{}))
		for _, k := range tasks {
			rows = append(rows, fmt.Sprint("task ", k.Period, k.UnitID, k.Duty, k.Subject, k.Edition, k.Opens, k.Due,
				k.Estimated, k.State, k.DoneOn, k.DoneBy, k.Reason, k.Version, k.CreatedAt, k.UpdatedAt))
		}
		for _, h := range sheets {
			rows = append(rows, fmt.Sprint("sheet ", h.Period, h.UnitID, h.Edition, h.CreatedAt))
		}
		for _, n := range notices {
			n.ID = 0
			rows = append(rows, fmt.Sprintf("notice %+v", n))
		}
		count = port.IssueCount{Sheets: len(sheets), Tasks: len(tasks), Notices: len(notices)}
		return err
	})
	slices.Sort(rows)
	return rows, count
}

func TestIssueInsertsWhatThePlanSays(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		units := branches(t, s, 30)
		batch := quarter(2026, 4, 6)
		batch.Classes[3].Tasks[0].Subject = `开工日期/"2026-03-01"、{}`
		counted := issueAll(t, s, units, batch)
		_, found := rowsOf(t, s)
		want := port.IssueCount{Sheets: 30, Notices: 30}
		for _, u := range units {
			want.Tasks += len(batch.Classes[u.Class].Tasks)
		}
		if counted != want || found != want {
			t.Errorf("counted %+v, found %+v, want %+v", counted, found, want)
		}
		view(t, s, func(tx port.Tx) error {
			u := units[3]
			var tasks []engine.Task
			q := port.Query{Where: port.Where{"period": batch.Period, "unit_id": u.Unit}}
			if err := tx.List(&tasks, everything(), q); err != nil {
				return err
			}
			plan := batch.Classes[u.Class].Tasks
			for i, k := range tasks {
				if p := plan[i]; k.Duty != p.Duty || k.Subject != p.Subject || k.Opens != p.Opens || k.Due != p.Due ||
					k.Estimated != p.Estimated || k.State != engine.TaskOpen || k.Version != 1 || k.Edition != "2026" ||
					!k.DoneOn.IsZero() || !k.CreatedAt.Equal(tx.Now()) || !k.UpdatedAt.Equal(tx.Now()) {
					t.Errorf("got %+v for %+v", k, p)
				}
			}
			var n engine.Notice
			key := fmt.Sprintf("sheet/%s/%d", batch.Period, u.Unit)
			err := tx.Get(&n, everything(), port.Where{"dedupe_key": key})
			if n.UnitID != u.Unit || n.AboutUnit != u.Unit || n.Post != batch.Post || n.Kind != engine.NoticeSheet ||
				n.Period != "2026Q4" || n.Day != batch.Day || n.Text != batch.Text || n.ReadAt != nil {
				t.Errorf("got %+v", n)
			}
			return err
		})
	})
}

func TestIssuingTwiceAddsNothing(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		units := branches(t, s, 250)
		batch := quarter(2026, 4, 5)
		issueAll(t, s, units, batch)
		once, _ := rowsOf(t, s)
		slices.Reverse(units)
		if again := issueAll(t, s, units, batch); again != (port.IssueCount{}) {
			t.Errorf("the second time counted %+v", again)
		}
		if twice, _ := rowsOf(t, s); !slices.Equal(once, twice) {
			t.Errorf("%d rows became %d", len(once), len(twice))
		}
	})
}

func TestInterruptedIssueGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		units := branches(t, s, 250)
		batch := quarter(2026, 4, 5)
		stop := errors.New("power cut")
		// Two chunks are on disk; the third is written and then lost.
		issueAll(t, s, units[:200], batch)
		err := s.Update(context.Background(), func(tx port.Tx) error {
			half := batch
			half.Units = units[200:]
			if _, err := tx.Issue(half); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
		if _, n := rowsOf(t, s); n.Sheets != 200 {
			t.Errorf("%d sheets after the interruption", n.Sheets)
		}
		rest := issueAll(t, s, units, batch)
		if rest.Sheets != 50 || rest.Notices != 50 {
			t.Errorf("the second run added %+v", rest)
		}
		if _, n := rowsOf(t, s); n.Sheets != 250 || n.Notices != 250 {
			t.Errorf("%+v in the end", n)
		}
	})
}

func TestPlanFollowsItsContentNotItsPlace(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		units := branches(t, s, 8)
		batch := quarter(2026, 4, 5)
		issueAll(t, s, units, batch)
		// The same slice, changed in place; then a first use that is rolled back.
		batch.Sheet = false
		batch.Classes[0].Tasks[0].Subject = "记录/17"
		batch.Units = units
		_ = s.Update(context.Background(), func(tx port.Tx) error {
			_, err := tx.Issue(batch)
			return errors.Join(err, errors.New("changed my mind"))
		})
		if n := issueAll(t, s, units, batch); n != (port.IssueCount{Tasks: 1}) {
			t.Errorf("added %+v, want one event task", n)
		}
	})
}

func TestIssueRefusesABatchThatCannotBe(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		units := branches(t, s, 2)
		for name, spoil := range map[string]func(*port.IssueBatch){
			"no period":    func(b *port.IssueBatch) { b.Period.Start = 0 },
			"no edition":   func(b *port.IssueBatch) { b.Edition = "" },
			"no day":       func(b *port.IssueBatch) { b.Day = 0 },
			"class beyond": func(b *port.IssueBatch) { b.Units = []port.UnitClass{{Unit: 2, Class: 8}} },
			"no due day":   func(b *port.IssueBatch) { b.Classes[0].Tasks[0].Due = 0 },
		} {
			batch := quarter(2026, 4, 5)
			batch.Units = units
			spoil(&batch)
			err := s.Update(context.Background(), func(tx port.Tx) error { _, err := tx.Issue(batch); return err })
			if engine.ReasonOf(err) != "store_misuse" {
				t.Errorf("%s: got %v", name, err)
			}
		}
		batch := quarter(2026, 4, 5)
		batch.Units = []port.UnitClass{{Unit: 99}}
		err := s.Update(context.Background(), func(tx port.Tx) error { _, err := tx.Issue(batch); return err })
		wantCode(t, err, engine.Refused) // no such unit
		if _, n := rowsOf(t, s); n != (port.IssueCount{}) {
			t.Errorf("left behind: %+v", n)
		}
	})
}
