package practise

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
)

// reconcileEvents compares the tasks that events set off with the events: the
// records of the ledgers and the units' own dates.
func (p *Practise) reconcileEvents(ctx context.Context, f facts, today calendar.Date, result *ReconcileResult) error {
	shelf := p.eventShelf(f.earliest, today)
	if len(shelf.duties) == 0 {
		return nil
	}
	var units []engine.Unit
	for i := range f.units {
		if f.units[i].CarriesDuties() {
			units = append(units, f.units[i])
		}
	}
	have, err := p.eventTasks(ctx, shelf)
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(units, p.chunk()) {
		var d eventDifference
		err := p.Store.View(ctx, func(tx port.Tx) error {
			known, err := p.asOf(tx, chunk, today)
			if err != nil {
				return err
			}
			planned, err := shelf.plan(tx, known, f.parameters, result.warn)
			if err != nil {
				return err
			}
			d = shelf.compare(chunk, planned, have)
			return nil
		})
		if err != nil {
			return err
		}
		if d.empty() {
			continue
		}
		var done ReconcileResult
		err = p.Store.Update(ctx, func(tx port.Tx) (err error) {
			if done, err = shelf.apply(tx, d); err != nil {
				return err
			}
			return p.doneBefore(tx, chunk, d.issue)
		})
		if err != nil {
			return fmt.Errorf("event tasks: %w", err)
		}
		result.add(done)
	}
	return nil
}

// eventTasks reads every task of an event duty. There is no other way to find
// those whose record is gone, and they are few beside the others.
func (p *Practise) eventTasks(ctx context.Context, shelf *eventShelf) (map[engine.UnitID][]engine.Task, error) {
	have := map[engine.UnitID][]engine.Task{}
	err := p.Store.View(ctx, func(tx port.Tx) error {
		var tasks []engine.Task
		if err := tx.List(&tasks, access.Everything(), port.Query{Where: port.Where{"duty": shelf.duties}}); err != nil {
			return fmt.Errorf("list event tasks: %w", err)
		}
		for _, t := range tasks {
			if shelf.knows(t) {
				have[t.UnitID] = append(have[t.UnitID], t)
			}
		}
		return nil
	})
	return have, err
}

// pinned is an event's task with the edition it is pinned to.
type pinned struct {
	plan.EventTask
	edition string
}

// plan works out the tasks that events of the units set off.
func (s *eventShelf) plan(tx port.Tx, units []engine.Unit, parameters *plan.Parameters, warn func(error)) (map[engine.UnitID][]pinned, error) {
	ids := make([]engine.UnitID, len(units))
	byID := map[engine.UnitID]*engine.Unit{}
	for i := range units {
		ids[i], byID[units[i].ID] = units[i].ID, &units[i]
	}
	var records []engine.Record
	if len(s.ledgers) > 0 {
		q := port.Query{Where: port.Where{"unit_id": ids, "ledger": s.ledgers}}
		if err := tx.List(&records, access.Everything(), q); err != nil {
			return nil, fmt.Errorf("list records: %w", err)
		}
	}
	out := map[engine.UnitID][]pinned{}
	for i := range units {
		tasks, err := s.fromUnit(&units[i], parameters)
		if err != nil {
			warn(err)
		}
		out[units[i].ID] = tasks
	}
	for i := range records {
		u := byID[records[i].UnitID]
		tasks, err := s.fromRecord(u, &records[i], parameters)
		if err != nil {
			warn(err)
		}
		out[u.ID] = append(out[u.ID], tasks...)
	}
	return out, nil
}
