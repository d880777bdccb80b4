package store

import (
	"database/sql/driver"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// query builds a SELECT of the noun. Every column name is looked up in the
// noun's schema; every value is bound.
func (n *noun) query(db *gorm.DB, scope access.Scope, q port.Query) (*gorm.DB, error) {
	db = db.Table(n.Table)
	conditions, err := n.conditions(scope, q)
	if err != nil {
		return nil, err
	}
	if len(conditions) > 0 {
		db = db.Clauses(clause.Where{Exprs: conditions})
	}
	order, err := n.order(q.Order)
	if err != nil {
		return nil, err
	}
	if q.Limit < 0 || q.Offset < 0 {
		return nil, misuse("条数和起点不能为负：%d、%d", q.Limit, q.Offset)
	}
	for _, name := range q.Columns {
		if n.FieldsByDBName[name] == nil {
			return nil, misuse("%s 没有列「%s」", n.Table, name)
		}
	}
	if len(q.Columns) > 0 {
		db = db.Select(q.Columns)
	}
	db = db.Clauses(order)
	if q.Limit > 0 {
		db = db.Limit(q.Limit)
	}
	if q.Offset > 0 {
		db = db.Offset(q.Offset)
	}
	return db, nil
}

// conditions are the scope's and the query's.
func (n *noun) conditions(scope access.Scope, q port.Query) ([]clause.Expression, error) {
	all, err := n.within(scope)
	if err != nil {
		return nil, err
	}
	for _, part := range []struct {
		where port.Where
		make  func(*noun, string, any) (clause.Expression, error)
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
func (n *noun) within(scope access.Scope) ([]clause.Expression, error) {
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
		return []clause.Expression{clause.Expr{SQL: "1 = 0"}}, nil
	}
	sql := "(" + strings.Join(paths, " OR ") + ")"
	if n.reach == byUnit {
		sql = "unit_id IN (SELECT id FROM units WHERE " + sql + ")"
	}
	return []clause.Expression{clause.Expr{SQL: sql, Vars: bounds}}, nil
}

func (n *noun) equal(name string, value any) (clause.Expression, error) {
	f, err := n.column(name)
	if err != nil {
		return nil, err
	}
	column := clause.Column{Name: f.DBName}
	if list := reflect.ValueOf(value); list.Kind() == reflect.Slice && list.Type().Elem().Kind() != reflect.Uint8 {
		members := make([]driver.Value, list.Len())
		for i := range members {
			if members[i], err = bind(list.Index(i).Interface()); err != nil {
				return nil, misuse("%s.%s：%v", n.Table, name, err)
			}
		}
		return oneOf(column, members)
	}
	v, err := bind(value)
	if err != nil {
		return nil, misuse("%s.%s：%v", n.Table, name, err)
	}
	return clause.Eq{Column: column, Value: v}, nil // IS NULL for nil
}

func (n *noun) atLeast(name string, value any) (clause.Expression, error) {
	column, v, err := n.bounded(name, value)
	return clause.Gte{Column: column, Value: v}, err
}

func (n *noun) atMost(name string, value any) (clause.Expression, error) {
	column, v, err := n.bounded(name, value)
	return clause.Lte{Column: column, Value: v}, err
}

// bounded checks a column and a bound; no value is no bound and a mistake.
func (n *noun) bounded(name string, value any) (clause.Column, driver.Value, error) {
	f, err := n.column(name)
	if err != nil {
		return clause.Column{}, nil, err
	}
	v, err := bind(value)
	if err != nil || v == nil {
		return clause.Column{}, nil, misuse("%s.%s 的界限 %v 无效（%v）", n.Table, name, value, err)
	}
	return clause.Column{Name: f.DBName}, v, nil
}

// order sorts by the named columns, a leading minus meaning downwards, and by
// the primary key last, so that pages never overlap.
func (n *noun) order(names []string) (clause.OrderBy, error) {
	var by clause.OrderBy
	key := n.PrioritizedPrimaryField.DBName
	keyed := false
	for _, name := range names {
		name, down := strings.CutPrefix(name, "-")
		f, err := n.column(name)
		if err != nil {
			return by, err
		}
		keyed = keyed || f.DBName == key
		by.Columns = append(by.Columns, clause.OrderByColumn{Column: clause.Column{Name: f.DBName}, Desc: down})
	}
	if !keyed {
		by.Columns = append(by.Columns, clause.OrderByColumn{Column: clause.Column{Name: key}})
	}
	return by, nil
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
