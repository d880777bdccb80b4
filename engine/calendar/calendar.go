package calendar

import (
	"fmt"
	"slices"
	"time"
)

// mark is what the data say of one day; nothing said, the weekday decides.
type mark uint8

const (
	markNone mark = iota
	markFree      // inside a holiday
	markWork      // a weekend day declared a workday
)

// Calendar knows the workdays of the years it was given; other years it
// estimates from weekends and fixed festivals. It is read-only and safe for
// concurrent use.
type Calendar struct {
	years map[int]Year
	base  Date   // the day of marks[0]
	marks []mark // one per day, from the year before the first to the last known
	rest  Rest
}

// New builds a calendar. A year whose data are wrong is left out, so that it is
// estimated and warned of, and each fault is returned as a Chinese sentence;
// the calendar is usable in any case.
func New(years []Year) (*Calendar, []error) {
	c := &Calendar{years: map[int]Year{}, rest: RestWeekend}
	var errs []error
	for _, y := range years {
		faults := y.check()
		if _, twice := c.years[y.Year]; twice {
			faults = append(faults, fmt.Errorf("%d年日历：有两份，请只留一份", y.Year))
		}
		errs = append(errs, faults...)
		if len(faults) == 0 {
			c.years[y.Year] = copyYear(y)
		}
	}
	c.lay()
	return c, errs
}

// copyYear detaches the year from the caller's slices, which a calendar shared
// between goroutines must not see change.
func copyYear(y Year) Year {
	y.Holidays, y.Workdays = slices.Clone(y.Holidays), slices.Clone(y.Workdays)
	slices.SortStableFunc(y.Holidays, func(a, b Holiday) int { return int(a.Day - b.Day) })
	return y
}

// lay writes the marks: first what is fixed in years without data, then the
// data, whose new-year holidays may reach into the year before.
func (c *Calendar) lay() {
	if len(c.years) == 0 {
		return
	}
	first, last := 9999, 0
	for y := range c.years {
		first, last = min(first, y), max(last, y)
	}
	first = max(first-1, 1)
	c.base = NewDate(first, time.January, 1)
	c.marks = make([]mark, NewDate(last, time.December, 31)-c.base+1)
	for y := first; y <= last; y++ {
		if _, known := c.years[y]; !known {
			c.layHolidays(fixedHolidays(y))
		}
	}
	for y := first; y <= last; y++ {
		c.layHolidays(c.years[y].Holidays)
		for _, d := range c.years[y].Workdays {
			if d >= c.base {
				c.marks[d-c.base] = markWork
			}
		}
	}
}

func (c *Calendar) layHolidays(hs []Holiday) {
	for _, h := range hs {
		for d := max(h.From, c.base); d <= h.To; d++ {
			c.marks[d-c.base] = markFree
		}
	}
}

func (c *Calendar) markOf(d Date) mark {
	if i := int(d) - int(c.base); c.base > 0 && i >= 0 && i < len(c.marks) {
		return c.marks[i]
	}
	_, m, day := d.civil()
	if m == time.January && day == 1 || m == time.May && day <= 2 || m == time.October && day <= 3 {
		return markFree
	}
	return markNone
}

// IsWorkday reports whether d is worked: declared a workday, or neither a
// holiday nor one of the rest days. No date is not a workday.
func (c *Calendar) IsWorkday(d Date) bool {
	if d <= 0 || d > maxDate {
		return false
	}
	switch c.markOf(d) {
	case markWork:
		return true
	case markFree:
		return false
	}
	switch wd := d.Weekday(); c.rest {
	case RestNone:
		return true
	case RestSunday:
		return wd != time.Sunday
	default:
		return wd != time.Sunday && wd != time.Saturday
	}
}

// Holidays lists the festivals of a year by day. Of a year without data only
// 元旦, 劳动节 and 国庆 are known.
func (c *Calendar) Holidays(year int) []Holiday {
	if y, ok := c.years[year]; ok {
		return slices.Clone(y.Holidays)
	}
	if year < 1 || year > 9999 {
		return nil
	}
	return fixedHolidays(year)
}
