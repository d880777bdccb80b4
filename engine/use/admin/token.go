package admin

import (
	"context"
	"fmt"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// The life of a token, in days.
const (
	TokenDays     = 90 // unless said
	MostTokenDays = 366
	mostTokens    = 20 // good ones of one account
)

// AddTokenRequest asks for a token. Secret is a fresh random text of the caller's
// making, which is handed to the person and kept nowhere.
type AddTokenRequest struct {
	Login    string `json:"-"` // whose; empty: the actor's own
	Label    string `json:"label" validate:"required,max=60"`
	Days     int    `json:"days" validate:"gte=0,lte=366"`
	ReadOnly bool   `json:"read_only"`
	Secret   string `json:"-"`
}

// AddToken makes a token with the rights of its account, or the reading ones of
// them only.
func (a *Admin) AddToken(ctx context.Context, actor access.Actor, r AddTokenRequest) (engine.Token, error) {
	if err := a.allow(ctx, actor, access.TokenAdd); err != nil {
		return engine.Token{}, err
	}
	if r.Days == 0 {
		r.Days = TokenDays
	}
	const leastSecret = 26
	if len(r.Secret) < leastSecret || r.Label == "" || r.Days < 0 || r.Days > MostTokenDays {
		return engine.Token{}, engine.Fail(engine.Invalid, "token", fmt.Sprintf("令牌要写明用途，有效期为1到%d天", MostTokenDays))
	}
	var token engine.Token
	err := a.store.Update(ctx, func(tx port.Tx) error {
		account, err := accountFor(tx, actor, r.Login)
		if err != nil {
			return err
		}
		good, err := goodTokens(tx, account.ID)
		if err != nil {
			return err
		}
		if len(good) >= mostTokens {
			return engine.Fail(engine.Refused, "too_many_tokens", fmt.Sprintf("一个账号最多有%d个有效的令牌，请先停用不再使用的", mostTokens))
		}
		token = engine.Token{AccountID: account.ID, Label: r.Label, Hash: fingerprint(r.Secret), ReadOnly: r.ReadOnly,
			ExpiresAt: tx.Now().Add(time.Duration(r.Days) * 24 * time.Hour)}
		if err := tx.Insert(&token); err != nil {
			return fmt.Errorf("insert token: %w", err)
		}
		return tx.Append(tokenEntry(actor, access.TokenAdd, account, token))
	})
	if err != nil {
		return engine.Token{}, fmt.Errorf("add token: %w", err)
	}
	return token, nil
}

// ListTokens lists the tokens of the actor's own account; ListTokensOf those of
// somebody else's, for the program's commands.
func (a *Admin) ListTokens(ctx context.Context, actor access.Actor) ([]engine.Token, error) {
	return a.ListTokensOf(ctx, actor, "")
}

// ListTokensOf lists the tokens of an account, the newest first, those that no
// longer open anything among them.
func (a *Admin) ListTokensOf(ctx context.Context, actor access.Actor, login string) ([]engine.Token, error) {
	if err := a.allow(ctx, actor, access.TokenList); err != nil {
		return nil, err
	}
	var tokens []engine.Token
	err := a.store.View(ctx, func(tx port.Tx) error {
		account, err := accountFor(tx, actor, login)
		if err != nil {
			return err
		}
		return tx.List(&tokens, access.Everything(), port.Query{Where: port.Where{"account_id": account.ID}, Order: []string{"-id"}})
	})
	if err != nil {
		return nil, fmt.Errorf("list tokens: %w", err)
	}
	return tokens, nil
}

// RevokeToken ends a token of the actor's own account; the program itself may end
// any. Doing it twice is no error.
func (a *Admin) RevokeToken(ctx context.Context, actor access.Actor, id engine.TokenID) error {
	if err := a.allow(ctx, actor, access.TokenRevoke); err != nil {
		return err
	}
	err := a.store.Update(ctx, func(tx port.Tx) error {
		var token engine.Token
		err := tx.Get(&token, access.Everything(), port.Where{"id": id})
		if engine.CodeOf(err) == engine.NotFound || err == nil && !actor.IsSystem() && token.AccountID != actor.Account {
			return access.Absent()
		}
		if err != nil {
			return fmt.Errorf("find token: %w", err)
		}
		if token.RevokedAt != nil {
			return nil
		}
		now := tx.Now()
		token.RevokedAt = &now
		if err := tx.Save(&token); err != nil {
			return fmt.Errorf("save token: %w", err)
		}
		return tx.Append(tokenEntry(actor, access.TokenRevoke, engine.Account{UnitID: actor.Unit}, token))
	})
	if err != nil {
		return fmt.Errorf("revoke token: %w", err)
	}
	return nil
}

// accountFor finds the account that tokens are about: the actor's own, or for the
// program itself the one with the login.
func accountFor(tx port.Tx, actor access.Actor, login string) (engine.Account, error) {
	var account engine.Account
	if !actor.IsSystem() {
		return account, tx.Get(&account, access.Everything(), port.Where{"id": actor.Account})
	}
	err := tx.Get(&account, access.Everything(), port.Where{"login": FoldLogin(login)})
	if engine.CodeOf(err) == engine.NotFound || err == nil && account.Disabled {
		return account, engine.Fail(engine.NotFound, "no_account", "没有登录名为「"+FoldLogin(login)+"」、还在使用的账号，可先用 user list 查看").Because(err)
	}
	return account, err
}

func goodTokens(tx port.Tx, account engine.AccountID) ([]engine.Token, error) {
	var tokens []engine.Token
	q := port.Query{Where: port.Where{"account_id": account, "revoked_at": nil}, AtLeast: port.Where{"expires_at": tx.Now()}}
	if err := tx.List(&tokens, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list tokens: %w", err)
	}
	return tokens, nil
}

// endTokens ends every token of the account.
func endTokens(tx port.Tx, account engine.AccountID) error {
	tokens, err := goodTokens(tx, account)
	if err != nil {
		return err
	}
	for i := range tokens {
		now := tx.Now()
		tokens[i].RevokedAt = &now
		if err := tx.Save(&tokens[i]); err != nil {
			return fmt.Errorf("end token: %w", err)
		}
	}
	return nil
}

func tokenEntry(actor access.Actor, action access.Action, account engine.Account, token engine.Token) engine.AuditEntry {
	e := entry(actor, action, fmt.Sprintf("token/%d", token.ID), resultDone)
	e.UnitID = account.UnitID
	e.Detail = fmt.Sprintf(`{"account":%d,"read_only":%t}`, token.AccountID, token.ReadOnly)
	return e
}
