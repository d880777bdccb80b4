package practise

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/state"
)

// fulfil moves the open tasks that the record does the work of to done, and
// tells of each duty it met. Of several open tasks of one duty it is the one
// whose time the record falls in, the earliest due first. Duties in had, by key,
// the record has counted for already.
func (p *Practise) fulfil(tx port.Tx, e *rule.Edition, unit *engine.Unit, record *engine.Record, actor access.Actor, had map[string]bool) ([]Counted, error) {
	matched, facts, err := p.matched(tx, e, unit, record)
	if err != nil {
		return nil, err
	}
	var out []Counted
	for _, m := range matched {
		if had[m.key()] {
			continue
		}
		c, found, err := p.fulfilDuty(tx, e, m, record, facts)
		if err != nil {
			return nil, fmt.Errorf("fulfil %s: %w", m.key(), err)
		}
		if found && m.mayShow(actor, unit.ID) {
			out = append(out, c)
		}
	}
	return out, nil
}

func (p *Practise) fulfilDuty(tx port.Tx, e *rule.Edition, m match, record *engine.Record, facts rule.UnitFacts) (Counted, bool, error) {
	tasks, err := m.tasks(tx, e, record, facts, engine.TaskOpen)
	if err != nil || len(tasks) == 0 {
		return Counted{}, false, err
	}
	t := &tasks[0]
	c := counted(m.standard, m.duty, t)
	if m.duty.Done.Need != nil {
		if c.Have, c.Need, err = m.enough(tx, e, t, record, facts); err != nil || c.More() > 0 {
			return c, true, err
		}
	}
	move, err := state.Tasks().Next(t.State, state.TaskFulfil, state.ByRecord, state.TaskFacts{Today: p.today(tx)})
	if err != nil {
		return c, false, err
	}
	t.State, t.DoneOn, t.DoneBy, t.Quality = move.To, record.Day, record.Doer(), engine.Unrated
	c.Done, c.Now = true, true
	if err := tx.Save(t); err != nil {
		return c, false, fmt.Errorf("save task: %w", err)
	}
	return c, true, nil
}

// reachMonths is how far the period of a task may lie from the day of the record
// that does it: events a year off are met early, and late.
const reachMonths = 14

// tasks lists the unit's tasks of the duty, in the states, that the record may
// do: its own before all, then by due day.
func (m match) tasks(tx port.Tx, e *rule.Edition, record *engine.Record, facts rule.UnitFacts, states ...engine.TaskState) ([]engine.Task, error) {
	words := make([]string, len(states))
	for i, s := range states {
		words[i] = string(s)
	}
	var all, out []engine.Task
	q := port.Query{Where: port.Where{
		"period":  keysOfPeriods(periodsBetween(record.Day.AddMonths(-reachMonths), record.Day.AddMonths(reachMonths), m.cadences...)),
		"unit_id": int64(record.UnitID), "duty": m.key(), "state": words}, Order: []string{"due"}}
	if err := tx.List(&all, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list tasks: %w", err)
	}
	for i := range all {
		meant, err := m.meant(tx, e, &all[i], record, facts)
		if err != nil {
			return nil, err
		}
		if meant {
			out = append(out, all[i])
		}
	}
	own := subjectOf(record.ID) // the record may do the very work it set off
	slices.SortStableFunc(out, func(a, b engine.Task) int {
		switch {
		case a.Subject == own && b.Subject != own:
			return -1
		case b.Subject == own && a.Subject != own:
			return 1
		}
		return 0
	})
	return out, nil
}

