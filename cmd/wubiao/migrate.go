package main

import (
	"context"
	"flag"
	"fmt"
)

func migrateCommand() command {
	cmd := command{name: "migrate", args: "[--dir 目录]", summary: "建立数据库或升级到本程序的版本"}
	cmd.run = func(ctx context.Context, c *console, flags *flag.FlagSet, args []string) error {
		configFlags(flags)
		if _, err := parse(c, flags, cmd, args, 0, 0); err != nil {
			return err
		}
		config, err := readConfig(flags)
		if err != nil {
			return err
		}
		p, err := open(ctx, config, wallClock{}, upgrade, c.err)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "数据库 %s 已是最新\n", config.database())
		return p.Close()
	}
	return cmd
}
