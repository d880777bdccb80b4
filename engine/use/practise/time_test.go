package practise_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

func TestDueThrough(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	for at, want := range map[string][2]string{
		"2026-09-30 07:29": {"2026-09-30", "2026-09-29"},
		"2026-09-30 07:30": {"2026-09-30", "2026-09-30"},
		"2026-09-30 17:59": {"2026-09-30", "2026-09-30"},
		"2026-09-30 18:00": {"2026-10-08", "2026-09-30"}, // the sheets of October go out before the holiday
		"2026-10-05 09:00": {"2026-10-08", "2026-10-05"},
		"2026-10-29 18:00": {"2026-10-30", "2026-10-29"},
		"2026-10-30 18:00": {"2026-11-02", "2026-10-30"}, // the 1st is a Sunday
		"2026-12-31 18:00": {"2027-01-04", "2026-12-31"},
	} {
		got := w.DueThrough(w.at(at))
		if got.Sheets.String() != want[0] || got.Days.String() != want[1] {
			t.Errorf("%s: got %s and %s, want %v", at, got.Sheets, got.Days, want)
		}
	}
}

// jobs wakes every job as at a start.
func (w *world) jobs(now time.Time) {
	w.t.Helper()
	for _, wake := range []func(context.Context, time.Time) (string, error){w.WakeIssue, w.WakeDays, w.WakeReconcile, w.WakeRemind, w.WakeEscalate} {
		text, err := wake(context.Background(), now)
		if err != nil {
			w.t.Fatal(err)
		}
		if !strings.HasSuffix(text, "。") {
			w.t.Errorf("the run log would read %q", text)
		}
	}
}

