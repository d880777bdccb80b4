package org

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

// WithdrawTransfer takes a transfer back that has not been answered, and names the
// unit that had sent it.
func (o *Org) WithdrawTransfer(ctx context.Context, actor access.Actor, id engine.TransferID) (engine.UnitID, error) {
	scope, err := access.Authorize(actor, access.TransferSend)
	if err != nil {
		return 0, err
	}
	var t engine.Transfer
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		if err := find(tx, scope, &t, int64(id), "transfer"); err != nil {
			return err
		}
		if err := onlyRegistrars(actor, t.UnitID); err != nil {
			return err
		}
		move, err := state.Transfers().Next(t.State, state.TransferWithdraw, state.ByPerson, state.TransferFacts{})
		if err != nil {
			return err
		}
		t.State = move.To
		if err := tx.Save(&t); err != nil {
			return fmt.Errorf("save transfer: %w", err)
		}
		return written(tx, entry(actor, access.TransferSend, transferObject(t.ID), t.UnitID))
	})
	if err != nil {
		return 0, fmt.Errorf("withdraw a transfer: %w", err)
	}
	return t.UnitID, nil
}
