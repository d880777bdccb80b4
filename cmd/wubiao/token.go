package main

import (
	"context"
	"flag"
	"fmt"

	"wubiao/api/session"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/admin"
)

func userToken() command {
	cmd := command{name: "user token", args: "登录名 [--label 用途] [--days 90] [--read-only] | 登录名 --list | 登录名 --revoke 编号",
		summary: "给脚本新建、列出、停用令牌"}
	cmd.run = func(ctx context.Context, c *console, flags *flag.FlagSet, args []string) error {
		configFlags(flags)
		label := flags.String("label", "脚本", "用途")
		days := flags.Int("days", admin.TokenDays, fmt.Sprintf("有效期，1到%d天", admin.MostTokenDays))
		readOnly := flags.Bool("read-only", false, "只能读取")
		listed := flags.Bool("list", false, "列出这个账号的令牌")
		revoke := flags.Int64("revoke", 0, "停用这个编号的令牌")
		rest, err := parse(c, flags, cmd, args, 1, 1)
		if err != nil {
			return err
		}
		if *listed && *revoke != 0 {
			return usageError{"--list 和 --revoke 只能写一个"}
		}
		if *days < 1 {
			return usageError{"--days 至少是1"}
		}
		return withProgram(ctx, c, flags, func(p *program) error {
			switch {
			case *listed:
				return p.printTokens(ctx, c, rest[0])
			case *revoke != 0:
				return p.revokeToken(ctx, c, rest[0], engine.TokenID(*revoke))
			}
			secret := session.NewToken()
			token, err := p.admin.AddToken(ctx, access.System(), admin.AddTokenRequest{Login: rest[0], Label: *label,
				Days: *days, ReadOnly: *readOnly, Secret: secret})
			if err != nil {
				return err
			}
			fmt.Fprintf(c.err, "令牌 %d 有效到 %s，密钥只显示这一次：\n", token.ID, token.ExpiresAt.In(p.config.Zone).Format("2006-01-02 15:04"))
			fmt.Fprintln(c.out, secret)
			return nil
		})
	}
	return cmd
}

func (p *program) printTokens(ctx context.Context, c *console, login string) error {
	tokens, err := p.admin.ListTokensOf(ctx, access.System(), login)
	for _, t := range tokens {
		kind, stands := "读写", "有效"
		if t.ReadOnly {
			kind = "只读"
		}
		switch {
		case t.RevokedAt != nil:
			stands = "已停用"
		case !t.GoodAt(p.clock.Now()):
			stands = "已过期"
		}
		fmt.Fprintf(c.out, "%d\t%s\t%s\t%s\t%s\n", t.ID, t.Label, kind, stands, t.ExpiresAt.In(p.config.Zone).Format("2006-01-02"))
	}
	return err
}

// revokeToken ends a token, which must be one of the account named.
func (p *program) revokeToken(ctx context.Context, c *console, login string, id engine.TokenID) error {
	tokens, err := p.admin.ListTokensOf(ctx, access.System(), login)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		if t.ID == id {
			if err := p.admin.RevokeToken(ctx, access.System(), id); err != nil {
				return err
			}
			fmt.Fprintf(c.out, "令牌 %d 已停用\n", id)
			return nil
		}
	}
	return engine.Fail(engine.NotFound, "no_token", "这个账号没有这个编号的令牌，可先用 --list 查看")
}
