package admin

import (
	"context"
	"fmt"

	"wubiao/engine/access"
	"wubiao/engine/port"
)

// Denied writes down that the policy turned an actor away. Edges call it when
// access.Authorize refuses before a use case was reached.
func (a *Admin) Denied(ctx context.Context, actor access.Actor, action access.Action) error {
	err := a.store.Update(ctx, func(tx port.Tx) error {
		return tx.Append(entry(actor, action, accountObject(actor.Account), resultDenied))
	})
	if err != nil {
		return fmt.Errorf("record denial: %w", err)
	}
	return nil
}
