package calendar

import (
	"strings"
	"testing"
)

func day(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func days(t testing.TB, ss ...string) []Date {
	t.Helper()
	var out []Date
	for _, s := range ss {
		out = append(out, day(t, s))
	}
	return out
}

// feasts reads rows of name, day, from, to within one year.
func feasts(t testing.TB, year string, rows ...[4]string) []Holiday {
	t.Helper()
	var out []Holiday
	for _, r := range rows {
		out = append(out, Holiday{r[0], day(t, year+"-"+r[1]), day(t, year+"-"+r[2]), day(t, year+"-"+r[3])})
	}
	return out
}

func threeYears(t testing.TB) []Year {
	t.Helper()
	return []Year{
		{Year: 2025, Source: "国办发明电〔2024〕12号", Grade: "A",
			Holidays: feasts(t, "2025",
				[4]string{"元旦", "01-01", "01-01", "01-01"}, [4]string{"春节", "01-29", "01-28", "02-04"},
				[4]string{"清明", "04-04", "04-04", "04-06"}, [4]string{"劳动节", "05-01", "05-01", "05-05"},
				[4]string{"端午", "05-31", "05-31", "06-02"}, [4]string{"国庆", "10-01", "10-01", "10-08"},
				[4]string{"中秋", "10-06", "10-01", "10-08"}),
			Workdays: days(t, "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11")},
		{Year: 2026, Source: "国务院办公厅2025年11月4日通知", Grade: "A",
			Holidays: feasts(t, "2026",
				[4]string{"元旦", "01-01", "01-01", "01-03"}, [4]string{"春节", "02-17", "02-15", "02-23"},
				[4]string{"清明", "04-05", "04-04", "04-06"}, [4]string{"劳动节", "05-01", "05-01", "05-05"},
				[4]string{"端午", "06-19", "06-19", "06-21"}, [4]string{"中秋", "09-25", "09-25", "09-27"},
				[4]string{"国庆", "10-01", "10-01", "10-07"}),
			Workdays: days(t, "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")},
		{Year: 2027, Source: "推算", Grade: "推算", Estimated: true,
			Holidays: feasts(t, "2027",
				[4]string{"元旦", "01-01", "01-01", "01-03"}, [4]string{"春节", "02-06", "02-05", "02-12"},
				[4]string{"清明", "04-05", "04-03", "04-05"}, [4]string{"劳动节", "05-01", "05-01", "05-05"},
				[4]string{"端午", "06-09", "06-09", "06-09"}, [4]string{"中秋", "09-15", "09-15", "09-15"},
				[4]string{"国庆", "10-01", "10-01", "10-07"})},
	}
}

func national(t testing.TB) *Calendar {
	t.Helper()
	c, errs := New(threeYears(t))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return c
}

func TestEveryDayOfTheAnnouncedYears(t *testing.T) {
	t.Parallel()
	c := national(t)
	// Counted by hand from the notices: days of the year, less weekends and
	// free weekdays, plus the declared weekend workdays.
	for year, want := range map[int]int{2025: 248, 2026: 248} {
		n := 0
		for d := NewDate(year, 1, 1); d.Year() == year; d++ {
			if c.IsWorkday(d) {
				n++
			}
		}
		if n != want {
			t.Errorf("%d has %d workdays, want %d", year, n, want)
		}
	}
}

func TestIsWorkday(t *testing.T) {
	t.Parallel()
	c := national(t)
	worked := map[string]string{
		"declared weekend days 2026": "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10",
		"declared weekend days 2025": "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11",
		"edges of long holidays":     "2025-01-27 2025-02-05 2025-09-30 2025-10-09 2026-02-24 2026-09-24 2026-09-28 2026-09-30 2026-10-08",
		"estimated edges":            "2027-02-04 2027-02-15 2027-06-08 2027-06-10 2027-09-14 2027-09-16",
	}
	free := map[string]string{
		"long holidays":            "2025-01-28 2025-02-04 2025-10-01 2025-10-08 2026-02-15 2026-02-23 2026-09-25 2026-09-27 2026-10-01 2026-10-07",
		"ordinary weekends":        "2026-01-10 2026-11-21 2026-11-22",
		"Wednesday festivals 2027": "2027-06-09 2027-09-15",
		"spring festival 2027":     "2027-02-05 2027-02-06 2027-02-12",
	}
	for want, groups := range map[bool]map[string]string{true: worked, false: free} {
		for name, list := range groups {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				for _, s := range strings.Fields(list) {
					if got := c.IsWorkday(day(t, s)); got != want {
						t.Errorf("IsWorkday(%s) = %v, want %v", s, got, want)
					}
				}
			})
		}
	}
	if c.IsWorkday(0) {
		t.Error("no date is a workday")
	}
}

