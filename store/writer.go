package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"wubiao/engine"
)

// writer owns the only writing connection. What is to be written queues for it and
// is done one after another, many under one commit: see queue.go.
type writer struct {
	options Options
	pool    *sql.DB
	tidy    *checkpointer

	mu      sync.Mutex
	busy    bool // somebody leads
	waiting []*job
	comes   chan struct{} // closed when somebody queues; nil: nobody wants to know
	closed  bool
	idle    chan struct{} // closed when closed and no longer busy

	// Touched only by whoever leads.
	conn  *connection // nil: to be opened anew
	trail *link       // the end of the audit trail in this transaction; nil: not known
	rows  int         // that sets have written in this transaction
	last  int         // how many members the last group had
}

func openWriter(ctx context.Context, o Options) (*writer, error) {
	pool, err := sql.Open(o.Driver, o.dsn(false))
	if err != nil {
		return nil, fmt.Errorf("打开写连接：%w", err)
	}
	pool.SetMaxOpenConns(1)
	w := &writer{options: o, pool: pool, idle: make(chan struct{})}
	if err := w.connect(ctx); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	if w.tidy, err = startCheckpointer(o); err != nil {
		return nil, errors.Join(err, w.conn.Close(), pool.Close())
	}
	return w, nil
}

func (w *writer) connect(ctx context.Context) error {
	conn, err := connect(ctx, w.pool)
	if err != nil {
		return fmt.Errorf("打开写连接：%w", err)
	}
	if err := w.options.verify(ctx, conn.Conn, false); err != nil {
		return errors.Join(err, discard(conn))
	}
	if err := errors.Join(leaveCheckpoints(ctx, conn.Conn), tempInMemory(ctx, conn.Conn)); err != nil {
		return errors.Join(err, discard(conn))
	}
	w.conn = conn
	return nil
}

// begin opens the transaction for the first member that has something to keep, and
// a savepoint for each.
func (w *writer) begin(g *group) error {
	if w.conn == nil {
		if err := w.connect(context.Background()); err != nil {
			return err
		}
	}
	if !g.begun {
		if err := w.exec("BEGIN IMMEDIATE"); err != nil {
			if resultCode(err)&0xff == codeBusy {
				return engine.Fail(engine.Throttled, "database_busy", "系统正忙，刚才的操作没有保存：请稍后再试").Because(err)
			}
			return fmt.Errorf("开始事务：%w", err)
		}
		g.begun, w.trail = true, nil // another process may have written since
	}
	if err := w.exec("SAVEPOINT member"); err != nil {
		return fmt.Errorf("设置保存点：%w", err)
	}
	return nil
}

// undo takes back what the present member did, and only that.
func (w *writer) undo(g *group) error {
	w.trail = nil
	if len(g.jobs) == 0 {
		w.rollback(g)
		return nil
	}
	if err := w.exec("ROLLBACK TO member; RELEASE member"); err != nil {
		// SQLite has already rolled everything back, the others' work included.
		g.err = fmt.Errorf("同组提交已被数据库撤销：%w", err)
		return g.err
	}
	return nil
}

func (w *writer) commit(g *group) {
	if !g.begun {
		return
	}
	if g.err == nil {
		if err := w.exec("COMMIT"); err != nil {
			g.err = fmt.Errorf("提交：%w", err)
		}
		w.tidy.want(w.rows)
		w.rows = 0
	}
	if g.err != nil {
		w.rollback(g)
	}
}

// rollback ends the transaction. When even that fails, SQLite has ended it
// already or the connection is beyond use: a new one takes its place.
func (w *writer) rollback(g *group) {
	g.begun = false
	if err := w.exec("ROLLBACK"); err != nil {
		if err := discard(w.conn); err != nil {
			g.err = errors.Join(g.err, err)
		}
		w.conn = nil
	}
}

// exec runs a statement that no caller's context may interrupt: the
// transaction belongs to the whole group.
func (w *writer) exec(statement string) error {
	_, err := w.conn.execute(context.Background(), statement, nil)
	return err
}

func (w *writer) close() error {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return nil
	}
	w.closed = true
	if !w.busy {
		close(w.idle)
	}
	w.mu.Unlock()
	<-w.idle
	err := w.tidy.close()
	if w.conn != nil {
		err = errors.Join(err, w.conn.Close())
	}
	return errors.Join(err, w.pool.Close())
}
