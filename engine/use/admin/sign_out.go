package admin

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// SignOut ends the session with the secret. Ending it twice, or one that never
// was, is no error and writes nothing.
func (a *Admin) SignOut(ctx context.Context, actor access.Actor, secret string) error {
	if _, err := access.Authorize(actor, access.SessionEnd); err != nil {
		return err
	}
	err := a.store.Update(ctx, func(tx port.Tx) error {
		var s engine.Session
		err := tx.Get(&s, access.Everything(), port.Where{"id": fingerprint(secret)})
		if engine.CodeOf(err) == engine.NotFound || err == nil && (s.EndedAt != nil || s.AccountID != actor.Account) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("find session: %w", err)
		}
		if err := endSession(tx, secret); err != nil {
			return err
		}
		return tx.Append(entry(actor, access.SessionEnd, accountObject(actor.Account), resultDone))
	})
	if err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	return nil
}

// endSession ends an open session; none is no error.
func endSession(tx port.Tx, secret string) error {
	if secret == "" {
		return nil
	}
	var s engine.Session
	err := tx.Get(&s, access.Everything(), port.Where{"id": fingerprint(secret)})
	if engine.CodeOf(err) == engine.NotFound || err == nil && s.EndedAt != nil {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find session: %w", err)
	}
	now := tx.Now()
	s.EndedAt = &now
	if err := tx.Save(&s); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}
