package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// sqlShrink makes SQLite give a connection's page cache and spare memory back.
const sqlShrink = "PRAGMA shrink_memory"

// Release gives memory back that only work needs: the page caches of all
// connections. What is asked next is read again from the system's cache. A
// reader at work is passed over.
func (s *Store) Release(ctx context.Context) error {
	shrink := func(conn *sql.Conn) error {
		if _, err := conn.ExecContext(ctx, sqlShrink); err != nil {
			return fmt.Errorf("收回数据库缓存：%w", err)
		}
		return nil
	}
	err := errors.Join(s.writer.perform(ctx, shrink), s.readers.each(shrink))
	trimC()
	return err
}

// each lends every connection that is open and at rest to work.
func (r *readers) each(work func(*sql.Conn) error) error {
	var errs []error
	for range cap(r.free) {
		select {
		case conn := <-r.free: // the queue is first in, first out: each comes once
			if conn != nil {
				errs = append(errs, work(conn))
			}
			r.free <- conn
		default:
		}
	}
	return errors.Join(errs...)
}
