package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"gorm.io/gorm"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// tx is one transaction as the engine sees it. One goroutine uses it at a time.
type tx struct {
	store   *Store
	caller  context.Context // asked before every verb
	now     time.Time
	conn    *connection
	writer  *writer // nil: the transaction only reads
	changed bool    // something may have been written
	// statements is the context of every statement. They run to their end:
	// interrupting a write makes SQLite roll back the whole transaction, and with
	// it the work of everybody in the group.
	statements context.Context
	broken     error // an error that may have cost the transaction: nothing may follow
	over       bool  // fn has returned; the connection is somebody else's now
}

var _ port.Tx = (*tx)(nil)

func (s *Store) newTx(ctx context.Context, conn *connection, w *writer) *tx {
	return &tx{store: s, caller: ctx, conn: conn, writer: w, now: s.now(), statements: context.WithoutCancel(ctx)}
}

// orm is gorm over the transaction, for the statements that nobody waits for.
func (t *tx) orm() *gorm.DB {
	t.changed = true // for all one can tell here
	db := t.store.gorm.Session(&gorm.Session{
		NewDB:   true,
		Context: t.statements,
		NowFunc: func() time.Time { return t.now },
	})
	db.Statement.ConnPool = t.conn.Conn
	return db
}

// Now is the transaction's moment: UTC, in whole milliseconds.
func (t *tx) Now() time.Time { return t.now }

// ready says whether another statement may run.
func (t *tx) ready() error {
	if t.over {
		return misuse("事务已经结束，仍在使用")
	}
	if t.broken != nil {
		return t.broken
	}
	return t.caller.Err()
}

// Get loads the one noun that meets where. The noun is left alone when there is
// none; more than one is a mistake of the program.
func (t *tx) Get(noun any, scope access.Scope, where port.Where) error {
	if err := t.ready(); err != nil {
		return err
	}
	n, value, err := t.store.nouns.of(noun)
	if err != nil {
		return err
	}
	found := reflect.New(n.ModelType).Elem()
	rows := 0
	err = t.read(n, scope, port.Query{Where: where, Limit: 2}, func() (reflect.Value, error) {
		if rows++; rows > 1 {
			return found, misuse("按 %v 读取 %s，结果不止一条", columnsOf(nil, where), n.Table)
		}
		return found, nil
	})
	if err != nil {
		return err
	}
	if rows == 0 {
		return absent()
	}
	value.Set(found)
	return nil
}

func absent() error {
	return engine.Fail(engine.NotFound, "not_found", "没有找到，或不在您的管理范围内")
}

// List loads the nouns that meet the query.
func (t *tx) List(nouns any, scope access.Scope, query port.Query) error {
	if err := t.ready(); err != nil {
		return err
	}
	n, err := t.store.nouns.ofSlice(nouns)
	if err != nil {
		return err
	}
	return t.list(n, reflect.ValueOf(nouns).Elem(), scope, query)
}

// failed gives an error its step and, where a person can do something about it,
// its meaning. Errors that may have cost the transaction are remembered.
func (t *tx) failed(step string, n *noun, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return engine.Fail(engine.Conflict, "duplicate", "同样的内容已经存在：请刷新页面后查看").
			Because(fmt.Errorf("%s %s：%w", step, n.Table, err))
	case errors.Is(err, gorm.ErrForeignKeyViolated):
		return engine.Fail(engine.Refused, "missing_reference", "所引用的内容不存在：请刷新页面后重新选择").
			Because(fmt.Errorf("%s %s：%w", step, n.Table, err))
	}
	err = fmt.Errorf("%s %s：%w", step, n.Table, err)
	if fatal(err) {
		t.broken = err
	}
	return err
}
