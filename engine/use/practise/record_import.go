package practise

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/intake"
)

// DraftRecords looks at the rows of older ledgers and keeps them as a draft. No
// record is written.
func (p *Practise) DraftRecords(ctx context.Context, actor access.Actor, r intake.Request) (engine.ImportID, error) {
	scope, err := access.Authorize(actor, access.RecordImport)
	if err != nil {
		return 0, err
	}
	if err := r.Check(); err != nil {
		return 0, err
	}
	var id engine.ImportID
	err = p.Store.Update(ctx, func(tx port.Tx) error {
		u, e, err := p.toImport(tx, actor, scope, r.Unit)
		if err != nil {
			return err
		}
		if _, err := p.planRows(tx, e, &u, r.Pages); err != nil {
			return err
		}
		id, err = intake.Keep(tx, actor, access.RecordImport, engine.ImportRecords, &r)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("draft records: %w", err)
	}
	return id, nil
}

// ImportOfRecords shows what the draft would do, or what became of it.
func (p *Practise) ImportOfRecords(ctx context.Context, actor access.Actor, unit engine.UnitID, id engine.ImportID) (intake.Preview, error) {
	scope, err := access.Authorize(actor, access.RecordImport)
	if err != nil {
		return intake.Preview{}, err
	}
	var out intake.Preview
	err = p.Store.View(ctx, func(tx port.Tx) error {
		u, e, err := p.toImport(tx, actor, scope, unit)
		if err != nil {
			return err
		}
		i, pages, err := intake.Open(tx, actor, scope, engine.ImportRecords, id)
		if err != nil {
			return err
		}
		if i.UnitID != u.ID {
			return access.Absent()
		}
		out = intake.Preview{ID: i.ID, UnitID: u.ID, Unit: u.Name, Added: i.Added, DoneAt: i.DoneAt, Wrong: i.Skipped}
		if i.DoneAt != nil {
			return nil
		}
		plan, err := p.planRows(tx, e, &u, pages)
		if err != nil {
			return err
		}
		out.Plan = plan.digest()
		plan.show(e, pages, &out)
		return nil
	})
	if err != nil {
		return intake.Preview{}, fmt.Errorf("look at an import: %w", err)
	}
	return out, nil
}

// ConfirmImportRequest says that a draft is to be taken over as it was shown. Skip leaves out the
// rows that have something to mend; without it such a draft is refused.
type ConfirmImportRequest struct {
	Unit   engine.UnitID   `json:"unit" validate:"gt=0"`
	Import engine.ImportID `json:"import" validate:"gt=0"`
	Plan   string          `json:"plan" validate:"required,max=128"` // of the preview that the person saw
	Skip   bool            `json:"skip"`
}

// ImportRecords takes a draft over as it was shown: every good row, in one
// transaction. What is confirmed twice is done once. What the rows fulfil and set
// off follows as it does for a record that is typed; nothing before the unit's
// go-live day is asked of it, so nothing before it is late.
func (p *Practise) ImportRecords(ctx context.Context, actor access.Actor, r ConfirmImportRequest) error {
	scope, err := access.Authorize(actor, access.RecordImport)
	if err != nil {
		return err
	}
	err = p.Store.Update(ctx, func(tx port.Tx) error {
		u, e, err := p.toImport(tx, actor, scope, r.Unit)
		if err != nil {
			return err
		}
		i, pages, err := intake.Open(tx, actor, scope, engine.ImportRecords, r.Import)
		if err != nil {
			return err
		}
		if i.UnitID != u.ID {
			return access.Absent()
		}
		if i.DoneAt != nil {
			return nil
		}
		plan, err := p.planRows(tx, e, &u, pages)
		if err != nil {
			return err
		}
		wrong, good := plan.count()
		if err := intake.Ready(r.Plan, plan.digest(), wrong, good, r.Skip); err != nil {
			return err
		}
		if err := p.take(tx, actor, plan, &i); err != nil {
			return err
		}
		if err := intake.Close(tx, &i, good, 0, wrong); err != nil {
			return err
		}
		return tx.Append(intake.Entry(actor, access.RecordImport, &i))
	})
	if err != nil {
		return fmt.Errorf("import records: %w", err)
	}
	return nil
}

// take writes the good rows, the oldest of each ledger first, so that steps come
// one after another.
func (p *Practise) take(tx port.Tx, actor access.Actor, plan *rowPlan, i *engine.Import) error {
	quiet := &steady{Tx: tx}
	for _, row := range plan.rows {
		if row.state != rowNew {
			continue
		}
		record := engine.Record{UnitID: plan.unit.ID, Ledger: row.ledger.Name, Fields: row.fields, Day: row.day, PersonID: actor.Person, ImportID: i.ID}
		if _, err := p.enter(quiet, plan.edition, plan.unit, &record, actor); err != nil {
			return fmt.Errorf("row %d: %w", row.number, err)
		}
	}
	if quiet.stale.IsZero() {
		return nil
	}
	if _, err := tx.MarkStale(access.Under(plan.unit.Path), quiet.stale); err != nil {
		return fmt.Errorf("mark scores: %w", err)
	}
	return nil
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

func (s *steady) MarkStale(_ access.Scope, from calendar.Date) (int, error) {
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
