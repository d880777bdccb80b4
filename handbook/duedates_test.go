package handbook

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/rule"
)

// dueYear plans every sheet of 2026 with rows for the edition's typical branch
// and the announced calendar: "period duty subject" → "opens due".
func dueYear(t testing.TB) map[string]string {
	t.Helper()
	e := dueEdition(t)
	cal := testCalendar(t)
	from, through := calendar.NewDate(2026, 1, 1), calendar.NewDate(2026, 12, 31)
	u := dueBranch(e, from.AddMonths(-12))
	out := map[string]string{}
	for _, p := range plan.Periods(from, through) {
		schedule, err := plan.NewSchedule(e, cal, p)
		if err != nil {
			t.Fatal(err)
		}
		tasks, warnings := schedule.For(u, nil)
		for _, w := range warnings {
			t.Errorf("%s: %s", p, w)
		}
		for _, task := range tasks {
			key := fmt.Sprintf("%s %s %s", p, task.Duty, task.Subject)
			if _, twice := out[key]; twice {
				t.Errorf("planned twice: %s", key)
			}
			out[key] = fmt.Sprintf("%s %s", task.Opens, task.Due)
		}
	}
	return out
}

func dueEdition(t testing.TB) *rule.Edition {
	t.Helper()
	loaded := LoadFS(Embedded(), "editions/2026")
	for _, p := range loaded.Problems {
		if !p.Warning {
			t.Fatal(p)
		}
	}
	return loaded.Edition
}

// dueBranch is the typical branch, at work since the day.
func dueBranch(e *rule.Edition, start calendar.Date) engine.Unit {
	return engine.Unit{ID: 1, Path: "/1/", Name: "典型支部", Kind: engine.Branch,
		Attributes: engine.Attributes(e.Typical), Start: start}
}

// TestYearOfDueDatesEqualsTheIndependentList compares the whole year with
// testdata/duedates/2026.tsv, which duedates.py beside it reckons from its own
// table of rules and its own calendar.
func TestYearOfDueDatesEqualsTheIndependentList(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/duedates/2026.tsv")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for n, line := range strings.Split(strings.TrimRight(string(raw), "\n"), "\n") {
		f := strings.Split(strings.TrimRight(line, "\r"), "\t")
		if len(f) != 5 {
			t.Fatalf("line %d has %d columns: %q", n+1, len(f), line)
		}
		if n > 0 {
			want[strings.Join(f[:3], " ")] = f[3] + " " + f[4]
		}
	}
	if len(want) < 200 {
		t.Fatalf("the list has only %d tasks", len(want))
	}
	got := dueYear(t)
	all := maps.Clone(want)
	maps.Copy(all, got)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		switch planned, listed := got[key], want[key]; {
		case listed == "":
			t.Errorf("%s: planned for %s, not on the list", key, planned)
		case planned == "":
			t.Errorf("%s: on the list for %s, not planned", key, listed)
		case planned != listed:
			t.Errorf("%s: planned %s, the list says %s", key, planned, listed)
		}
	}
}

