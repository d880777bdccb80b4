package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
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
		result, err := issue(ctx, c, config, day, *dry)
		return reportIssued(c, result, err, *asJSON, *dry)
	}
	return cmd
}

// maxAhead bounds how many years ahead may be issued: what is issued stays, and
// a slip of the finger in the year would issue centuries.
const maxAhead = 10

func issue(ctx context.Context, c *console, config *config, through calendar.Date, dry bool) (practise.IssueResult, error) {
	result := practise.IssueResult{Through: through, Periods: []string{}}
	if latest := calendar.DateOf(wallClock{}.Now(), config.Zone).AddMonths(12 * maxAhead); through > latest {
		return result, usageError{fmt.Sprintf("--through 最远到 %s（今天起%d年），请核对年份", latest, maxAhead)}
	}
	how := asItIs
	if dry {
		how = onlyLook
	}
	p, err := open(ctx, config, wallClock{}, how, c.err)
	if err != nil {
		return result, err
	}
	result, err = p.practise.Issue(ctx, through, practise.IssueOptions{DryRun: dry})
	return result, errors.Join(err, p.Close())
}

// issueAnswer is what `issue --json` prints, also when the work was broken off.
type issueAnswer struct {
	practise.IssueResult
	Warnings []string `json:"warnings,omitempty"` // takes the place of the result's own
	Problems []string `json:"problems,omitempty"`
}

// noUnits is told where a database holds nobody to issue to.
const noUnits = "数据库里还没有已启用的党支部，没有什么可下达；请先录入单位，或用 wubiao demo 看样例"

// reminders are what a person should know of a result that is no problem.
func reminders(r practise.IssueResult) []string {
	if r.NoUnits {
		return []string{noUnits}
	}
	return r.Estimates
}

// periodList counts periods by kind with the first and the last of each: a year
// of days would fill the screen.
func periodList(keys []string) string {
	byKind := map[calendar.Kind][]calendar.Period{}
	for _, key := range keys {
		if p, err := calendar.ParsePeriod(key); err == nil {
			byKind[p.Kind] = append(byKind[p.Kind], p)
		}
	}
	var parts []string
	for _, k := range []struct {
		kind calendar.Kind
		name string
	}{
		{calendar.KindYear, "年"}, {calendar.KindHalf, "半年"}, {calendar.KindQuarter, "季"},
		{calendar.KindMonth, "月"}, {calendar.KindDay, "日"},
	} {
		list := byKind[k.kind]
		if len(list) == 0 {
			continue
		}
		earlier := func(a, b calendar.Period) int { return int(a.Start - b.Start) }
		text := fmt.Sprintf("%s %d 个（%s", k.name, len(list), slices.MinFunc(list, earlier))
		if len(list) > 1 {
			text += fmt.Sprintf(" 至 %s", slices.MaxFunc(list, earlier))
		}
		parts = append(parts, text+"）")
	}
	return strings.Join(parts, "，")
}

// reportIssued tells what was issued. Facts of units that could not be read are
// problems: what depends on them was not issued.
func reportIssued(c *console, r practise.IssueResult, err error, asJSON, dry bool) error {
	var usage usageError
	if errors.As(err, &usage) {
		return err
	}
	for _, sentence := range append(sentences(err), r.Warnings...) {
		c.tell(sentence)
	}
	warnings := reminders(r)
	for _, w := range warnings {
		fmt.Fprintln(c.err, "提醒："+w)
	}
	failed := err
	if len(c.problems) > 0 {
		failed = errProblems
	}
	if asJSON {
		return errors.Join(c.answer(issueAnswer{r, warnings, c.problems}), failed)
	}
	verb := "下达"
	if dry {
		verb = "应下达"
	}
	if err == nil || r.Sheets+r.Tasks > 0 {
		fmt.Fprintf(c.out, "到 %s 为止，%s提醒表 %d 份、任务 %d 项\n", r.Through, verb, r.Sheets, r.Tasks)
	}
	if len(r.Periods) > 0 {
		fmt.Fprintf(c.out, "完成的期间 %d 个：%s\n", len(r.Periods), periodList(r.Periods))
	}
	return failed
}
