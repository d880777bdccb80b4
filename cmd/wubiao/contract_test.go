package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// contract lists every command the project promises, whether it works yet or
// not.
func contract() []string {
	return []string{
		"demo", "serve", "migrate", "doctor", "backup", "restore",
		"handbook check", "handbook list", "handbook show", "handbook cases", "handbook schema", "handbook diff", "handbook book",
		"issue", "score", "cycle status", "draw verify", "simulate", "audit verify",
		"user add", "user password", "user disable", "user enable", "user list", "user token", "openapi",
	}
}

func TestEveryCommandHelps(t *testing.T) {
	t.Parallel()
	all := here("--help").want(t, exitDone)
	for _, cmd := range commands() {
		if !slices.Contains(contract(), cmd.name) {
			t.Errorf("%s is not in the contract", cmd.name)
		}
		if !strings.Contains(all.out, "  "+cmd.name+" ") {
			t.Errorf("--help does not list %s", cmd.name)
		}
		words := strings.Fields(cmd.name)
		for _, line := range [][]string{append(slices.Clone(words), "--help"), append(slices.Clone(words), "-h"), append([]string{"help"}, words...)} {
			o := here(line...).want(t, exitDone)
			if o.err != "" || !strings.Contains(o.out, "wubiao "+cmd.name) || !chinese(o.out) {
				t.Errorf("%v: stdout %q, stderr %q", line, o.out, o.err)
			}
			if strings.Contains(o.out, "\x1b") {
				t.Errorf("%v prints colour codes", line)
			}
		}
	}
	if o := process(t, "--help"); o.code != exitDone || o.out != all.out || o.err != "" {
		t.Errorf("the built program helps otherwise: %+v", o)
	}
}

func TestCommandsThatDoNotWorkYetAreRefused(t *testing.T) {
	t.Parallel()
	for _, name := range contract() {
		if _, _, ok := find(strings.Fields(name)); !ok {
			here(strings.Fields(name)...).refused(t, "没有「"+name+"」这个命令")
		}
	}
}

func TestAGroupOfCommandsHelps(t *testing.T) {
	t.Parallel()
	for _, group := range []string{"handbook", "user"} {
		o := here(group, "--help").want(t, exitDone)
		if !strings.Contains(o.out, group+" list") || strings.Contains(o.out, "demo") || o.err != "" {
			t.Errorf("%s --help: %+v", group, o)
		}
		here(group).refused(t, group+" list")
	}
}

func TestWrongUse(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "untouched")
	for _, c := range []struct {
		name string
		args []string
		says string
	}{
		{"nothing at all", nil, "用法"},
		{"no such command", []string{"brew", "--password", "x"}, "没有「brew」"},
		{"no such member of a group", []string{"handbook", "burn"}, "没有「handbook burn」"},
		{"an option it does not have", []string{"handbook", "list", "--colour"}, "没有 --colour 这个选项"},
		{"an option without its value", []string{"issue", "--through"}, "选项 --through 后面要有值"},
		{"a number that is none", []string{"demo", "--branches", "many", "--dir", dir}, "选项 --branches 的值「many」不对"},
		{"a negative seed", []string{"demo", "--seed", "-1", "--dir", dir}, "选项 --seed 的值「-1」不对"},
		{"a switch that is neither", []string{"issue", "--json=maybe", "--dir", dir}, "选项 --json 的值「maybe」不对"},
		{"too many branches", []string{"demo", "--branches", "501", "--dir", dir}, "1 到 500"},
		{"no branches", []string{"demo", "--branches", "0", "--dir", dir}, "1 到 500"},
		{"one argument too many", []string{"migrate", "now", "--dir", dir}, "没有参数"},
		{"one argument too few", []string{"user", "disable", "--dir", dir}, "至少要1个"},
		{"an unknown role", []string{"user", "add", "zhang", "--role", "王", "--dir", dir}, "--role"},
		{"issue without a day", []string{"issue", "--dir", dir}, "--through"},
		{"issue on no day", []string{"issue", "--through", "2026-02-30", "--dir", dir}, "--through"},
		{"issue for centuries", []string{"issue", "--through", "2206-12-31", "--dir", dir}, "核对年份"},
		{"score without facts", []string{"score"}, "--facts"},
		{"score of no period", []string{"score", "--facts", "x.yaml", "--period", "2026Q5"}, "--period"},
		{"facts that are not there", []string{"score", "--facts", filepath.Join(dir, "x.yaml")}, "没有这个文件"},
		{"facts that are a directory", []string{"score", "--facts", "."}, "目录"},
		{"a handbook that is not there", []string{"handbook", "check", dir}, "找不到手册目录"},
		{"a handbook that is a file", []string{"handbook", "check", "main.go"}, "找不到手册目录"},
		{"an address without a port", []string{"serve", "--addr", "localhost", "--dir", dir}, "地址:端口"},
		{"an empty directory name", []string{"migrate", "--dir", ""}, "不能空着"},
		{"postgres", []string{"migrate", "--db", "postgres://wubiao:secret@db/wubiao"}, "尚不支持"},
		{"postgres in capitals", []string{"issue", "--through", "2026-12-31", "--db", "PostgreSQL://db/wubiao"}, "尚不支持"},
		{"a demo on postgres", []string{"demo", "--db", "postgres://db/wubiao", "--prepare"}, "尚不支持"},
		{"another database", []string{"user", "list", "--db", "mysql://db/wubiao"}, "尚不支持"},
		{"a configuration that is not there", []string{"migrate", "--config", filepath.Join(dir, "conf")}, "没有这个文件"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := here(c.args...)
			o.refused(t, c.says)
			if strings.Contains(o.err, "secret") {
				t.Errorf("the password is repeated: %s", o.err)
			}
		})
	}
	t.Cleanup(func() {
		if _, err := os.Stat(dir); err == nil {
			t.Error("wrong use made a directory")
		}
	})
}

func TestResultsThatCannotBeWrittenAreAFailure(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("this system has no /dev/full")
	}
	defer full.Close()
	for _, line := range [][]string{{"handbook", "list"}, {"handbook", "schema"}, {"handbook", "check", "--json"}, {"--help"}} {
		var told strings.Builder
		if code := run(line, strings.NewReader(""), full, &told); code != exitProblems || !strings.Contains(told.String(), "磁盘已满") {
			t.Errorf("%v on a full disk: status %d, %q", line, code, told.String())
		}
	}
}
