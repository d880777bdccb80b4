package admin

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// SetPassword gives the account a new password, unlocks it and ends all its
// sessions.
func (a *Admin) SetPassword(ctx context.Context, actor access.Actor, login, password string) error {
	login = FoldLogin(login)
	if err := a.allow(ctx, actor, access.UserPassword); err != nil {
		return err
	}
	if err := CheckPassword(password, login); err != nil {
		return err
	}
	hash, err := a.hasher.Hash(password)
	if err != nil {
		return fmt.Errorf("hash password: %w", err)
	}
	return a.change(ctx, actor, access.UserPassword, login, func(account *engine.Account) {
		account.Password, account.Failures, account.LockedUntil = hash, 0, nil
	})
}

// change alters one account and ends its sessions and tokens.
func (a *Admin) change(ctx context.Context, actor access.Actor, action access.Action, login string, alter func(*engine.Account)) error {
	err := a.store.Update(ctx, func(tx port.Tx) error {
		var account engine.Account
		err := tx.Get(&account, access.Everything(), port.Where{"login": login})
		if engine.CodeOf(err) == engine.NotFound {
			return engine.Fail(engine.NotFound, "no_account", "没有登录名为「"+login+"」的账号，可先用 list 查看").Because(err)
		}
		if err != nil {
			return fmt.Errorf("find account: %w", err)
		}
		alter(&account)
		if err := tx.Save(&account); err != nil {
			return fmt.Errorf("save account: %w", err)
		}
		if err := tx.EndSessions(account.ID, ""); err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
		if err := endTokens(tx, account.ID); err != nil { // made by whoever knew the old password
			return err
		}
		e := entry(actor, action, accountObject(account.ID), resultDone)
		e.UnitID = account.UnitID
		return tx.Append(e)
	})
	if err != nil {
		return fmt.Errorf("change account: %w", err)
	}
	return nil
}
