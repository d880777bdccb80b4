package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// parse reads flags and positional arguments, which may stand in any order, and
// prints help where it is asked for.
func parse(c *console, flags *flag.FlagSet, cmd command, args []string, atLeast, atMost int) ([]string, error) {
	var rest []string
	for {
		if err := flags.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				commandHelp(c.out, cmd, flags)
				return nil, flag.ErrHelp
			}
			return nil, usageError{flagMessage(err)}
		}
		if flags.NArg() == 0 {
			break
		}
		rest, args = append(rest, flags.Arg(0)), flags.Args()[1:]
	}
	if len(rest) < atLeast || len(rest) > atMost {
		return nil, usageError{countMessage(len(rest), atLeast, atMost)}
	}
	return rest, nil
}

func countMessage(given, atLeast, atMost int) string {
	switch {
	case atMost == 0:
		return "这个命令只有选项，没有参数"
	case given < atLeast:
		return fmt.Sprintf("参数不够：至少要%d个，给了%d个", atLeast, given)
	}
	return fmt.Sprintf("参数太多：最多%d个，给了%d个", atMost, given)
}

// wrongValue is how package flag says that a value is not of its flag's type.
var wrongValue = regexp.MustCompile(`^invalid (?:boolean )?value (".*") for (?:flag )?-([a-z-]+): `)

// flagMessage says in Chinese what is wrong with a flag.
func flagMessage(err error) string {
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		return "没有 --" + name + " 这个选项"
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: -"); ok {
		return "选项 --" + name + " 后面要有值"
	}
	if m := wrongValue.FindStringSubmatch(text); m != nil {
		value, err := strconv.Unquote(m[1])
		if err != nil {
			value = m[1]
		}
		return "选项 --" + m[2] + " 的值「" + value + "」不对"
	}
	return "选项写法不对：" + text
}

func commandHelp(w io.Writer, cmd command, flags *flag.FlagSet) {
	fmt.Fprintf(w, "%s\n\n用法：wubiao %s %s\n", cmd.summary, cmd.name, cmd.args)
	flags.VisitAll(func(f *flag.Flag) {
		fmt.Fprintf(w, "  --%-16s %s", f.Name, f.Usage)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" {
			fmt.Fprintf(w, "（默认 %s）", f.DefValue)
		}
		fmt.Fprintln(w)
	})
}
