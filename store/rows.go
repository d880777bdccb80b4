package store

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"

	"gorm.io/gorm"

	"wubiao/engine/access"
	"wubiao/engine/port"
)

// This file reads and writes whole rows. The statements are put together here
// and not by gorm, whose building and reflection took half the time of every
// request; what gorm knows of the nouns (columns, keys, values) is used.

// read gives fill each row of a query, as a target for its columns.
func (t *tx) read(n *noun, scope access.Scope, q port.Query, next func() (reflect.Value, error)) (err error) {
	p := t.phrase("")
	columns, err := n.selection(p, scope, q)
	if err != nil {
		return err
	}
	var misread error // the program's mistake, which is told as it is
	err = t.ask(p, func(values []driver.Value) error {
		var value reflect.Value
		if value, misread = next(); misread != nil {
			return misread
		}
		if t.writer != nil && len(q.Columns) == 0 {
			t.conn.seen.remember(n, values)
		}
		return take(value, columns, values)
	})
	if misread != nil {
		return misread
	}
	return t.failed("读取", n, t.translated(err))
}

// take puts the values of a row's columns into it.
func take(row reflect.Value, columns []column, values []driver.Value) error {
	for i := range columns {
		c := &columns[i]
		if err := c.read(row.FieldByIndex(c.StructField.Index), values[i]); err != nil {
			return fmt.Errorf("列 %s：%w", c.DBName, err)
		}
	}
	return nil
}

// list reads the rows of a query into a slice.
func (t *tx) list(n *noun, slice reflect.Value, scope access.Scope, q port.Query) error {
	slice.Set(reflect.MakeSlice(slice.Type(), 0, 1)) // not nil: an empty list is a list
	return t.read(n, scope, q, func() (reflect.Value, error) {
		slice.Grow(1)
		slice.SetLen(slice.Len() + 1)
		return slice.Index(slice.Len() - 1), nil
	})
}

// change runs a statement that writes.
func (t *tx) change(statement string, args []driver.NamedValue) (driver.Result, error) {
	t.changed = true
	return t.conn.execute(t.statements, statement, args)
}

// insert writes a new row and sets the id where there was none.
func (t *tx) insert(n *noun, value reflect.Value) error {
	ctx := t.statements
	key := n.PrioritizedPrimaryField
	_, fresh := key.ValueOf(ctx, value)
	fresh = fresh && key.ReflectValueOf(ctx, value).CanInt()
	text, columns := n.insertWhole, n.stored
	if fresh {
		text, columns = n.insertFresh, n.fresh
	}
	p := t.phrase("")
	if err := p.values(value, columns); err != nil {
		return t.failed("新增", n, err)
	}
	done, err := t.change(text, p.args)
	if err != nil {
		return t.failed("新增", n, t.translated(err))
	}
	if !fresh {
		return nil
	}
	id, err := done.LastInsertId()
	if err != nil {
		return t.failed("新增", n, err)
	}
	key.ReflectValueOf(ctx, value).SetInt(id)
	return nil
}

// update writes every column of a row but its key and the moment of its making,
// if the row still has the old version, and tells whether there was such a row.
func (t *tx) update(n *noun, value reflect.Value, old int64) (found bool, err error) {
	p := t.phrase(n.updateOf)
	if err := n.assignments(p, value, t.conn.seen.before(n, value, old)); err != nil {
		return false, t.failed("保存", n, err)
	}
	if n.version != nil {
		p.add(" AND "+quoted(n.version.DBName)+" = ?", old)
	}
	done, err := t.change(t.conn.statement(p), p.args)
	if err != nil {
		return false, t.failed("保存", n, t.translated(err))
	}
	rows, err := done.RowsAffected()
	if err != nil {
		return false, t.failed("保存", n, err)
	}
	return rows == 1, nil
}

// translated adds gorm's meaning to a driver's error.
func (t *tx) translated(err error) error {
	if err == nil {
		return nil
	}
	if translator, ok := t.store.gorm.Dialector.(gorm.ErrorTranslator); ok {
		return errors.Join(translator.Translate(err), err)
	}
	return err
}

// statements writes the texts that are the same for every row of the noun.
func (n *noun) statements() error {
	if n.PrioritizedPrimaryField == nil {
		return fmt.Errorf("%s 没有主键", n.Table)
	}
	n.keyQuoted = quoted(n.PrioritizedPrimaryField.DBName)
	for i, c := range n.columns {
		if c.computed != "" {
			continue
		}
		n.stored = append(n.stored, c)
		if c.role != key {
			n.fresh = append(n.fresh, c)
		} else {
			n.keyAt = i
		}
		if c.Field == n.version {
			n.versionAt = i
		}
	}
	into := func(columns []column) string {
		return "INSERT INTO " + n.quoted + " (" + quotedList("", columns) + ") VALUES (" + marks(len(columns)) + ")"
	}
	n.updateOf = "UPDATE " + n.quoted
	n.insertWhole, n.insertFresh = into(n.stored), into(n.fresh)
	return nil
}

// marks is a list of so many places for values.
func marks(count int) string {
	text := make([]byte, 0, 3*count)
	for i := range count {
		if i > 0 {
			text = append(text, ", "...)
		}
		text = append(text, '?')
	}
	return string(text)
}
