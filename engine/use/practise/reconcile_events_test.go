package practise_test

import (
	"fmt"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

// keep stores a record of 发展 and tells the tasks in the same transaction.
func (w *world) keep(unit string, before, after *engine.Record) {
	w.t.Helper()
	w.update(func(tx port.Tx) error {
		switch {
		case before == nil:
			after.UnitID, after.Ledger = w.units[unit].ID, "发展"
			if err := tx.Insert(after); err != nil {
				return err
			}
		case after != nil:
			if err := tx.Save(after); err != nil {
				return err
			}
		}
		_, err := w.RecordChanged(tx, w.units[unit], before, after)
		return err
	})
}

func applied(on string) map[string]any { return map[string]any{"日期": on} }

func TestRecordSetsItsTaskOffAtOnceAndByNight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-20 10:00")
	w.issue("2026-03-31", practise.IssueOptions{})
	r := &engine.Record{Fields: applied("2026-03-18")}
	w.keep("第一党支部", nil, r)
	subject := fmt.Sprintf("记录/%d", r.ID)
	want := "2026-04 Z11.谈话 " + subject + " 2026-04-17 open"
	wantTasks(t, "at once", w.tasksOf("第一党支部", "Z11.谈话"), want)
	w.settled("2026-03-21")

	before := *r
	r.Fields = applied("2026-03-10")
	w.keep("第一党支部", &before, r)
	wantTasks(t, "date corrected within the month", w.tasksOf("第一党支部", "Z11.谈话"), "2026-04 Z11.谈话 "+subject+" 2026-04-10 open")
	w.settled("2026-03-21")

	before = *r
	r.Fields = applied("2026-02-25")
	w.keep("第一党支部", &before, r)
	wantTasks(t, "date corrected into another month", w.tasksOf("第一党支部", "Z11.谈话"),
		"2026-04 Z11.谈话 "+subject+" 2026-04-10 retired", "2026-03 Z11.谈话 "+subject+" 2026-03-25 open")
	w.settled("2026-03-21")

	w.keep("第一党支部", r, nil)
	wantTasks(t, "deleted", w.tasksOf("第一党支部", "Z11.谈话"),
		"2026-04 Z11.谈话 "+subject+" 2026-04-10 retired", "2026-03 Z11.谈话 "+subject+" 2026-03-25 retired")

	// The row is still there here, so the nightly run finds the event again.
	if got := w.reconcile("2026-03-22"); got.Reopened != 1 || got.Issued != 0 {
		t.Errorf("got %+v", got)
	}
	w.settled("2026-03-22")
}

func TestNightFindsWhatTheDayMissed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-20 10:00")
	w.issue("2026-03-31", practise.IssueOptions{})
	w.update(func(tx port.Tx) error {
		for _, on := range []string{"2026-03-02", "2026-03-02", "2025-01-02", "2027-09-01", "不详"} {
			if err := tx.Insert(&engine.Record{UnitID: w.units["第二党支部"].ID, Ledger: "发展", Fields: applied(on)}); err != nil {
				return err
			}
		}
		return nil
	})
	w.change("第一党支部", func(u *engine.Unit) { u.Attributes["开工日期"] = "2026-03-10" })
	r := w.reconcile("2026-03-20")
	// One is due before go-live, one lies far ahead, one cannot be read.
	if r.Issued != 3 || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "不详") {
		t.Errorf("got %+v", r)
	}
	wantTasks(t, "from the unit's date", w.tasksOf("第一党支部", "H03.授牌"), "2026-04 H03.授牌 开工日期/2026-03-10 2026-04-09 open")
	w.settled("2026-03-20")
	w.change("第一党支部", func(u *engine.Unit) { u.Attributes["开工日期"] = "2026-03-12" })
	w.reconcile("2026-03-21")
	wantTasks(t, "date corrected", w.tasksOf("第一党支部", "H03.授牌"),
		"2026-04 H03.授牌 开工日期/2026-03-10 2026-04-09 retired", "2026-04 H03.授牌 开工日期/2026-03-12 2026-04-10 open")
	w.settled("2026-03-21")
}

func TestEventMeetsItsMonthsSheet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-20 10:00")
	w.issue("2026-03-31", practise.IssueOptions{})
	w.keep("第一党支部", nil, &engine.Record{Fields: applied("2026-03-18")})
	r := w.issue("2026-04-01", practise.IssueOptions{Kinds: []calendar.Kind{calendar.KindMonth}})
	if r.Sheets != 5 {
		t.Errorf("the event's task took the place of a sheet: %+v", r)
	}
}

func TestWhatIsDoneStaysDoneWhenItsRecordIsCorrected(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-20 10:00")
	w.issue("2026-03-31", practise.IssueOptions{})
	r := &engine.Record{Fields: applied("2026-03-18")}
	w.keep("第一党支部", nil, r)
	w.update(func(tx port.Tx) error {
		x := list[engine.Task](w, port.Query{Where: port.Where{"duty": "Z11.谈话"}})[0]
		x.State, x.DoneOn = engine.TaskDone, worldDay(t, "2026-03-19")
		return tx.Save(&x)
	})
	want := w.tasksOf("第一党支部", "Z11.谈话")
	before := *r
	r.Fields = applied("2026-02-25")
	w.keep("第一党支部", &before, r)
	w.reconcile("2026-03-21")
	wantTasks(t, "done, then corrected", w.tasksOf("第一党支部", "Z11.谈话"), want...)
}
