package plan

import (
	"cmp"
	"slices"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// sheetKinds are the kinds of sheets that have rows, longest first: on one day
// the year's sheet comes before the month's.
var sheetKinds = [...]calendar.Kind{calendar.KindYear, calendar.KindHalf, calendar.KindQuarter, calendar.KindMonth}

// Periods lists the months, quarters, half-years and years that hold a day from
// `from` on and begin on or before `through`, in the order of Compare.
func Periods(from, through calendar.Date) []calendar.Period {
	var out []calendar.Period
	if from.IsZero() {
		return out
	}
	for _, k := range sheetKinds {
		for p := calendar.PeriodOf(k, from); !p.IsZero() && p.Start <= through; p = p.Next() {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, Compare)
	return out
}

// Compare orders periods by their first day, the longer first, days last.
func Compare(a, b calendar.Period) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End(), a.End()))
}

// span is a run of days, both ends included.
type span struct{ from, to calendar.Date }

// WorkedDays lists the days from one day to another on which at least one open
// unit that carries duties works, by its own rest days.
func WorkedDays(units []engine.Unit, cal *calendar.Calendar, from, through calendar.Date) []calendar.Date {
	open := map[calendar.Rest][]span{}
	for i := range units {
		u := &units[i]
		if !u.CarriesDuties() || u.Start.IsZero() {
			continue
		}
		to := u.Closed
		if to.IsZero() {
			to = through
		}
		rest := calendar.Rest(u.Rest)
		open[rest] = append(open[rest], span{max(u.Start, from), min(to, through)})
	}
	worked := map[calendar.Date]bool{}
	for rest, spans := range open {
		own := cal.With(rest)
		for _, s := range merged(spans) {
			for d := s.from; d <= s.to; d++ {
				if own.IsWorkday(d) {
					worked[d] = true
				}
			}
		}
	}
	out := make([]calendar.Date, 0, len(worked))
	for d := range worked {
		out = append(out, d)
	}
	slices.Sort(out)
	return out
}

// merged joins overlapping spans, so that a thousand units cost as much as one.
func merged(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var out []span
	for _, s := range spans {
		if n := len(out); n > 0 && s.from <= out[n-1].to+1 {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		if s.from <= s.to {
			out = append(out, s)
		}
	}
	return out
}
