package admin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// SignInRequest is one try. Secret and CSRF are fresh random texts of the
// caller's making: Secret goes into the cookie, CSRF into the pages' forms.
// OldSecret is the secret the browser brought along, if any; its session ends.
type SignInRequest struct {
	Login, Password string
	Address         string
	Secret, CSRF    string
	OldSecret       string
}

// wrong is the one answer to an unknown name, a wrong password, a disabled and a
// locked account: it must not tell them apart.
func wrong() error {
	return engine.Fail(engine.Unauthorized, "sign_in",
		"登录名或密码不对，请核对后再试。连续5次不对，要等15分钟才能再试；忘记密码请联系系统管理员重设。")
}

func tooMany() error {
	return engine.Fail(engine.Throttled, "sign_in_address",
		"从您这里登录失败的次数太多，请过15分钟再试；如急用，请联系系统管理员。")
}

// SignIn opens a session. A try is counted before the password is looked at, so
// that many tries at once cannot outrun the lock; a right password takes the
// count back. The slow check runs outside any transaction.
func (a *Admin) SignIn(ctx context.Context, r SignInRequest) error {
	if r.Secret == "" || r.CSRF == "" || r.Address == "" {
		return engine.Fail(engine.Internal, "sign_in_request", "登录暂时不可用，请稍后再试").
			Because(errors.New("sign-in without secret, form token or address"))
	}
	account, open, tries, err := a.charge(ctx, FoldLogin(r.Login), r.Address)
	if err != nil {
		return err
	}
	if err := a.slow(ctx, tries); err != nil {
		return err
	}
	hash := a.decoy
	if account.Password != "" {
		hash = account.Password
	}
	ok, renew, err := a.hasher.Check(r.Password, hash)
	if err != nil {
		return fmt.Errorf("check password: %w", err)
	}
	if !ok || !open || account.Password == "" {
		if err := a.failed(ctx, account, r.Address); err != nil {
			return err
		}
		return wrong()
	}
	renewed := ""
	if renew {
		if renewed, err = a.hasher.Hash(r.Password); err != nil {
			return fmt.Errorf("renew password hash: %w", err)
		}
	}
	return a.admit(ctx, account, renewed, r)
}

// delayAfter is how long the next try waits after so many from its address. It
// hangs on the address alone: it tells nothing of whether a name is known.
func delayAfter(tries int) time.Duration {
	return min(LongestDelay, DelayStep*time.Duration(max(0, tries-1-FreeFailures)))
}

func (a *Admin) slow(ctx context.Context, tries int) error {
	d := delayAfter(tries)
	if d == 0 || a.Pause == nil {
		return nil
	}
	if err := a.Pause(ctx, d); err != nil {
		return fmt.Errorf("wait before looking at the password: %w", err)
	}
	return nil
}

// charge counts the try against the address and the account. open is false where
// the account may not be used now, whatever the password; tries is how often the
// address has tried in vain, with this one.
func (a *Admin) charge(ctx context.Context, login, address string) (account engine.Account, open bool, tries int, err error) {
	var refused error
	err = a.store.Update(ctx, func(tx port.Tx) error {
		if tries, err = countAddress(tx, address); err != nil {
			return err
		}
		if tries > MaxAddressFailures {
			refused = tooMany()
			e := entry(access.Actor{Address: address}, access.SessionStart, accountObject(0), resultDenied)
			return tx.Append(e)
		}
		err = tx.Get(&account, access.Everything(), port.Where{"login": login})
		if engine.CodeOf(err) == engine.NotFound {
			return nil
		}
		if err != nil {
			return fmt.Errorf("find account: %w", err)
		}
		now := tx.Now()
		open = !account.Disabled && (account.LockedUntil == nil || !now.Before(*account.LockedUntil))
		if !open {
			return nil
		}
		countAccount(&account, now)
		return tx.Save(&account)
	})
	if err != nil {
		return account, false, 0, fmt.Errorf("count sign-in: %w", err)
	}
	return account, open, tries, refused
}

