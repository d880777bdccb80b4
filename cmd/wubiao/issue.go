package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"strings"

	"wubiao/engine/calendar"
	"wubiao/engine/use/practise"
)

func issueCommand() command {
	cmd := command{name: "issue", args: "--through 2026-12-31 [--dry-run] [--json] [--dir 目录]", summary: "下达到某一天为止应下达的提醒表，缺的补上"}
	cmd.run = func(ctx context.Context, c *console, flags *flag.FlagSet, args []string) error {
		configFlags(flags)
		through := flags.String("through", "", "下达到哪一天（含），可以是将来")
		dry := flags.Bool("dry-run", false, "只算不写")
		asJSON := flags.Bool("json", false, "输出一个 JSON 对象")
		if _, err := parse(c, flags, cmd, args, 0, 0); err != nil {
			return err
		}
		day, err := calendar.ParseDate(*through)
		if err != nil {
			return usageError{"--through 要写成日期，如 2026-12-31"}
		}
		config, err := readConfig(flags)
		if err != nil {
			return err
		}
		p, err := open(ctx, config, wallClock{}, false, c.err)
		if err != nil {
			return err
		}
		result, err := p.practise.Issue(ctx, day, practise.IssueOptions{DryRun: *dry})
		return errors.Join(err, printIssued(c, result, *asJSON, *dry), p.Close())
	}
	return cmd
}

func printIssued(c *console, r practise.IssueResult, asJSON, dry bool) error {
	if asJSON {
		if err := json.NewEncoder(c.out).Encode(r); err != nil {
			return fmt.Errorf("输出：%w", err)
		}
		return nil
	}
	verb := "下达"
	if dry {
		verb = "应下达"
	}
	fmt.Fprintf(c.out, "到 %s 为止，%s提醒表 %d 份、任务 %d 项\n", r.Through, verb, r.Sheets, r.Tasks)
	if len(r.Periods) > 0 {
		fmt.Fprintf(c.out, "完成的期间：%s\n", strings.Join(r.Periods, " "))
	}
	for _, w := range r.Warnings {
		fmt.Fprintln(c.err, w)
	}
	return nil
}
