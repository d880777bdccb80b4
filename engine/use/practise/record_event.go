package practise

import (
	"cmp"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/plan"
	"wubiao/engine/port"
)

// RecordChanged brings the tasks that one record sets off in step with it, in
// the transaction that inserts (before nil), corrects or deletes (after nil) the
// record. The nightly reconcile would find the same; here it happens at once.
func (p *Practise) RecordChanged(tx port.Tx, unit *engine.Unit, before, after *engine.Record) (ReconcileResult, error) {
	var none ReconcileResult
	today := p.day(tx.Now())
	if !setsOff(p.editionsBetween(unit.Start, p.sheetsThrough(today)), cmp.Or(after, before).Ledger) {
		return none, nil
	}
	shelf := p.eventShelf(unit.Start, today)
	var values []engine.ParameterValue
	if err := tx.List(&values, access.Everything(), port.Query{}); err != nil {
		return none, fmt.Errorf("list parameters: %w", err)
	}
	parameters := plan.NewParameters(values)
	known, err := p.asOf(tx, []engine.Unit{*unit}, p.day(tx.Now()))
	if err != nil {
		return none, err
	}
	unit = &known[0]
	var then, now []pinned
	if before != nil {
		if then, err = shelf.fromRecord(unit, before, parameters); err != nil {
			then = nil // it set nothing off that could be read; the nightly run cleans up
		}
	}
	if after != nil {
		if now, err = shelf.fromRecord(unit, after, parameters); err != nil {
			return none, err
		}
	}
	have, err := tasksOf(tx, shelf, unit.ID, append(append([]pinned{}, then...), now...))
	if err != nil {
		return none, err
	}
	d := shelf.compare([]engine.Unit{*unit}, map[engine.UnitID][]pinned{unit.ID: now}, map[engine.UnitID][]engine.Task{unit.ID: have})
	if d.empty() {
		return none, nil
	}
	return shelf.apply(tx, d)
}

// tasksOf finds the tasks that the planned ones stand for, by their key.
func tasksOf(tx port.Tx, shelf *eventShelf, unit engine.UnitID, planned []pinned) ([]engine.Task, error) {
	var periods, subjects []string
	for _, t := range planned {
		periods = append(periods, t.Period.String())
		subjects = append(subjects, t.Subject)
	}
	if len(planned) == 0 {
		return nil, nil
	}
	var tasks, out []engine.Task
	q := port.Query{Where: port.Where{"period": periods, "unit_id": int64(unit), "subject": subjects}}
	if err := tx.List(&tasks, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list event tasks: %w", err)
	}
	for _, t := range tasks {
		if shelf.knows(t) {
			out = append(out, t)
		}
	}
	return out, nil
}
