package calendar

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Occurrence is one due day of a rule.
type Occurrence struct {
	Opens     Date   `json:"opens"`               // from this day the duty can be done; never after Due
	Due       Date   `json:"due"`                 // the last good day
	Label     string `json:"label,omitempty"`     // which one of several: 中秋, 第2周; else empty
	Estimated bool   `json:"estimated,omitempty"` // the calendar of that time is a guess
}

// In lists the due days of the rule in p, in order; p must be of kind Cadence.
// They lie inside p, but for a window over New Year, which belongs to the year
// it begins in. A duty opens with its period, its window or its week; a holiday
// duty with the month of its due day, but after the reminder before it. An
// event rule, a wrong kind of period and an invalid rule are errors.
func (d Due) In(p Period, c *Calendar) ([]Occurrence, error) {
	if err := d.computable(); err != nil {
		return nil, err
	}
	if d.IsEvent() {
		return nil, fmt.Errorf("时限“%s”由“%s”触发，没有事件就没有日期，不能按期间推算", d.Text(), d.Trigger)
	}
	if p.IsZero() || p.Kind != d.Cadence() {
		return nil, fmt.Errorf("时限“%s”按%s下达，期间“%s”不是一个%s", d.Text(), d.Cadence().Chinese(), p, d.Cadence().Chinese())
	}
	switch {
	case d.form() == formWindow:
		return []Occurrence{d.inWindow(p, c)}, nil
	case d.form() == formHoliday:
		return d.beforeHolidays(p, c), nil
	case d.Every == EveryWeek:
		return d.weekly(p, c), nil
	}
	raw := d.raw(p, c)
	due := d.settle(c, raw, p.Start, p.End())
	return []Occurrence{{Opens: p.Start, Due: due, Estimated: c.estimatedBetween(raw, due)}}, nil
}

// After gives the due day that an event on trigger sets off. It opens with the
// event, or, when the rule looks ahead (到期前6个月), on the due day. A shift
// never moves a day after the event to before it, nor the other way round.
func (d Due) After(trigger Date, c *Calendar) (Occurrence, error) {
	if err := d.computable(); err != nil {
		return Occurrence{}, err
	}
	if !d.IsEvent() {
		return Occurrence{}, fmt.Errorf("时限“%s”按日历推算，不由事件触发", d.Text())
	}
	if d.AddBy != "" {
		return Occurrence{}, fmt.Errorf("时限“%s”还不知道“%s”是多久", d.Text(), d.AddBy)
	}
	raw := c.Add(trigger, d.Add)
	if trigger <= 0 || raw == 0 {
		return Occurrence{}, errors.New("触发时限的日期没有填写或超出范围，请先补上“" + d.Trigger + "”的日期")
	}
	lo, hi := Date(1), maxDate
	switch {
	case d.Add.N > 0:
		lo = trigger
	case d.Add.N < 0:
		hi = trigger
	}
	if d.Add.N > 0 && d.Add.Unit != UnitWorkday { // a shift does not leave the month the task belongs to
		month := PeriodOf(KindMonth, raw)
		lo, hi = max(lo, month.Start), min(hi, month.End())
	}
	due := d.settle(c, raw, lo, hi)
	return Occurrence{Opens: min(trigger, due), Due: due, Estimated: c.estimatedBetween(trigger, due)}, nil
}

// raw is the day the rule names, before any shift.
func (d Due) raw(p Period, c *Calendar) Date {
	if d.Date != "" {
		return dayOfYear(p.Start.Year(), d.Date)
	}
	scope := p
	switch {
	case d.Month > 0:
		scope = PeriodOf(KindMonth, p.Start.AddMonths(d.Month-1))
	case d.Month < 0:
		scope = PeriodOf(KindMonth, p.Start.AddMonths(p.Kind.months()+d.Month))
	}
	switch {
	case d.Workday != 0:
		return clampWorkday(scope, d.Workday, c)
	case d.Weekday != "":
		return nthWeekday(scope, weekdayOf(d.Weekday), d.Nth)
	case d.Day > 0:
		return min(scope.Start.AddDays(d.Day-1), scope.End())
	default:
		return max(scope.End().AddDays(d.Day+1), scope.Start)
	}
}

