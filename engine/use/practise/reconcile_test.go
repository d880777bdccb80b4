package practise_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

// tasksOf are "period duty subject due state" of a unit, in order.
func (w *world) tasksOf(name string, duties ...string) []string {
	var out []string
	for _, t := range list[engine.Task](w, port.Query{Where: port.Where{"unit_id": int64(w.units[name].ID), "duty": duties}}) {
		out = append(out, strings.Join([]string{t.Period.String(), t.Duty, t.Subject, t.Due.String(), string(t.State)}, " "))
	}
	slices.Sort(out)
	return out
}

func wantTasks(t testing.TB, what string, got []string, want ...string) {
	t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

// settled fails when a second run still finds something to change.
func (w *world) settled(today string) {
	w.t.Helper()
	before := w.tables()
	if r := w.reconcile(today); r.Changed() {
		w.t.Errorf("the second run still changes: %+v", r)
	}
	sameTables(w.t, "reconciled twice", w.tables(), before)
}

func TestNewBranchGetsEverythingFromItsStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	w.issue("2026-05-01", practise.IssueOptions{})
	w.at("2026-04-20 10:00")
	u := w.add(w.root, "新支部", engine.Branch, engine.Attributes{"正式党员": 9})
	w.change("新支部", func(u *engine.Unit) { u.Start = worldDay(t, "2026-03-27") })
	r := w.reconcile("2026-04-20")
	// March is over, but the branch was live on its last days.
	if r.Sheets != 7 || r.Retired+r.Reopened != 0 {
		t.Errorf("got %+v", r)
	}
	wantTasks(t, "meetings", w.tasksOf("新支部", "Z05.会议"), "2026-03 Z05.会议  2026-03-27 open", "2026-04 Z05.会议  2026-04-28 open", "2026-05 Z05.会议  2026-05-28 open")
	wantTasks(t, "assembly before its start", w.tasksOf("新支部", "Z04.大会"), "2026Q2 Z04.大会  2026-06-25 open")
	for _, row := range list[engine.Issued](w, port.Query{Where: port.Where{"period": "2026-03"}}) {
		if row.Sheets != 6 {
			t.Errorf("the ledger says %+v", row)
		}
	}
	if n := list[engine.Notice](w, port.Query{Where: port.Where{"unit_id": int64(u.ID), "kind": "sheet"}}); len(n) != 7 {
		t.Errorf("%d notices", len(n))
	}
	w.settled("2026-04-20")
	straight := newWorld(t, "2026-02-27 18:00")
	straight.add(straight.root, "新支部", engine.Branch, engine.Attributes{"正式党员": 9})
	straight.change("新支部", func(u *engine.Unit) { u.Start = worldDay(t, "2026-03-27") })
	straight.issue("2026-05-01", practise.IssueOptions{})
	sameTables(t, "known before issuing", w.tables(), straight.tables())
}

func TestThresholdCrossedAndCrossedBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	w.issue("2026-04-01", practise.IssueOptions{})
	w.at("2026-03-29 01:30")
	w.change("第四党支部", func(u *engine.Unit) { u.Attributes["正式党员"] = 6 })
	w.change("第一党支部", func(u *engine.Unit) { u.Attributes["正式党员"] = 8 })
	if r := w.reconcile("2026-03-29"); r.Retired != 2 || r.Issued != 1 || r.Sheets != 0 {
		t.Errorf("got %+v", r)
	}
	wantTasks(t, "fell below", w.tasksOf("第四党支部", "Z05.会议"), "2026-03 Z05.会议  2026-03-27 retired", "2026-04 Z05.会议  2026-04-28 retired")
	// What was due before it rose is not asked of it.
	wantTasks(t, "rose above", w.tasksOf("第一党支部", "Z05.会议"), "2026-04 Z05.会议  2026-04-28 open")
	for _, x := range list[engine.Task](w, port.Query{Where: port.Where{"state": "retired"}}) {
		if x.Reason == "" {
			t.Errorf("retired without a reason: %+v", x)
		}
	}
	w.settled("2026-03-29")
	w.change("第四党支部", func(u *engine.Unit) { u.Attributes["正式党员"] = 7 })
	if r := w.reconcile("2026-03-30"); r.Reopened != 1 || r.Issued != 0 {
		t.Errorf("got %+v", r)
	}
	wantTasks(t, "rose again", w.tasksOf("第四党支部", "Z05.会议"), "2026-03 Z05.会议  2026-03-27 retired", "2026-04 Z05.会议  2026-04-28 open")
	w.settled("2026-03-30")
}

