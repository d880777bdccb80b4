package plan

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// Schedule is what an edition asks of units in one month, quarter, half-year or
// year: every timed duty with its due days, worked out before looking at any
// unit. It remembers what it found out about conditions and is not safe for
// concurrent use.
type Schedule struct {
	period      calendar.Period
	conditions  []*condition
	lines       []line
	deriver     *Deriver
	first, last calendar.Date // of all due days and of the days on which what they are about ended
}

// line is one task of the schedule with what it depends on.
type line struct {
	standard, duty int           // indexes into conditions
	about          calendar.Date // the last day of the period that the task is about
	task           port.PlannedTask
}

// NewSchedule lists the tasks of the edition's timed duties that belong to the
// period. A duty with track: none makes no task, nor does a private standard.
// The subject of a task is the occurrence's label (中秋, 第2周) where a duty has
// several in the period.
func NewSchedule(e *rule.Edition, cal *calendar.Calendar, p calendar.Period) (*Schedule, error) {
	s := &Schedule{period: p, deriver: NewDeriver(e)}
	for _, standard := range e.Standards {
		own := -1
		for _, duty := range standard.Duties {
			if !tracked(standard, duty) || duty.Due.IsEvent() || duty.Due.Cadence() != p.Kind {
				continue
			}
			if own < 0 {
				own = s.add(newCondition(e, standard.Applies, func(f rule.UnitFacts) (bool, error) { return e.AppliesTo(standard, f) }))
			}
			when := s.add(newCondition(e, duty.When, func(f rule.UnitFacts) (bool, error) { return e.DutyAppliesTo(duty, f) }))
			days, err := duty.Due.In(p, cal)
			if err != nil {
				return nil, fmt.Errorf("plan %s.%s for %s: %w", standard.Code, duty.ID, p, err)
			}
			for _, d := range days {
				s.line(line{own, when, duty.Due.About(p).End(), port.PlannedTask{Duty: standard.Code + "." + duty.ID, Subject: d.Label, Opens: d.Opens, Due: d.Due, Estimated: d.Estimated}})
			}
		}
	}
	return s, nil
}

// tracked says whether the duty makes tasks at all.
func tracked(s *rule.Standard, d *rule.Duty) bool {
	return !s.Private && d.Track != "none" && d.Due != nil
}

// add keeps a condition and gives its index.
func (s *Schedule) add(c *condition) int {
	s.conditions = append(s.conditions, c)
	return len(s.conditions) - 1
}

func (s *Schedule) line(l line) {
	first := min(l.task.Due, l.about)
	if len(s.lines) == 0 || first < s.first {
		s.first = first
	}
	s.last = max(s.last, l.task.Due)
	s.lines = append(s.lines, l)
}

// Issues says whether the unit gets a sheet of the period: it carries duties and
// was open on at least one of its days. A unit without a start day is not yet
// live.
func Issues(u *engine.Unit, p calendar.Period) bool {
	return u.CarriesDuties() && !u.Start.IsZero() && u.Start <= p.End() && (u.Closed.IsZero() || p.Start <= u.Closed)
}

// asks says whether the line lies in the unit's time. A task about the period
// before (上季自查) is none for a unit that was not there yet: it had no sheet to
// check.
func (l *line) asks(u *engine.Unit) bool {
	return u.Start <= l.about && within(u, l.task.Due)
}

// within says whether a due day lies in the unit's time: nothing due before its
// start is planned, nothing after it has closed.
func within(u *engine.Unit, due calendar.Date) bool {
	return u.Start <= due && (u.Closed.IsZero() || due <= u.Closed)
}
