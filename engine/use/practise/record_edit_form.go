package practise

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/standard"
)

// EditFormRequest asks for the form of a record, or for one that comes back with
// what was typed.
type EditFormRequest struct {
	Record engine.RecordID `json:"record" validate:"gt=0"`
	Task   engine.TaskID   `json:"task" validate:"gte=0"` // the task it was opened from; 0: none
	Typed  map[string]any  `json:"-"`                     // nil: as it is kept
	Clash  bool            `json:"-"`                     // somebody changed it meanwhile: show both
	DoneBy engine.PersonID `json:"-"`                     // as chosen, where it comes back
}

// EditForm gives the form of a record with what it says.
func (p *Practise) EditForm(ctx context.Context, actor access.Actor, r EditFormRequest) (RecordForm, error) {
	scope, err := access.Authorize(actor, access.RecordEdit)
	if err != nil {
		return RecordForm{}, err
	}
	var form RecordForm
	err = p.Store.View(ctx, func(tx port.Tx) error {
		record, err := getRecord(tx, scope, r.Record)
		if err != nil {
			return err
		}
		unit, e, l, err := p.toFill(tx, actor, scope, record.UnitID, record.Ledger)
		if err != nil {
			return err
		}
		form = RecordForm{UnitID: unit.ID, Unit: unit.Name, Ledger: l.Name, Title: ledgerTitle(l), Note: l.Note,
			Record: record.ID, Version: record.Version}
		return p.editForm(tx, actor, scope, &form, unit, e, l, record, r)
	})
	if err != nil {
		return RecordForm{}, fmt.Errorf("open form: %w", err)
	}
	return form, nil
}

func (p *Practise) editForm(tx port.Tx, actor access.Actor, scope access.Scope, form *RecordForm, unit engine.Unit, e *rule.Edition, l *rule.Ledger, record engine.Record, r EditFormRequest) error {
	if _, _, err := p.openedFor(tx, scope, form, r.Task); err != nil {
		return err
	}
	facts, err := p.FactsOn(tx, &unit, p.today(tx))
	if err != nil {
		return err
	}
	fill := &prefill{edition: e, ledger: l, facts: facts, today: p.today(tx), fields: record.Fields}
	if err := p.remember(tx, actor, scope, unit.ID, fill, form); err != nil {
		return err
	}
	s, d := e.Duty(form.Duty)
	if d == nil || d.Done == nil || d.Done.Of != l.Name {
		s, d, form.Duty = nil, nil, ""
	}
	if d != nil {
		form.About, form.Fulfil = standard.DutyTitle(s, d), standard.Fulfilment(e, d)
		if err := fill.meet(d); err != nil {
			return err
		}
	}
	form.DoneBy = record.DoneBy
	form.Doers = slices.DeleteFunc(form.Doers, func(d FormDoer) bool { return d.ID == record.PersonID })
	if r.Typed != nil {
		fill.fields, form.DoneBy = r.Typed, r.DoneBy
	}
	fill.wanted = wantedColumns(e, l, s, nil)
	form.lay(e, l, fill)
	if r.Clash {
		form.compare(e, l, tidy(l, fill.fields), record.Fields)
	}
	return nil
}

// compare shows beside each field what the record says now, where that differs
// from what was typed.
func (f *RecordForm) compare(e *rule.Edition, l *rule.Ledger, typed, stored map[string]any) {
	for _, list := range [][]FormField{f.Main, f.More} {
		for i := range list {
			now := e.FieldText(l.Name, list[i].ID, stored[list[i].ID])
			if now == e.FieldText(l.Name, list[i].ID, typed[list[i].ID]) {
				continue
			}
			if now == "" {
				now = "（空）"
			}
			list[i].Stored = now
			f.MoreOpen = true
		}
	}
}
