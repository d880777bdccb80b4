package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync/atomic"
	"time"
)

// What is committed waits in the log until nobody has committed anything for a lull, so
// that whoever hands in does not share the disk with moving it: a rush of five
// thousand submissions is moved after it. It does not wait longer than mostWait, nor for
// more rows written in sets than movingRows: while a company's quarter is issued
// they are moved forty times a second, else moving them at once would keep the disk from
// everybody for longer than a person notices. backstopPages is how long the log may
// become (128 MiB) before a commit moves them itself.
const (
	lull          = 250 * time.Millisecond
	mostWait      = time.Second
	movingRows    = 20_000
	backstopPages = 32 << 10
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
	last   atomic.Int64  // the moment of the last commit, in nanoseconds
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
	c.last.Store(time.Now().UnixNano())
	wish(c.wanted)
	if c.rows += rows; c.rows >= movingRows {
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
	for {
		select {
		case <-c.wanted:
		case <-c.over:
			return
		}
		if !c.waits() {
			return
		}
		var busy, inLog, moved int
		row := c.pool.QueryRowContext(context.Background(), "PRAGMA wal_checkpoint(PASSIVE)")
		if err := row.Scan(&busy, &inLog, &moved); err != nil {
			continue // the log keeps everything
		}
	}
}

// waits until it is time to move; false: until the end came.
func (c *checkpointer) waits() bool {
	at := time.NewTimer(lull)
	defer at.Stop()
	for begun := time.Now(); ; {
		select {
		case <-at.C:
		case <-c.many:
			return true
		case <-c.over:
			return false
		}
		left := min(lull-time.Since(time.Unix(0, c.last.Load())), mostWait-time.Since(begun))
		if left <= 0 {
			return true
		}
		at.Reset(left)
	}
}

// cutLog moves everything into the database file and gives the log's room back, as
// soon as no reader needs it any more.
func (c *checkpointer) cutLog(ctx context.Context) error {
	if _, err := c.pool.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return fmt.Errorf("收回日志文件的空间：%w", err)
	}
	return nil
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
