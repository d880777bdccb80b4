package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"
)

// trap holds whoever draws one certain number inside that transaction, for ever: it
// writes more than the page cache holds, so that what is not committed reaches the
// disk and can be seen there, and does not end.
type trap struct {
	t    *testing.T
	db   database
	mark string
}

func (d database) trap(series string, number int) *trap {
	d.t.Helper()
	p := &trap{d.t, d, fmt.Sprintf("inside the numbering of %s at %d", series, number)}
	p.exec(`CREATE TABLE trapped (mark TEXT, ballast BLOB)`,
		`CREATE VIEW forever AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n`,
		fmt.Sprintf(`CREATE TRIGGER trap AFTER UPDATE ON counters WHEN NEW.series = '%s' AND NEW.last = %d BEGIN
			INSERT INTO trapped SELECT '%s', zeroblob(3000) FROM forever WHERE i <= 2000; END`, series, number, p.mark))
	return p
}

func (p *trap) exec(statements ...string) {
	p.t.Helper()
	db, err := sql.Open(driverName(), "file:"+p.db.path+"?_busy_timeout=5000&_pragma=busy_timeout(5000)")
	if err != nil {
		p.t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.ExecContext(p.t.Context(), s); err != nil {
			p.t.Fatalf("%s: %v", s, err)
		}
	}
}

// sprung says that the trap's rows are on the disk.
func (p *trap) sprung() bool {
	p.t.Helper()
	log, err := os.ReadFile(p.db.path + "-wal")
	if err != nil {
		p.t.Fatal(err)
	}
	return bytes.Contains(log, []byte(p.mark))
}

// proof shows that the kill fell inside: the process died of it, its transaction had
// counted on to the trap's number, had written after that, and was not committed.
func (p *trap) proof(c *child, series string, number int) {
	p.t.Helper()
	if c.cmd.ProcessState.Exited() {
		p.t.Error("the process ended by itself")
	}
	if !p.sprung() {
		p.t.Error("nothing on the disk tells of the killed transaction")
	}
	if n := p.db.number("SELECT count(*) FROM trapped"); n != 0 {
		p.t.Errorf("the killed transaction was committed: %d rows", n)
	}
	if last := p.db.last(series); last >= number {
		p.t.Errorf("the counter stands at %d after the kill, the killed one drew %d", last, number)
	}
}

func (p *trap) open() { p.exec("DROP TRIGGER trap", "DROP VIEW forever", "DROP TABLE trapped") }

// TestKilledWhileNumbering kills one of two servers with SIGKILL inside the
// transaction that numbers a paper, once for each kind. What it had acknowledged
// keeps its number; the other server issues what was left, and no number is left out
// or given twice.
func TestKilledWhileNumbering(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	db := look(t, dir)
	other, site := settledServer(t, dir)
	stays := committee(t, dir)
	stays.site = site
	papers := toBeNumbered(t, dir, &stays, 9)
	for series, of := range papers {
		c, site := settledServer(t, dir)
		dies := submitter{site: site, token: stays.token}
		for i := range 3 { // acknowledged before
			var err error
			if of[i], err = dies.issue(of[i]); err != nil {
				t.Fatal(err)
			}
		}
		number := db.last(series) + 3
		trap := db.trap(series, number)
		errs := make([]error, len(of))
		var hands sync.WaitGroup
		for i := 3; i < len(of); i++ {
			hands.Go(func() { of[i], errs[i] = dies.issue(of[i]) })
		}
		if !c.until(func() bool { time.Sleep(5 * time.Millisecond); return trap.sprung() }) {
			t.Fatalf("%s: nobody drew %d", series, number)
		}
		c.kill()
		hands.Wait()
		trap.proof(c, series, number)
		trap.open()

		broke := 0
		for i, err := range errs {
			if errors.Is(err, errRefused) {
				t.Error(err)
			}
			if err != nil && !of[i].acknowledged {
				broke++
			}
		}
		if broke < 4 { // two numbers were free before the trap's
			t.Errorf("%s: only %d hands were cut off", series, broke)
		}
		t.Logf("%s: killed while it drew %d, with %d papers acknowledged and %d under way", series, number, len(of)-broke, broke)
		for i := range of {
			if of[i].acknowledged {
				db.keeps(of[i])
			}
			again, err := stays.issue(of[i])
			if err != nil || of[i].number != "" && again.number != of[i].number {
				t.Errorf("%s sent again: %s, was %s: %v", of[i].path, again.number, of[i].number, err)
			}
		}
		db.gapless(series)
		db.sound()
	}
	other.stop()
}
