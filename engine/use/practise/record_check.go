package practise

import (
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// farthest is how far ahead the day of a record may lie, in months: a deadline
// agreed today, not a slip of the keyboard.
const farthest = 60

// checkRecord checks a record before it is kept: its columns, its votes, the
// order of its steps. It gives the day that the record names, zero where it names
// none, or a refusal with every wrong field at once. id is the record that is
// changed, 0 for a new one.
func (p *Practise) checkRecord(tx port.Tx, e *rule.Edition, unit *engine.Unit, l *rule.Ledger, fields map[string]any, id engine.RecordID) (calendar.Date, error) {
	day, wrong := e.CheckRecord(l.Name, fields)
	wrong = append(wrong, tooMuch(l, fields)...)
	today := p.today(tx)
	if !day.IsZero() && (day.Year() < 2000 || day > today.AddMonths(farthest)) {
		wrong = append(wrong, engine.Field{Name: l.Day, Message: "这个日期的年份不对，请看一下"})
	}
	if len(wrong) > 0 {
		return 0, refused(wrong)
	}
	facts, err := p.FactsOn(tx, unit, today)
	if err != nil {
		return 0, err
	}
	votes, err := e.CheckVotes(l.Name, fields, facts)
	if err != nil {
		return 0, fmt.Errorf("check votes: %w", err)
	}
	steps, err := p.checkSteps(tx, e, unit, l, fields, id)
	if err != nil {
		return 0, err
	}
	if wrong = append(votes, steps...); len(wrong) > 0 {
		return 0, refused(wrong)
	}
	return day, nil
}

func refused(wrong []engine.Field) error {
	refusal := engine.Fail(engine.Invalid, "record", "还没有保存：请改正下面标出的地方")
	refusal.Fields = wrong
	return refusal
}

// checkSteps reads the other records of a procedure and asks about the order.
func (p *Practise) checkSteps(tx port.Tx, e *rule.Edition, unit *engine.Unit, l *rule.Ledger, fields map[string]any, id engine.RecordID) ([]engine.Field, error) {
	if l.Steps == nil {
		return nil, nil
	}
	var records []engine.Record
	q := port.Query{Where: port.Where{"unit_id": int64(unit.ID), "ledger": l.Name}}
	if err := tx.List(&records, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list the other steps: %w", err)
	}
	records = slices.DeleteFunc(records, func(r engine.Record) bool { return r.ID == id })
	others := make([]map[string]any, len(records))
	for i := range records {
		others[i] = records[i].Fields
	}
	return e.CheckSteps(l.Name, fields, others, p.Calendar), nil
}
