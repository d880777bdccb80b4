package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
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
		_, missing := os.Stat(config.database())
		p, err := open(ctx, config, wallClock{}, upgrade, c.err)
		if err != nil {
			return err
		}
		told := "数据库 %s 已是最新\n"
		if errors.Is(missing, fs.ErrNotExist) {
			told = "数据库 %s 已建立\n"
		}
		fmt.Fprintf(c.out, told, config.database())
		return p.Close()
	}
	return cmd
}
