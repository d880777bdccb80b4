package org

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// EnrolForm is what the form for somebody new shows.
type EnrolForm struct {
	UnitID engine.UnitID `json:"unit_id"`
	Unit   string        `json:"unit"`
	Groups []string      `json:"groups"`
}

// EnrolForm opens the form for somebody new.
func (o *Org) EnrolForm(ctx context.Context, actor access.Actor, unit engine.UnitID) (EnrolForm, error) {
	scope, err := access.Authorize(actor, access.RegisterAdd)
	if err != nil {
		return EnrolForm{}, err
	}
	var form EnrolForm
	err = o.Store.View(ctx, func(tx port.Tx) error {
		u, err := unitIn(tx, scope, unit)
		if err != nil {
			return err
		}
		if err := onlyRegistrars(actor, u.ID); err != nil {
			return err
		}
		form = EnrolForm{UnitID: u.ID, Unit: u.Name}
		form.Groups, err = groupsOf(tx, u.ID)
		return err
	})
	if err != nil {
		return EnrolForm{}, fmt.Errorf("open the form: %w", err)
	}
	return form, nil
}

// TransferPage is a transfer as the receiving unit sees it.
type TransferPage struct {
	TransferLine
	ToUnit engine.UnitID `json:"to_unit"`
	Today  string        `json:"today"`
}

// Transfer reads a transfer that waits for the unit's answer.
func (o *Org) Transfer(ctx context.Context, actor access.Actor, id engine.TransferID) (TransferPage, error) {
	scope, err := access.Authorize(actor, access.TransferAnswer)
	if err != nil {
		return TransferPage{}, err
	}
	var page TransferPage
	err = o.Store.View(ctx, func(tx port.Tx) error {
		t, err := arriving(tx, scope, id)
		if err != nil {
			return err
		}
		if err := onlyRegistrars(actor, t.ToUnitID); err != nil {
			return err
		}
		lines, err := transfers(tx, port.Where{"id": int64(id)})
		if err != nil {
			return err
		}
		page = TransferPage{TransferLine: lines[0], ToUnit: t.ToUnitID, Today: o.today(tx).String()}
		return nil
	})
	if err != nil {
		return TransferPage{}, fmt.Errorf("read a transfer: %w", err)
	}
	return page, nil
}
