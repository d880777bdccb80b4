package calendar

import (
	"testing"
	"time"
)

func TestDateBasics(t *testing.T) {
	t.Parallel()
	d := NewDate(2026, time.November, 20)
	if d.String() != "2026-11-20" || d.Chinese() != "11月20日（周五）" || d.ChineseFull() != "2026年11月20日" || d.Weekday() != time.Friday {
		t.Error(d.String(), d.Chinese(), d.ChineseFull(), d.Weekday())
	}
	if NewDate(1, 1, 1) != 1 || NewDate(9999, 12, 31) != maxDate || NewDate(10000, 1, 1) != 0 || maxDate.AddDays(1) != 0 {
		t.Error("the range of dates is not 0001-01-01 to 9999-12-31")
	}
	for _, tc := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-08-31", 6, "2027-02-28"}, {"2023-08-31", 6, "2024-02-29"}, {"2026-03-31", -1, "2026-02-28"},
		{"2026-01-15", -1, "2025-12-15"}, {"2026-12-31", 14, "2028-02-29"}, {"2024-02-29", 12, "2025-02-28"},
	} {
		if got := day(t, tc.from).AddMonths(tc.n); got.String() != tc.want {
			t.Errorf("%s + %d months = %s, want %s", tc.from, tc.n, got, tc.want)
		}
	}
	for _, tc := range []struct {
		from, to string
		want     int
	}{
		{"2025-12-31", "2026-02-28", 2}, {"2025-12-31", "2026-02-27", 1}, {"2025-12-31", "2026-03-30", 2},
		{"2026-01-01", "2026-01-31", 0}, {"2026-02-28", "2025-12-31", -2},
	} {
		if got := MonthsBetween(day(t, tc.from), day(t, tc.to)); got != tc.want {
			t.Errorf("MonthsBetween(%s, %s) = %d, want %d", tc.from, tc.to, got, tc.want)
		}
	}
	zone := time.FixedZone("east", 8*3600)
	if got := DateOf(time.Date(2026, 11, 19, 18, 0, 0, 0, time.UTC), zone); got != d {
		t.Errorf("DateOf in zone = %s", got)
	}
	if got := d.Time(zone); !got.Equal(time.Date(2026, 11, 20, 0, 0, 0, 0, zone)) {
		t.Errorf("Time = %s", got)
	}
}
