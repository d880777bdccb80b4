package rule

import (
	"slices"

	"wubiao/engine/calendar"
)

// due says whether anything of the standard fell due in the period. Days of the
// calendar are asked first: events have to be looked for among the records.
func (j *judging) due(s *Standard) (Status, error) {
	calendarDuties, events := 0, 0
	for _, byEvent := range []bool{false, true} {
		for _, d := range s.Duties {
			if d.Due.IsEvent() != byEvent {
				continue
			}
			if yes, known := d.When.holds(j.over(nil)); !yes || !known {
				continue
			}
			if byEvent {
				events++
			} else {
				calendarDuties++
			}
			if yes, err := j.dutyDue(d); yes || err != nil {
				return Applies, err
			}
		}
	}
	switch {
	case len(s.Duties) == 0, s.NoEvent == "full" && calendarDuties == 0 && events > 0:
		return Applies, nil
	case calendarDuties > 0:
		return NotDue, nil
	case events > 0:
		return NoEvent, nil
	}
	return NotApplies, nil // every duty is switched off for this unit
}

// dutyDue says whether the duty fell due in the period: on a day of the calendar,
// or after an event among the records or in the life of the unit.
func (j *judging) dutyDue(d *Duty) (bool, error) {
	if !d.Due.IsEvent() {
		found, err := j.fallsDue(d)
		return slices.ContainsFunc(found, j.isDue), err
	}
	if d.Event.Unit != "" {
		return j.eventDue(d, j.unit.attributes[d.Event.Unit].day)
	}
	rows, err := j.rows(d.Event.Of)
	if err != nil {
		return false, err
	}
	on := j.edition.compiled.layouts[d.Event.Of].index[d.Event.Date]
	for i := range rows {
		if yes, known := d.Event.Where.holds(j.over(rows[i].values)); !yes || !known {
			continue
		}
		if yes, err := j.eventDue(d, rows[i].values[on].day); yes || err != nil {
			return yes, err
		}
	}
	return false, nil
}

// eventDue says whether the duty that an event set off fell due in the period.
func (j *judging) eventDue(d *Duty, trigger calendar.Date) (bool, error) {
	if trigger.IsZero() {
		return false, nil
	}
	due, known := j.unit.dueFor(d.Due)
	if !known {
		return false, nil
	}
	o, err := due.After(trigger, j.calendar)
	return err == nil && j.inPeriod(o.Due) && j.isDue(window{due: o.Due, about: o.Due}), err
}

// deadlineLedgers finds the ledgers whose day is itself the last good day of an
// event duty, as 时限 is of a problem to be put right.
func (e *Edition) deadlineLedgers() map[string]bool {
	out := map[string]bool{}
	for _, s := range e.Standards {
		for _, d := range s.Duties {
			if d.Event == nil || d.Event.Of == "" || d.Due == nil || d.Due.Add.N != 0 || d.Due.AddBy != "" {
				continue
			}
			if l := e.Ledgers[d.Event.Of]; l != nil && l.Day == d.Event.Date {
				out[d.Event.Of] = true
			}
		}
	}
	return out
}