// awake wakes the jobs at their hours from one day to another.
func (w *world) awake(from, to string) {
	w.t.Helper()
	for d := worldDay(w.t, from); d <= worldDay(w.t, to); d++ {
		for _, at := range []struct {
			hour string
			wake func(context.Context, time.Time) (string, error)
		}{{"01:30", w.WakeReconcile}, {"07:20", w.WakeRemind}, {"07:25", w.WakeEscalate}, {"07:30", w.WakeDays}, {"18:00", w.WakeIssue}} {
			if _, err := at.wake(context.Background(), w.at(d.String()+" "+at.hour)); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

// rungs are the notices of the ladder without ids.
func (w *world) rungs() []string {
	var out []string
	keys := map[engine.TaskID]string{}
	for _, t := range list[engine.Task](w, port.Query{}) {
		keys[t.ID] = fmt.Sprint(t.Period, w.name(t.UnitID), t.Duty, t.Subject)
	}
	for _, n := range w.notices(engine.NoticeOverdue) {
		out = append(out, fmt.Sprint(keys[n.TaskID], n.Key[strings.LastIndex(n.Key, "/"):], w.name(n.UnitID), n.Post, n.Day, n.Text))
	}
	slices.Sort(out)
	return out
}

func TestThreeMonthsAsleepGiveTheSameTables(t *testing.T) {
	t.Parallel()
	prepare := func() *world {
		w := newWorld(t, "2026-02-27 17:00")
		w.awake("2026-02-27", "2026-03-19")
		w.at("2026-03-19 19:00")
		w.keep("第一党支部", nil, &engine.Record{Fields: applied("2026-03-18")})
		w.add(w.root, "新支部", engine.Branch, engine.Attributes{"正式党员": 9})
		w.change("新支部", func(u *engine.Unit) { u.Start = worldDay(t, "2026-03-16") })
		w.change("第五党支部", func(u *engine.Unit) { u.Closed = worldDay(t, "2026-05-10") })
		w.change("第三党支部", func(u *engine.Unit) { u.Attributes["开工日期"] = "2026-03-15" })
		return w
	}
	awake, asleep := prepare(), prepare()
	awake.awake("2026-03-20", "2026-06-20")
	asleep.jobs(asleep.at("2026-06-20 18:00"))
	sameTables(t, "asleep", asleep.tables(), awake.tables())
	sameTables(t, "the ladder", asleep.rungs(), awake.rungs())
	if a, b := len(asleep.notices(engine.NoticeReminder)), len(awake.notices(engine.NoticeReminder)); a >= b {
		t.Errorf("waking up brought %d reminders, being awake %d", a, b)
	}
	before := asleep.tables()
	asleep.jobs(asleep.at("2026-06-20 18:05"))
	sameTables(t, "woken twice", asleep.tables(), before)
}

func TestClockThatJumpsDoublesNothing(t *testing.T) {
	t.Parallel()
	for name, jumps := range map[string][]string{
		"two hours on":              {"2026-04-10 09:00", "2026-04-10 11:00", "2026-04-10 09:30"},
		"two hours back":            {"2026-04-10 08:00", "2026-04-10 06:00", "2026-04-10 08:30"},
		"back over the month's end": {"2026-04-30 18:10", "2026-04-30 16:10", "2026-04-30 18:30"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			straight, jumping := newWorld(t, "2026-02-27 18:00"), newWorld(t, "2026-02-27 18:00")
			straight.jobs(straight.at(jumps[len(jumps)-1]))
			for _, at := range jumps {
				jumping.jobs(jumping.at(at))
			}
			jumping.jobs(jumping.at(jumps[len(jumps)-1]))
			sameTables(t, name, jumping.tables(), straight.tables())
		})
	}
}

// TestClockAYearAheadAndBack cannot undo what was issued while the clock was
// wrong, but nothing comes twice and nothing is lost when it is right again.
func TestClockAYearAheadAndBack(t *testing.T) {
	t.Parallel()
	w, straight := newWorld(t, "2026-02-27 18:00"), newWorld(t, "2026-02-27 18:00")
	w.jobs(w.at("2026-03-10 09:00"))
	w.jobs(w.at("2027-03-10 09:00"))
	ahead := w.tables()
	w.jobs(w.at("2026-03-10 10:00"))
	sameTables(t, "back again", w.tables(), ahead)
	w.jobs(w.at("2027-03-10 09:00"))
	sameTables(t, "a year later", w.tables(), ahead)
	straight.jobs(straight.at("2027-03-10 09:00"))
	sameTables(t, "never jumped", straight.tables(), ahead)
}

func TestRemindersOfAMonth(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-31 18:00")
	w.issue("2026-04-01", practise.IssueOptions{})
	w.update(func(tx port.Tx) error { // one of the two has met already
		for _, x := range list[engine.Task](w, port.Query{Where: port.Where{"duty": "Z05.会议", "period": "2026-04", "unit_id": int64(w.units["第五党支部"].ID)}}) {
			x.State, x.DoneOn = engine.TaskDone, worldDay(t, "2026-04-02")
			return tx.Save(&x)
		}
		return nil
	})
	var sent []string
	for d := worldDay(t, "2026-04-01"); d <= worldDay(t, "2026-04-30"); d++ {
		n, err := w.Remind(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			sent = append(sent, fmt.Sprint(d, " ", n))
		}
	}
	// The meeting of one branch, seven workdays and one before the 28th.
	if want := []string{"2026-04-17 1", "2026-04-27 1"}; !slices.Equal(sent, want) {
		t.Errorf("sent %v, want %v", sent, want)
	}
	n := w.notices(engine.NoticeReminder)[0]
	if n.Post != "支部书记" || w.name(n.UnitID) != "第四党支部" || !strings.HasPrefix(n.Key, "remind/") || !strings.HasSuffix(n.Key, "/7wd") ||
		n.Text != "「支部委员会会议」还有7个工作日到期，4月28日（周二）前完成。" {
		t.Errorf("got %+v", n)
	}
}

func TestLadderClimbsByWorkdays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-31 18:00")
	w.issue("2026-04-01", practise.IssueOptions{})
	got := map[string][]string{}
	for _, day := range []string{"2026-04-28", "2026-04-29", "2026-04-30", "2026-05-06", "2026-05-07", "2026-05-08", "2026-05-09", "2026-05-20"} {
		if _, err := w.Escalate(context.Background(), worldDay(t, day)); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range list[engine.Task](w, port.Query{Where: port.Where{"duty": "Z05.会议", "period": "2026-04"}}) {
		for _, n := range w.notices(engine.NoticeOverdue) {
			if n.TaskID == x.ID {
				got[w.name(x.UnitID)] = append(got[w.name(x.UnitID)], fmt.Sprint(w.name(n.UnitID), n.Post, " ", n.Day))
			}
		}
	}
	// 28 April is a Tuesday; 1–5 May are free, Saturday the 9th is worked.
	want := map[string][]string{
		"第四党支部": {"第四党支部支部书记 2026-04-29", "公司党委 2026-05-06", "公司党委 2026-05-08"},
		"第五党支部": {"第五党支部支部书记 2026-04-29", "公司党委 2026-05-06", "公司党委 2026-05-08"},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	east := false
	for _, n := range w.notices(engine.NoticeOverdue) {
		east = east || w.name(n.UnitID) == "东片党总支" && n.Post == "" && strings.Contains(n.Text, w.name(n.AboutUnit))
	}
	if !east {
		t.Error("the general branch was not told of its branches")
	}
}

func TestFortyDaysAsleepBringEachRungOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-31 18:00")
	w.issue("2026-04-01", practise.IssueOptions{})
	for range 2 {
		if _, err := w.Escalate(context.Background(), worldDay(t, "2026-06-10")); err != nil {
			t.Fatal(err)
		}
	}
	open := list[engine.Task](w, port.Query{Where: port.Where{"state": "open"}, AtMost: port.Where{"due": "2026-06-01"}})
	if n := w.notices(engine.NoticeOverdue); len(open) == 0 || len(n) != 3*len(open) {
		t.Errorf("%d notices about %d tasks", len(n), len(open))
	}
}

func TestReminderThatIsPastGoesWithALateSheet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-04-20 09:00")
	w.issue("2026-04-20", practise.IssueOptions{})
	for day, want := range map[string]int{"2026-04-20": 0, "2026-04-24": 0, "2026-04-26": 0} {
		if n, err := w.Remind(context.Background(), worldDay(t, day)); err != nil || n != want {
			t.Errorf("%s: %d reminders, %v", day, n, err)
		}
	}
	if n, err := w.Remind(context.Background(), worldDay(t, "2026-04-27")); err != nil || n != 2 {
		t.Errorf("one workday before: %d reminders, %v", n, err)
	}
}

func TestNobodyIsAskedAboutABranchThatHasClosed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-31 18:00")
	w.issue("2026-04-01", practise.IssueOptions{})
	w.change("第五党支部", func(u *engine.Unit) { u.Closed = worldDay(t, "2026-04-30") })
	if _, err := w.Escalate(context.Background(), worldDay(t, "2026-06-10")); err != nil {
		t.Fatal(err)
	}
	told := false
	for _, n := range w.notices(engine.NoticeOverdue) {
		if n.AboutUnit != w.units["第五党支部"].ID {
			continue
		}
		told = true
		if n.Day > worldDay(t, "2026-04-30") {
			t.Errorf("told after it closed: %+v", n)
		}
	}
	if !told {
		t.Error("what was overdue before it closed was not told")
	}
}

