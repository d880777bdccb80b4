package store

import (
	"context"
	"errors"
	"fmt"
)

// sqlShrink makes SQLite give a connection's page cache and spare memory back.
const sqlShrink = "PRAGMA shrink_memory"

// Release gives memory back that only work needs: the page caches of the
// connections, and the readers but one. What is asked next is read again from the
// system's cache. A reader at work is passed over.
func (s *Store) Release(ctx context.Context) error {
	err := errors.Join(s.writer.perform(ctx, func(conn *connection) error { return shrink(ctx, conn) }), s.readers.release(ctx))
	trimC()
	return err
}

// release closes the readers at rest but one, and shrinks that.
func (r *readers) release(ctx context.Context) error {
	var kept *connection
	var errs []error
	for {
		select {
		case conn := <-r.free:
			if kept != nil {
				errs = append(errs, discard(conn))
				r.giveBack(nil)
				continue
			}
			kept = conn
			errs = append(errs, shrink(ctx, conn))
		default:
			if kept != nil {
				r.giveBack(kept)
			}
			return errors.Join(errs...)
		}
	}
}

func shrink(ctx context.Context, conn *connection) error {
	if _, err := conn.ExecContext(ctx, sqlShrink); err != nil {
		return fmt.Errorf("收回数据库缓存：%w", err)
	}
	conn.forget()
	return nil
}
