package rule

import (
	"fmt"

	"wubiao/engine/calendar"
)

// UnitFacts is what is known about a unit on a day: its attributes by name, and
// the company's choices for parameters that differ from the edition's defaults
// (as the edition would write them).
type UnitFacts struct {
	Day        calendar.Date
	Attributes map[string]any
	Parameters map[string]string
	Start      calendar.Date // nothing that was due before is judged; zero: it was always there
	Closed     calendar.Date // nor what falls due later; zero: it is open
}

// covers says whether a due day lies in the unit's time, and with it the end of
// what it is about: a unit that was not there yet had nothing to report on.
func (u *UnitFacts) covers(about, due calendar.Date) bool {
	return u.Start <= min(about, due) && (u.Closed.IsZero() || due <= u.Closed)
}

// AppliesTo says whether the standard is addressed to the unit. A condition that
// reads something unknown does not apply: nobody is burdened by a gap in the
// register.
func (e *Edition) AppliesTo(s *Standard, u UnitFacts) (bool, error) {
	return e.condition(s.Applies, nil, u)
}

// DutyAppliesTo says whether the duty of a standard that applies is addressed to
// the unit.
func (e *Edition) DutyAppliesTo(d *Duty, u UnitFacts) (bool, error) {
	return e.condition(d.When, nil, u)
}

// Meets says whether a record of the ledger meets a condition; nil always holds.
func (e *Edition) Meets(x *Expr, ledger string, fields map[string]any, u UnitFacts) (bool, error) {
	layout := e.compiled.layouts[ledger]
	if layout == nil {
		return false, fmt.Errorf("没有台账「%s」", ledger)
	}
	row, err := layout.readFor(x, fields)
	if err != nil {
		return false, err
	}
	return e.condition(x, row, u)
}

// condition evaluates a condition; one that is not there holds, one that reads
// something unknown does not.
func (e *Edition) condition(x *Expr, row []Value, u UnitFacts) (bool, error) {
	known, err := e.envFor(x, u)
	if err != nil {
		return false, err
	}
	yes, sure := x.holds(&env{unit: known, row: row})
	return yes && sure, nil
}

// Number evaluates a number of the edition (a need, a fraction) for a unit.
func (e *Edition) Number(x *Expr, u UnitFacts) (Rat, error) {
	known, err := e.envFor(x, u)
	if err != nil {
		return Rat{}, err
	}
	v := x.in(&env{unit: known})
	if v.kind != number {
		return Rat{}, fmt.Errorf("「%s」没有值", x.Source)
	}
	return v.rat, nil
}

// Standard finds a standard by its code, or nil.
func (e *Edition) Standard(code string) *Standard { return e.compiled.standards[code] }

// Duty finds a duty by its key, "Z05.会议", with its standard; nil where the
// edition has none.
func (e *Edition) Duty(key string) (*Standard, *Duty) {
	d := e.compiled.duties[key]
	return d.standard, d.duty
}

// Rule finds a rule by its key, "Z05.a", or nil.
func (e *Edition) Rule(key string) *Rule { return e.compiled.rules[key] }
