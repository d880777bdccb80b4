package calendar

import (
	"strings"
	"testing"
)

func TestNewYearHolidayReachesIntoDecember(t *testing.T) {
	t.Parallel()
	y := threeYears(t)[1]
	y.Holidays[0].From = day(t, "2025-12-31")
	c, errs := New([]Year{threeYears(t)[0], y})
	if len(errs) > 0 || c.IsWorkday(day(t, "2025-12-31")) {
		t.Errorf("31 December is worked, errors %v", errs)
	}
}

func TestBadYearIsRefusedWithItsReason(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		spoil func(*Year)
		want  string
	}{
		"workday on a weekday":     {func(y *Year) { y.Workdays = append(y.Workdays, day(t, "2026-11-20")) }, "本来就上班"},
		"workday inside a holiday": {func(y *Year) { y.Workdays = append(y.Workdays, day(t, "2026-10-03")) }, "又在国庆假期里"},
		"workday twice":            {func(y *Year) { y.Workdays = append(y.Workdays, y.Workdays[0]) }, "写了两遍"},
		"workday of another year":  {func(y *Year) { y.Workdays = append(y.Workdays, day(t, "2027-01-02")) }, "不在本年内"},
		"holiday ends before it":   {func(y *Year) { y.Holidays[1].To = day(t, "2026-02-01") }, "起不能晚于止"},
		"festival outside":         {func(y *Year) { y.Holidays[1].Day = day(t, "2026-02-01") }, "不在它的假期"},
		"festival missing":         {func(y *Year) { y.Holidays = y.Holidays[1:] }, "缺少“元旦”"},
		"no source":                {func(y *Year) { y.Source = "" }, "没有写来源"},
		"year zero":                {func(y *Year) { y.Year = 0 }, "年份不对"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			y := threeYears(t)[1]
			tc.spoil(&y)
			c, errs := New([]Year{y})
			if len(errs) == 0 || !strings.Contains(errs[0].Error(), tc.want) {
				t.Fatalf("errors = %v, want %q", errs, tc.want)
			}
			if !c.Estimated(day(t, "2026-06-01")) {
				t.Error("the refused year is used without a mark")
			}
		})
	}
	twice := threeYears(t)
	if _, errs := New(append(twice, twice[0])); len(errs) != 1 || !strings.Contains(errs[0].Error(), "两份") {
		t.Errorf("the same year twice: %v", errs)
	}
}
