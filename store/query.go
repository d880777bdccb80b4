package store

import (
	"database/sql/driver"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// selection builds a SELECT of the noun. Every column name is looked up in the
// noun's schema; every value is bound.
func (n *noun) selection(scope access.Scope, q port.Query) (text string, columns []column, args []any, err error) {
	conditions, err := n.conditions(scope, q)
	if err != nil {
		return "", nil, nil, err
	}
	order, err := n.order(q.Order)
	if err != nil {
		return "", nil, nil, err
	}
	if q.Limit < 0 || q.Offset < 0 {
		return "", nil, nil, misuse("条数和起点不能为负：%d、%d", q.Limit, q.Offset)
	}
	list := n.everyColumn
	columns = n.columns
	if len(q.Columns) > 0 {
		if columns, err = n.chosen(q.Columns); err != nil {
			return "", nil, nil, err
		}
		list = quotedList(columns)
	}
	b := make([]byte, 0, 256)
	b = append(append(append(append(b, "SELECT "...), list...), " FROM "...), quoted(n.Table)...)
	for i, c := range conditions {
		word := " AND "
		if i == 0 {
			word = " WHERE "
		}
		b = append(append(b, word...), c.SQL...)
		args = append(args, c.Vars...)
	}
	b = append(append(b, " ORDER BY "...), order...)
	if q.Limit > 0 {
		b = append(b, " LIMIT ?"...)
		args = append(args, q.Limit)
	}
	if q.Offset > 0 {
		if q.Limit == 0 {
			b = append(b, noLimit...)
		}
		b = append(b, " OFFSET ?"...)
		args = append(args, q.Offset)
	}
	return string(b), columns, args, nil
}

// chosen finds the columns by their names.
func (n *noun) chosen(names []string) ([]column, error) {
	columns := make([]column, len(names))
	for i, name := range names {
		at := slices.IndexFunc(n.columns, func(c column) bool { return c.DBName == name })
		if at < 0 {
			return nil, misuse("%s 没有列「%s」", n.Table, name)
		}
		columns[i] = n.columns[at]
	}
	return columns, nil
}

// conditions are the scope's and the query's.
func (n *noun) conditions(scope access.Scope, q port.Query) ([]clause.Expr, error) {
	all, err := n.within(scope)
	if err != nil {
		return nil, err
	}
	if n.removed && !q.Removed {
		all = append(all, clause.Expr{SQL: "removed_at IS NULL"})
	}
	for _, part := range []struct {
		where port.Where
		make  func(*noun, string, any) (clause.Expr, error)
	}{{q.Where, (*noun).equal}, {q.AtLeast, (*noun).atLeast}, {q.AtMost, (*noun).atMost}} {
		for _, name := range columnsOf(part.where) {
			c, err := part.make(n, name, part.where[name])
			if err != nil {
				return nil, err
			}
			all = append(all, c)
		}
	}
	return all, nil
}

// within is the condition that keeps a query inside the scope; none for the
// scope that reaches everything. The zero scope reaches nothing.
func (n *noun) within(scope access.Scope) ([]clause.Expr, error) {
	if scope.All() {
		return nil, nil
	}
	if n.reach == wholeOnly {
		return nil, engine.Fail(engine.Forbidden, "scope_whole_company", "这类内容只有能看到全公司的角色可以读取")
	}
	var paths []string
	var bounds []any
	for _, p := range scope.Paths() {
		if p == "" {
			continue
		}
		// A prefix as a range, which an index serves and no pattern character can
		// widen: from "/1/4/" up to, not including, "/1/40".
		paths = append(paths, "(path >= ? AND path < ?)")
		after := []byte(p)
		after[len(after)-1]++
		bounds = append(bounds, p, string(after))
	}
	if len(paths) == 0 {
		return []clause.Expr{{SQL: "1 = 0"}}, nil
	}
	sql := "(" + strings.Join(paths, " OR ") + ")"
	if n.reach == byUnit {
		sql = "unit_id IN (SELECT id FROM units WHERE " + sql + ")"
	}
	return []clause.Expr{{SQL: sql, Vars: bounds}}, nil
}

// equal is a condition on a column. Where the value is a list, the column is one
// of it.
func (n *noun) equal(name string, value any) (clause.Expr, error) {
	f, err := n.column(name)
	if err != nil {
		return clause.Expr{}, err
	}
	if list := reflect.ValueOf(value); list.Kind() == reflect.Slice && list.Type().Elem().Kind() != reflect.Uint8 {
		members := make([]driver.Value, list.Len())
		for i := range members {
			if members[i], err = bind(list.Index(i).Interface()); err != nil {
				return clause.Expr{}, misuse("%s.%s：%v", n.Table, name, err)
			}
		}
		return oneOf(f.DBName, members)
	}
	v, err := bind(value)
	switch {
	case err != nil:
		return clause.Expr{}, misuse("%s.%s：%v", n.Table, name, err)
	case v == nil:
		return clause.Expr{SQL: quoted(f.DBName) + " IS NULL"}, nil
	}
	return clause.Expr{SQL: quoted(f.DBName) + " = ?", Vars: []any{v}}, nil
}

func (n *noun) atLeast(name string, value any) (clause.Expr, error) {
	return n.bounded(name, ">=", value)
}

func (n *noun) atMost(name string, value any) (clause.Expr, error) {
	return n.bounded(name, "<=", value)
}

// bounded is a bound on a column; no value is no bound and a mistake.
func (n *noun) bounded(name, sign string, value any) (clause.Expr, error) {
	f, err := n.column(name)
	if err != nil {
		return clause.Expr{}, err
	}
	v, err := bind(value)
	if err != nil || v == nil {
		return clause.Expr{}, misuse("%s.%s 的界限 %v 无效（%v）", n.Table, name, value, err)
	}
	return clause.Expr{SQL: quoted(f.DBName) + " " + sign + " ?", Vars: []any{v}}, nil
}

// order sorts by the named columns, a leading minus meaning downwards, and by
// the primary key last, so that pages never overlap.
func (n *noun) order(names []string) (string, error) {
	var by []string
	key := n.PrioritizedPrimaryField.DBName
	keyed := false
	for _, name := range names {
		name, down := strings.CutPrefix(name, "-")
		f, err := n.column(name)
		if err != nil {
			return "", err
		}
		keyed = keyed || f.DBName == key
		term := quoted(f.DBName)
		if down {
			term += " DESC"
		}
		by = append(by, term)
	}
	if !keyed {
		by = append(by, quoted(key))
	}
	return strings.Join(by, ", "), nil
}

// bind turns a value into what the database compares.
func bind(value any) (driver.Value, error) {
	v, err := driver.DefaultParameterConverter.ConvertValue(value)
	if at, ok := v.(time.Time); ok {
		return millis(at), nil
	}
	return v, err
}

// columnsOf lists the columns of a condition in a fixed order, so that the same
// question is always the same statement.
func columnsOf(w port.Where) []string { return slices.Sorted(maps.Keys(w)) }
