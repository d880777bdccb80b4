package store

import (
	"context"
	"errors"
	"fmt"

	"wubiao/engine/port"
)

// around gives the transaction of this store that the context stands within.
func (s *Store) around(ctx context.Context) *tx {
	if t, ok := port.Around(ctx).(*tx); ok && t.store == s && !t.over {
		return t
	}
	return nil
}

// join runs fn as a part of the transaction: kept with it where fn succeeds,
// without a trace where it fails. As long as nothing was written, taking the part
// back is taking everything back, and no savepoint of its own is needed.
func (t *tx) join(fn func(port.Tx) error) (err error) {
	if err := t.ready(); err != nil {
		return err
	}
	first, undo := t.writer != nil && !t.changed, "ROLLBACK TO member"
	if !first {
		undo = "ROLLBACK TO part; RELEASE part"
		if err := t.exec("SAVEPOINT part"); err != nil {
			return fmt.Errorf("设置保存点：%w", err)
		}
	}
	kept := false
	defer func() {
		if kept { // else fn failed or panicked
			return
		}
		if t.writer != nil {
			t.writer.trail = nil
		}
		t.conn.seen.forget()
		if undo := t.exec(undo); undo != nil && t.broken == nil {
			t.broken = fmt.Errorf("回到保存点：%w", undo)
			err = errors.Join(err, t.broken)
		}
		t.changed = !first
	}()
	if err := fn(t); err != nil {
		return err
	}
	if t.broken != nil {
		return t.broken
	}
	if !first {
		if err := t.exec("RELEASE part"); err != nil {
			return fmt.Errorf("结束保存点：%w", err)
		}
	}
	kept = true
	return nil
}

// exec runs a statement that returns nothing.
func (t *tx) exec(statement string) error {
	_, err := t.conn.execute(t.statements, statement, nil)
	return err
}
