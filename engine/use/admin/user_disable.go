package admin

import (
	"context"

	"wubiao/engine"
	"wubiao/engine/access"
)

// DisableUser closes the account: its sessions end and it can no longer sign in.
// What it did stays. Doing it twice is no error.
func (a *Admin) DisableUser(ctx context.Context, actor access.Actor, login string) error {
	if err := a.allow(ctx, actor, access.UserDisable); err != nil {
		return err
	}
	return a.change(ctx, actor, access.UserDisable, FoldLogin(login), func(account *engine.Account) {
		account.Disabled = true
	})
}
