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
	free    chan *sql.Conn // nil stands for a connection to be opened anew
	closed  chan struct{}
}

func openReaders(ctx context.Context, o Options) (*readers, error) {
	pool, err := sql.Open(o.Driver, o.dsn(true))
	if err != nil {
		return nil, fmt.Errorf("打开读连接：%w", err)
	}
	pool.SetMaxOpenConns(o.Readers)
	pool.SetMaxIdleConns(o.Readers)
	r := &readers{options: o, pool: pool, free: make(chan *sql.Conn, o.Readers), closed: make(chan struct{})}
	conn, err := r.connect(ctx)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	r.free <- conn
	for range o.Readers - 1 {
		r.free <- nil
	}
	return r, nil
}

func (r *readers) connect(ctx context.Context) (*sql.Conn, error) {
	conn, err := r.pool.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("打开读连接：%w", err)
	}
	if err := r.options.verify(ctx, conn, true); err != nil {
		return nil, errors.Join(err, discard(conn))
	}
	return conn, nil
}

// perform lends a reader to work, inside a read transaction.
func (r *readers) perform(ctx context.Context, work func(*sql.Conn) error) (err error) {
	if err := ctx.Err(); err != nil { // select would choose at random
		return err
	}
	var conn *sql.Conn
	select {
	case <-r.closed:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	case conn = <-r.free:
	}
	defer func() { r.free <- conn }()
	if conn == nil {
		if conn, err = r.connect(ctx); err != nil {
			conn = nil
			return err
		}
	}
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		return fmt.Errorf("开始读取：%w", err)
	}
	defer func() {
		// Also after a panic, and whatever became of the context.
		if _, end := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); end != nil {
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
	for range cap(r.free) {
		if conn := <-r.free; conn != nil {
			errs = append(errs, conn.Close())
		}
	}
	return errors.Join(append(errs, r.pool.Close())...)
}

// discard closes a connection for good, so that its pool does not give it out
// again.
func discard(conn *sql.Conn) error {
	err := conn.Raw(func(any) error { return driver.ErrBadConn })
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return err
}
