package org

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// ChangePersonRequest writes a person of the register anew.
type ChangePersonRequest struct {
	Person  engine.PersonID `json:"person" validate:"required,gt=0"`
	Version int64           `json:"version" validate:"required,gt=0"`
	PersonFields
	Reason string `json:"reason" validate:"max=200"`
}

// ChangePerson changes what the register says of somebody and keeps what it said
// before in words. Nothing changed is no change.
func (o *Org) ChangePerson(ctx context.Context, actor access.Actor, r ChangePersonRequest) error {
	scope, err := access.Authorize(actor, access.RegisterChange)
	if err != nil {
		return err
	}
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		before, err := personIn(tx, scope, r.Person)
		if err != nil {
			return err
		}
		if err := onlyRegistrars(actor, before.UnitID); err != nil {
			return err
		}
		if err := stillThere(&before); err != nil {
			return err
		}
		after := before
		e := r.fill(&after, o.today(tx))
		reason := tidy(r.Reason)
		if wantsReason(&before, &after) && reason == "" {
			e.With("reason", "这样的变动请写明原因和依据，例如处分决定、除名决定的文号")
		}
		if err := refusal(e); err != nil {
			return err
		}
		text := differences(&before, &after)
		if text == "" {
			return nil
		}
		if r.Version != before.Version {
			return changedMeanwhile()
		}
		if err := tx.Save(&after); err != nil {
			return fmt.Errorf("save person: %w", err)
		}
		change := engine.PersonChange{PersonID: after.ID, UnitID: after.UnitID, Day: effective(&before, &after, o.today(tx)),
			Text: text, Reason: reason, ByPerson: actor.Person}
		if err := tx.Insert(&change); err != nil {
			return fmt.Errorf("keep the history: %w", err)
		}
		if err := o.keepChange(tx, actor, after.UnitID, &after, matter(&before, &after), text, change.Day); err != nil {
			return err
		}
		return written(tx, entry(actor, access.RegisterChange, personObject(after.ID), after.UnitID))
	})
	if err != nil {
		return fmt.Errorf("change person: %w", err)
	}
	return nil
}

// stillThere refuses to change somebody who has left the register.
func stillThere(p *engine.Person) error {
	if p.Left.IsZero() {
		return nil
	}
	return engine.Fail(engine.Refused, "left", p.Name+"已于"+p.Left.ChineseFull()+"离开本单位的花名册，不能再改。")
}

func changedMeanwhile() error {
	return engine.Fail(engine.Conflict, "changed", "您填写的时候，别人刚改过。下面是您填的内容，请核对最新情况后再保存一次。")
}
