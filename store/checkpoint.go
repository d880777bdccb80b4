package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// checkpointPause is how long the changes of a commit wait in the log before they are
// moved into the database file, unless so many rows were written in sets that moving
// them at once would keep the disk from everybody for longer than a person notices:
// while a company's quarter is issued they are moved forty times a second.
// backstopPages is how long the log may become (64 MiB) before a commit moves them
// itself.
const (
	checkpointPause = 250 * time.Millisecond
	checkpointRows  = 20_000
	backstopPages   = 16 << 10
)

// checkpointer moves what is committed from the log into the database file,
// beside the writer. SQLite would do it within every so manieth commit, and
// whoever waits for that commit would wait for two more flushes to disk and a
// thousand pages besides; while a company's quarter is issued that was a quarter
// of the time.
type checkpointer struct {
	pool   *sql.DB
	wanted chan struct{} // holds one wish
	many   chan struct{} // holds one wish that cannot wait
	rows   int           // written in sets since the last of these; touched by whoever leads
	over   chan struct{}
	ended  chan struct{}
}

// startCheckpointer takes the duty over from the writer's connection.
func startCheckpointer(o Options) (*checkpointer, error) {
	pool, err := sql.Open(o.Driver, o.dsn(false))
	if err != nil {
		return nil, fmt.Errorf("打开整理连接：%w", err)
	}
	pool.SetMaxOpenConns(1)
	c := &checkpointer{pool: pool, wanted: make(chan struct{}, 1), many: make(chan struct{}, 1), over: make(chan struct{}), ended: make(chan struct{})}
	go c.run()
	return c, nil
}

// want says that there is something to move, and how many rows of sets are in it.
func (c *checkpointer) want(rows int) {
	wish(c.wanted)
	if c.rows += rows; c.rows >= checkpointRows {
		c.rows = 0
		wish(c.many)
	}
}

func wish(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default: // somebody has said so already
	}
}

// run moves what there is until the end. Passive: it waits for nobody and nobody
// for it. What it cannot do now, because a reader still needs the old pages or
// the disk is full, the next wish, the backstop or the closing of the file does.
func (c *checkpointer) run() {
	defer close(c.ended)
	pause := time.NewTimer(checkpointPause)
	defer pause.Stop()
	for {
		select {
		case <-c.wanted:
		case <-c.over:
			return
		}
		pause.Reset(checkpointPause)
		select {
		case <-pause.C:
		case <-c.many:
		case <-c.over:
			return
		}
		var busy, inLog, moved int
		row := c.pool.QueryRowContext(context.Background(), "PRAGMA wal_checkpoint(PASSIVE)")
		if err := row.Scan(&busy, &inLog, &moved); err != nil {
			continue // the log keeps everything
		}
	}
}

// close waits for the move under way.
func (c *checkpointer) close() error {
	close(c.over)
	<-c.ended
	return c.pool.Close()
}

// leaveCheckpoints makes a connection's commits leave the log alone until it is
// very long.
func leaveCheckpoints(ctx context.Context, conn *sql.Conn) error {
	return insist(ctx, conn, "wal_autocheckpoint", backstopPages)
}
