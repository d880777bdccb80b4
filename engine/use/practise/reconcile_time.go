package practise

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// retireOutOfTime retires the open tasks of any period that are due before their
// unit's start or after it has closed.
func (p *Practise) retireOutOfTime(ctx context.Context, f facts, today calendar.Date, result *ReconcileResult) error {
	units := map[engine.UnitID]*engine.Unit{}
	var closed []engine.UnitID
	var latest calendar.Date
	for i := range f.units {
		u := &f.units[i]
		units[u.ID] = u
		latest = max(latest, u.Start)
		if !u.Closed.IsZero() {
			closed = append(closed, u.ID)
		}
	}
	byReason := map[string][]engine.TaskID{}
	seen := map[engine.TaskID]bool{}
	collect := func(tx port.Tx, q port.Query) error {
		var tasks []engine.Task
		q.Columns = []string{"id", "unit_id", "due"}
		if err := tx.List(&tasks, access.Everything(), q); err != nil {
			return fmt.Errorf("list open tasks: %w", err)
		}
		for _, t := range tasks {
			if u := units[t.UnitID]; u != nil {
				if reason := outOfTime(u, t.Due); reason != "" && !seen[t.ID] {
					seen[t.ID] = true
					byReason[reason] = append(byReason[reason], t.ID)
				}
			}
		}
		return nil
	}
	err := p.Store.View(ctx, func(tx port.Tx) error {
		open := string(engine.TaskOpen)
		if len(closed) > 0 {
			if err := collect(tx, port.Query{Where: port.Where{"state": open, "unit_id": closed}}); err != nil {
				return err
			}
		}
		if latest.IsZero() {
			return nil
		}
		return collect(tx, port.Query{Where: port.Where{"state": open}, AtMost: port.Where{"due": min(latest, today).String()}})
	})
	if err != nil {
		return err
	}
	for _, reason := range slices.Sorted(maps.Keys(byReason)) {
		for ids := range slices.Chunk(byReason[reason], retireChunk) {
			if err := p.retireChunk(ctx, ids, reason, result); err != nil {
				return err
			}
		}
	}
	return nil
}

// retireChunk is how many tasks one transaction retires.
const retireChunk = 1000

func (p *Practise) retireChunk(ctx context.Context, ids []engine.TaskID, reason string, result *ReconcileResult) error {
	var done ReconcileResult
	err := p.Store.Update(ctx, func(tx port.Tx) (err error) {
		if done.Retired, err = retire(tx, ids, reason); err != nil {
			return err
		}
		return record(tx, "unit", done, slices.Clone(ids))
	})
	if err != nil {
		return err
	}
	result.add(done)
	return nil
}
