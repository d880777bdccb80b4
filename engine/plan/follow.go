package plan

import (
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// Reminder picks the reminder before the due day that is to be sent today, with
// its nominal day. Of several whose day has come only the last counts, so that
// nobody who slept finds a heap; one whose day is not after `told` went with the
// sheet. On the due day itself there is still one to be sent, later none.
func Reminder(due calendar.Date, remind []calendar.Span, cal *calendar.Calendar, today, told calendar.Date) (span calendar.Span, day calendar.Date, ok bool) {
	if today > due {
		return span, 0, false
	}
	for _, s := range remind {
		d := cal.Add(due, calendar.Span{N: -s.N, Unit: s.Unit})
		if d.IsZero() || d > today || d <= told || d <= day {
			continue
		}
		span, day, ok = s, d, true
	}
	return span, day, ok
}

// Rung is a rung of the follow-up ladder whose day has come.
type Rung struct {
	N   int // from 1
	To  string
	Day calendar.Date // the nominal day
}

// Rungs lists the rungs of the ladder that a task still open has reached.
func Rungs(due calendar.Date, ladder []rule.Rung, cal *calendar.Calendar, today calendar.Date) []Rung {
	var out []Rung
	for i, r := range ladder {
		if d := cal.Add(due, r.After); !d.IsZero() && d <= today {
			out = append(out, Rung{i + 1, r.To, d})
		}
	}
	return out
}

// SyncDay says on which day a site must be flagged for having asked for no Party
// organisation in time: the day after from + within, or the unit's start where
// that is later. It is judged by the date of the request (until), not by the
// answer. No day: never, or not yet known.
func SyncDay(s *rule.Sync, from, until, start calendar.Date, cal *calendar.Calendar) calendar.Date {
	last := cal.Add(from, s.Within) // the last good day
	if from.IsZero() || last.IsZero() {
		return 0
	}
	day := max(last+1, start)
	if !until.IsZero() && until < day {
		return 0
	}
	return day
}
