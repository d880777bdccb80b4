package org

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// EnrolRequest puts somebody new into a branch's register.
type EnrolRequest struct {
	Unit engine.UnitID `json:"unit" validate:"required,gt=0"`
	PersonFields
	From   string `json:"from" validate:"max=20"`   // first day in the register; empty: was always there
	Whence string `json:"whence" validate:"max=60"` // from where the person came; empty: not from another branch
	Twin   bool   `json:"twin"`                     // there is another of the same name, on purpose
}

// Enrol puts somebody into the register of the branch. A second of the same name
// is asked about first: most often it is the same form sent twice.
func (o *Org) Enrol(ctx context.Context, actor access.Actor, r EnrolRequest) (engine.PersonID, error) {
	scope, err := access.Authorize(actor, access.RegisterAdd)
	if err != nil {
		return 0, err
	}
	p := engine.Person{UnitID: r.Unit}
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		u, err := unitIn(tx, scope, r.Unit)
		if err != nil {
			return err
		}
		if err := onlyRegistrars(actor, u.ID); err != nil {
			return err
		}
		if err := r.fill(tx, &p, o.today(tx)); err != nil {
			return err
		}
		if err := tx.Insert(&p); err != nil {
			return fmt.Errorf("insert person: %w", err)
		}
		text, whence := "列入花名册："+string(p.Standing), tidy(r.Whence)
		if whence != "" {
			text = "由" + whence + "转入：" + string(p.Standing)
		}
		change := engine.PersonChange{PersonID: p.ID, UnitID: u.ID, Day: startOf(&p, o.today(tx)), Text: text, ByPerson: actor.Person}
		if err := tx.Insert(&change); err != nil {
			return fmt.Errorf("keep the history: %w", err)
		}
		if err := o.keepEnrolled(tx, actor, &p, whence, text); err != nil {
			return err
		}
		return written(tx, entry(actor, access.RegisterAdd, personObject(p.ID), u.ID))
	})
	if err != nil {
		return 0, fmt.Errorf("enrol: %w", err)
	}
	return p.ID, nil
}

func (r EnrolRequest) fill(tx port.Tx, p *engine.Person, today calendar.Date) error {
	e := r.PersonFields.fill(p, today)
	p.From = dayField(e, "from", r.From)
	if p.From > today {
		e.With("from", "还没到这一天，到了再登记")
	}
	checkName(e, "whence", tidy(r.Whence), false)
	if err := refusal(e); err != nil {
		return err
	}
	var same []engine.Person
	err := tx.List(&same, access.Everything(), port.Query{Where: port.Where{"unit_id": r.Unit, "name": p.Name, "left_day": nil}, Columns: []string{"id"}})
	if err != nil {
		return fmt.Errorf("look for the same name: %w", err)
	}
	if len(same) > 0 && !r.Twin {
		return engine.Fail(engine.Invalid, "same_name", "花名册里已经有一位"+p.Name+"。").
			With("twin", "如果是另一位同名的人，勾选这里再保存；如果是同一个人，不用再登。")
	}
	return nil
}

func startOf(p *engine.Person, today calendar.Date) calendar.Date {
	if p.From.IsZero() {
		return today
	}
	return p.From
}

func personObject(id engine.PersonID) string { return fmt.Sprintf("person/%d", id) }
