package practise

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/state"
)

// refit brings the tasks in step with a record that was changed: what it no
// longer does opens again, what it does now is done (nothing, where it was
// removed), and another record of the same time takes over what it can. after is saved already.
func (p *Practise) refit(tx port.Tx, e *rule.Edition, unit *engine.Unit, before, after *engine.Record, actor access.Actor) ([]Counted, error) {
	matched, facts, err := p.matched(tx, e, unit, before)
	if err != nil {
		return nil, err
	}
	opened := map[engine.TaskID]Counted{}
	var order []match
	had := map[string]bool{}
	for _, m := range matched {
		had[m.key()] = before.Day == after.Day // it counted, and may not count twice
		t, err := p.unfulfil(tx, e, m, before, after, facts)
		if err != nil {
			return nil, fmt.Errorf("reopen %s: %w", m.key(), err)
		}
		if t != nil {
			c := counted(m.standard, m.duty, t)
			c.Reopened = true
			opened[t.ID] = c
			order = append(order, m)
		}
	}
	var out []Counted
	if after.State() == engine.RecordThere {
		if out, err = p.fulfil(tx, e, unit, after, actor, had); err != nil {
			return nil, err
		}
	}
	for _, m := range order {
		if err := p.standIn(tx, e, m, before, facts); err != nil {
			return nil, fmt.Errorf("look for another record for %s: %w", m.key(), err)
		}
	}
	for id, c := range opened {
		var t engine.Task
		if err := tx.Get(&t, access.Everything(), port.Where{"id": int64(id)}); err != nil {
			return nil, fmt.Errorf("look at task %d again: %w", id, err)
		}
		if t.State == engine.TaskOpen {
			out = append(out, c)
		}
	}
	return out, nil
}

// unfulfil reopens the task that the record did, unless the record still does it
// on the same day or enough others are there. It gives the reopened task, or nil.
func (p *Practise) unfulfil(tx port.Tx, e *rule.Edition, m match, before, after *engine.Record, facts rule.UnitFacts) (*engine.Task, error) {
	still, err := e.Meets(m.duty.Done.Where, after.Ledger, after.Fields, facts)
	if err != nil || still && after.Day == before.Day && after.State() == engine.RecordThere {
		return nil, err
	}
	tasks, err := m.tasks(tx, e, before, facts, engine.TaskDone)
	if err != nil {
		return nil, err
	}
	t := did(tasks, before)
	if t == nil && m.duty.Done.Need != nil && len(tasks) > 0 {
		t = &tasks[0] // one of several: it did not come last, but may be missed now
	}
	if t == nil {
		return nil, nil
	}
	if m.duty.Done.Need != nil {
		have, need, err := m.enough(tx, e, t, after, facts)
		if err != nil || have >= need {
			return nil, err
		}
	}
	move, err := state.Tasks().Next(t.State, state.TaskUnfulfil, state.ByRecord, state.TaskFacts{Today: p.today(tx)})
	if err != nil {
		return nil, err
	}
	t.State, t.DoneOn, t.DoneBy, t.Quality = move.To, 0, 0, engine.Unrated
	if err := tx.Save(t); err != nil {
		return nil, fmt.Errorf("save task: %w", err)
	}
	return t, nil
}

// did finds the task that the record did.
func did(tasks []engine.Task, record *engine.Record) *engine.Task {
	for i := range tasks {
		if tasks[i].Subject == subjectOf(record.ID) || tasks[i].DoneOn == record.Day {
			return &tasks[i]
		}
	}
	return nil
}

// standIn lets another record of the time do a task that was reopened: one that
// no done task of the duty rests on.
func (p *Practise) standIn(tx port.Tx, e *rule.Edition, m match, before *engine.Record, facts rule.UnitFacts) error {
	open, err := m.tasks(tx, e, before, facts, engine.TaskOpen)
	if err != nil || len(open) == 0 {
		return err
	}
	done, err := m.tasks(tx, e, before, facts, engine.TaskDone)
	if err != nil {
		return err
	}
	records, err := m.records(tx, e, &open[0], before, facts)
	if err != nil {
		return err
	}
	taken := map[engine.TaskID]bool{}
	for i := range records {
		r := &records[i]
		used := false
		for _, t := range done {
			if t.DoneOn == r.Day && !taken[t.ID] {
				taken[t.ID], used = true, true
				break
			}
		}
		if used {
			continue
		}
		_, _, err := p.fulfilDuty(tx, e, m, r, facts)
		return err
	}
	return nil
}
