package sim

import (
	"context"
	"fmt"

	"wubiao/engine"
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
		var next *rule.Expr
		if d.Done != nil && d.Done.Of == d.Event.Of {
			next = d.Done.Where
		}
		made, err := p.sim.fill(b, d.Event.Of, d.Event.Where, next, day)
		if err != nil || made == nil {
			return err
		}
		if p.sim.begins(d.Event.Of, made, day) {
			return nil // no branch begins a term by chance
		}
		if steps := p.sim.edition.Ledgers[d.Event.Of].Steps; steps != nil {
			made.fields[steps.Of] = p.sim.matter(d.Event.Of, int(b.ID), day)
		}
		if err := p.record(ctx, b.Holder(standard.DutyPost(st, d)).Actor(), b, d.Event.Of, made); err != nil {
			return err
		}
	}
	return nil
}

// begins says whether an attribute of the unit would follow from the record.
func (s *Sim) begins(ledger string, made *draft, day calendar.Date) bool {
	for _, a := range s.edition.Attributes {
		if a.Latest != nil && !a.Latest.Says(s.edition, &engine.Record{Ledger: ledger, Day: day, Fields: made.fields}).IsZero() {
			return true
		}
	}
	return false
}

// matter names what a procedure that begins is about: somebody new, nearly always,
// or the matter itself with its month.
func (s *Sim) matter(ledger string, n int, day calendar.Date) string {
	l := s.edition.Ledgers[ledger]
	for _, c := range l.Columns {
		if c.ID == l.Steps.Of && c.Type.Name != rule.TypePerson {
			return fmt.Sprintf("%d月%s", int(day.Month()), vacancies[n%len(vacancies)])
		}
	}
	return personName(n*7 + int(day))
}

// vacancies are the seats that fall vacant in the sample's committees.
var vacancies = []string{"补选组织委员", "补选宣传委员", "补选纪检委员"}
