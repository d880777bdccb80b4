package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"wubiao/engine/calendar"
	"wubiao/engine/rule"
	"wubiao/handbook"
)

// embeddedEdition is the edition shown where no directory is named.
const embeddedEdition = "editions/2026"

// loadEdition loads a directory, or the embedded edition when dir is empty.
func loadEdition(dir string) (*handbook.Loaded, error) {
	if dir == "" {
		return handbook.LoadFS(handbook.Embedded(), embeddedEdition), nil
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, usageError{"找不到手册目录「" + dir + "」"}
	}
	return handbook.LoadFS(os.DirFS(dir), "."), nil
}

// loadCalendar reads the embedded holiday calendars.
func loadCalendar() (*calendar.Calendar, error) { return calendarIn(handbook.Embedded()) }

// calendarIn reads the holiday calendars of a folder, or tells everything that
// is wrong with them.
func calendarIn(fsys fs.FS) (*calendar.Calendar, error) {
	years, problems := handbook.Calendars(fsys)
	wrong := problemErrors(problems)
	cal, errs := calendar.New(years)
	for _, err := range errs {
		wrong = append(wrong, fmt.Errorf("读节假日历：%w", err))
	}
	return cal, errors.Join(wrong...)
}

// problemErrors makes an error of every problem of a file.
func problemErrors(problems []rule.Problem) []error {
	out := make([]error, len(problems))
	for i, p := range problems {
		out[i] = errors.New(p.String())
	}
	return out
}

func optional(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}

func handbookCheck() command {
	cmd := command{name: "handbook check", args: "[目录] [--json]", summary: "检查手册：格式、算式、来源、重复要求"}
	cmd.run = func(_ context.Context, c *console, flags *flag.FlagSet, args []string) error {
		asJSON := flags.Bool("json", false, "输出一个 JSON 对象")
		rest, err := parse(c, flags, cmd, args, 0, 1)
		if err != nil {
			return err
		}
		loaded, err := loadEdition(optional(rest))
		if err != nil {
			return err
		}
		cal, err := loadCalendar()
		if err != nil {
			return err
		}
		return report(c, handbook.Check(loaded, cal), *asJSON)
	}
	return cmd
}

func report(c *console, r handbook.CheckReport, asJSON bool) error {
	if asJSON {
		if err := c.answer(r); err != nil {
			return err
		}
	} else {
		for _, p := range slices.Concat(r.Problems, r.Warnings) {
			fmt.Fprintln(c.err, p)
		}
		fmt.Fprintf(c.out, "标准 %d 项，满分 %s，评分规则 %d 条，例 %d 个；问题 %d 个，提醒 %d 个\n",
			r.Standards, r.Points, r.Rules, r.Cases, len(r.Problems), len(r.Warnings))
		for _, part := range r.PartOrder {
			fmt.Fprintf(c.out, "  %s %d 项\n", part, r.Parts[part])
		}
	}
	if len(r.Problems) > 0 {
		return errProblems
	}
	return nil
}

func handbookCases() command {
	cmd := command{name: "handbook cases", args: "[目录] [--json]", summary: "运行手册里的全部计分例"}
	cmd.run = func(_ context.Context, c *console, flags *flag.FlagSet, args []string) error {
		asJSON := flags.Bool("json", false, "输出一个 JSON 对象")
		rest, err := parse(c, flags, cmd, args, 0, 1)
		if err != nil {
			return err
		}
		loaded, err := loadEdition(optional(rest))
		if err != nil {
			return err
		}
		if errs := loaded.Errors(); len(errs) > 0 {
			return errors.Join(problemErrors(errs)...)
		}
		cal, err := loadCalendar()
		if err != nil {
			return err
		}
		return caseResult(c, handbook.RunCases(loaded.Edition, cal), *asJSON)
	}
	return cmd
}

func caseResult(c *console, r handbook.CaseReport, asJSON bool) error {
	if asJSON {
		out := struct {
			Cases    int      `json:"cases"`
			Failed   int      `json:"failed"`
			Failures []string `json:"failures"`
			Idle     []string `json:"idle"`
		}{r.Cases, r.Failed, []string{}, append([]string{}, r.Idle...)}
		for _, f := range r.Failures {
			out.Failures = append(out.Failures, f.String())
		}
		if err := c.answer(out); err != nil {
			return err
		}
	} else {
		for _, f := range r.Failures {
			fmt.Fprintln(c.err, f)
		}
		for _, idle := range r.Idle {
			fmt.Fprintf(c.err, "没有一个例让规则 %s 起作用\n", idle)
		}
		fmt.Fprintf(c.out, "例 %d 个，不符 %d 个\n", r.Cases, r.Failed)
	}
	if len(r.Failures) > 0 {
		return errProblems
	}
	return nil
}
