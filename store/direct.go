package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
)

// This file hands statements to the driver itself, which both drivers offer as the
// interfaces of database/sql/driver. What database/sql adds (a lock, conversions
// and a copy for every value) cost as much as SQLite takes for a small statement.

// direct is what a driver's connection must be able to do.
type direct interface {
	driver.QueryerContext
	driver.ExecerContext
}

// connection is a connection of a pool together with the driver's own behind it. The
// driver's is good as long as the pool has not been given the connection back, and
// nobody but whoever holds the connection uses either.
type connection struct {
	*sql.Conn
	direct  direct
	scratch phrase            // the last statement
	texts   map[string]string // of the statements that are kept prepared
	row     []driver.Value    // of the last query
	seen    seen
}

// connect takes a connection out of the pool.
func connect(ctx context.Context, pool *sql.DB) (*connection, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	c := &connection{Conn: conn}
	c.forget()
	err = conn.Raw(func(raw any) error {
		var ok bool
		if c.direct, ok = raw.(direct); !ok {
			return fmt.Errorf("数据库驱动 %T 不能直接执行语句", raw)
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return c, nil
}

// forget lets go of what only saves work.
func (c *connection) forget() {
	c.scratch, c.texts, c.row, c.seen = phrase{}, map[string]string{}, nil, seen{}
}

// statement is the phrase's text. The same text is the same string, so that nothing is
// copied and the driver need not compare it to the end.
func (c *connection) statement(p *phrase) string {
	text, ok := c.texts[string(p.text)]
	if !ok {
		if len(c.texts) >= statementCache {
			clear(c.texts)
		}
		text = string(p.text)
		c.texts[text] = text
	}
	return text
}

// query gives row the values of each row a statement finds. They hold until row
// returns.
func (c *connection) query(ctx context.Context, statement string, args []driver.NamedValue, row func([]driver.Value) error) (err error) {
	rows, err := c.direct.QueryContext(ctx, statement, args)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns := len(rows.Columns())
	values := slices.Grow(c.row[:0], columns)[:columns]
	c.row = nil // row may ask something itself
	defer func() { c.row = values }()
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
}

// execute runs a statement that finds nothing.
func (c *connection) execute(ctx context.Context, statement string, args []driver.NamedValue) (driver.Result, error) {
	return c.direct.ExecContext(ctx, statement, args)
}

// bound numbers the values of a statement in their order.
func bound(values []driver.Value) []driver.NamedValue {
	args := make([]driver.NamedValue, len(values))
	for i, v := range values {
		args[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return args
}
