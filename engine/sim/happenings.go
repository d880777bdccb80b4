package sim

import (
	"context"
	"fmt"

	"wubiao/engine/calendar"
	"wubiao/engine/rule"
	"wubiao/engine/use/standard"
)

// happenings records what sets event duties off: now and then somebody applies,
// a difficulty is heard of, a member leaves. Every event duty of the edition gets
// its turn.
func (p *people) happenings(ctx context.Context, day calendar.Date) error {
	for _, st := range p.sim.edition.Standards {
		for _, d := range st.Duties {
			if d.Event == nil || d.Event.Of == "" || d.Due == nil {
				continue
			}
			if err := p.happen(ctx, st, d, day); err != nil {
				return fmt.Errorf("%s.%s: %w", st.Code, d.ID, err)
			}
		}
	}
	return nil
}

// perYear is about how often an event happens in one branch in a year.
const perYear = 2

func (p *people) happen(ctx context.Context, st *rule.Standard, d *rule.Duty, day calendar.Date) error {
	for i := range p.company.Branches {
		b := &p.company.Branches[i]
		if p.chance(fmt.Sprintf("%s.%s/%d/%s", st.Code, d.ID, b.ID, day))%(300/perYear) != 0 {
			continue
		}
		applies, err := p.sim.edition.AppliesTo(st, rule.UnitFacts{Day: day, Attributes: b.Attributes})
		if err != nil {
			return fmt.Errorf("apply to %s: %w", b.Name, err)
		}
		if !applies {
			continue
		}
		fields, err := p.sim.fill(b, d.Event.Of, d.Event.Where, day)
		if err != nil || fields == nil {
			return err
		}
		if steps := p.sim.edition.Ledgers[d.Event.Of].Steps; steps != nil {
			fields[steps.Of] = personName(int(b.ID)*7 + int(day)) // somebody new, nearly always
		}
		if err := p.record(ctx, b.Holder(standard.DutyPost(st, d)).Actor(), b, d.Event.Of, fields); err != nil {
			return err
		}
	}
	return nil
}
