package practise

import (
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/rule"
	"wubiao/engine/use/standard"
)

// uses says whether the standard is fulfilled, set off, scored or shown by
// records of the ledger.
func uses(s *rule.Standard, ledger string) bool {
	for _, d := range s.Duties {
		if d.Done != nil && d.Done.Of == ledger || d.Event != nil && d.Event.Of == ledger {
			return true
		}
	}
	for _, r := range s.Scoring {
		if r.Of == ledger {
			return true
		}
	}
	return slices.ContainsFunc(s.Examples, func(x rule.Example) bool { return x.Of == ledger })
}

// mayFill says whether the actor writes in the ledgers of the unit: who holds a
// post in that very unit does. Those above read.
func mayFill(actor access.Actor, unit engine.UnitID) bool {
	if actor.IsSystem() {
		return true
	}
	for _, p := range actor.Posts {
		if p.Unit == unit {
			return access.May(actor.Role, access.RecordAdd)
		}
	}
	return false
}

// mayOpen says whether the actor may know of the ledger's records: everybody
// within reach, of a private ledger only the posts that answer for the work it
// records.
func mayOpen(actor access.Actor, unit engine.UnitID, e *rule.Edition, l *rule.Ledger) bool {
	if !l.Private || actor.IsSystem() {
		return true
	}
	for _, s := range e.Standards {
		if !uses(s, l.Name) {
			continue
		}
		if actor.Holds(unit, s.Who.Post) {
			return true
		}
		for _, d := range s.Duties {
			if d.Done != nil && d.Done.Of == l.Name && actor.Holds(unit, standard.DutyPost(s, d)) {
				return true
			}
		}
	}
	return false
}

// openLedger finds a ledger that the actor may know of. Unknown, without columns
// and kept from the actor look the same.
func openLedger(actor access.Actor, unit engine.UnitID, e *rule.Edition, name string) (*rule.Ledger, error) {
	l := e.Ledgers[name]
	if l == nil || !mayOpen(actor, unit, e, l) {
		return nil, access.Absent()
	}
	return l, nil
}

func ledgerTitle(l *rule.Ledger) string {
	if l.Title != "" {
		return l.Title
	}
	return l.Name
}

func columnLabel(c *rule.Column) string {
	if c.Label != "" {
		return c.Label
	}
	return c.ID
}
