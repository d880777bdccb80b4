package practise

import (
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// belowMost is how many lagging branches the page of those above them names.
const belowMost = 10

// Below is how the branches under a general branch or the company stand.
type Below struct {
	Branches int        `json:"branches"` // all of them
	Lagging  int        `json:"lagging"`  // those with something overdue
	Units    []UnitLine `json:"units"`    // the most overdue first, at most ten
}

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

// below tells how the branches under the actor's units stand; nil where there
// are none.
func (p *Practise) below(tx port.Tx, actor access.Actor, scope access.Scope) (*Below, error) {
	var units []engine.Unit
	err := tx.List(&units, scope, port.Query{Where: port.Where{"kind": engine.Branch},
		Columns: []string{"id", "name", "kind", "start", "closed"}})
	if err != nil {
		return nil, fmt.Errorf("list branches below: %w", err)
	}
	own, today := ownUnits(actor), p.today(tx)
	units = slices.DeleteFunc(units, func(u engine.Unit) bool { return slices.Contains(own, u.ID) || !u.OpenOn(today) })
	if len(units) == 0 {
		return nil, nil
	}
	ids := make([]engine.UnitID, len(units))
	for i, u := range units {
		ids[i] = u.ID
	}
	counts, err := p.load(tx, scope, ids)
	if err != nil {
		return nil, err
	}
	b := &Below{Branches: len(units)}
	for _, u := range units {
		if line := counts[u.ID]; line.Overdue > 0 {
			line.ID, line.Name = u.ID, u.Name
			b.Units = append(b.Units, line)
		}
	}
	b.Lagging = len(b.Units)
	slices.SortStableFunc(b.Units, func(a, b UnitLine) int { return b.Overdue - a.Overdue })
	b.Units = b.Units[:min(belowMost, len(b.Units))]
	return b, nil
}
