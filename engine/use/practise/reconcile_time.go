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
	out := newOutside(f.units)
	err := p.Store.View(ctx, func(tx port.Tx) error {
		open := string(engine.TaskOpen)
		if len(out.closed) > 0 {
			if err := out.collect(tx, port.Query{Where: port.Where{"state": open, "unit_id": out.closed}}); err != nil {
				return err
			}
		}
		if out.latest.IsZero() {
			return nil
		}
		due := min(out.latest, today).String()
		return out.collect(tx, port.Query{Where: port.Where{"state": open}, AtMost: port.Where{"due": due}})
	})
	if err != nil {
		return err
	}
	for _, reason := range slices.Sorted(maps.Keys(out.byReason)) {
		for ids := range slices.Chunk(out.byReason[reason], retireChunk) {
			if err := p.retireChunk(ctx, ids, reason, result); err != nil {
				return err
			}
		}
	}
	return nil
}

// outside collects open tasks that lie outside their unit's time.
type outside struct {
	units    map[engine.UnitID]*engine.Unit
	closed   []engine.UnitID
	latest   calendar.Date // of all starts
	seen     map[engine.TaskID]bool
	byReason map[string][]engine.TaskID
}

func newOutside(units []engine.Unit) *outside {
	o := &outside{units: map[engine.UnitID]*engine.Unit{}, seen: map[engine.TaskID]bool{}, byReason: map[string][]engine.TaskID{}}
	for i := range units {
		u := &units[i]
		o.units[u.ID] = u
		o.latest = max(o.latest, u.Start)
		if !u.Closed.IsZero() {
			o.closed = append(o.closed, u.ID)
		}
	}
	return o
}

// collect reads the tasks of the query and keeps those outside.
func (o *outside) collect(tx port.Tx, q port.Query) error {
	var tasks []engine.Task
	q.Columns = []string{"id", "unit_id", "due"}
	if err := tx.List(&tasks, access.Everything(), q); err != nil {
		return fmt.Errorf("list open tasks: %w", err)
	}
	for _, t := range tasks {
		u := o.units[t.UnitID]
		if u == nil || o.seen[t.ID] {
			continue
		}
		if reason := outOfTime(u, t.Due); reason != "" {
			o.seen[t.ID] = true
			o.byReason[reason] = append(o.byReason[reason], t.ID)
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
