package practise

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/state"
)

// fulfil moves the open tasks that the record does the work of to done. Of
// several open tasks of one duty it is the one whose time the record falls in,
// the earliest due first.
func (p *Practise) fulfil(tx port.Tx, e *rule.Edition, unit *engine.Unit, record *engine.Record, actor access.Actor) (int, error) {
	var values []engine.ParameterValue
	if err := tx.List(&values, access.Everything(), port.Query{}); err != nil {
		return 0, fmt.Errorf("list parameters: %w", err)
	}
	facts := plan.FactsOf(unit, record.Day, plan.NewParameters(values))
	done := 0
	for _, s := range e.Standards {
		for _, d := range s.Duties {
			if d.Done == nil || d.Done.Confirm || d.Done.Of != record.Ledger {
				continue
			}
			yes, err := e.Meets(d.Done.Where, record.Ledger, record.Fields, facts)
			if err != nil {
				return done, err
			}
			if !yes {
				continue
			}
			moved, err := p.fulfilDuty(tx, e, s.Code+"."+d.ID, d, record, facts, actor)
			if err != nil {
				return done, err
			}
			done += moved
		}
	}
	return done, nil
}

func (p *Practise) fulfilDuty(tx port.Tx, e *rule.Edition, key string, d *rule.Duty, record *engine.Record, facts rule.UnitFacts, actor access.Actor) (int, error) {
	t, err := openTask(tx, key, record)
	if err != nil || t == nil {
		return 0, err
	}
	enough, err := p.enough(tx, e, d, t, record, facts)
	if err != nil || !enough {
		return 0, err
	}
	move, err := state.Tasks().Next(t.State, state.TaskFulfil, state.ByRecord, state.TaskFacts{Today: p.today(tx)})
	if err != nil {
		return 0, err
	}
	t.State, t.DoneOn, t.DoneBy = move.To, record.Day, actor.Person
	if err := tx.Save(t); err != nil {
		return 0, fmt.Errorf("save task: %w", err)
	}
	return 1, nil
}

// openTask finds the open task of a duty whose time holds the record's day.
func openTask(tx port.Tx, key string, record *engine.Record) (*engine.Task, error) {
	var tasks []engine.Task
	q := port.Query{Where: port.Where{
		"period":  keysOfPeriods(periodsBetween(record.Day.AddMonths(-14), record.Day.AddMonths(2))),
		"unit_id": int64(record.UnitID), "duty": key, "state": string(engine.TaskOpen)}, Order: []string{"due"}}
	if err := tx.List(&tasks, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list open tasks: %w", err)
	}
	own := fmt.Sprintf("记录/%d", record.ID) // the record may do the very work it set off
	for i := range tasks {
		if tasks[i].Subject == own {
			return &tasks[i], nil
		}
	}
	for i := range tasks {
		t := &tasks[i]
		if t.Period.Contains(record.Day) || t.Opens <= record.Day && record.Day <= t.Due {
			return t, nil
		}
	}
	return nil, nil
}

// enough says whether the unit has as many records as the duty needs, the new
// one among them.
func (p *Practise) enough(tx port.Tx, e *rule.Edition, d *rule.Duty, t *engine.Task, record *engine.Record, facts rule.UnitFacts) (bool, error) {
	if d.Done.Need == nil {
		return true, nil
	}
	need, err := e.Number(d.Done.Need, facts)
	if err != nil {
		return false, err
	}
	var records []engine.Record
	q := port.Query{Where: port.Where{"unit_id": int64(record.UnitID), "ledger": record.Ledger},
		AtLeast: port.Where{"day": t.Period.Start}, AtMost: port.Where{"day": max(t.Due, t.Period.End())}}
	if err := tx.List(&records, access.Everything(), q); err != nil {
		return false, fmt.Errorf("list records: %w", err)
	}
	have := int64(0)
	for i := range records {
		yes, err := e.Meets(d.Done.Where, record.Ledger, records[i].Fields, facts)
		if err != nil {
			return false, err
		}
		if yes {
			have++
		}
	}
	return rule.Whole(have).Cmp(need) >= 0, nil
}

func keysOfPeriods(periods []calendar.Period) []string {
	out := make([]string, len(periods))
	for i, p := range periods {
		out[i] = p.String()
	}
	return out
}
