package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
)

// This file hands statements to the driver itself, which both drivers offer as the
// interfaces of database/sql/driver. What database/sql adds (a lock, conversions
// and a copy for every value) cost as much as SQLite takes for a small statement.

// direct is what a driver's connection must be able to do.
type direct interface {
	driver.QueryerContext
	driver.ExecerContext
}

// onDriver lends fn the driver's own connection behind conn.
func onDriver(conn *sql.Conn, fn func(direct) error) error {
	return conn.Raw(func(raw any) error {
		d, ok := raw.(direct)
		if !ok {
			return fmt.Errorf("数据库驱动 %T 不能直接执行语句", raw)
		}
		return fn(d)
	})
}

// query gives row the values of each row a statement finds. They hold until row
// returns.
func query(ctx context.Context, conn *sql.Conn, statement string, args []driver.NamedValue, row func([]driver.Value) error) error {
	return onDriver(conn, func(d direct) (err error) {
		rows, err := d.QueryContext(ctx, statement, args)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		values := make([]driver.Value, len(rows.Columns()))
		for {
			if err := rows.Next(values); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
			if err := row(values); err != nil {
				return err
			}
		}
	})
}

// execute runs a statement that finds nothing.
func execute(ctx context.Context, conn *sql.Conn, statement string, args []driver.NamedValue) (done driver.Result, err error) {
	err = onDriver(conn, func(d direct) error {
		done, err = d.ExecContext(ctx, statement, args)
		return err
	})
	return done, err
}

// bound numbers the values of a statement in their order.
func bound(values []driver.Value) []driver.NamedValue {
	args := make([]driver.NamedValue, len(values))
	for i, v := range values {
		args[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return args
}