// countAccount adds a failure and locks the account when it is the last allowed.
func countAccount(account *engine.Account, now time.Time) {
	if account.LockedUntil != nil || now.Sub(account.UpdatedAt) > FailureWindow {
		account.Failures, account.LockedUntil = 0, nil
	}
	account.Failures++
	if account.Failures >= MaxFailures {
		until := now.Add(LockTime)
		account.LockedUntil = &until
	}
}

// countAddress counts a try of the address: more than MaxAddressFailures are
// refused. Only failures count: a success takes its own try back.
func countAddress(tx port.Tx, address string) (tries int, err error) {
	var f engine.LoginFailure
	err = tx.Get(&f, access.Everything(), port.Where{"address": address})
	switch {
	case engine.CodeOf(err) == engine.NotFound:
		return 1, tx.Insert(&engine.LoginFailure{Address: address, Failures: 1, Since: tx.Now()})
	case err != nil:
		return 0, fmt.Errorf("find address: %w", err)
	case tx.Now().Sub(f.Since) > FailureWindow:
		f.Failures, f.Since = 0, tx.Now()
	case f.Failures >= MaxAddressFailures:
		return f.Failures + 1, nil
	}
	f.Failures++
	return f.Failures, tx.Save(&f)
}

// failed writes the failure down. The name typed is not kept: people type
// passwords there by mistake.
func (a *Admin) failed(ctx context.Context, account engine.Account, address string) error {
	err := a.store.Update(ctx, func(tx port.Tx) error {
		actor := access.Actor{Account: account.ID, Unit: account.UnitID, Address: address}
		e := entry(actor, access.SessionStart, accountObject(account.ID), resultFailed)
		if account.LockedUntil != nil {
			e.Detail = `{"locked":true}`
		}
		return tx.Append(e)
	})
	if err != nil {
		return fmt.Errorf("record failed sign-in: %w", err)
	}
	return nil
}

// admit takes the counted try back and opens the session.
func (a *Admin) admit(ctx context.Context, checked engine.Account, renewed string, r SignInRequest) error {
	var refused error
	err := a.store.Update(ctx, func(tx port.Tx) error {
		var account engine.Account
		if err := tx.Get(&account, access.Everything(), port.Where{"id": checked.ID}); err != nil {
			return fmt.Errorf("read account again: %w", err)
		}
		actor := access.Actor{Account: account.ID, Unit: account.UnitID, Address: r.Address}
		if account.Disabled || account.Password != checked.Password {
			refused = wrong() // changed while the password was being checked
			return tx.Append(entry(actor, access.SessionStart, accountObject(account.ID), resultFailed))
		}
		account.Failures, account.LockedUntil = 0, nil
		if renewed != "" {
			account.Password = renewed
		}
		if err := tx.Save(&account); err != nil {
			return fmt.Errorf("save account: %w", err)
		}
		if err := giveBack(tx, r.Address); err != nil {
			return err
		}
		if err := endSession(tx, r.OldSecret); err != nil {
			return err
		}
		err := tx.Insert(&engine.Session{ID: fingerprint(r.Secret), AccountID: account.ID, CSRF: r.CSRF,
			CreatedAt: tx.Now(), SeenAt: tx.Now()})
		if err != nil {
			return fmt.Errorf("open session: %w", err)
		}
		return tx.Append(entry(actor, access.SessionStart, accountObject(account.ID), resultDone))
	})
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	return refused
}

func giveBack(tx port.Tx, address string) error {
	var f engine.LoginFailure
	err := tx.Get(&f, access.Everything(), port.Where{"address": address})
	if err != nil {
		return fmt.Errorf("find address: %w", err)
	}
	if f.Failures > 0 {
		f.Failures--
	}
	return tx.Save(&f)
}
