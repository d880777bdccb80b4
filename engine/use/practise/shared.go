package practise

import (
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// What other packages of use cases build on: tasks are shown everywhere by the
// same lines.

// Today is the day of the transaction's moment.
func (p *Practise) Today(tx port.Tx) calendar.Date { return p.today(tx) }

// Location is the place whose midnight begins a day.
func (p *Practise) Location() *time.Location { return p.zone() }

// DayOf is the day of a moment.
func (p *Practise) DayOf(at time.Time) calendar.Date { return p.day(at) }

// Lines shows tasks of the units as lists do, leaving out what the actor must not
// know of.
func (p *Practise) Lines(tx port.Tx, actor access.Actor, scope access.Scope, units []engine.UnitID, tasks []engine.Task) ([]Line, error) {
	if len(tasks) == 0 {
		return nil, nil
	}
	l, err := p.liner(tx, actor, scope, units)
	if err != nil {
		return nil, err
	}
	return l.lines(tasks)
}

// Unit loads a unit within the scope; absent and foreign look the same.
func Unit(tx port.Tx, scope access.Scope, id engine.UnitID) (engine.Unit, error) {
	return getUnit(tx, scope, id)
}

// DutyOf finds what a task rests on.
func (p *Practise) DutyOf(tx port.Tx, t *engine.Task) (*rule.Standard, *rule.Duty, error) {
	return p.dutyOf(tx, t)
}

// OrderRuns refuses what would change a task of an order that has ended.
func OrderRuns(tx port.Tx, t *engine.Task) error { return orderRuns(tx, t) }

// StandingIn is the actor as a holder of the post for one task, where the task was
// given to the actor by name.
func StandingIn(tx port.Tx, actor access.Actor, t *engine.Task, post string) (access.Actor, error) {
	return standingIn(tx, actor, t, post)
}

// Tidy turns what a form sent into what the ledger keeps.
func Tidy(l *rule.Ledger, typed map[string]any) map[string]any { return tidy(l, typed) }

// TooMuch finds texts that are too long and characters that no keyboard gives.
func TooMuch(l *rule.Ledger, fields map[string]any) []engine.Field { return tooMuch(l, fields) }

// Choose puts the choices of a field and marks those that are chosen.
func (f *FormField) Choose(choices, chosen []string) { f.choose(choices, chosen) }

// Unread lists the unread notices in a unit that are addressed to the actor.
func (p *Practise) Unread(tx port.Tx, actor access.Actor, scope access.Scope, unit engine.UnitID) ([]NoticeLine, error) {
	return p.unread(tx, actor, scope, []engine.UnitID{unit})
}

// Answers says whether the work of the post in the unit is the actor's to do.
func Answers(actor access.Actor, unit engine.UnitID, post string) bool {
	return answers(actor, unit, post)
}

// PeriodsBetween lists every month, quarter, half-year and year that has a day
// from one day to the other.
func PeriodsBetween(from, to calendar.Date) []calendar.Period { return periodsBetween(from, to) }
