package plan

import (
	"maps"
	"slices"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// told gives the date that follows by the day from the last record that tells of
// the attribute; zero where no ledger does. A date before the unit's go-live day
// is told by a record of an earlier time (an old ledger brought along that lacks
// the newest lines) and does not take the place of what was entered.
func (d *Deriver) told(name string, u *engine.Unit, r *engine.Register, day calendar.Date) calendar.Date {
	if r == nil {
		return 0
	}
	latest := d.edition.Attributes[name].Latest
	for i := len(r.Records) - 1; i >= 0; i-- {
		record := &r.Records[i]
		if record.Day > day {
			continue
		}
		if date := latest.Says(d.edition, record); !date.IsZero() {
			if date < u.Start {
				return 0
			}
			return date
		}
	}
	return 0
}

// TellingLedgers lists the ledgers that attributes of the editions follow from.
func TellingLedgers(editions ...*rule.Edition) []string {
	found := map[string]bool{}
	for _, e := range editions {
		for _, a := range e.Attributes {
			if a.Latest != nil {
				found[a.Latest.Of] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}
