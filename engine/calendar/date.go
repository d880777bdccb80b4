package calendar

import (
	"fmt"
	"time"
)

// Date is a calendar day without time or zone. It counts days: 1 is 0001-01-01,
// 3652059 is 9999-12-31, and 0 means "no date". Dates compare with < and ==.
type Date int32

const (
	// epoch is the Date of 1970-01-01, from which the time package counts.
	epoch = 719163
	// maxDate is 9999-12-31, the last day with a four-digit year.
	maxDate Date = 3652059

	secondsPerDay = 86400
)

var weekdayNames = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// NewDate gives the day of year, month and day. Values outside their range
// carry over as in time.Date (month 13, day 0); use ParseDate to refuse them.
// A day outside the years 1–9999 is no date.
func NewDate(y int, m time.Month, d int) Date {
	return fromDays(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/secondsPerDay + epoch)
}

// DateOf gives the day that t falls on in loc.
func DateOf(t time.Time, loc *time.Location) Date {
	y, m, d := t.In(loc).Date()
	return NewDate(y, m, d)
}

// ParseDate reads exactly the form 2026-11-20. Anything else, also an empty
// string or a day that does not exist, is an error.
func ParseDate(s string) (Date, error) {
	if d, ok := parseDate(s); ok {
		return d, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return 0, fmt.Errorf("日期“%s”无法识别：请写成 2026-11-20 的样子，且当月要有这一天", s)
	}
	return NewDate(t.Date()), nil
}

// parseDate reads what has the right form, without the machinery of package
// time: scoring reads thousands of dates.
func parseDate(s string) (Date, bool) {
	if len(s) != len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	y, ok1 := digits(s[:4])
	m, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:])
	if !ok1 || !ok2 || !ok3 || y < 1 || m < 1 || m > 12 || d < 1 || d > 28 { // a month's last days are left to package time
		return 0, false
	}
	return NewDate(y, time.Month(m), d), true
}

func fromDays(n int64) Date {
	if n < 1 || n > int64(maxDate) {
		return 0
	}
	return Date(n)
}

// clampedDate gives the day of the month, or the month's last day when the
// month is shorter. The month may lie outside 1–12 and then carries over.
func clampedDate(y int, m time.Month, d int) Date {
	last := time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return NewDate(y, m, min(d, last))
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == 0 }

func (d Date) civil() (int, time.Month, int) {
	return time.Unix((int64(d)-epoch)*secondsPerDay, 0).UTC().Date()
}

// Year is the calendar year, 1–9999.
func (d Date) Year() int { y, _, _ := d.civil(); return y }

// Month is the month of the year.
func (d Date) Month() time.Month { _, m, _ := d.civil(); return m }

// Day is the day of the month.
func (d Date) Day() int { _, _, day := d.civil(); return day }

// Weekday is the day of the week. Date 1 is a Monday, so the remainder tells.
func (d Date) Weekday() time.Weekday { return time.Weekday(((d % 7) + 7) % 7) }

// AddDays moves by n calendar days. No date stays no date; a result outside the
// years 1–9999 is no date.
func (d Date) AddDays(n int) Date {
	if d == 0 {
		return 0
	}
	return fromDays(int64(d) + int64(n))
}

// AddMonths moves by n calendar months and keeps the day of the month, clamped
// to the month's end: 8月31日 plus six months is the last day of February.
func (d Date) AddMonths(n int) Date {
	if d == 0 {
		return 0
	}
	y, m, day := d.civil()
	return clampedDate(y, m+time.Month(n), day)
}

// MonthsBetween counts whole calendar months: the largest n for which
// from.AddMonths(n) is not after to. It is negative when to lies before from,
// and 0 when either is no date.
func MonthsBetween(from, to Date) int {
	if from == 0 || to == 0 {
		return 0
	}
	if to < from {
		return -MonthsBetween(to, from)
	}
	fy, fm, _ := from.civil()
	ty, tm, _ := to.civil()
	n := (ty-fy)*12 + int(tm-fm)
	if from.AddMonths(n) > to {
		n--
	}
	return n
}

// Time is midnight of the day in loc; for no date it is the zero time.
func (d Date) Time(loc *time.Location) time.Time {
	if d == 0 {
		return time.Time{}
	}
	y, m, day := d.civil()
	return time.Date(y, m, day, 0, 0, 0, 0, loc)
}
