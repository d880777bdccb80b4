package practise

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// Keep writes a record that the program itself keeps, in the transaction of what
// it tells of: a new one where id is 0, else a new wording of that one. Everything
// follows from it as from any other record: what it fulfils, and what it marks. The
// line of the trail is the caller's.
func (p *Practise) Keep(tx port.Tx, actor access.Actor, unit *engine.Unit, ledger string, id engine.RecordID, fields map[string]any) (engine.RecordID, error) {
	e, err := p.Book.On(p.today(tx))
	if err != nil {
		return 0, fmt.Errorf("edition of the day: %w", err)
	}
	day, wrong := e.CheckRecord(ledger, fields)
	if len(wrong) > 0 {
		return 0, fmt.Errorf("a record of %s cannot be kept: %s %s", ledger, wrong[0].Name, wrong[0].Message)
	}
	if id == 0 {
		record := engine.Record{UnitID: unit.ID, Ledger: ledger, Day: day, Fields: fields, PersonID: actor.Person}
		_, err = p.enter(tx, e, unit, &record, actor)
		return record.ID, err
	}
	record, err := getRecord(tx, access.Everything(), id)
	if err != nil {
		return 0, err
	}
	before := record
	record.Fields, record.Day = fields, day
	_, err = p.reword(tx, e, unit, &before, &record, actor)
	return id, err
}
