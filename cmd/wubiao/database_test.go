package main

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wubiao/store"
)

// database looks into a database file past the program, without writing.
type database struct {
	t    *testing.T
	path string
	*sql.DB
}

// driverName is the driver the program was built with.
func driverName() string {
	if slices.Contains(sql.Drivers(), store.DriverGo) { // built without a C compiler
		return store.DriverGo
	}
	return store.DriverC
}

// look opens the database of a data directory.
func look(t *testing.T, dir string) database {
	t.Helper()
	path := filepath.Join(dir, "wubiao.db")
	db, err := sql.Open(driverName(), "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return database{t, path, db}
}

// number is the one number a query gives.
func (d database) number(query string, args ...any) int {
	d.t.Helper()
	var n int
	if err := d.QueryRow(query, args...).Scan(&n); err != nil {
		d.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// rows are the rows of a query, one line each.
func (d database) rows(query string, args ...any) []string {
	d.t.Helper()
	var all []string
	d.each(query, func(line string) { all = append(all, line) }, args...)
	return all
}

// digest stands for the rows of a query, however many.
func (d database) digest(query string) string {
	d.t.Helper()
	sum, n := sha256.New(), 0
	d.each(query, func(line string) {
		n++
		io.WriteString(sum, line+"\n") // a hash never fails to write
	})
	return fmt.Sprintf("%d rows %x", n, sum.Sum(nil))
}

func (d database) each(query string, do func(string), args ...any) {
	d.t.Helper()
	rows, err := d.Query(query, args...)
	if err != nil {
		d.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		d.t.Fatal(err)
	}
	cells, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			d.t.Fatal(err)
		}
		var line []string
		for _, c := range cells {
			line = append(line, fmt.Sprintf("%q", c.String))
		}
		do(strings.Join(line, " "))
	}
	if err := rows.Err(); err != nil {
		d.t.Fatal(err)
	}
}

// sound checks what must hold after every fault: the file is whole, every
// reference leads somewhere, the trail verifies.
func (d database) sound() {
	d.t.Helper()
	if got := d.rows("PRAGMA integrity_check"); !slices.Equal(got, []string{`"ok"`}) {
		d.t.Errorf("integrity_check: %v", got)
	}
	if got := d.rows("PRAGMA foreign_key_check"); len(got) > 0 {
		d.t.Errorf("foreign_key_check: %v", got)
	}
	s, err := store.Open(d.t.Context(), store.Options{Path: d.path, Clock: wallClock{}})
	if err != nil {
		d.t.Fatal(err)
	}
	defer s.Close()
	if bad, err := s.VerifyAudit(d.t.Context()); err != nil || bad != 0 {
		d.t.Errorf("the trail is broken at entry %d: %v", bad, err)
	}
}

// issued is everything issuing makes, in an order that does not tell who made it
// when.
func (d database) issued() map[string]string {
	d.t.Helper()
	return map[string]string{
		"tasks":   d.digest(`SELECT period, unit_id, duty, subject, edition, opens, due, estimated, state FROM tasks ORDER BY 1, 2, 3, 4`),
		"sheets":  d.digest(`SELECT period, unit_id, edition FROM sheets ORDER BY 1, 2`),
		"notices": d.digest(`SELECT dedupe_key, unit_id, post, kind, period, day, text FROM notices ORDER BY 1`),
		"periods": d.digest(`SELECT period, edition, sheets, tasks, late, finished IS NULL FROM issued_periods ORDER BY 1`),
	}
}
