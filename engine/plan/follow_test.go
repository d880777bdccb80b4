package plan_test

import (
	"slices"
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/rule"
)

func workdays(n int) calendar.Span { return calendar.Span{N: n, Unit: calendar.UnitWorkday} }

func TestOneReminderAtATime(t *testing.T) {
	t.Parallel()
	remind := []calendar.Span{workdays(7), workdays(1)}
	for name, tc := range map[string]struct {
		today, told string
		want        string // the nominal day; empty: none
	}{
		"a day too early":                    {"2026-11-16", "2026-10-30", ""},
		"seven workdays before":              {"2026-11-17", "2026-10-30", "2026-11-17"},
		"the next morning, still the same":   {"2026-11-18", "2026-10-30", "2026-11-17"},
		"one workday before":                 {"2026-11-25", "2026-10-30", "2026-11-25"},
		"slept over both: only the last":     {"2026-11-26", "2026-10-30", "2026-11-25"},
		"overdue: the ladder's business":     {"2026-11-27", "2026-10-30", ""},
		"the sheet went out the same day":    {"2026-11-17", "2026-11-17", ""},
		"the sheet went out after the first": {"2026-11-25", "2026-11-20", "2026-11-25"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, got, ok := plan.Reminder(day(t, "2026-11-26"), remind, national(t), day(t, tc.today), day(t, tc.told))
			if ok != (tc.want != "") || got.String() != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestRungsByWorkdays(t *testing.T) {
	t.Parallel()
	ladder := []rule.Rung{{After: workdays(1), To: "支部书记"}, {After: workdays(3), To: "党总支"}, {After: workdays(5), To: "党委工作部"}}
	due := day(t, "2026-09-24") // before 中秋; the 28th is the next workday
	for today, want := range map[string]int{"2026-09-24": 0, "2026-09-27": 0, "2026-09-28": 1, "2026-09-29": 1, "2026-09-30": 2, "2026-10-08": 2, "2026-10-09": 3, "2027-09-24": 3} {
		got := plan.Rungs(due, ladder, national(t), day(t, today))
		if len(got) != want {
			t.Errorf("%s: %d rungs, want %d", today, len(got), want)
		}
	}
	if got := plan.Rungs(due, ladder, national(t), day(t, "2027-01-01")); got[1].Day != day(t, "2026-09-30") || got[2].To != "党委工作部" || got[2].N != 3 {
		t.Errorf("got %+v", got)
	}
}

func TestSiteIsFlaggedOnTheDayAfterItsDeadline(t *testing.T) {
	t.Parallel()
	s := &rule.Sync{Within: calendar.Span{N: 30, Unit: calendar.UnitDay}}
	for name, tc := range map[string]struct{ from, until, start, want string }{
		"nothing founded yet":           {"", "", "2026-01-01", ""},
		"not asked":                     {"2026-03-01", "", "2026-01-01", "2026-04-01"},
		"asked on the last day":         {"2026-03-01", "2026-03-31", "2026-01-01", ""},
		"asked a day late":              {"2026-03-01", "2026-04-01", "2026-01-01", "2026-04-01"},
		"deadline before go-live":       {"2026-03-01", "", "2026-06-01", "2026-06-01"},
		"asked before go-live, if late": {"2026-03-01", "2026-05-20", "2026-06-01", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := func(s string) calendar.Date {
				if s == "" {
					return 0
				}
				return day(t, s)
			}
			if got := plan.SyncDay(s, at(tc.from), at(tc.until), at(tc.start), national(t)); got.String() != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestPeriodsInOrderLongerFirst(t *testing.T) {
	t.Parallel()
	var got []string
	for _, p := range plan.Periods(day(t, "2026-11-20"), day(t, "2027-01-01")) {
		got = append(got, p.String())
	}
	want := []string{"2026", "2026H2", "2026Q4", "2026-11", "2026-12", "2027", "2027H1", "2027Q1", "2027-01"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := plan.Periods(0, day(t, "2027-01-01")); len(got) > 0 {
		t.Errorf("no unit, but %v", got)
	}
}

func TestWorkedDaysFollowTheUnitsOwnRest(t *testing.T) {
	t.Parallel()
	office, site, gone := branch(1, nil), branch(2, nil), branch(3, nil)
	site.Rest, site.Start = string(calendar.RestSunday), day(t, "2026-11-15")
	gone.Rest, gone.Closed = string(calendar.RestNone), day(t, "2026-11-01")
	project := branch(4, nil)
	project.Kind, project.Rest = engine.Project, string(calendar.RestNone)
	got := plan.WorkedDays([]engine.Unit{office, site, gone, project}, national(t), day(t, "2026-11-01"), day(t, "2026-11-30"))
	var want []calendar.Date
	for d := day(t, "2026-11-01"); d <= day(t, "2026-11-30"); d++ {
		saturday, sunday := d.Weekday() == 6, d.Weekday() == 0
		if d.Day() == 1 || !saturday && !sunday || saturday && d.Day() > 15 {
			want = append(want, d)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
