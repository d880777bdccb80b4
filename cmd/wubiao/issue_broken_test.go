package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"syscall"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/org"
)

// TestIssueToldToStop ends a run with SIGTERM: it finishes its chunk, tells what
// it did, and the next run does the rest.
func TestIssueToldToStop(t *testing.T) {
	t.Parallel()
	dir := companyDir(t)
	k := &killer{t: t, dir: dir, db: look(t, dir)}
	told := process(t, issueLine(dir, "--dry-run")...).issued(t)
	c := start(t, issueLine(dir)...)
	if !c.until(func() bool { return moment{"2026", 0.1}.reached(k.unfinished()) }) {
		t.Fatalf("the run ended before it could be told to: %+v", c.wait())
	}
	c.signal(syscall.SIGTERM)
	o := c.wait().want(t, exitProblems)
	o.says(t, "收到停止的信号", "再运行一次会接着做")
	o.object(t)
	var part issuedAnswer
	if err := json.Unmarshal([]byte(o.out), &part); err != nil {
		t.Fatal(err)
	}
	if n := k.db.number("SELECT count(*) FROM sheets"); part.Sheets != n || n == 0 || n >= told.Sheets || len(part.Problems) != 1 {
		t.Errorf("%d sheets are there, and it tells %s", n, o.out)
	}
	rest := process(t, issueLine(dir)...).issued(t)
	if part.Sheets+rest.Sheets != told.Sheets || part.Tasks+rest.Tasks != told.Tasks {
		t.Errorf("%d and %d sheets, %d and %d tasks; in one run %d and %d",
			part.Sheets, rest.Sheets, part.Tasks, rest.Tasks, told.Sheets, told.Tasks)
	}
	checkCompany(t, dir, told)
}

// TestUnreadableFactsOfAUnitAreProblems: what depends on them is not issued, and
// that is told; the other units get theirs.
func TestUnreadableFactsOfAUnitAreProblems(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	p, unit := openSample(t, dir)
	change := org.ChangeUnitRequest{Unit: unit, Attributes: engine.Attributes{"工会会员": "许多"}}
	if err := p.org.ChangeUnit(t.Context(), access.System(), change); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	line := []string{"issue", "--through", "2027-02-28", "--dir", dir, "--json"}
	dry := here(append(line, "--dry-run")...).want(t, exitProblems)
	o := here(line...).want(t, exitProblems)
	o.says(t, fmt.Sprintf("第%d号单位", unit), "「工会会员」")
	if problems := o.object(t)["problems"].([]any); len(problems) == 0 || o.out != dry.out {
		t.Errorf("dry: %s\nreal: %s", dry.out, o.out)
	}
	if n := look(t, dir).number("SELECT count(*) FROM sheets WHERE period = '2027-02'"); n != 3 {
		t.Errorf("%d of 3 units got their sheet", n)
	}
}

// TestDryRunKeepsNoEdition: an edition that came with the program is put into
// the database by work, not by looking.
func TestDryRunKeepsNoEdition(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	here("migrate", "--dir", dir).want(t, exitDone)
	db, err := sql.Open(driverName(), "file:"+filepath.Join(dir, "wubiao.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec("DELETE FROM editions")
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	here("issue", "--through", "2026-12-31", "--dry-run", "--dir", dir).want(t, exitDone)
	if n := look(t, dir).number("SELECT count(*) FROM editions"); n != 0 {
		t.Errorf("a dry run kept %d editions", n)
	}
	here("issue", "--through", "2026-12-31", "--dir", dir).want(t, exitDone)
	if n := look(t, dir).number("SELECT count(*) FROM editions"); n == 0 {
		t.Error("issuing kept no edition")
	}
}