// clampWorkday is the n-th workday, or the nearest there is: the last when the
// period has fewer; a period without any gives its last day.
func clampWorkday(p Period, n int, c *Calendar) Date {
	for _, k := range []int{n, -1} {
		if n < 0 && k != n {
			k = 1
		}
		if d := c.NthWorkday(p, k); d != 0 {
			return d
		}
	}
	return p.End()
}

// nthWeekday counts such weekdays in p, from the end when n is negative.
func nthWeekday(p Period, wd time.Weekday, n int) Date {
	if n > 0 {
		first := p.Start.AddDays((int(wd-p.Start.Weekday()) + 7) % 7)
		return first.AddDays(7 * (n - 1))
	}
	last := p.End().AddDays(-((int(p.End().Weekday()-wd) + 7) % 7))
	return last.AddDays(7 * (n + 1))
}

// settle applies the shift. The day stays between lo and hi: a shift that would
// leave turns to the nearest workday inside; without any, the day stays put.
func (d Due) settle(c *Calendar, raw, lo, hi Date) Date {
	switch d.Shift {
	case ShiftPrev:
		if q := c.PrevWorkday(raw); q >= lo {
			return q
		}
	case ShiftNext:
		limit := hi
		if !d.Within.IsZero() {
			limit = min(hi, c.Add(raw, d.Within))
		}
		if q := c.NextWorkday(raw); q != 0 && q <= limit {
			return q
		}
		if q := c.PrevWorkday(limit); q >= lo {
			return q
		}
	default:
		return raw
	}
	if q := c.NextWorkday(lo); q != 0 && q <= hi {
		return q
	}
	return raw
}

func (d Due) weekly(p Period, c *Calendar) []Occurrence {
	var out []Occurrence
	for raw := nthWeekday(p, weekdayOf(d.Weekday), 1); raw <= p.End(); raw = raw.AddDays(7) {
		due := d.settle(c, raw, p.Start, p.End())
		monday := raw.AddDays(-((int(raw.Weekday()) + 6) % 7))
		out = append(out, Occurrence{
			Opens:     min(max(monday, p.Start), due),
			Due:       due,
			Label:     fmt.Sprintf("第%d周", len(out)+1),
			Estimated: c.estimatedBetween(raw, due),
		})
	}
	return out
}

func (d Due) inWindow(p Period, c *Calendar) Occurrence {
	from, to := d.windowOf(p.Start.Year())
	due := c.PrevWorkday(to)
	if due < from {
		due = to
	}
	return Occurrence{Opens: from, Due: due, Estimated: c.estimatedBetween(due, to)}
}

// beforeHolidays takes the reminders whose day lies in p, so that 元旦 of the
// next year belongs to this one: its reminder is due in December. Festivals that
// share their free days share one reminder.
func (d Due) beforeHolidays(p Period, c *Calendar) []Occurrence {
	wanted := map[string]bool{}
	for _, n := range d.Holidays {
		wanted[canonicalHoliday(n)] = true
	}
	var out []Occurrence
	shared := map[Date]int{} // first free day → index in out
	year := p.Start.Year()
	for _, h := range slices.Concat(c.Holidays(year), c.Holidays(year+1)) {
		due := c.AddWorkdays(h.From, -d.Before.N)
		if !wanted[canonicalHoliday(h.Name)] || !p.Contains(due) {
			continue
		}
		if i, ok := shared[h.From]; ok {
			out[i].Label += "、" + canonicalHoliday(h.Name)
			continue
		}
		shared[h.From] = len(out)
		out = append(out, Occurrence{Due: due, Label: canonicalHoliday(h.Name), Estimated: c.estimatedBetween(due, h.From)})
	}
	slices.SortStableFunc(out, func(a, b Occurrence) int { return int(a.Due - b.Due) })
	for i := range out {
		out[i].Opens = PeriodOf(KindMonth, out[i].Due).Start
		if i > 0 && out[i-1].Due < out[i].Due {
			out[i].Opens = max(out[i].Opens, out[i-1].Due+1)
		}
	}
	return out
}
