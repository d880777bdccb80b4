package practise

import (
	"fmt"
	"maps"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// registersOf reads the registers of the units, also those who have left since
// the day, with the committees that the editions know and the records that their
// attributes follow from.
func registersOf(tx port.Tx, units []engine.Unit, since calendar.Date, editions ...*rule.Edition) (map[engine.UnitID]*engine.Register, error) {
	ids := make([]engine.UnitID, len(units))
	for i := range units {
		ids[i] = units[i].ID
	}
	var posts []string
	for _, e := range editions {
		for _, post := range plan.CommitteePosts(e) {
			if !slices.Contains(posts, post) {
				posts = append(posts, post)
			}
		}
	}
	registers, err := tx.Registers(ids, since, posts)
	if err != nil {
		return nil, fmt.Errorf("read registers: %w", err)
	}
	return withRecords(tx, registers, ids, plan.TellingLedgers(editions...))
}

// withRecords adds to the registers the units' records of the ledgers, in the
// order of their days. The given registers stay as they are.
func withRecords(tx port.Tx, registers map[engine.UnitID]*engine.Register, units []engine.UnitID, ledgers []string) (map[engine.UnitID]*engine.Register, error) {
	if len(ledgers) == 0 || len(units) == 0 {
		return registers, nil
	}
	var records []engine.Record
	q := port.Query{Where: port.Where{"unit_id": units, "ledger": ledgers}, Order: []string{"day", "id"}, Columns: []string{"id", "unit_id", "ledger", "day", "fields"}}
	if err := tx.List(&records, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list the records that attributes follow from: %w", err)
	}
	if len(records) == 0 {
		return registers, nil
	}
	out := maps.Clone(registers)
	if out == nil {
		out = map[engine.UnitID]*engine.Register{}
	}
	own := map[engine.UnitID]bool{}
	for _, r := range records {
		if !own[r.UnitID] {
			own[r.UnitID] = true
			register := engine.Register{}
			if known := registers[r.UnitID]; known != nil {
				register = *known
			}
			out[r.UnitID] = &register
		}
		out[r.UnitID].Records = append(out[r.UnitID].Records, r)
	}
	return out, nil
}

// asOf gives the units with their attributes as they are on the day, under the
// edition in force then. 在场月数 is that of the day's quarter.
func (p *Practise) asOf(tx port.Tx, units []engine.Unit, day calendar.Date) ([]engine.Unit, error) {
	e, err := p.Book.On(day)
	if engine.CodeOf(err) == engine.NotFound { // before the first edition nothing is worked out
		return units, nil
	}
	if err != nil {
		return nil, fmt.Errorf("edition of the day: %w", err)
	}
	registers, err := registersOf(tx, units, day.AddMonths(-stayMonths), e)
	if err != nil {
		return nil, err
	}
	deriver, quarter := plan.NewDeriver(e), calendar.PeriodOf(calendar.KindQuarter, day)
	out := slices.Clone(units)
	for i := range out {
		out[i].Attributes = deriver.Of(&out[i], registers[out[i].ID], quarter, day)
	}
	return out, nil
}

// stayMonths is how far back somebody who has left may still matter on a day:
// 转入转出 within half a year.
const stayMonths = 6

// FactsOn is what conditions read of the unit on a day: what follows from its
// people, from the calendar and from its ledgers as of that day, with 在场月数 of
// its quarter.
func (p *Practise) FactsOn(tx port.Tx, unit *engine.Unit, day calendar.Date) (rule.UnitFacts, error) {
	return p.factsAt(tx, unit, calendar.PeriodOf(calendar.KindQuarter, day), day, day)
}

// FactsIn is FactsOn for a sheet: 在场月数 is that of the sheet's period, and what
// follows from ledgers is as it was when the period began. What fell due in the
// period is then judged in it, though the very record that did it has moved the
// date on: the election of June ends the term of June, not one of three years later.
func (p *Practise) FactsIn(tx port.Tx, unit *engine.Unit, period calendar.Period, day calendar.Date) (rule.UnitFacts, error) {
	return p.factsAt(tx, unit, period, day, period.Start.AddDays(-1))
}

// factsAt works the unit's facts out as of the day, and from records up to the day
// told.
func (p *Practise) factsAt(tx port.Tx, unit *engine.Unit, period calendar.Period, day, told calendar.Date) (rule.UnitFacts, error) {
	var values []engine.ParameterValue
	if err := tx.List(&values, access.Everything(), port.Query{}); err != nil {
		return rule.UnitFacts{}, fmt.Errorf("list parameters: %w", err)
	}
	e, err := p.Book.On(day)
	if engine.CodeOf(err) == engine.NotFound { // before the first edition nothing is worked out
		return plan.FactsOf(unit, day, plan.NewParameters(values)), nil
	}
	if err != nil {
		return rule.UnitFacts{}, fmt.Errorf("edition of the day: %w", err)
	}
	registers, err := registersOf(tx, []engine.Unit{*unit}, day.AddMonths(-stayMonths), e)
	if err != nil {
		return rule.UnitFacts{}, err
	}
	register := registers[unit.ID]
	if register != nil {
		if later := slices.IndexFunc(register.Records, func(r engine.Record) bool { return r.Day > told }); later >= 0 {
			register.Records = register.Records[:later]
		}
	}
	known := *unit
	known.Attributes = plan.Derive(e, unit, register, period, day)
	return plan.FactsOf(&known, day, plan.NewParameters(values)), nil
}