// meant says whether the record may do the task. By the calendar it is the time
// that decides; what an event set off may be done late, but is about that event.
func (m match) meant(tx port.Tx, e *rule.Edition, t *engine.Task, record *engine.Record, facts rule.UnitFacts) (bool, error) {
	id, byRecord := triggerOf(t.Subject)
	switch {
	case byRecord && id == record.ID:
		return true, nil
	case m.duty.Event == nil:
		// What was done before the window opened is another year's or nobody's.
		return t.Opens <= record.Day && (record.Day <= t.Due || t.Period.Contains(record.Day)), nil
	case m.duty.Event.Unit != "" && m.duty.Due.Add.N <= 0:
		return !m.tells(e, t, record), nil // what must be there by a day of the unit's own is done before that day
	case !byRecord || m.duty.Event.Of != record.Ledger:
		return t.Opens <= record.Day, nil
	}
	trigger, err := findRecord(tx, record.UnitID, id)
	if err != nil || trigger == nil {
		return false, err
	}
	if steps := e.Ledgers[record.Ledger].Steps; steps != nil {
		return steps.Subject(trigger.Fields) == steps.Subject(record.Fields), nil
	}
	// Where the record that set it off can itself be completed, no other does it.
	_, itself, err := e.Draft(m.duty.Done.Where, record.Ledger, trigger.Fields, record.Day, facts)
	return !itself && t.Opens <= record.Day, err
}

// tells says whether the record is the one from which the very day follows that set
// the task off: it begins the term that the task is to end.
func (m match) tells(e *rule.Edition, t *engine.Task, record *engine.Record) bool {
	a := e.Attributes[m.duty.Event.Unit]
	if a == nil || a.Latest == nil {
		return false
	}
	day := a.Latest.Says(e, record)
	return !day.IsZero() && t.Subject == plan.UnitSubject(m.duty.Event.Unit, day)
}

// subjectOf names the record that set a task off.
func subjectOf(id engine.RecordID) string { return fmt.Sprintf("记录/%d", id) }

// triggerOf gives the record that set a task off.
func triggerOf(subject string) (engine.RecordID, bool) {
	text, ok := strings.CutPrefix(subject, "记录/")
	if !ok {
		return 0, false
	}
	id, err := strconv.ParseInt(text, 10, 64)
	return engine.RecordID(id), err == nil
}

// findRecord gives a record of the unit, or nil.
func findRecord(tx port.Tx, unit engine.UnitID, id engine.RecordID) (*engine.Record, error) {
	var r engine.Record
	err := tx.Get(&r, access.Everything(), port.Where{"id": int64(id), "unit_id": int64(unit)})
	if engine.CodeOf(err) == engine.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find record: %w", err)
	}
	return &r, nil
}

// enough counts the unit's records that do the duty in the task's time, and how
// many it needs.
func (m match) enough(tx port.Tx, e *rule.Edition, t *engine.Task, record *engine.Record, facts rule.UnitFacts) (have, need int64, err error) {
	want := rule.Whole(1)
	if m.duty.Done.Need != nil {
		if want, err = e.Number(m.duty.Done.Need, facts); err != nil {
			return 0, 0, err
		}
	}
	records, err := m.records(tx, e, t, record, facts)
	return int64(len(records)), want.Ceil(), err
}

// records lists the unit's records in the task's time that do the duty.
func (m match) records(tx port.Tx, e *rule.Edition, t *engine.Task, record *engine.Record, facts rule.UnitFacts) ([]engine.Record, error) {
	var records, out []engine.Record
	q := port.Query{Where: port.Where{"unit_id": int64(record.UnitID), "ledger": record.Ledger},
		AtLeast: port.Where{"day": min(t.Period.Start, t.Opens)}, AtMost: port.Where{"day": max(t.Due, t.Period.End())}, Order: []string{"day"}}
	if err := tx.List(&records, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list records: %w", err)
	}
	for i := range records {
		yes, err := e.Meets(m.duty.Done.Where, record.Ledger, records[i].Fields, facts)
		if err != nil {
			return nil, err
		}
		if yes {
			out = append(out, records[i])
		}
	}
	return out, nil
}

func keysOfPeriods(periods []calendar.Period) []string {
	out := make([]string, len(periods))
	for i, p := range periods {
		out[i] = p.String()
	}
	return out
}
