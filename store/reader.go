package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
)

// readers are the connections that cannot write. They are as many as cores:
// more would only take time from the writer.
type readers struct {
	options Options
	pool    *sql.DB
	free    chan *connection // open and at rest
	spare   chan struct{}    // one for each that may yet be opened
	closed  chan struct{}
}

func openReaders(ctx context.Context, o Options) (*readers, error) {
	pool, err := sql.Open(o.Driver, o.dsn(true))
	if err != nil {
		return nil, fmt.Errorf("打开读连接：%w", err)
	}
	pool.SetMaxOpenConns(o.Readers)
	pool.SetMaxIdleConns(o.Readers)
	r := &readers{options: o, pool: pool, closed: make(chan struct{}),
		free: make(chan *connection, o.Readers), spare: make(chan struct{}, o.Readers)}
	conn, err := r.connect(ctx)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	r.free <- conn
	for range o.Readers - 1 {
		r.spare <- struct{}{}
	}
	return r, nil
}

// take waits for a reader. One that is open goes before one to be opened, so that
// no more are open than work at once. Give it back with giveBack.
func (r *readers) take(ctx context.Context) (*connection, error) {
	if err := ctx.Err(); err != nil { // select would choose at random
		return nil, err
	}
	select {
	case conn := <-r.free:
		return conn, nil
	default:
	}
	select {
	case <-r.closed:
		return nil, errClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	case conn := <-r.free:
		return conn, nil
	case <-r.spare:
	}
	conn, err := r.connect(ctx)
	if err != nil {
		r.giveBack(nil)
	}
	return conn, err
}

// giveBack takes a reader back; nil is one that was closed.
func (r *readers) giveBack(conn *connection) {
	if conn == nil {
		r.spare <- struct{}{}
		return
	}
	r.free <- conn
}

func (r *readers) connect(ctx context.Context) (*connection, error) {
	conn, err := connect(ctx, r.pool)
	if err != nil {
		return nil, fmt.Errorf("打开读连接：%w", err)
	}
	if err := r.options.verify(ctx, conn.Conn, true); err != nil {
		return nil, errors.Join(err, discard(conn))
	}
	return conn, nil
}

// perform lends a reader to work, inside a read transaction.
func (r *readers) perform(ctx context.Context, work func(*connection) error) (err error) {
	conn, err := r.take(ctx)
	if err != nil {
		return err
	}
	defer func() { r.giveBack(conn) }()
	if _, err := conn.execute(context.WithoutCancel(ctx), "BEGIN", nil); err != nil {
		return fmt.Errorf("开始读取：%w", err)
	}
	defer func() {
		// Also after a panic, and whatever became of the context.
		if _, end := conn.execute(context.WithoutCancel(ctx), "ROLLBACK", nil); end != nil {
			err = errors.Join(err, fmt.Errorf("结束读取：%w", end), discard(conn))
			conn = nil
		}
	}()
	return work(conn)
}

func (r *readers) close() error {
	select {
	case <-r.closed:
		return nil
	default:
		close(r.closed)
	}
	var errs []error
	for range cap(r.free) { // readers at work come back first
		select {
		case conn := <-r.free:
			errs = append(errs, conn.Close())
		case <-r.spare:
		}
	}
	return errors.Join(append(errs, r.pool.Close())...)
}

// discard closes a connection for good, so that its pool does not give it out
// again.
func discard(conn *connection) error {
	err := conn.Raw(func(any) error { return driver.ErrBadConn })
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return err
}
