package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"

	"wubiao/engine"
)

// groupLimit is how many updates may share one commit.
const groupLimit = 128

// writer owns the only writing connection. Callers queue for it and hand it on
// like a baton: each runs its own work in its own goroutine, the last of a
// group commits for all. One flush to disk then serves everybody who waited.
type writer struct {
	options Options
	pool    *sql.DB
	tidy    *checkpointer

	mu      sync.Mutex
	busy    bool // somebody has the baton
	waiting []chan *group
	closed  bool
	idle    chan struct{} // closed when closed and no longer busy

	// Touched only by whoever has the baton.
	conn  *sql.Conn // nil: to be opened anew
	trail *link     // the end of the audit trail in this transaction; nil: not known
}

// group is a set of updates that share one commit.
type group struct {
	members int // how many have had their turn
	kept    int // how many succeeded and wait for the commit
	begun   bool
	err     error         // why nothing of the group is kept
	done    chan struct{} // closed after the commit
}

func newGroup() *group { return &group{done: make(chan struct{})} }

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
	conn, err := w.pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("打开写连接：%w", err)
	}
	if err := w.options.verify(ctx, conn, false); err != nil {
		return errors.Join(err, discard(conn))
	}
	if err := errors.Join(leaveCheckpoints(ctx, conn), tempInMemory(ctx, conn)); err != nil {
		return errors.Join(err, discard(conn))
	}
	w.conn = conn
	return nil
}

// perform runs work inside a transaction of the writing connection and returns
// when it is on disk, or when it has failed and left no trace.
func (w *writer) perform(ctx context.Context, work func(*sql.Conn) error) error {
	g, err := w.enter(ctx)
	if err != nil {
		return err
	}
	if err := w.turn(ctx, g, work); err != nil {
		return err
	}
	<-g.done
	return g.err
}

// enter waits for the baton.
func (w *writer) enter(ctx context.Context) (*group, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return nil, errClosed
	}
	if !w.busy {
		w.busy = true
		w.mu.Unlock()
		g := newGroup()
		g.members = 1
		return g, nil
	}
	me := make(chan *group, 1)
	w.waiting = append(w.waiting, me)
	w.mu.Unlock()
	select {
	case g := <-me:
		return g, nil
	case <-ctx.Done():
	}
	w.mu.Lock()
	at := slices.Index(w.waiting, me)
	if at >= 0 {
		w.waiting = slices.Delete(w.waiting, at, at+1)
	}
	w.mu.Unlock()
	if at >= 0 {
		return nil, ctx.Err()
	}
	return <-me, nil // the baton is on its way: turn sees the context and hands it on
}

// turn does one member's work and hands the baton on, whatever happens in it.
func (w *writer) turn(ctx context.Context, g *group, work func(*sql.Conn) error) (err error) {
	open := false
	defer func() {
		if open { // work failed, panicked or left its goroutine
			err = errors.Join(err, w.undo(g))
		}
		w.hand(g)
	}()
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := w.begin(g); err != nil {
		return err
	}
	open = true
	if err := work(w.conn); err != nil {
		return err
	}
	if g.kept > 0 {
		if err := w.exec("RELEASE member"); err != nil {
			return fmt.Errorf("结束保存点：%w", err)
		}
	}
	open = false
	g.kept++
	return nil
}

// begin opens the transaction for the first member that has something to keep,
// a savepoint for each after it.
func (w *writer) begin(g *group) error {
	if w.conn == nil {
		if err := w.connect(context.Background()); err != nil {
			return err
		}
	}
	if g.kept > 0 {
		if err := w.exec("SAVEPOINT member"); err != nil {
			return fmt.Errorf("设置保存点：%w", err)
		}
		return nil
	}
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		if resultCode(err)&0xff == codeBusy {
			return engine.Fail(engine.Throttled, "database_busy", "系统正忙，刚才的操作没有保存：请稍后再试").Because(err)
		}
		return fmt.Errorf("开始事务：%w", err)
	}
	g.begun, w.trail = true, nil // another process may have written since
	return nil
}

// undo takes back what the present member did, and only that.
func (w *writer) undo(g *group) error {
	w.trail = nil
	if g.kept == 0 {
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

// hand gives the baton to the next in the queue: in this group while it has
// room, else in a new one after this group's commit.
func (w *writer) hand(g *group) {
	if g.err == nil && g.members < groupLimit && w.next(g, false) {
		return
	}
	w.commit(g)
	close(g.done)
	w.next(newGroup(), true)
}

// next gives the baton and the group to the first in the queue. With nobody
// there it reports false and, if that was the last look, lays the baton down.
func (w *writer) next(g *group, last bool) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.waiting) > 0 {
		first := w.waiting[0]
		w.waiting = w.waiting[1:]
		g.members++
		first <- g
		return true
	}
	if last {
		w.busy = false
		if w.closed {
			close(w.idle)
		}
	}
	return false
}

func (w *writer) commit(g *group) {
	if !g.begun {
		return
	}
	if g.err == nil {
		if err := w.exec("COMMIT"); err != nil {
			g.err = fmt.Errorf("提交：%w", err)
		}
		w.tidy.want()
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
	_, err := execute(context.Background(), w.conn, statement, nil)
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
