package org

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// ChangeUnitRequest changes what is known about a unit: the given attributes
// (nil takes one away) and, where not zero, the day it closes.
type ChangeUnitRequest struct {
	Unit       engine.UnitID     `json:"unit" validate:"gt=0"`
	Attributes engine.Attributes `json:"attributes" validate:"max=100"`
	Closed     calendar.Date     `json:"closed"`
}

// ChangeUnit changes what applicability reads. Tasks follow at the next
// reconcile, with the reason.
func (o *Org) ChangeUnit(ctx context.Context, actor access.Actor, r ChangeUnitRequest) error {
	scope, err := access.Authorize(actor, access.UnitChange)
	if err != nil {
		return err
	}
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		u, err := unitIn(tx, scope, r.Unit)
		if err != nil {
			return err
		}
		changed := engine.Attributes{}
		for k, v := range u.Attributes {
			changed[k] = v
		}
		for k, v := range r.Attributes {
			if v == nil {
				delete(changed, k)
				continue
			}
			changed[k] = v
		}
		u.Attributes = changed
		if !r.Closed.IsZero() {
			u.Closed = r.Closed
		}
		if err := tx.Save(&u); err != nil {
			return fmt.Errorf("save unit: %w", err)
		}
		return written(tx, entry(actor, access.UnitChange, fmt.Sprintf("unit/%d", u.ID), u.ID))
	})
	if err != nil {
		return fmt.Errorf("change unit: %w", err)
	}
	return nil
}
