package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/store"
)

// chunk is how many units one transaction issues.
const chunk = 100

// issueAll issues the batch to all units, chunk by chunk, and counts.
func issueAll(b testing.TB, s *store.Store, units []port.UnitClass, batch port.IssueBatch) (total port.IssueCount) {
	for at := 0; at < len(units); at += chunk {
		batch.Units = units[at:min(at+chunk, len(units))]
		err := s.Update(context.Background(), func(tx port.Tx) error {
			count, err := tx.Issue(batch)
			total.Sheets, total.Tasks, total.Notices = total.Sheets+count.Sheets, total.Tasks+count.Tasks, total.Notices+count.Notices
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return total
}

// BenchmarkIssue measures the whole job of issuing five quarters one after the
// other — grouping the units, sheets, tasks and notices, in chunks — against
// bare INSERT … SELECT statements that write the same rows into an identical
// database, turn by turn. ratio is the bare time divided by ours; fifth is the
// speed of the fifth quarter against the first.
func BenchmarkIssue(b *testing.B) {
	for _, driver := range drivers() {
		for _, size := range []struct{ units, duties int }{{1000, 25}, {10000, 25}, {10000, 52}} {
			b.Run(fmt.Sprintf("%s/%dx%d", driver, size.units, size.duties), func(b *testing.B) {
				var ours, bare [5]time.Duration
				rows := 0
				for b.Loop() {
					b.StopTimer()
					dir := b.TempDir()
					s := open(b, store.Options{Driver: driver, Path: filepath.Join(dir, "ours.db")})
					branches(b, s, size.units)
					anchor := openAnchor(b, filepath.Join(dir, "bare.db"), driver, size.units)
					for q := range 5 {
						batch := quarter(2026+q/4, q%4+1, size.duties)
						b.StartTimer()
						start := time.Now()
						count := issueAll(b, s, classed(b, s), batch)
						ours[q] += time.Since(start)
						b.StopTimer()
						rows += count.Tasks + count.Sheets + count.Notices
						bare[q] += anchor.insert(b, batch, count.Tasks)
					}
					b.StartTimer()
				}
				b.ReportMetric(sum(bare).Seconds()/sum(ours).Seconds(), "ratio")
				b.ReportMetric(ours[0].Seconds()/ours[4].Seconds(), "fifth")
				b.ReportMetric(bare[0].Seconds()/bare[4].Seconds(), "bare-fifth")
				b.ReportMetric(float64(rows)/sum(ours).Seconds(), "rows/s")
			})
		}
	}
}

func sum(parts [5]time.Duration) (total time.Duration) {
	for _, p := range parts {
		total += p
	}
	return total
}

// classed asks for the branches as a plan would and spreads them over the eight
// classes of the batch, in the order of their ids.
func classed(b *testing.B, s *store.Store) []port.UnitClass {
	var units []port.UnitClass
	view(b, s, func(tx port.Tx) error {
		var rows []engine.Unit
		err := tx.List(&rows, everything(), port.Query{Where: port.Where{"kind": engine.Branch}, Columns: []string{"id", "attributes", "rest", "start", "closed"}})
		for _, u := range rows {
			units = append(units, port.UnitClass{Unit: u.ID, Class: int(u.ID) % 8})
		}
		return err
	})
	return units
}

// anchor is a second database with the same tables, indexes and units, and one
// connection to it with a large cache.
type anchor struct{ db *sql.DB }

func openAnchor(b *testing.B, path, driver string, units int) anchor {
	branches(b, open(b, store.Options{Driver: driver, Path: path}), units)
	db, err := sql.Open(driver, "file:"+path+"?_synchronous=FULL&_foreign_keys=1&_cache_size=-65536&_pragma=cache_size(-65536)")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	a := anchor{db}
	a.run(b, "CREATE TEMP TABLE plan (class, duty, subject, opens, due, estimated, PRIMARY KEY (class, duty)) WITHOUT ROWID")
	return a
}

func (a anchor) run(b *testing.B, statement string, args ...any) int {
	done, err := a.db.Exec(statement, args...)
	if err != nil {
		b.Fatal(err)
	}
	n, err := done.RowsAffected()
	if err != nil {
		b.Fatal(err)
	}
	return int(n)
}

// insert writes the rows of a period in one transaction and tells how long that
// took; the plan is there before.
func (a anchor) insert(b *testing.B, batch port.IssueBatch, tasks int) time.Duration {
	a.run(b, "DELETE FROM plan")
	for class, c := range batch.Classes {
		for _, p := range c.Tasks {
			a.run(b, "INSERT INTO plan VALUES (?, ?, ?, ?, ?, ?)", class, p.Duty, p.Subject, p.Opens, p.Due, p.Estimated)
		}
	}
	at := time.Now().UnixMilli()
	start := time.Now()
	a.run(b, "BEGIN IMMEDIATE")
	a.run(b, `INSERT INTO sheets (period, unit_id, edition, created_at)
		SELECT ?, id, ?, ? FROM units WHERE kind = '党支部'`, batch.Period, batch.Edition, at)
	got := a.run(b, `INSERT INTO tasks (period, unit_id, duty, subject, edition, opens, due, estimated,
			state, done_by, reason, version, created_at, updated_at)
		SELECT ?, u.id, p.duty, p.subject, ?, p.opens, p.due, p.estimated, 'open', 0, '', 1, ?, ?
		FROM units u CROSS JOIN plan p WHERE u.kind = '党支部' AND p.class = u.id % 8`,
		batch.Period, batch.Edition, at, at)
	a.run(b, `INSERT INTO notices (dedupe_key, unit_id, post, kind, about_unit, task_id, period, day, text, created_at)
		SELECT 'sheet/' || ?1 || '/' || id, id, ?2, 'sheet', id, 0, ?1, ?3, ?4, ?5 FROM units WHERE kind = '党支部'`,
		batch.Period, batch.Post, batch.Day, batch.Text, at)
	a.run(b, "COMMIT")
	took := time.Since(start)
	if got != tasks || tasks == 0 {
		b.Fatalf("the bare statement wrote %d tasks, issuing %d", got, tasks)
	}
	return took
}
