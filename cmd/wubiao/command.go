package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os/signal"
	"slices"
	"strings"
	"syscall"
)

// The exit statuses of every command.
const (
	exitDone     = 0 // the work is done
	exitProblems = 1 // the work was done and found problems, or failed
	exitUsage    = 2 // the command was used wrongly; nothing was done
)

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
		userAdd(), userPassword(), userDisable(), userEnable(), userList(), userToken(), openapiCommand(),
	}
}

// errProblems is returned when the work was done and found problems that have
// been told already.
var errProblems = errors.New("发现问题")

// usageError is a wrong use of a command.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

// run executes a command line and returns the exit status.
func run(args []string, in io.Reader, out, errOut io.Writer) int {
	c := &console{in: in, out: &keeping{w: out}, err: errOut}
	code := dispatch(c, args)
	if c.out.err != nil {
		fmt.Fprintln(c.err, "结果没有写完："+trouble(c.out.err))
		return max(code, exitProblems)
	}
	return code
}

func dispatch(c *console, args []string) int {
	switch {
	case len(args) == 0:
		help(c.err, commands())
		return exitUsage
	case args[0] == "help" && len(args) > 1:
		args = append(slices.Clone(args[1:]), "--help")
	case args[0] == "help" || asksHelp(args[0]):
		help(c.out, commands())
		return exitDone
	}
	cmd, rest, ok := find(args)
	if !ok {
		return unknown(c, args)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	flags := flag.NewFlagSet(cmd.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	return status(c, cmd, flags, cmd.run(ctx, c, flags, rest))
}

func asksHelp(arg string) bool { return arg == "--help" || arg == "-h" || arg == "-help" }

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

// unknown answers words that name no command. The first word of a group
// (handbook, user) lists the group.
func unknown(c *console, args []string) int {
	group := slices.DeleteFunc(commands(), func(cmd command) bool { return !strings.HasPrefix(cmd.name, args[0]+" ") })
	if len(group) > 0 && len(args) > 1 && asksHelp(args[1]) {
		help(c.out, group)
		return exitDone
	}
	if len(group) > 0 && len(args) == 1 {
		fmt.Fprintf(c.err, "%s 后面还要写做什么。\n\n", args[0])
		help(c.err, group)
		return exitUsage
	}
	words := args[:min(2, len(args))]
	if n := slices.IndexFunc(words, func(w string) bool { return strings.HasPrefix(w, "-") }); n > 0 {
		words = words[:n]
	}
	fmt.Fprintf(c.err, "没有「%s」这个命令。用 wubiao --help 看全部命令。\n", strings.Join(words, " "))
	return exitUsage
}

// status turns an error into an exit status and Chinese sentences on stderr.
func status(c *console, cmd command, flags *flag.FlagSet, err error) int {
	var usage usageError
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return exitDone
	case errors.As(err, &usage):
		fmt.Fprintf(c.err, "%s\n用法：wubiao %s %s\n", usage.message, cmd.name, cmd.args)
		return exitUsage
	case c.out.err != nil && errors.Is(err, c.out.err):
		return exitProblems // told at the end
	}
	for _, sentence := range sentences(err) {
		c.tell(sentence)
	}
	if f := flags.Lookup("json"); f != nil && f.Value.String() == "true" && !c.answered {
		if err := c.answer(failure{c.problems}); err != nil {
			fmt.Fprintln(c.err, err)
		}
	}
	return exitProblems
}

// failure is what --json prints when the work did not get as far as a result.
type failure struct {
	Problems []string `json:"problems"`
}

func help(w io.Writer, list []command) {
	fmt.Fprint(w, "五标：基层党建标准化管理\n\n用法：wubiao 命令 [选项]\n\n命令：\n")
	for _, cmd := range list {
		fmt.Fprintf(w, "  %-16s %s\n", cmd.name, cmd.summary)
	}
	fmt.Fprint(w, "\n每个命令都可以加 --help 看选项。退出码：0 完成，1 查出问题或没有办成，2 用法不对。\n")
}
