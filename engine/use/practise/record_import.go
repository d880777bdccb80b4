package practise

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/intake"
)

// RecordBook is the workbook of a unit's ledgers.
func (p *Practise) RecordBook() *intake.Workbook {
	return &intake.Workbook{Store: p.Store, Kind: engine.ImportRecords, In: access.RecordImport, Out: access.RecordExport, Owner: recordBook{p}}
}

// recordBook knows what the rows of older ledgers become.
type recordBook struct{ *Practise }

// Enter finds the unit, whose ledgers are filled by its own people, and the ledgers.
func (p recordBook) Enter(tx port.Tx, actor access.Actor, scope access.Scope, unit engine.UnitID, ledgers []string) (string, error) {
	u, e, err := p.toImport(tx, actor, scope, unit)
	if err != nil {
		return "", err
	}
	for _, name := range ledgers {
		if _, err := ledgerToFill(e, name); err != nil {
			return "", err
		}
	}
	return u.Name, nil
}

// Write writes the good rows, the oldest of each ledger first, so that steps come
// one after another. What they fulfil and set off follows as it does for a record
// that is typed; nothing before the unit's go-live day is asked of it, so nothing
// before it is late. Each record keeps the import that it came with.
func (p *rowPlan) Write(tx port.Tx, actor access.Actor, i *engine.Import) (map[string]string, error) {
	quiet := &steady{Tx: tx}
	for _, row := range p.rows {
		if row.state != rowNew {
			continue
		}
		record := engine.Record{UnitID: p.unit.ID, Ledger: row.ledger.Name, Fields: row.fields, Day: row.day, PersonID: actor.Person, ImportID: i.ID}
		if _, err := p.enter(quiet, p.edition, p.unit, &record, actor); err != nil {
			return nil, fmt.Errorf("row %d: %w", row.number, err)
		}
	}
	if quiet.stale.IsZero() {
		return nil, nil
	}
	if _, err := tx.MarkStale(p.unit, quiet.stale); err != nil {
		return nil, fmt.Errorf("mark scores: %w", err)
	}
	return nil, nil
}

// steady is a transaction in which many records are written one after another:
// what they do not change is read once, and scores are marked once at the end.
type steady struct {
	port.Tx

	registers map[calendar.Date]map[engine.UnitID]*engine.Register
	values    []engine.ParameterValue
	valued    bool
	stale     calendar.Date // the earliest day that something was written for
}

func (s *steady) MarkStale(_ *engine.Unit, from calendar.Date) (int, error) {
	if s.stale.IsZero() || from < s.stale {
		s.stale = from
	}
	return 0, nil
}

// Registers remembers: an import is of one unit and changes nobody in it.
func (s *steady) Registers(units []engine.UnitID, left calendar.Date, posts []string) (map[engine.UnitID]*engine.Register, error) {
	if known, ok := s.registers[left]; ok && len(units) == 1 {
		return known, nil
	}
	out, err := s.Tx.Registers(units, left, posts)
	if err == nil {
		if s.registers == nil {
			s.registers = map[calendar.Date]map[engine.UnitID]*engine.Register{}
		}
		s.registers[left] = out
	}
	return out, err
}

// List remembers the company's choices.
func (s *steady) List(nouns any, scope access.Scope, query port.Query) error {
	values, ok := nouns.(*[]engine.ParameterValue)
	if !ok {
		return s.Tx.List(nouns, scope, query)
	}
	if !s.valued {
		if err := s.Tx.List(&s.values, scope, query); err != nil {
			return err
		}
		s.valued = true
	}
	*values = s.values
	return nil
}