// A job goes over the open tasks some at a time; none falls between two batches.
func TestEveryOverdueTaskIsFollowedUpHoweverMany(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-31 18:00")
	w.issue("2026-04-01", practise.IssueOptions{})
	const many = 2100
	w.update(func(tx port.Tx) error {
		late := list[engine.Task](w, port.Query{Where: port.Where{"duty": "Z05.会议", "period": "2026-04"}, Limit: 1})[0]
		for i := range many {
			more := late
			more.ID, more.Subject = 0, fmt.Sprintf("记录/%d", i+1)
			if err := tx.Insert(&more); err != nil {
				return err
			}
		}
		return nil
	})
	for run, want := range []int{many, 0} {
		n, err := w.Escalate(context.Background(), worldDay(t, "2026-05-13"))
		if err != nil || n < want || want == 0 && n > 0 {
			t.Errorf("run %d: told %d, %v; want at least %d", run, n, err, want)
		}
	}
	unseen := 0
	for _, x := range list[engine.Task](w, port.Query{Where: port.Where{"duty": "Z05.会议", "state": string(engine.TaskOpen)}}) {
		if x.Ladder == nil && x.LateOn(worldDay(t, "2026-05-13")) {
			unseen++
		}
	}
	if unseen > 0 {
		t.Errorf("%d overdue tasks were not seen", unseen)
	}
}
