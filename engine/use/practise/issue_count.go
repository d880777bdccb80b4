package practise

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/plan"
	"wubiao/engine/port"
)

// countPeriod works out what issuePeriod would insert, and writes nothing.
func (p *Practise) countPeriod(ctx context.Context, m missingPeriod, classes *plan.Classes, result *IssueResult) error {
	var have present
	err := p.Store.View(ctx, func(tx port.Tx) error { return have.read(tx, m.period.String()) })
	if err != nil {
		return err
	}
	var n port.IssueCount
	for _, u := range classes.Units {
		if !have.sheets[u.Unit] {
			n.Sheets++
			n.Notices++
		}
		for _, t := range classes.Plans[u.Class].Tasks {
			if !have.tasks[taskKey{u.Unit, t.Duty, t.Subject}] {
				n.Tasks++
			}
		}
	}
	result.add(n)
	result.Periods = append(result.Periods, m.period.String())
	return nil
}

// taskKey is a task's natural key within a period.
type taskKey struct {
	unit          engine.UnitID
	duty, subject string
}

// present is what a run that was killed left of a period.
type present struct {
	sheets map[engine.UnitID]bool
	tasks  map[taskKey]bool
}

func (h *present) read(tx port.Tx, period string) error {
	h.sheets, h.tasks = map[engine.UnitID]bool{}, map[taskKey]bool{}
	var sheets []engine.Sheet
	q := port.Query{Where: port.Where{"period": period}, Columns: []string{"id", "unit_id"}}
	if err := tx.List(&sheets, access.Everything(), q); err != nil {
		return fmt.Errorf("list sheets: %w", err)
	}
	for _, s := range sheets {
		h.sheets[s.UnitID] = true
	}
	var tasks []engine.Task
	q.Columns = []string{"id", "unit_id", "duty", "subject"}
	if err := tx.List(&tasks, access.Everything(), q); err != nil {
		return fmt.Errorf("list tasks: %w", err)
	}
	for _, t := range tasks {
		h.tasks[taskKey{t.UnitID, t.Duty, t.Subject}] = true
	}
	return nil
}
