package admin

import (
	"context"

	"wubiao/engine"
	"wubiao/engine/access"
)

// EnableUser opens an account again that was closed, with the password it had.
// Doing it twice is no error.
func (a *Admin) EnableUser(ctx context.Context, actor access.Actor, login string) error {
	if err := a.allow(ctx, actor, access.UserEnable); err != nil {
		return err
	}
	return a.change(ctx, actor, access.UserEnable, FoldLogin(login), func(account *engine.Account) {
		account.Disabled = false
	})
}
