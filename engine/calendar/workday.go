package calendar

// NextWorkday is the first workday on or after d.
func (c *Calendar) NextWorkday(d Date) Date { return c.walk(d, 1) }

// PrevWorkday is the last workday on or before d.
func (c *Calendar) PrevWorkday(d Date) Date { return c.walk(d, -1) }

// walk steps until a workday; past the first or last year there is no date.
func (c *Calendar) walk(d, step Date) Date {
	for ; d > 0 && d <= maxDate; d += step {
		if c.IsWorkday(d) {
			return d
		}
	}
	return 0
}

// AddWorkdays moves n workdays on, or back when n is negative. d itself is not
// counted, workday or not; with n 0 it is returned as it is.
func (c *Calendar) AddWorkdays(d Date, n int) Date {
	for ; n > 0 && d > 0; n-- {
		d = c.walk(d+1, 1)
	}
	for ; n < 0 && d > 0; n++ {
		d = c.walk(d-1, -1)
	}
	return d
}

// NthWorkday is the n-th workday of p, from the end when n is negative; no date
// when p has fewer, or n is 0.
func (c *Calendar) NthWorkday(p Period, n int) Date {
	var d Date
	switch {
	case n > 0:
		d = c.AddWorkdays(c.NextWorkday(p.Start), n-1)
	case n < 0:
		d = c.AddWorkdays(c.PrevWorkday(p.End()), n+1)
	}
	if !p.Contains(d) {
		return 0
	}
	return d
}

// LastWorkdayBefore is the last workday before p begins: the day on which the
// sheets of p go out.
func (c *Calendar) LastWorkdayBefore(p Period) Date { return c.PrevWorkday(p.Start - 1) }

// Add moves d by a span in the span's own unit: calendar days, workdays, weeks,
// or months and years clamped to the month's end. An unknown unit gives no date.
func (c *Calendar) Add(d Date, s Span) Date {
	switch s.Unit {
	case UnitDay:
		return d.AddDays(s.N)
	case UnitWorkday:
		return c.AddWorkdays(d, s.N)
	case UnitWeek:
		return d.AddDays(7 * s.N)
	case UnitMonth:
		return d.AddMonths(s.N)
	case UnitYear:
		return d.AddMonths(12 * s.N)
	default:
		return 0
	}
}
