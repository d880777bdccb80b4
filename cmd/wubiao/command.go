package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os/signal"
	"strings"
	"syscall"
)

// The exit statuses of every command.
const (
	exitDone     = 0 // the work is done
	exitProblems = 1 // the work was done and found problems, or failed
	exitUsage    = 2 // the command was used wrongly; nothing was done
)

// console is where a command reads and writes.
type console struct {
	in       io.Reader
	out, err io.Writer
}

// command is one word of the command line. A command that does not work yet is
// not listed.
type command struct {
	name    string // "handbook check"
	args    string // what follows, for --help
	summary string
	run     func(ctx context.Context, c *console, flags *flag.FlagSet, args []string) error
}

// commands lists every command in the order --help shows them.
func commands() []command {
	return []command{
		handbookCheck(), handbookList(), handbookShow(), handbookCases(), handbookSchema(),
		scoreCommand(),
		demoCommand(), serveCommand(), migrateCommand(), issueCommand(),
		userAdd(), userPassword(), userDisable(), userList(),
	}
}

// problemsFound is returned when the work was done and found problems that have
// been printed already.
var errProblems = errors.New("发现问题")

// usageError is a wrong use of a command.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

// run executes a command line and returns the exit status.
func run(args []string, in io.Reader, out, errOut io.Writer) int {
	c := &console{in: in, out: out, err: errOut}
	if len(args) == 0 {
		help(c.err)
		return exitUsage
	}
	if args[0] == "--help" || args[0] == "-h" || args[0] == "help" {
		help(c.out)
		return exitDone
	}
	cmd, rest, ok := find(args)
	if !ok {
		fmt.Fprintf(c.err, "没有「%s」这个命令。用 wubiao --help 看全部命令。\n", strings.Join(args, " "))
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	return status(c, cmd, execute(ctx, c, cmd, rest))
}

// find takes the longest command name the arguments begin with.
func find(args []string) (command, []string, bool) {
	for n := min(2, len(args)); n > 0; n-- {
		name := strings.Join(args[:n], " ")
		for _, cmd := range commands() {
			if cmd.name == name {
				return cmd, args[n:], true
			}
		}
	}
	return command{}, nil, false
}

func execute(ctx context.Context, c *console, cmd command, args []string) error {
	flags := flag.NewFlagSet(cmd.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	return cmd.run(ctx, c, flags, args)
}

// status turns an error into an exit status and a Chinese sentence on stderr.
func status(c *console, cmd command, err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, flag.ErrHelp):
		return exitDone
	case errors.Is(err, errProblems):
		return exitProblems
	case errors.As(err, &usage):
		fmt.Fprintf(c.err, "%s\n用法：wubiao %s %s\n", usage.message, cmd.name, cmd.args)
		return exitUsage
	}
	fmt.Fprintln(c.err, err)
	return exitProblems
}

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
		return nil, usageError{fmt.Sprintf("参数个数不对：给了%d个", len(rest))}
	}
	return rest, nil
}

// flagMessage says in Chinese what is wrong with a flag.
func flagMessage(err error) string {
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: "); ok {
		return "没有 " + name + " 这个选项"
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: "); ok {
		return "选项 " + name + " 后面要有值"
	}
	return "选项的值不对：" + text
}

func help(w io.Writer) {
	fmt.Fprint(w, "五标：基层党建标准化管理\n\n用法：wubiao 命令 [选项]\n\n命令：\n")
	for _, cmd := range commands() {
		fmt.Fprintf(w, "  %-16s %s\n", cmd.name, cmd.summary)
	}
	fmt.Fprint(w, "\n每个命令都可以加 --help 看选项。退出码：0 完成，1 查出问题或没有办成，2 用法不对。\n")
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
