package rule

import (
	"slices"
	"sync"

	"wubiao/engine/calendar"
)

// window is a stretch of time a rule counts in.
type window struct {
	from, to calendar.Date
	due      calendar.Date // when what belongs into it must be there
	about    calendar.Date // when what it is about was over: of a report on last quarter, the end of that
	label    string        // 4月, 第2季度, 中秋
}

// windowed says whether the rule is judged window by window: short, a step over
// a sum, frequency levels and levels by the number of rows.
func (r *Rule) windowed() bool {
	switch {
	case r.Kind == Short, r.Kind == StepBy && r.Over == "sum":
		return true
	case r.Levels == nil || r.Levels.Named || r.Value != nil || len(r.Ratio) > 0 || r.From != "":
		return false
	}
	for _, l := range r.Levels.List {
		if l.Need != nil {
			return true
		}
	}
	return r.Of != ""
}

// timing says which window a rule has: a kind of period, a named window, a duty
// or, with none of them, the sheet.
type timing struct {
	kind  calendar.Kind
	named *NamedSpan
	duty  *Duty // by calendar
}

// timing works out a rule's window: that written, or that of its standard's
// calendar duty.
func (c *checker) timing(r *Rule) timing {
	w := r.Window
	if w == "" {
		for _, d := range r.standard.Duties {
			if d.Due != nil && !d.Due.IsEvent() {
				return timing{duty: d}
			}
		}
		return timing{}
	}
	if isPeriodKind(w) {
		return timing{kind: calendar.Kind(w)}
	}
	if span := c.edition.Windows[w]; span != nil {
		return timing{named: span}
	}
	if ref, ok := c.duties[r.standard.Code+"."+w]; ok && ref.duty.Due != nil && !ref.duty.Due.IsEvent() {
		return timing{duty: ref.duty}
	}
	return timing{}
}

// windows lists the rule's windows that are judged on the sheet. A window of a
// duty is judged on the sheet in which the duty falls due, and counts what was
// done from the beginning of its period. The list is shared and must not be
// changed.
func (j *judging) windows(r *Rule) ([]window, error) {
	switch {
	case r.timing.kind != "":
		return j.days.remember(r.timing.kind, j.period, func() ([]window, error) {
			var out []window
			for _, p := range j.period.Sub(r.timing.kind) {
				out = append(out, window{p.Start, p.End(), p.End(), p.End(), windowLabel(p)})
			}
			return out, nil
		})
	case r.timing.named != nil:
		return j.namedWindows(r.timing.named), nil
	case r.timing.duty == nil:
		return []window{{j.period.Start, j.last, j.last, j.last, ""}}, nil
	}
	return j.dutyWindows(r.timing.duty)
}

// isDue says whether what belongs into the window was due by now, and in the
// unit's time.
func (j *judging) isDue(w window) bool {
	return w.due <= j.closed && j.facts.Unit.covers(w.about, w.due)
}

// open says whether the rule cannot be judged in the window: it fell due outside
// of the unit's time, or the rule wants something to be there by a day that has
// not passed. What only gets worse with every record is judged as it stands while
// the sheet runs.
func (j *judging) open(r *Rule, w window) bool {
	if !j.facts.Unit.covers(w.about, w.due) {
		return true
	}
	if j.isDue(w) {
		return false
	}
	wants := r.Kind == Short || r.aspiring || r.Kind == StepBy && len(r.Ratio) == 0 && r.Side == "below"
	return wants || w.from > j.period.Start || w.to < j.last
}

func windowLabel(p calendar.Period) string {
	switch p.Kind {
	case calendar.KindMonth:
		return WholeMonth(p)
	case calendar.KindQuarter, calendar.KindHalf, calendar.KindYear:
		return p.Chinese()
	}
	return p.String()
}

// WholeMonth names a month shortly: 4月.
func WholeMonth(p calendar.Period) string {
	return Whole(int64(p.Start.Month())).String() + "月"
}

// namedWindows lists the stretches of a named window that end in the sheet.
func (j *judging) namedWindows(n *NamedSpan) []window {
	var out []window
	for year := j.period.Start.Year() - 1; year <= j.last.Year(); year++ {
		for _, s := range n.Spans {
			from, to := s[0].in(year), s[1].in(year)
			if to < from {
				to = s[1].in(year + 1)
			}
			if j.inPeriod(to) {
				out = append(out, window{from, to, to, to, ""})
			}
		}
	}
	return out
}

