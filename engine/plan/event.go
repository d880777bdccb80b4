package plan

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// Events are the duties of an edition that an event sets off: a record of a
// ledger, or a date among the attributes of the unit. It is not safe for
// concurrent use.
type Events struct {
	edition  *rule.Edition
	calendar *calendar.Calendar
	lines    []eventLine
}

type eventLine struct {
	key            string
	standard, when *condition
	duty           *rule.Duty
}

// EventTask is a planned task with the period it belongs to.
type EventTask struct {
	Period calendar.Period
	Told   calendar.Date // when it is to exist at the latest: the day of its first reminder, or on which it opens
	port.PlannedTask
}

// NewEvents lists the edition's event duties.
func NewEvents(e *rule.Edition, cal *calendar.Calendar) *Events {
	out := &Events{edition: e, calendar: cal}
	for _, s := range e.Standards {
		for _, d := range s.Duties {
			if !tracked(s, d) || !d.Due.IsEvent() || d.Event == nil {
				continue
			}
			out.lines = append(out.lines, eventLine{
				key:      s.Code + "." + d.ID,
				standard: newCondition(e, s.Applies, func(f rule.UnitFacts) (bool, error) { return e.AppliesTo(s, f) }),
				when:     newCondition(e, d.When, func(f rule.UnitFacts) (bool, error) { return e.DutyAppliesTo(d, f) }),
				duty:     d,
			})
		}
	}
	return out
}

// Duties lists the keys of the event duties.
func (ev *Events) Duties() []string {
	out := make([]string, len(ev.lines))
	for i, l := range ev.lines {
		out[i] = l.key
	}
	return out
}

// Ledgers lists the ledgers whose records set something off.
func (ev *Events) Ledgers() []string {
	var out []string
	seen := map[string]bool{}
	for _, l := range ev.lines {
		if of := l.duty.Event.Of; of != "" && !seen[of] {
			seen[of] = true
			out = append(out, of)
		}
	}
	return out
}

// FromUnit gives the tasks that the unit's own dates set off.
func (ev *Events) FromUnit(u *engine.Unit, parameters *Parameters) ([]EventTask, error) {
	var out []EventTask
	for _, l := range ev.lines {
		name := l.duty.Event.Unit
		if name == "" {
			continue
		}
		trigger, err := DateOf(u.Attributes[name])
		if err != nil {
			return out, fmt.Errorf("第%d号单位的「%s」：%w", u.ID, name, err)
		}
		if out, err = ev.add(out, l, u, trigger, UnitSubject(name, trigger), parameters); err != nil {
			return out, err
		}
	}
	return out, nil
}

// UnitSubject is what a task is about that a date of the unit's own sets off.
func UnitSubject(attribute string, day calendar.Date) string { return attribute + "/" + day.String() }

// FromRecord gives the tasks that a record of the unit sets off.
func (ev *Events) FromRecord(u *engine.Unit, r *engine.Record, parameters *Parameters) ([]EventTask, error) {
	var out []EventTask
	for _, l := range ev.lines {
		if l.duty.Event.Of != r.Ledger {
			continue
		}
		trigger, err := DateOf(r.Fields[l.duty.Event.Date])
		if err != nil {
			return out, fmt.Errorf("台账「%s」第%d号记录的「%s」：%w", r.Ledger, r.ID, l.duty.Event.Date, err)
		}
		if trigger.IsZero() {
			continue
		}
		ok, err := ev.edition.Meets(l.duty.Event.Where, r.Ledger, r.Fields, FactsOf(u, max(trigger, u.Start), parameters))
		if err != nil {
			return out, fmt.Errorf("台账「%s」第%d号记录：%w", r.Ledger, r.ID, err)
		}
		if !ok {
			continue
		}
		if out, err = ev.add(out, l, u, trigger, fmt.Sprintf("记录/%d", r.ID), parameters); err != nil {
			return out, err
		}
	}
	return out, nil
}

// add plans one event; a day that lies outside the unit's time plans nothing.
func (ev *Events) add(out []EventTask, l eventLine, u *engine.Unit, trigger calendar.Date, subject string, parameters *Parameters) ([]EventTask, error) {
	if trigger.IsZero() || !u.CarriesDuties() || u.Start.IsZero() {
		return out, nil
	}
	due, known, err := ev.edition.DueFor(l.duty.Due, FactsOf(u, max(trigger, u.Start), parameters))
	if err != nil || !known { // the company has not said how long: nothing to remind of
		return out, err
	}
	day, err := due.After(trigger, ev.calendar)
	if err != nil {
		return out, fmt.Errorf("plan %s after %s: %w", l.key, trigger, err)
	}
	if !within(u, day.Due) {
		return out, nil
	}
	facts := FactsOf(u, max(day.Opens, u.Start), parameters)
	for _, c := range []*condition{l.standard, l.when} {
		if yes, err := c.ask(facts); err != nil || !yes {
			return out, err
		}
	}
	told := day.Opens
	for _, span := range l.duty.Remind {
		if first := ev.calendar.Add(day.Due, calendar.Span{N: -span.N, Unit: span.Unit}); !first.IsZero() {
			told = min(told, first)
		}
	}
	return append(out, EventTask{EventPeriod(trigger, due.Add, ev.calendar), told, port.PlannedTask{
		Duty: l.key, Subject: subject, Opens: day.Opens, Due: day.Due, Estimated: day.Estimated}}), nil
}

// EventPeriod is the period an event's task belongs to: the month that holds the
// trigger moved by the rule's days, weeks, months or years, before any shift to
// a workday. Workdays do not move it: how many days they are changes when a
// calendar is announced, and the same event must never have two periods.
func EventPeriod(trigger calendar.Date, add calendar.Span, cal *calendar.Calendar) calendar.Period {
	if add.Unit != calendar.UnitWorkday {
		trigger = cal.Add(trigger, add)
	}
	return calendar.PeriodOf(calendar.KindMonth, trigger)
}

// DateOf reads a date among attributes or fields; none is no date.
func DateOf(value any) (calendar.Date, error) {
	switch v := value.(type) {
	case nil:
		return 0, nil
	case calendar.Date:
		return v, nil
	case string:
		if v == "" {
			return 0, nil
		}
		return calendar.ParseDate(v)
	}
	return 0, fmt.Errorf("「%v」不是日期，应写成 2026-03-01 的样子", value)
}