// TestDueDatesAroundLongHolidays holds dates reckoned by hand with the notice of
// 4 November 2025 and a wall calendar, each where a holiday or a worked weekend
// decides.
func TestDueDatesAroundLongHolidays(t *testing.T) {
	t.Parallel()
	year := dueYear(t)
	for _, tc := range []struct{ task, due, because string }{
		{"2026-01 H01.党日 ", "2026-01-04", "first Friday 1/2 is off, Sunday 1/4 is worked"},
		{"2026Q1 T04.核对 ", "2026-01-05", "Monday after 元旦"},
		{"2026Q1 T13.自查 ", "2026-01-08", "workdays 4 (Sunday), 5, 6, 7, 8"},
		{"2026Q1 Z15.更新 ", "2026-01-12", "1/10 is an ordinary Saturday; the 10th goes on, not back"},
		{"2026 T01.计划 ", "2026-01-30", "1/31 is a Saturday; the 31st goes back"},
		{"2026 H10.送温暖 春节", "2026-02-03", "ten workdays back from Sunday 2/15: 14 (worked), 13…9, 6…3"},
		{"2026 H08.提醒 春节", "2026-02-12", "2/14 (worked Saturday), 13, 12"},
		{"2026-02 Z13.收缴 ", "2026-02-14", "2/20 is in 春节 (15 to 23); the Saturday before it is worked"},
		{"2026-02 H03.考评 ", "2026-02-25", "second day after 春节"},
		{"2026-02 Z05.会议 ", "2026-02-28", "Saturday, worked"},
		{"2026 H08.提醒 清明", "2026-04-01", "4/4 is the first day off: 3, 2, 1"},
		{"2026-04 H01.党日 ", "2026-04-03", "Friday, the last workday before 清明"},
		{"2026-04 T03.核对 ", "2026-04-07", "4/5 is in 清明 (4 to 6)"},
		{"2026Q2 T13.自查 ", "2026-04-08", "1, 2, 3, then 7, 8"},
		{"2026 H08.提醒 劳动节", "2026-04-28", "30, 29, 28"},
		{"2026-05 H01.党日 ", "2026-05-06", "5/1 is the first Friday; off until 5/5"},
		{"2026-05 T03.核对 ", "2026-05-06", "5/5 is the last day off"},
		{"2026 H07.教育月 ", "2026-05-29", "5/31 is a Sunday, 5/30 an ordinary Saturday"},
		{"2026 H08.提醒 端午", "2026-06-16", "6/19 is a Friday: 18, 17, 16"},
		{"2026H1 Z02.小结 ", "2026-06-18", "6/20 is in 端午 (19 to 21)"},
		{"2026-09 Z13.收缴 ", "2026-09-20", "Sunday, worked for 国庆"},
		{"2026 H08.提醒 中秋", "2026-09-22", "9/25 is a Friday: 24, 23, 22"},
		{"2026Q3 Z04.大会 ", "2026-09-24", "9/25 is 中秋"},
		{"2026-09 H04.排查 ", "2026-09-24", "9/25 is 中秋"},
		{"2026Q3 H09.评比 ", "2026-09-28", "Monday after 中秋"},
		{"2026 H08.提醒 国庆", "2026-09-28", "30, 29, 28"},
		{"2026-10 H01.党日 ", "2026-10-08", "10/2 is off; 10/8 is within the week"},
		{"2026Q4 T04.核对 ", "2026-10-08", "10/5 is in 国庆 (1 to 7)"},
		{"2026Q4 Z20.公开 ", "2026-10-10", "Saturday, worked"},
		{"2026Q4 T13.自查 ", "2026-10-13", "8, 9, 10 (Saturday), 12, 13"},
		{"2026H2 Z17.专题研究 ", "2026-12-18", "12/20 is an ordinary Sunday"},
		{"2026 H10.送温暖 元旦", "2026-12-18", "ten workdays back from 1 January 2027: 31…28, 25…21, 18"},
		{"2026 H08.提醒 元旦", "2026-12-29", "31, 30, 29"},
		{"2026 Z08.开会 ", "2027-03-31", "a window over New Year, Wednesday"},
	} {
		_, due, found := strings.Cut(year[tc.task], " ")
		if !found || due != tc.due {
			t.Errorf("%s: planned %q, by hand %s: %s", tc.task, due, tc.due, tc.because)
		}
	}
}

// TestEdgesOfTheHolidaysOf2026 holds the embedded calendar against the notice
// where no duty falls due: the workdays around each holiday, those at weekends,
// and how many there are in all (261 weekdays, 19 of them off, 6 made up for).
func TestEdgesOfTheHolidaysOf2026(t *testing.T) {
	t.Parallel()
	cal := testCalendar(t)
	day := func(text string) calendar.Date {
		d, err := calendar.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, tc := range []struct{ name, before, after string }{
		{"元旦", "2025-12-31", "2026-01-04"}, {"春节", "2026-02-14", "2026-02-24"}, {"清明", "2026-04-03", "2026-04-07"},
		{"劳动节", "2026-04-30", "2026-05-06"}, {"端午", "2026-06-18", "2026-06-22"}, {"中秋", "2026-09-24", "2026-09-28"},
		{"国庆", "2026-09-30", "2026-10-08"},
	} {
		if got := cal.AddWorkdays(day(tc.before), 1); got != day(tc.after) || !cal.IsWorkday(day(tc.before)) {
			t.Errorf("%s: work ends %s and goes on %s, want %s", tc.name, tc.before, got, tc.after)
		}
	}
	workdays := 0
	for d := day("2026-01-01"); d <= day("2026-12-31"); d++ {
		if cal.IsWorkday(d) {
			workdays++
		}
	}
	if workdays != 248 {
		t.Errorf("%d workdays, want 248", workdays)
	}
	for _, text := range []string{"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"} {
		if !cal.IsWorkday(day(text)) {
			t.Errorf("%s is a weekend day declared a workday", text)
		}
	}
}
