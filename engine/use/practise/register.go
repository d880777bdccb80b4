package practise

import (
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// registersOf reads the registers of the units, also those who have left since
// the day, with the committees that the editions know.
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
	return registers, nil
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

// factsOf is what conditions read of the unit on a day: what follows from its
// people and from the calendar as of that day, with 在场月数 of its quarter.
func (p *Practise) factsOf(tx port.Tx, unit *engine.Unit, day calendar.Date) (rule.UnitFacts, error) {
	return p.FactsIn(tx, unit, calendar.PeriodOf(calendar.KindQuarter, day), day)
}

// FactsIn is factsOf for a sheet: 在场月数 is that of the sheet's period.
func (p *Practise) FactsIn(tx port.Tx, unit *engine.Unit, period calendar.Period, day calendar.Date) (rule.UnitFacts, error) {
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
	known := *unit
	known.Attributes = plan.Derive(e, unit, registers[unit.ID], period, day)
	return plan.FactsOf(&known, day, plan.NewParameters(values)), nil
}
