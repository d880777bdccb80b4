package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/admin"
)

// withProgram opens the database for one action of a command.
func withProgram(ctx context.Context, c *console, flags *flag.FlagSet, do func(*program) error) error {
	config, err := readConfig(flags)
	if err != nil {
		return err
	}
	p, err := open(ctx, config, wallClock{}, asItIs, c.err)
	if err != nil {
		return err
	}
	return errors.Join(do(p), p.Close())
}

func userAdd() command {
	cmd := command{name: "user add", args: "登录名 --role 支部 [--name 姓名] [--unit 单位编号] [--posts 支部书记] [--password-stdin]", summary: "新建账号"}
	cmd.run = func(ctx context.Context, c *console, flags *flag.FlagSet, args []string) error {
		configFlags(flags)
		role := flags.String("role", "", "身份：支部、党委考核组、手册编修、系统管理员")
		name := flags.String("name", "", "姓名")
		unit := flags.Int64("unit", 0, "单位编号")
		posts := flags.String("posts", "", "担任的岗位，用逗号分开")
		stdin := flags.Bool("password-stdin", false, "从标准输入读密码")
		rest, err := parse(c, flags, cmd, args, 1, 1)
		if err != nil {
			return err
		}
		if !slices.Contains(engine.Roles(), engine.Role(*role)) {
			return usageError{"--role 要从支部、党委考核组、手册编修、系统管理员里写一个"}
		}
		password, err := readPassword(c, *stdin)
		if err != nil {
			return err
		}
		return withProgram(ctx, c, flags, func(p *program) error {
			_, err := p.admin.AddUser(ctx, access.System(), admin.AddUserRequest{Login: rest[0], Password: password,
				Role: engine.Role(*role), Name: *name, UnitID: engine.UnitID(*unit), Posts: list(*posts)})
			if err == nil {
				fmt.Fprintf(c.out, "账号 %s 已建立\n", rest[0])
			}
			return err
		})
	}
	return cmd
}

func userPassword() command {
	cmd := command{name: "user password", args: "登录名 [--password-stdin]", summary: "重设密码，并让该账号已登录的页面退出"}
	cmd.run = func(ctx context.Context, c *console, flags *flag.FlagSet, args []string) error {
		configFlags(flags)
		stdin := flags.Bool("password-stdin", false, "从标准输入读密码")
		rest, err := parse(c, flags, cmd, args, 1, 1)
		if err != nil {
			return err
		}
		password, err := readPassword(c, *stdin)
		if err != nil {
			return err
		}
		return withProgram(ctx, c, flags, func(p *program) error {
			err := p.admin.SetPassword(ctx, access.System(), rest[0], password)
			if err == nil {
				fmt.Fprintf(c.out, "账号 %s 的密码已重设\n", rest[0])
			}
			return err
		})
	}
	return cmd
}

func userDisable() command {
	return ofUser("disable", "停用账号", "已停用", func(ctx context.Context, p *program, login string) error {
		return p.admin.DisableUser(ctx, access.System(), login)
	})
}

func userEnable() command {
	return ofUser("enable", "重新启用账号", "已启用", func(ctx context.Context, p *program, login string) error {
		return p.admin.EnableUser(ctx, access.System(), login)
	})
}

// ofUser is a command that does one thing to one account, and says so.
func ofUser(verb, summary, done string, do func(context.Context, *program, string) error) command {
	cmd := command{name: "user " + verb, args: "登录名", summary: summary}
	cmd.run = func(ctx context.Context, c *console, flags *flag.FlagSet, args []string) error {
		configFlags(flags)
		rest, err := parse(c, flags, cmd, args, 1, 1)
		if err != nil {
			return err
		}
		return withProgram(ctx, c, flags, func(p *program) error {
			if err := do(ctx, p, rest[0]); err != nil {
				return err
			}
			fmt.Fprintf(c.out, "账号 %s %s\n", rest[0], done)
			return nil
		})
	}
	return cmd
}

func userList() command {
	cmd := command{name: "user list", args: "", summary: "列出账号"}
	cmd.run = func(ctx context.Context, c *console, flags *flag.FlagSet, args []string) error {
		configFlags(flags)
		if _, err := parse(c, flags, cmd, args, 0, 0); err != nil {
			return err
		}
		return withProgram(ctx, c, flags, func(p *program) error {
			users, err := p.admin.ListUsers(ctx, access.System())
			for _, u := range users {
				fmt.Fprintf(c.out, "%s\t%s\t%s\t%s\n", u.Login, u.Role, u.Name, u.Unit)
			}
			return err
		})
	}
	return cmd
}

// readPassword takes the password from standard input, or asks for it twice on a
// terminal without showing it.
func readPassword(c *console, stdin bool) (string, error) {
	if stdin {
		line, err := bufio.NewReader(io.LimitReader(c.in, 1024)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("读密码：%w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	f, ok := c.in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return "", usageError{"这里不是终端，请用 --password-stdin 从标准输入给密码"}
	}
	var given [2]string
	for i, ask := range []string{"密码：", "再输一遍："} {
		fmt.Fprint(c.err, ask)
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(c.err)
		if err != nil {
			return "", fmt.Errorf("读密码：%w", err)
		}
		given[i] = string(b)
	}
	if given[0] != given[1] {
		return "", usageError{"两次输入的密码不一样"}
	}
	return given[0], nil
}
