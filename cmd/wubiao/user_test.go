package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestAccountsFromAddingToDisabling(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	unit := look(t, dir).rows("SELECT id FROM units WHERE kind = '党支部' ORDER BY id")[0]
	add := []string{"user", "add", "Chenjj", "--role", "支部", "--name", "陈建军", "--unit", strings.Trim(unit, `"`),
		"--posts", "支部书记，组织委员", "--password-stdin", "--dir", dir}
	o := hereWith("Luqiao-2026-9\n", add...).want(t, exitDone)
	if !strings.Contains(o.out, "已建立") || strings.Contains(o.out+o.err, "Luqiao-2026-9") {
		t.Errorf("add: %+v", o)
	}
	hereWith("Luqiao-2026-9\n", add...).want(t, exitProblems).says(t, "已经有人使用")
	list := here("user", "list", "--dir", dir).want(t, exitDone)
	if !strings.Contains(list.out, "chenjj\t支部\t陈建军\t") {
		t.Errorf("list: %s", list.out)
	}
	c := start(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0", "--insecure-http")
	site := c.address()
	first := newPerson(t, site)
	if status := first.signIn("chenjj", "Luqiao-2026-9"); status != 303 {
		t.Errorf("the new account gets %d", status)
	}
	hereWith("Luqiao-2026-10", "user", "password", "chenjj", "--password-stdin", "--dir", dir).want(t, exitDone)
	if status, _ := first.get(""); status != 303 {
		t.Errorf("with a new password the old session still gets %d", status)
	}
	if status := newPerson(t, site).signIn("chenjj", "Luqiao-2026-10"); status != 303 {
		t.Errorf("the new password gets %d", status)
	}
	here("user", "disable", "chenjj", "--dir", dir).want(t, exitDone)
	if status := newPerson(t, site).signIn("chenjj", "Luqiao-2026-10"); status != 401 {
		t.Errorf("a disabled account gets %d", status)
	}
	for range 2 { // the second time is no error
		here("user", "enable", "chenjj", "--dir", dir).want(t, exitDone)
	}
	if status := newPerson(t, site).signIn("chenjj", "Luqiao-2026-10"); status != 303 {
		t.Errorf("an account that is enabled again gets %d", status)
	}
	c.stop()
	look(t, dir).sound()
}

func TestAccountsThatCannotBe(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	here("migrate", "--dir", dir).want(t, exitDone)
	before := look(t, dir).digest("SELECT * FROM accounts")
	for name, c := range map[string]struct {
		password string
		args     []string
		says     string
	}{
		"a short password":        {"kurz", []string{"user", "add", "guanli", "--role", "系统管理员"}, "密码"},
		"no password":             {"", []string{"user", "add", "guanli", "--role", "系统管理员"}, "密码"},
		"a branch without a name": {"Luqiao-2026-9", []string{"user", "add", "shuji", "--role", "支部"}, "姓名"},
		"a unit that is not":      {"Luqiao-2026-9", []string{"user", "add", "shuji", "--role", "支部", "--name", "王大桥", "--unit", "77"}, "没有这个单位"},
		"a login of two words":    {"Luqiao-2026-9", []string{"user", "add", "li si", "--role", "系统管理员"}, "登录名"},
		"nobody's password":       {"Luqiao-2026-9", []string{"user", "password", "nobody"}, "没有"},
	} {
		o := hereWith(c.password+"\n", append(c.args, "--password-stdin", "--dir", dir)...).want(t, exitProblems)
		o.says(t, c.says)
		if o.out != "" || !chinese(o.err) {
			t.Errorf("%s: %+v", name, o)
		}
	}
	here("user", "disable", "nobody", "--dir", dir).want(t, exitProblems).says(t, "没有")
	hereWith("Luqiao-2026-9\n", "user", "add", "guanli", "--role", "系统管理员", "--dir", dir).refused(t, "--password-stdin")
	if look(t, dir).digest("SELECT * FROM accounts") != before {
		t.Error("a refused account was made")
	}
}
