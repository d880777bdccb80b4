package store

import (
	"database/sql/driver"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// selection puts a SELECT of the noun together and gives the columns it reads. Every
// column name is looked up in the noun's schema; every value is bound.
func (n *noun) selection(p *phrase, scope access.Scope, q port.Query) (columns []column, err error) {
	if q.Limit < 0 || q.Offset < 0 {
		return nil, misuse("条数和起点不能为负：%d、%d", q.Limit, q.Offset)
	}
	columns = n.columns
	list := n.everyColumn
	if len(q.Columns) > 0 {
		if columns, err = n.chosen(q.Columns); err != nil {
			return nil, err
		}
		list = quotedList("", columns)
	}
	p.add("SELECT ")
	p.add(list)
	p.add(n.from)
	if err := n.conditions(p, scope, q); err != nil {
		return nil, err
	}
	if err := n.order(p, q.Order); err != nil {
		return nil, err
	}
	if q.Limit > 0 {
		// Written out: SQLite plans by the value of a bound limit, and would
		// prepare the statement anew each time one is bound.
		p.text = strconv.AppendInt(append(p.text, " LIMIT "...), int64(q.Limit), 10)
	}
	if q.Offset > 0 {
		if q.Limit == 0 {
			p.add(noLimit)
		}
		p.add(" OFFSET ?", int64(q.Offset))
	}
	return columns, nil
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
func (n *noun) conditions(p *phrase, scope access.Scope, q port.Query) error {
	if err := n.within(p, scope, q.Where); err != nil {
		return err
	}
	if n.removed && !q.Removed {
		p.when("removed_at IS NULL")
	}
	var room [8]string
	for _, name := range columnsOf(room[:0], q.Where) {
		if err := n.equal(p, name, q.Where[name]); err != nil {
			return err
		}
	}
	for _, bound := range [...]struct {
		where port.Where
		sign  string
	}{{q.AtLeast, " >= ?"}, {q.AtMost, " <= ?"}} {
		for _, name := range columnsOf(room[:0], bound.where) {
			if err := n.bounded(p, name, bound.sign, bound.where[name]); err != nil {
				return err
			}
		}
	}
	return nil
}

// within is the condition that keeps a query inside the scope; none for the
// scope that reaches everything. The zero scope reaches nothing.
func (n *noun) within(p *phrase, scope access.Scope, where port.Where) error {
	if scope.All() {
		return nil
	}
	if n.reach == wholeOnly {
		return engine.Fail(engine.Forbidden, "scope_whole_company", "这类内容只有能看到全公司的角色可以读取")
	}
	end := ""
	switch {
	case n.reach == byPath:
		p.when("(")
	case isOne(where["unit_id"]): // a look at that unit, not a list of all within
		p.when("EXISTS (SELECT 1 FROM units WHERE units.id = " + n.Table + ".unit_id AND (")
		end = ")"
	default:
		p.when("unit_id IN (SELECT id FROM units WHERE (")
		end = ")"
	}
	some := false
	for _, path := range scope.Paths() {
		if path == "" {
			continue
		}
		if some {
			p.add(" OR ")
		}
		some = true
		// A prefix as a range, which an index serves and no pattern character can
		// widen: from "/1/4/" up to, not including, "/1/40".
		after := []byte(path)
		after[len(after)-1]++
		p.add("(path >= ? AND path < ?)", path, string(after))
	}
	if !some {
		p.add("1 = 0")
	}
	p.add(")" + end)
	return nil
}

// isOne says whether a condition's value is a single one.
func isOne(value any) bool { return value != nil && reflect.TypeOf(value).Kind() != reflect.Slice }

// equal is a condition on a column. Where the value is a list, the column is one
// of it.
func (n *noun) equal(p *phrase, name string, value any) error {
	c, err := n.column(name)
	if err != nil {
		return err
	}
	if list := reflect.ValueOf(value); list.Kind() == reflect.Slice && list.Type().Elem().Kind() != reflect.Uint8 {
		members := make([]driver.Value, list.Len())
		for i := range members {
			if members[i], err = bind(list.Index(i).Interface()); err != nil {
				return misuse("%s.%s：%v", n.Table, name, err)
			}
		}
		return oneOf(p, c, members)
	}
	v, err := bind(value)
	switch {
	case err != nil:
		return misuse("%s.%s：%v", n.Table, name, err)
	case v == nil:
		p.when(c.quoted)
		p.add(" IS NULL")
	default:
		p.when(c.quoted)
		p.add(" = ?", v)
	}
	return nil
}

// bounded is a bound on a column; no value is no bound and a mistake.
func (n *noun) bounded(p *phrase, name, sign string, value any) error {
	c, err := n.column(name)
	if err != nil {
		return err
	}
	v, err := bind(value)
	if err != nil || v == nil {
		return misuse("%s.%s 的界限 %v 无效（%v）", n.Table, name, value, err)
	}
	p.when(c.quoted)
	p.add(sign, v)
	return nil
}

// order sorts by the named columns, a leading minus meaning downwards, and by
// the primary key last, so that pages never overlap.
func (n *noun) order(p *phrase, names []string) error {
	p.add(" ORDER BY ")
	key := n.PrioritizedPrimaryField.DBName
	keyed := false
	for i, name := range names {
		name, down := strings.CutPrefix(name, "-")
		c, err := n.column(name)
		if err != nil {
			return err
		}
		if i > 0 {
			p.add(", ")
		}
		keyed = keyed || name == key
		if p.add(c.quoted); down {
			p.add(" DESC")
		}
	}
	if keyed {
		return nil
	}
	if len(names) > 0 {
		p.add(", ")
	}
	p.add(n.keyQuoted)
	return nil
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
// question is always the same statement. It uses the room it is given.
func columnsOf(room []string, w port.Where) []string {
	names := slices.AppendSeq(room, maps.Keys(w))
	slices.Sort(names)
	return names
}
