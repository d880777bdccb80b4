package main

import (
	"context"
	"io"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"wubiao/engine"
)

// sampleLine prepares a small sample.
func sampleLine(dir string) []string {
	return []string{"demo", "--prepare", "--branches", "3", "--seed", "1", "--dir", dir}
}

// prepareSample prepares the sample that the tests share, and copies.
func prepareSample() (outcome, error) {
	cmd, err := programWith(context.Background(), sampleLine(filepath.Join(shared.dir, "sample"))...)
	if err != nil {
		return outcome{}, err
	}
	return finish(cmd)
}

// openSample opens the program on a copy of the sample, and gives its first branch.
func openSample(t *testing.T, dir string) (*program, engine.UnitID) {
	t.Helper()
	unit := look(t, dir).number("SELECT min(id) FROM units WHERE kind = '党支部'")
	return openIn(t, dir), engine.UnitID(unit)
}

// openIn opens the program on a directory's database as it is.
func openIn(t *testing.T, dir string) *program {
	t.Helper()
	c, err := defaults()
	if err != nil {
		t.Fatal(err)
	}
	c.Dir = dir
	p, err := open(t.Context(), c, wallClock{}, asItIs, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sampleDir gives a directory with a copy of the shared sample.
func sampleDir(t *testing.T) string {
	t.Helper()
	o, err := shared.sample()
	if err != nil {
		t.Fatal(err)
	}
	o.want(t, exitDone)
	dir := copyFile(t, filepath.Join(shared.dir, "sample", "wubiao.db"))
	if err := os.CopyFS(filepath.Join(dir, "evidence"), os.DirFS(filepath.Join(shared.dir, "sample", "evidence"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// past is everything a sample lived through. Passwords are salted, so accounts
// stand by name.
func (d database) past() map[string]string {
	d.t.Helper()
	all := map[string]string{"accounts": d.digest("SELECT id, login, person_id, unit_id, role FROM accounts ORDER BY 1")}
	for _, table := range []string{"units", "people", "posts", "tasks", "sheets", "issued_periods", "notices", "records", "evidences", "editions", "audit_entries", "runs"} {
		all[table] = d.digest("SELECT * FROM " + table + " ORDER BY 1")
	}
	return all
}

func TestSampleIsPreparedAndTold(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	o, err := shared.sample()
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"系统管理员", "手册编修", "党委考核组", "支部"} {
		if !strings.Contains(o.out, role) {
			t.Errorf("no account for %s: %s", role, o.out)
		}
	}
	if strings.Contains(o.out, "http://") || strings.Contains(o.out+o.err, "\x1b") || !strings.Contains(o.out, demoPassword) {
		t.Errorf("stdout %q, stderr %q", o.out, o.err)
	}
	if files := filesIn(t, filepath.Join(shared.dir, "sample")); !slices.Equal(files, []string{"evidence", "wubiao.db"}) {
		t.Errorf("left in the directory: %v", files)
	}
	db := look(t, dir)
	for query, least := range map[string]int{
		"SELECT count(*) FROM accounts":                                 7,
		"SELECT count(*) FROM units WHERE kind = '党支部'":                 3,
		"SELECT count(*) FROM records":                                  50,
		"SELECT count(*) FROM evidences WHERE state = 'kept'":           10,
		"SELECT count(*) FROM tasks WHERE state = 'done'":               50,
		"SELECT count(*) FROM sheets WHERE period = '2026-01'":          3,
		"SELECT count(*) FROM issued_periods WHERE length(period) = 10": 200,
	} {
		if got := db.number(query); got < least {
			t.Errorf("%s gives %d, want %d or more", query, got, least)
		}
	}
	if n := db.number("SELECT count(*) FROM runs WHERE outcome <> 'done'"); n > 0 {
		t.Errorf("%d runs of the past did not go well", n)
	}
	db.sound()
}

func TestPreparedSampleIsUsedAgain(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	before := look(t, dir).past()
	o := process(t, "demo", "--prepare", "--branches", "5", "--dir", dir).want(t, exitDone)
	o.says(t, "沿用", "--dir")
	if first, err := shared.sample(); err != nil || o.out != first.out {
		t.Errorf("other accounts: %s %v", o.out, err)
	}
	if !maps.Equal(look(t, dir).past(), before) {
		t.Error("preparing again changed the past")
	}
}

// TestKilledPreparationLeavesNothing also shows that the same seed gives the
// same past.
func TestKilledPreparationLeavesNothing(t *testing.T) {
	t.Parallel()
	want := look(t, sampleDir(t)).past()
	dir := filepath.Join(t.TempDir(), "data")
	draft := filepath.Join(dir, "wubiao.db.preparing")
	c := start(t, sampleLine(dir)...)
	if !c.until(func() bool { return sizeOf(draft) > 500_000 }) {
		t.Fatalf("never under way: %s", c.wait().err)
	}
	c.kill()
	if sizeOf(draft) == 0 || sizeOf(filepath.Join(dir, "wubiao.db")) != 0 {
		t.Fatalf("killed in the middle, the directory holds %v", filesIn(t, dir))
	}
	here("issue", "--through", "2026-12-31", "--dir", dir).want(t, exitProblems).says(t, "没有找到数据库")
	process(t, sampleLine(dir)...).want(t, exitDone)
	if files := filesIn(t, dir); !slices.Equal(files, []string{"evidence", "wubiao.db"}) {
		t.Errorf("left in the directory: %v", files)
	}
	db := look(t, dir)
	db.sound()
	for table, digest := range db.past() {
		if digest != want[table] {
			t.Errorf("%s: the same seed gave %s and %s", table, want[table], digest)
		}
	}
}

func TestInterruptedPreparationCleansUp(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	c := start(t, sampleLine(dir)...)
	if !c.until(func() bool { return sizeOf(filepath.Join(dir, "wubiao.db.preparing")) > 500_000 }) {
		t.Fatalf("never under way: %s", c.wait().err)
	}
	second := process(t, sampleLine(dir)...).want(t, exitProblems)
	second.says(t, "另一个 wubiao demo 正在", dir)
	c.signal(syscall.SIGTERM)
	o := c.wait().want(t, exitProblems)
	o.says(t, "没有留下半成品")
	if files := filesIn(t, dir); len(files) > 0 {
		t.Errorf("left in the directory: %v", files)
	}
}

func TestDemoRefusesAnotherCompany(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	here("migrate", "--dir", dir).want(t, exitDone)
	o := here("demo", "--prepare", "--dir", dir).want(t, exitProblems)
	o.says(t, "不是示范公司", "wubiao serve")
	if strings.Contains(o.out, demoPassword) {
		t.Errorf("stdout: %s", o.out)
	}
}

func TestTakenAddressIsToldBeforeTheLongWork(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, name := range []string{"demo", "serve"} {
		dir := filepath.Join(t.TempDir(), name)
		o := here(name, "--addr", l.Addr().String(), "--dir", dir).want(t, exitProblems)
		o.says(t, l.Addr().String(), "已被别的程序占用", "--addr")
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s made its directory", name)
		}
	}
}

func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// sizeOf is the size of a file with its journal, 0 where there is none.
func sizeOf(path string) (n int64) {
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(path + suffix); err == nil {
			n += info.Size()
		}
	}
	return n
}
