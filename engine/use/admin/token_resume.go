package admin

import (
	"context"
	"fmt"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// tokenSeenStep is how often the use of a token is written down.
const tokenSeenStep = time.Hour

// badToken is the one answer to an unknown, ended or expired token and to one
// whose account may no longer be used.
func badToken() error {
	return engine.Fail(engine.Unauthorized, "token", "令牌不对、已停用或已过期，请向系统管理员申请新的令牌。")
}

// ResumeToken tells for whom a script acts, from the secret of its token. Rights
// are read anew each time, as for a session.
func (a *Admin) ResumeToken(ctx context.Context, secret, address string) (Visit, engine.Token, error) {
	var visit Visit
	var token engine.Token
	told := false // its use was written down lately
	err := a.store.View(ctx, func(tx port.Tx) (err error) {
		if token, err = openToken(tx, secret); err != nil {
			return err
		}
		told = token.SeenAt != nil && tx.Now().Sub(*token.SeenAt) < tokenSeenStep
		seat, err := tx.Seat(token.AccountID)
		if err != nil {
			return fmt.Errorf("read account: %w", err)
		}
		visit, err = visitOf(seat, "", a.today(tx), address)
		if engine.CodeOf(err) == engine.Unauthorized {
			return badToken()
		}
		return err
	})
	if err != nil {
		return Visit{}, token, fmt.Errorf("resume token: %w", err)
	}
	if told {
		return visit, token, nil
	}
	err = a.store.Update(ctx, func(tx port.Tx) error {
		t, err := openToken(tx, secret)
		if err != nil {
			return err
		}
		now := tx.Now()
		t.SeenAt = &now
		return tx.Save(&t)
	})
	if err != nil {
		return Visit{}, token, fmt.Errorf("touch token: %w", err)
	}
	return visit, token, nil
}

func openToken(tx port.Tx, secret string) (engine.Token, error) {
	var token engine.Token
	err := tx.Get(&token, access.Everything(), port.Where{"hash": fingerprint(secret)})
	if engine.CodeOf(err) == engine.NotFound || err == nil && !token.GoodAt(tx.Now()) {
		return token, badToken()
	}
	if err != nil {
		return token, fmt.Errorf("find token: %w", err)
	}
	return token, nil
}
