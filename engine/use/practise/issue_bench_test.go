package practise_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
	"wubiao/store"
)

// quarterly is an edition with n duties in each quarter, a third of them under a
// condition.
func quarterly(b *testing.B, n int) *rule.Edition {
	e := worldEdition(b)
	e.Standards = nil
	for i := range n {
		due, err := calendar.ParseDue(fmt.Sprintf("每季末月%d日↑", 5+i%24))
		if err != nil {
			b.Fatal(err)
		}
		s := &rule.Standard{Code: fmt.Sprintf("Z%02d", i+1), Title: "事项", Duties: []*rule.Duty{{ID: "会议", Due: &due}}}
		if i%3 == 0 {
			s.Applies = &rule.Expr{Source: fmt.Sprintf("正式党员 >= %d", i/3)}
		}
		e.Standards = append(e.Standards, s)
	}
	for _, p := range rule.Compile(e) {
		if !p.Warning {
			b.Fatal(p)
		}
	}
	return e
}

// BenchmarkIssueQuarter issues one quarter to 10,000 branches — reading units,
// deciding what applies, sheets, tasks, notices, ledger and trail, in chunks of
// 100 units — against one bare INSERT … SELECT of the same tasks into a table of
// the same shape in another database. ratio is the bare time per task divided by
// ours per task; sets is how many different sets of attributes there are.
func BenchmarkIssueQuarter(b *testing.B) {
	if !slices.Contains(sql.Drivers(), store.DriverC) {
		b.Skip("the bare statements need the C driver")
	}
	for _, c := range []struct{ sets, people int }{{8, 0}, {400, 0}, {400, 15}, {10000, 0}} {
		sets := c.sets
		b.Run(fmt.Sprintf("%d-sets-%d-people", sets, c.people), func(b *testing.B) {
			var ours, bare time.Duration
			tasks := 0
			for b.Loop() {
				b.StopTimer()
				w := newWorld(b, "2026-03-31 18:00")
				w.Book, w.Chunk = standard.NewBook(quarterly(b, 52)), 0
				w.update(func(tx port.Tx) error {
					for i := range 10000 {
						u := engine.Unit{ParentID: &w.root.ID, Name: fmt.Sprintf("第%d支部", i+1), Kind: engine.Branch, Path: fmt.Sprintf("/1/x%d/", i),
							Start: calendar.NewDate(2026, 3, 1), Attributes: engine.Attributes{"正式党员": i % sets % 40, "在建": i%2 == 0, "无关": i % sets}}
						if err := tx.Insert(&u); err != nil {
							return err
						}
						if err := settle(tx, u.ID, c.people, i%sets); err != nil {
							return err
						}
					}
					return nil
				})
				w.issue("2026-03-31", practise.IssueOptions{Kinds: []calendar.Kind{calendar.KindQuarter}})
				b.StartTimer()
				begun := time.Now()
				r, err := w.Issue(context.Background(), worldDay(b, "2026-04-01"), practise.IssueOptions{Kinds: []calendar.Kind{calendar.KindQuarter}})
				ours += time.Since(begun)
				b.StopTimer()
				if err != nil || r.Sheets != 10005 {
					b.Fatal(r.Sheets, err)
				}
				tasks += r.Tasks
				bare += bareInsert(b, w.path, r.Tasks)
				b.StartTimer()
			}
			b.ReportMetric(bare.Seconds()/ours.Seconds(), "ratio")
			b.ReportMetric(float64(tasks)/ours.Seconds(), "tasks/s")
			b.ReportMetric(float64(tasks)/bare.Seconds(), "bare/s")
		})
	}
}

// settle puts so many people into a unit's register, four of them with posts; how
// many are full members depends on the kind.
func settle(tx port.Tx, unit engine.UnitID, people, kind int) error {
	for i := range people {
		p := engine.Person{UnitID: unit, Name: fmt.Sprintf("第%d名党员", i+1), Standing: engine.FullMember,
			Joined: calendar.NewDate(2010, 7, 1).AddDays(i), FullOn: calendar.NewDate(2011, 7, 1).AddDays(i), Group: "一组"}
		if i > kind%people {
			p.Standing = engine.Activist
		}
		if err := tx.Insert(&p); err != nil {
			return err
		}
		if i < 4 {
			post := engine.Post{UnitID: unit, PersonID: p.ID, Name: []string{"支部书记", "组织委员", "宣传委员", "纪检委员"}[i], From: calendar.NewDate(2026, 1, 1)}
			if err := tx.Insert(&post); err != nil {
				return err
			}
		}
	}
	return nil
}

// bareInsert copies the quarter's tasks' shape into an equal table elsewhere by
// one statement over units × duties and gives the time it took.
func bareInsert(b *testing.B, from string, want int) time.Duration {
	db, err := sql.Open(store.DriverC, "file:"+filepath.Join(b.TempDir(), "bare.db")+"?_journal_mode=WAL&_synchronous=2&_foreign_keys=1&_cache_size=-65536")
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	}()
	db.SetMaxOpenConns(1)
	run := func(statement string, args ...any) int {
		done, err := db.Exec(statement, args...)
		if err != nil {
			b.Fatal(statement, err)
		}
		n, err := done.RowsAffected()
		if err != nil {
			b.Fatal(err)
		}
		return int(n)
	}
	run("ATTACH ? AS ours", from)
	var tables [2]string
	for i, name := range []string{"units", "tasks"} {
		if err := db.QueryRow("SELECT sql FROM ours.sqlite_master WHERE name = ?", name).Scan(&tables[i]); err != nil {
			b.Fatal(err)
		}
		run(tables[i])
	}
	run("INSERT INTO units SELECT * FROM ours.units ORDER BY id")
	run("CREATE TEMP TABLE plan AS SELECT duty, opens, due, min(unit_id) AS need FROM ours.tasks WHERE period = '2026Q2' GROUP BY duty ORDER BY duty")
	const columns = "INSERT INTO tasks (period, unit_id, duty, subject, edition, opens, due, estimated, state, done_by, reason, version, created_at, updated_at) "
	run(columns+"SELECT '2026Q1', id, duty, '', '2026', opens, due, 0, 'open', 0, '', 1, ?, ? FROM units CROSS JOIN temp.plan WHERE kind = '党支部' LIMIT ?", time.Now(), time.Now(), want)
	begun := time.Now()
	n := run(columns+"SELECT '2026Q2', id, duty, '', '2026', opens, due, 0, 'open', 0, '', 1, ?, ? FROM units CROSS JOIN temp.plan WHERE kind = '党支部' LIMIT ?", time.Now(), time.Now(), want)
	took := time.Since(begun)
	if n != want {
		b.Fatalf("%d rows, want %d", n, want)
	}
	return took
}
