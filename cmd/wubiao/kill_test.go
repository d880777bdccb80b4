package main

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// TestKilledWhileIssuing kills the program with SIGKILL in the middle of issuing
// a period, at several moments, and lets another run finish.
func TestKilledWhileIssuing(t *testing.T) {
	t.Parallel()
	whole, dir := companyDir(t), companyDir(t)
	told := process(t, issueLine(whole)...).issued(t)
	k := &killer{t: t, dir: dir, db: look(t, dir)}
	for _, at := range []moment{{"2026", 0.05}, {"2026", 0.6}, {"2026Q1", 0.3}, {"2026-03", 0.5}} {
		k.killAt(at)
	}
	rest := process(t, issueLine(dir)...).issued(t)
	if rest.Sheets == 0 || rest.Sheets >= told.Sheets || len(rest.Periods) == 0 {
		t.Errorf("after four kills the last run issued %d sheets of %d", rest.Sheets, told.Sheets)
	}
	checkCompany(t, dir, told)
	if !maps.Equal(look(t, dir).issued(), look(t, whole).issued()) {
		t.Error("killed and resumed, other rows stand than after one run")
	}
	if again := process(t, issueLine(dir)...).issued(t); again.Sheets+again.Tasks+len(again.Periods) > 0 {
		t.Errorf("yet another run still issues: %+v", again)
	}
}

// killer kills a run of issue inside a period.
type killer struct {
	t   *testing.T
	dir string
	db  database
}

// moment is when to kill: in this period or a later one, when at least this
// share of its sheets is there, but not all.
type moment struct {
	period string
	share  float64
}

func (m moment) reached(period string, sheets int) bool {
	order := companyPeriods()
	return slices.Index(order, period) >= slices.Index(order, m.period) &&
		sheets >= int(m.share*companyUnits) && sheets < companyUnits
}

// killAt starts issuing and kills it at the moment. A kill that came too late,
// when the period was whole again, is no proof: then the next run is killed.
func (k *killer) killAt(m moment) {
	k.t.Helper()
	for range 3 {
		c := start(k.t, issueLine(k.dir)...)
		if !c.until(func() bool { return m.reached(k.unfinished()) }) {
			k.t.Fatalf("the run ended before it could be killed at %v: %+v", m, c.wait())
		}
		c.kill()
		if k.proof(c) {
			return
		}
	}
	k.t.Fatalf("no kill at %v fell inside a period", m)
}

// unfinished is the period that is begun and not finished, and how many of its
// sheets the ledger counts. Between two periods there is none.
func (k *killer) unfinished() (period string, sheets int) {
	k.t.Helper()
	for _, row := range k.db.rows("SELECT period, sheets FROM issued_periods WHERE finished IS NULL") {
		if _, err := fmt.Sscanf(row, "%q \"%d\"", &period, &sheets); err != nil {
			k.t.Fatalf("%s: %v", row, err)
		}
	}
	return period, sheets
}

// proof shows that the kill fell inside: the process died of it, the ledger
// holds a period begun and not finished, and some but not all of its sheets are
// there, each with its tasks, as many as the ledger says.
func (k *killer) proof(c *child) bool {
	k.t.Helper()
	if c.cmd.ProcessState.Exited() {
		return false // it ended by itself
	}
	period, counted := k.unfinished()
	if period == "" || counted <= 0 || counted >= companyUnits {
		return false
	}
	sheets := k.db.number("SELECT count(*) FROM sheets WHERE period = ?", period)
	tasks := k.db.number("SELECT count(*) FROM tasks WHERE period = ?", period)
	without := k.db.number(`SELECT count(*) FROM sheets s WHERE period = ? AND NOT EXISTS
		(SELECT 1 FROM tasks t WHERE t.period = s.period AND t.unit_id = s.unit_id)`, period)
	booked := k.db.number("SELECT tasks FROM issued_periods WHERE period = ?", period)
	if sheets != counted || tasks != booked || without > 0 {
		k.t.Errorf("killed in %s: ledger %d sheets and %d tasks, tables %d and %d, %d sheets without tasks",
			period, counted, booked, sheets, tasks, without)
	}
	k.db.sound()
	k.t.Logf("killed in %s with %d of %d sheets and %d tasks there", period, sheets, companyUnits, tasks)
	return true
}