// holds says whether a day lies in one of the stretches, of whatever year.
func (n *NamedSpan) holds(day calendar.Date) bool {
	for _, s := range n.Spans {
		for year := day.Year() - 1; year <= day.Year(); year++ {
			from, to := s[0].in(year), s[1].in(year)
			if to < from {
				to = s[1].in(year + 1)
			}
			if from <= day && day <= to {
				return true
			}
		}
	}
	return false
}

// in gives the day in a year; 02-29 becomes the last of February.
func (m MonthDay) in(year int) calendar.Date {
	first := calendar.NewDate(year, monthOf(int(m)/100), 1)
	d := first.AddDays(int(m)%100 - 1)
	if d.Month() != first.Month() {
		return calendar.PeriodOf(calendar.KindMonth, first).End()
	}
	return d
}

// dueDays remembers the windows of periods and when duties fall due under one
// calendar: all units ask the same.
type dueDays struct {
	calendar *calendar.Calendar
	known    sync.Map // spread → []window
}

// spread is a duty, or a kind of period, over a period.
type spread struct {
	of   any
	over calendar.Period
}

// remember works a list out once. It is shared and must not be changed.
func (d *dueDays) remember(of any, over calendar.Period, find func() ([]window, error)) ([]window, error) {
	key := spread{of, over}
	if known, ok := d.known.Load(key); ok {
		return known.([]window), nil
	}
	found, err := find()
	if err == nil {
		d.known.Store(key, found)
	}
	return found, err
}

// daysUnder gives the memory for a calendar. Only that of the last calendar is
// kept, so that it does not grow.
func (c *compiled) daysUnder(cal *calendar.Calendar) *dueDays {
	days := c.days.Load()
	if days == nil || days.calendar != cal {
		days = &dueDays{calendar: cal}
		c.days.Store(days)
	}
	return days
}

// fallsDue gives a duty's occurrences. The list is shared and must not be
// changed.
func (j *judging) fallsDue(d *Duty) ([]window, error) {
	return j.days.remember(d, j.period, func() ([]window, error) { return j.occurrences(d) })
}

// occurrences lists when a calendar duty falls due within the sheet, with the
// period each belongs to.
func (j *judging) occurrences(d *Duty) ([]window, error) {
	var out []window
	cadence := d.Due.Cadence()
	var eve calendar.Date // of the holiday before: there the next one's window begins
	for p := calendar.PeriodOf(cadence, j.period.Start).Prev(); p.Start <= j.last; p = p.Next() {
		list, err := d.Due.In(p, j.calendar)
		if err != nil {
			return nil, err
		}
		for _, o := range list {
			w := window{from: p.Start, to: p.End(), due: o.Due, about: d.Due.About(p).End(), label: o.Label}
			switch {
			case d.Due.Every == calendar.EveryHoliday:
				// One window per holiday, up to its eve: a reminder given after the
				// holiday, or for the one before, is none.
				w.from, w.to = max(p.Prev().Start, eve.AddDays(1)), j.calendar.AddWorkdays(o.Due, d.Due.Before.N-1)
				eve = w.to
			case !o.Opens.IsZero() && o.Opens > w.from:
				w.from = o.Opens
			}
			if !j.inPeriod(o.Due) {
				continue
			}
			if o.Due > w.to {
				w.to = o.Due
			}
			if w.label == "" && cadence != calendar.KindYear {
				w.label = windowLabel(p)
			}
			out = append(out, w)
		}
	}
	return out, nil
}

// dutyWindows are a duty's occurrences; one that is under way ends for now with
// what has happened.
func (j *judging) dutyWindows(d *Duty) ([]window, error) {
	list, err := j.fallsDue(d)
	for i, w := range list {
		if w.to > j.asOf && w.from <= j.asOf {
			list = slices.Clone(list)
			list[i].to = j.asOf
		}
	}
	return list, err
}

// reach says from where the rule's rows count so far, and up to where earlier
// sheets have counted them: where the rule's or its cap's window outlasts the
// sheet, a line is its value so far less what earlier such sheets gave.
func (j *judging) reach(r *Rule) (from, before calendar.Date) {
	from = j.period.Start
	if r.Since != nil {
		return 0, j.period.Start.AddDays(-1)
	}
	kind := r.timing.kind
	if r.timing.duty != nil {
		kind = r.timing.duty.Due.Cadence()
	}
	for _, k := range []calendar.Kind{kind, calendar.Kind(r.capWindow())} {
		if k.Valid() && calendar.PeriodOf(k, j.last).Start < from {
			from = calendar.PeriodOf(k, j.last).Start
		}
	}
	if from < j.period.Start {
		before = j.period.Start.AddDays(-1)
	}
	return from, before
}
