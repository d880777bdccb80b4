package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"wubiao/engine/calendar"
	"wubiao/store"
)

// bare is a database with the same tables and indexes, written to by plain
// statements over one connection with a large cache.
type bare struct {
	pool *sql.DB
	conn *sql.Conn
}

func openBare(ctx context.Context, path string) (*bare, error) {
	driver := store.DriverC
	if !slices.Contains(sql.Drivers(), driver) {
		driver = store.DriverGo
	}
	pool, err := sql.Open(driver, "file:"+path+"?_synchronous=FULL&_foreign_keys=1&_cache_size=-65536"+
		"&_pragma=synchronous(2)&_pragma=foreign_keys(1)&_pragma=cache_size(-65536)")
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &bare{pool, conn}, nil
}

func (b *bare) close() error { return errors.Join(b.conn.Close(), b.pool.Close()) }

// run runs statements and gives the sum of the rows they wrote.
func (b *bare) run(ctx context.Context, statement string, args ...any) (int, error) {
	done, err := b.conn.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, fmt.Errorf("%.40s…：%w", statement, err)
	}
	n, err := done.RowsAffected()
	return int(n), err
}

// The plan is learnt from what issuing wrote: units with the same tasks make a
// class. None of this is timed.
var learn = []string{
	`DROP TABLE IF EXISTS temp.sig`, `DROP TABLE IF EXISTS temp.class`, `DROP TABLE IF EXISTS temp.member`, `DROP TABLE IF EXISTS temp.plan`,
	`CREATE TEMP TABLE sig AS SELECT unit_id, group_concat(duty || subject || opens || due || estimated) AS tasks
		FROM (SELECT * FROM ours.tasks WHERE period = ?1 ORDER BY unit_id, duty, subject) GROUP BY unit_id`,
	`CREATE TEMP TABLE class AS SELECT row_number() OVER () AS n, tasks, min(unit_id) AS sample FROM sig GROUP BY tasks`,
	`CREATE TEMP TABLE member (unit_id INTEGER PRIMARY KEY, class INTEGER)`,
	`INSERT INTO temp.member SELECT unit_id, n FROM sig JOIN class USING (tasks)`,
	`CREATE TEMP TABLE plan (class, duty, subject, opens, due, estimated, PRIMARY KEY (class, duty, subject)) WITHOUT ROWID`,
	`INSERT INTO temp.plan SELECT n, duty, subject, opens, due, estimated FROM class JOIN ours.tasks ON unit_id = sample AND period = ?1`,
}

// insert writes the rows of a period as issuing did in the other database, in
// one transaction, and tells how long that took.
func (b *bare) insert(ctx context.Context, ours string, period calendar.Period, want int) (time.Duration, error) {
	if _, err := b.run(ctx, "ATTACH ? AS ours", ours); err != nil {
		return 0, err
	}
	for _, statement := range learn {
		if _, err := b.run(ctx, statement, period.String()); err != nil {
			return 0, err
		}
	}
	if _, err := b.run(ctx, "DETACH ours"); err != nil {
		return 0, err
	}
	got, begun := 0, time.Now()
	for _, statement := range []string{
		`BEGIN IMMEDIATE`,
		`INSERT INTO sheets (period, unit_id, edition, created_at)
			SELECT ?1, id, ?2, ?3 FROM units WHERE kind = '党支部'`,
		`INSERT INTO tasks (period, unit_id, duty, subject, edition, opens, due, estimated,
				state, done_by, reason, version, created_at, updated_at)
			SELECT ?1, m.unit_id, p.duty, p.subject, ?2, p.opens, p.due, p.estimated, 'open', 0, '', 1, ?3, ?3
			FROM temp.member m CROSS JOIN temp.plan p WHERE p.class = m.class`,
		`INSERT INTO notices (dedupe_key, unit_id, post, kind, about_unit, task_id, period, day, text, created_at)
			SELECT 'sheet/' || ?1 || '/' || id, id, '支部书记', 'sheet', id, 0, ?1, '2025-12-31', '提醒表已下达，请查看。', ?3
			FROM units WHERE kind = '党支部'`,
		`COMMIT`,
	} {
		n, err := b.run(ctx, statement, period.String(), editionName, begun.UnixMilli())
		if err != nil {
			return 0, err
		}
		if statement != `COMMIT` && statement != `BEGIN IMMEDIATE` {
			got += n
		}
	}
	took := time.Since(begun)
	if got != want {
		return 0, fmt.Errorf("%s：裸语句写了 %d 行，下达写了 %d 行", period, got, want)
	}
	return took, nil
}