func TestCountingWorkdays(t *testing.T) {
	t.Parallel()
	c := national(t)
	for _, tc := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-09-23", 3, "2026-09-29"}, {"2026-09-30", 1, "2026-10-08"}, {"2026-10-09", 1, "2026-10-10"},
		{"2026-02-13", 1, "2026-02-14"}, {"2026-02-14", 1, "2026-02-24"}, {"2026-02-18", 1, "2026-02-24"},
		{"2026-02-18", -1, "2026-02-14"}, {"2026-01-05", -1, "2026-01-04"}, {"2026-01-04", -1, "2025-12-31"},
		{"2025-09-27", 2, "2025-09-29"}, {"2026-11-21", 0, "2026-11-21"}, {"2025-10-12", -3, "2025-10-09"},
	} {
		if got := c.AddWorkdays(day(t, tc.from), tc.n); got.String() != tc.want {
			t.Errorf("AddWorkdays(%s, %d) = %s, want %s", tc.from, tc.n, got, tc.want)
		}
	}
	oct, _ := ParsePeriod("2026-10")
	for n, want := range map[int]string{1: "2026-10-08", 3: "2026-10-10", 5: "2026-10-13", -1: "2026-10-30", 0: "", 19: "", -19: "", 18: "2026-10-30"} {
		if got := c.NthWorkday(oct, n); got.String() != want {
			t.Errorf("NthWorkday(2026-10, %d) = %s, want %s", n, got, want)
		}
	}
	for key, want := range map[string]string{"2026-10": "2026-09-30", "2026Q1": "2025-12-31", "2026-03": "2026-02-28", "2026-06": "2026-05-29"} {
		p, _ := ParsePeriod(key)
		if got := c.LastWorkdayBefore(p); got.String() != want {
			t.Errorf("LastWorkdayBefore(%s) = %s, want %s", key, got, want)
		}
	}
}

func TestRestDaysOfAUnit(t *testing.T) {
	t.Parallel()
	c := national(t)
	for _, tc := range []struct {
		day              string
		two, single, any bool
	}{
		{"2026-11-20", true, true, true}, {"2026-11-21", false, true, true}, {"2026-11-22", false, false, true},
		{"2026-10-03", false, false, false}, {"2026-09-20", true, true, true},
	} {
		d := day(t, tc.day)
		got := [3]bool{c.With(RestWeekend).IsWorkday(d), c.With(RestSunday).IsWorkday(d), c.With(RestNone).IsWorkday(d)}
		if want := [3]bool{tc.two, tc.single, tc.any}; got != want {
			t.Errorf("%s: 双休, 单休, 不休 = %v, want %v", tc.day, got, want)
		}
	}
	if c.IsWorkday(day(t, "2026-11-21")) {
		t.Error("With changed the national calendar")
	}
}

func TestMissingYearDegradesVisibly(t *testing.T) {
	t.Parallel()
	years := threeYears(t)
	c, errs := New([]Year{years[0], years[2]}) // 2026 is a gap between known years
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for s, want := range map[string]bool{
		"2026-05-02": false, "2026-05-04": true, "2026-10-01": false, "2026-10-02": false, "2026-10-05": true,
		"2026-01-01": false, "2026-02-17": true, "2026-02-14": false, "2030-01-01": false, "2030-05-01": false, "2030-05-06": true,
	} {
		if got := c.IsWorkday(day(t, s)); got != want {
			t.Errorf("IsWorkday(%s) = %v, want %v", s, got, want)
		}
		if !c.Estimated(day(t, s)) {
			t.Errorf("%s is not marked 预计", s)
		}
	}
	if c.Estimated(day(t, "2025-12-31")) {
		t.Error("an announced year is marked 预计")
	}
	w := c.Warnings(day(t, "2025-01-01"), day(t, "2028-12-31"))
	if len(w) != 3 || !strings.Contains(w[0], "2026年") || !strings.Contains(w[1], "推算") || !strings.Contains(w[2], "2028年") {
		t.Errorf("warnings = %q", w)
	}
	if got := c.Missing(day(t, "2025-01-01"), day(t, "2028-12-31")); len(got) != 2 || got[0] != 2026 || got[1] != 2028 {
		t.Errorf("Missing = %v", got)
	}
	empty, _ := New(nil)
	if !empty.IsWorkday(day(t, "2026-10-08")) || empty.IsWorkday(day(t, "2026-10-03")) || len(empty.Holidays(2026)) != 3 {
		t.Error("a calendar without data does not fall back to weekends and fixed festivals")
	}
}
