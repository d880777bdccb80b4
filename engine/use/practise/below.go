package practise

import (
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// load counts what is open in some branches: what is overdue, and what else is
// due to the end of the month. Lines of private standards count for nobody.
func (p *Practise) load(tx port.Tx, scope access.Scope, ids []engine.UnitID) (map[engine.UnitID]UnitLine, error) {
	out := map[engine.UnitID]UnitLine{}
	if len(ids) == 0 {
		return out, nil
	}
	today := p.today(tx)
	end := calendar.PeriodOf(calendar.KindMonth, today).End()
	var tasks []engine.Task
	err := tx.List(&tasks, scope, port.Query{
		Where: port.Where{"period": periodsBetween(today.AddMonths(-lookBack), end.AddMonths(1)), "unit_id": ids,
			"state": engine.TaskOpen},
		AtMost: port.Where{"due": end}, Columns: []string{"id", "unit_id", "duty", "edition", "due", "extended"},
	})
	if err != nil {
		return nil, fmt.Errorf("list open tasks of units: %w", err)
	}
	duties := p.Book.Duties(tx)
	for i := range tasks {
		t := &tasks[i]
		_, s, _, err := duties.Of(t)
		if err != nil {
			return nil, err
		}
		if s.Private {
			continue
		}
		line := out[t.UnitID]
		if t.Deadline() < today {
			line.Overdue++
		} else {
			line.Open++
		}
		out[t.UnitID] = line
	}
	return out, nil
}

// below says whether there are branches below the actor's units.
func (p *Practise) below(tx port.Tx, actor access.Actor, scope access.Scope) (bool, error) {
	var units []engine.Unit
	err := tx.List(&units, scope, port.Query{Where: port.Where{"kind": engine.Branch}, Columns: []string{"id", "kind", "start", "closed"}})
	if err != nil {
		return false, fmt.Errorf("list branches below: %w", err)
	}
	own, today := ownUnits(actor), p.today(tx)
	return slices.ContainsFunc(units, func(u engine.Unit) bool { return !slices.Contains(own, u.ID) && u.OpenOn(today) }), nil
}
