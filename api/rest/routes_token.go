package rest

import (
	"context"

	"wubiao/api/route"
	"wubiao/api/session"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/admin"
)

type ofToken struct {
	Token engine.TokenID `json:"token" validate:"gt=0"`
}

// NewToken is a token with its secret, which is shown this once.
type NewToken struct {
	engine.Token
	Secret string `json:"secret"`
}

// tokenRoutes are the tokens of one's own scripts. A token cannot make another:
// it would outlive its own end.
func (r *Rest) tokenRoutes() []route.Route {
	return []route.Route{
		read(r, "/tokens", access.TokenList, route.Own, "自己的令牌", list(r.Admin.ListTokens), paged(Page[engine.Token].after)),
		post(r, "/tokens", access.TokenAdd, route.Own, "新建令牌，密钥只显示这一次",
			func(ctx context.Context, a access.Actor, q admin.AddTokenRequest) (NewToken, error) {
				q.Secret = session.NewToken()
				token, err := r.Admin.AddToken(ctx, a, q)
				return NewToken{token, q.Secret}, err
			}, status(201), bySession),
		post(r, "/tokens/:token/revoke", access.TokenRevoke, route.Own, "停用自己的一个令牌",
			told(func(ctx context.Context, a access.Actor, q ofToken) error {
				return r.Admin.RevokeToken(ctx, a, q.Token)
			})),
	}
}