func TestClosedBranchGetsNothingAfter(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	w.issue("2026-12-01", practise.IssueOptions{})
	w.at("2026-07-02 01:30")
	w.change("第五党支部", func(u *engine.Unit) { u.Closed = worldDay(t, "2026-06-24") })
	w.reconcile("2026-07-02")
	for _, x := range list[engine.Task](w, port.Query{Where: port.Where{"unit_id": int64(w.units["第五党支部"].ID)}}) {
		want := engine.TaskOpen
		if x.Due > worldDay(t, "2026-06-24") {
			want = engine.TaskRetired
		}
		if x.State != want {
			t.Errorf("%s %s due %s is %s", x.Period, x.Duty, x.Due, x.State)
		}
	}
	w.settled("2026-07-02")
	w.change("第五党支部", func(u *engine.Unit) { u.Closed = 0 })
	if r := w.reconcile("2026-07-03"); r.Reopened == 0 || r.Retired > 0 {
		t.Errorf("opened again: %+v", r)
	}
	w.settled("2026-07-03")
}

func TestDoneTasksAreNeverRetired(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	w.issue("2026-04-01", practise.IssueOptions{})
	w.update(func(tx port.Tx) error {
		for _, x := range list[engine.Task](w, port.Query{Where: port.Where{"duty": "Z05.会议", "period": "2026-03"}}) {
			x.State, x.DoneOn = engine.TaskDone, worldDay(t, "2026-03-10")
			if err := tx.Save(&x); err != nil {
				return err
			}
		}
		return nil
	})
	w.change("第四党支部", func(u *engine.Unit) { u.Attributes["正式党员"] = 1 })
	w.reconcile("2026-03-20")
	wantTasks(t, "done", w.tasksOf("第四党支部", "Z05.会议"), "2026-03 Z05.会议  2026-03-27 done", "2026-04 Z05.会议  2026-04-28 retired")
}

func TestCalendarAnnouncedLaterLeavesIssuedDates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	announced := w.Calendar
	w.Calendar, _ = calendar.New(nil)
	w.issue("2026-10-01", practise.IssueOptions{})
	before := w.tables()
	w.Calendar = announced
	if r := w.reconcile("2026-09-01"); r.Changed() {
		t.Errorf("got %+v", r)
	}
	sameTables(t, "calendar announced", w.tables(), before)
}

func TestSiteIsFlaggedOnceOnItsDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-20 10:00")
	site := w.add(w.root, "某桥项目部", engine.Project, engine.Attributes{"成立日期": "2026-03-01"})
	for day, want := range map[string]int{"2026-03-31": 0, "2026-04-01": 2} {
		if r := w.reconcile(day); r.Flags != want {
			t.Errorf("%s: %d flags, want %d", day, r.Flags, want)
		}
		if want == 0 {
			continue
		}
		for _, n := range w.notices(engine.NoticeFlag) {
			if n.Day != worldDay(t, "2026-04-01") || n.AboutUnit != site.ID || !strings.Contains(n.Text, "某桥项目部") {
				t.Errorf("got %+v", n)
			}
		}
	}
	w.reconcile("2026-05-01")
	if n := w.notices(engine.NoticeFlag); len(n) != 2 || n[0].UnitID == n[1].UnitID {
		t.Errorf("got %+v", n)
	}
}

func TestReconcileSurvivesAPowerCut(t *testing.T) {
	t.Parallel()
	var want []string
	for cut := 0; cut < 12; cut++ {
		w := newWorld(t, "2026-02-27 18:00")
		w.issue("2026-05-01", practise.IssueOptions{})
		w.at("2026-03-29 01:30")
		w.add(w.root, "新支部", engine.Branch, engine.Attributes{"正式党员": 9})
		w.change("第四党支部", func(u *engine.Unit) { u.Attributes["正式党员"] = 6 })
		w.change("第五党支部", func(u *engine.Unit) { u.Closed = worldDay(t, "2026-03-28") })
		if cut > 0 {
			p := *w.Practise
			p.Store = &dying{Store: w.db, left: cut}
			_, err := p.Reconcile(context.Background(), worldDay(t, "2026-03-29"))
			if err == nil && cut < 5 {
				t.Errorf("cut %d had no effect", cut)
			}
		}
		w.reconcile("2026-03-29")
		if want == nil {
			want = w.tables()
		}
		sameTables(t, "power cut", w.tables(), want)
	}
}
