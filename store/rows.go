package store

import (
	"context"
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
	text, columns, args, err := n.selection(scope, q)
	if err != nil {
		return err
	}
	rows, err := t.conn.QueryContext(t.db.Statement.Context, text, args...)
	if err != nil {
		return t.failed("读取", n, t.translated(err))
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	cells, targets := make([]cell, len(columns)), make([]any, len(columns))
	for i := range columns {
		cells[i].read, targets[i] = columns[i].read, &cells[i]
	}
	for rows.Next() {
		value, err := next()
		if err != nil {
			return err
		}
		for i := range columns {
			cells[i].field = value.FieldByIndex(columns[i].StructField.Index)
		}
		if err := rows.Scan(targets...); err != nil {
			return t.failed("读取", n, err)
		}
	}
	return t.failed("读取", n, t.translated(rows.Err()))
}

// list reads the rows of a query into a slice.
func (t *tx) list(n *noun, slice reflect.Value, scope access.Scope, q port.Query) error {
	slice.Set(reflect.MakeSlice(slice.Type(), 0, 4)) // not nil: an empty list is a list
	return t.read(n, scope, q, func() (reflect.Value, error) {
		slice.Grow(1)
		slice.SetLen(slice.Len() + 1)
		return slice.Index(slice.Len() - 1), nil
	})
}

// insert writes a new row and sets the id where there was none.
func (t *tx) insert(n *noun, value reflect.Value) error {
	ctx := t.db.Statement.Context
	key := n.PrioritizedPrimaryField
	_, fresh := key.ValueOf(ctx, value)
	fresh = fresh && key.ReflectValueOf(ctx, value).CanInt()
	text, columns := n.insertWhole, n.columns
	if fresh {
		text, columns = n.insertFresh, n.fresh
	}
	args := n.values(ctx, make([]any, 0, len(columns)), value, columns)
	done, err := t.conn.ExecContext(ctx, text, args...)
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
	ctx := t.db.Statement.Context
	args := n.values(ctx, make([]any, 0, len(n.columns)+1), value, n.changed)
	id, _ := n.PrioritizedPrimaryField.ValueOf(ctx, value)
	args = append(args, id)
	if n.version != nil {
		args = append(args, old)
	}
	done, err := t.conn.ExecContext(ctx, n.updateWhole, args...)
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
	if translator, ok := t.db.Dialector.(gorm.ErrorTranslator); ok {
		return errors.Join(translator.Translate(err), err)
	}
	return err
}

// statements writes the texts that are the same for every row of the noun.
func (n *noun) statements() error {
	if n.PrioritizedPrimaryField == nil {
		return fmt.Errorf("%s 没有主键", n.Table)
	}
	for _, c := range n.columns {
		if c.Field != n.PrioritizedPrimaryField {
			n.fresh = append(n.fresh, c)
			if c.Name != "CreatedAt" {
				n.changed = append(n.changed, c)
			}
		}
	}
	into := func(columns []column) string {
		return "INSERT INTO " + quoted(n.Table) + " (" + quotedList(columns) + ") VALUES (" + marks(len(columns)) + ")"
	}
	n.insertWhole, n.insertFresh = into(n.columns), into(n.fresh)
	n.updateWhole = "UPDATE " + quoted(n.Table) + " SET "
	for i, c := range n.changed {
		if i > 0 {
			n.updateWhole += ", "
		}
		n.updateWhole += c.quoted + " = ?"
	}
	n.updateWhole += " WHERE " + quoted(n.PrioritizedPrimaryField.DBName) + " = ?"
	if n.version != nil {
		n.updateWhole += " AND " + quoted(n.version.DBName) + " = ?"
	}
	return nil
}

// values appends what the columns of a row hold.
func (n *noun) values(ctx context.Context, args []any, value reflect.Value, columns []column) []any {
	for _, c := range columns {
		v, _ := c.ValueOf(ctx, value)
		args = append(args, v)
	}
	return args
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
