package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"wubiao/engine/rule"
	"wubiao/handbook"
)

func handbookList() command {
	cmd := command{name: "handbook list", args: "[目录]", summary: "列出全部标准"}
	cmd.run = func(_ context.Context, c *console, flags *flag.FlagSet, args []string) error {
		rest, err := parse(c, flags, cmd, args, 0, 1)
		if err != nil {
			return err
		}
		e, err := soundEdition(optional(rest))
		if err != nil {
			return err
		}
		part := ""
		for _, s := range e.Standards {
			if s.Part != part {
				part = s.Part
				fmt.Fprintf(c.out, "%s\n", partTitle(e, part))
			}
			points := "—"
			if s.Points != nil {
				points = s.Points.String()
			}
			fmt.Fprintf(c.out, "  %s  %s（%s，%s分）\n", s.Code, s.Title, s.Line, points)
		}
		return nil
	}
	return cmd
}

func partTitle(e *rule.Edition, name string) string {
	for _, p := range e.Parts {
		if p.Name == name && p.Title != "" {
			return p.Title
		}
	}
	return name
}

// soundEdition loads an edition that must be without errors.
func soundEdition(dir string) (*rule.Edition, error) {
	loaded, err := loadEdition(dir)
	if err != nil {
		return nil, err
	}
	if errs := loaded.Errors(); len(errs) > 0 {
		return nil, errors.Join(problemErrors(errs)...)
	}
	return loaded.Edition, nil
}

func handbookShow() command {
	cmd := command{name: "handbook show", args: "编码 [目录]", summary: "看一项标准：五问、事项、评分、来源"}
	cmd.run = func(_ context.Context, c *console, flags *flag.FlagSet, args []string) error {
		rest, err := parse(c, flags, cmd, args, 1, 2)
		if err != nil {
			return err
		}
		e, err := soundEdition(optional(rest[1:]))
		if err != nil {
			return err
		}
		s := e.Standard(rest[0])
		if s == nil {
			return fmt.Errorf("手册里没有编码为「%s」的标准", rest[0])
		}
		show(c.out, e, s)
		return nil
	}
	return cmd
}

func handbookSchema() command {
	cmd := command{name: "handbook schema", args: "", summary: "输出手册文件的 JSON Schema，供编辑器补全"}
	cmd.run = func(_ context.Context, c *console, flags *flag.FlagSet, args []string) error {
		if _, err := parse(c, flags, cmd, args, 0, 0); err != nil {
			return err
		}
		schema, err := handbook.Schema()
		if err != nil {
			return fmt.Errorf("生成 JSON Schema：%w", err)
		}
		_, err = c.out.Write(schema)
		return err
	}
	return cmd
}
