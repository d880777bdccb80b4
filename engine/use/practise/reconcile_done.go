package practise

import (
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// doneBefore lets records that were kept before a task was issued do it: what a
// date of the unit's own asks for is often done before anybody is reminded of it.
func (p *Practise) doneBefore(tx port.Tx, units []engine.Unit, issued []eventIssue) error {
	for _, t := range issued {
		e, err := p.Book.Named(t.edition)
		if err != nil {
			return err
		}
		s, d := e.Duty(t.Duty)
		if d.Event.Unit == "" || d.Done == nil || d.Done.Of == "" {
			continue
		}
		m := match{s, d, p.Book.Cadences(t.Duty)}
		unit := &units[slices.IndexFunc(units, func(u engine.Unit) bool { return u.ID == t.unit })]
		var records []engine.Record
		q := port.Query{Where: port.Where{"unit_id": int64(t.unit), "ledger": d.Done.Of}, AtLeast: port.Where{"day": t.Due.AddMonths(-reachMonths)}, Order: []string{"day", "id"}}
		if err := tx.List(&records, access.Everything(), q); err != nil {
			return fmt.Errorf("list what was done before: %w", err)
		}
		for i := range records {
			if done, err := p.doneBy(tx, e, m, unit, &records[i]); err != nil || done {
				if err != nil {
					return fmt.Errorf("%s of unit %d: %w", t.Duty, t.unit, err)
				}
				break
			}
		}
	}
	return nil
}

// doneBy says whether the record did an open task of the duty.
func (p *Practise) doneBy(tx port.Tx, e *rule.Edition, m match, unit *engine.Unit, r *engine.Record) (bool, error) {
	facts := rule.UnitFacts{Day: r.Day}
	if m.duty.Done.Where.ReadsUnit() || m.duty.Done.Need.ReadsUnit() {
		var err error
		if facts, err = p.FactsOn(tx, unit, r.Day); err != nil {
			return false, err
		}
	}
	if yes, err := e.Meets(m.duty.Done.Where, r.Ledger, r.Fields, facts); err != nil || !yes {
		return false, err
	}
	c, _, err := p.fulfilDuty(tx, e, m, r, facts)
	return c.Now, err
}
