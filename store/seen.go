package store

import (
	"database/sql/driver"
	"reflect"
)

// seenRows is how many of the rows that a transaction read last are remembered.
const seenRows = 8

// seen are rows as the transaction read them, so that saving one writes only what is
// new: what is written anew costs SQLite its indexes too. The memory is used again by
// the next transaction.
type seen struct {
	rows [seenRows]struct {
		noun   *noun // nil: none
		values []driver.Value
	}
	next int
}

func (s *seen) forget() {
	for i := range s.rows {
		s.rows[i].noun = nil
	}
}

// remember keeps a whole row of a noun that has versions.
func (s *seen) remember(n *noun, values []driver.Value) {
	if n.version == nil {
		return
	}
	at := &s.rows[s.next%seenRows]
	s.next++
	at.noun, at.values = n, append(at.values[:0], values...)
}

// before gives a row as it was read, if it had the version then.
func (s *seen) before(n *noun, row reflect.Value, version int64) []driver.Value {
	key, err := n.columns[n.keyAt].of(row)
	if err != nil || n.version == nil {
		return nil
	}
	for i := range s.rows {
		if r := &s.rows[i]; r.noun == n && sameValue(r.values[n.keyAt], key) && sameValue(r.values[n.versionAt], version) {
			return r.values
		}
	}
	return nil
}

// sameValue says whether two values are surely the same to the database.
func sameValue(a, b driver.Value) bool {
	switch a.(type) {
	case nil, int64, string, bool:
		return a == b
	}
	return false
}

// unchanged says of a plain field, without making a value of it, whether it surely is
// what was read.
func unchanged(field reflect.Value, before driver.Value) bool {
	switch was := before.(type) {
	case string:
		return field.Kind() == reflect.String && field.String() == was
	case int64: // one driver gives yes and no as a number
		return field.CanInt() && field.Int() == was || field.Kind() == reflect.Bool && field.Bool() == (was != 0)
	case bool:
		return field.Kind() == reflect.Bool && field.Bool() == was
	}
	return false
}

// assignments puts into an UPDATE what differs from the row as it was read, and what the
// row is found by; everything, where before is nil.
func (n *noun) assignments(p *phrase, value reflect.Value, before []driver.Value) error {
	for _, part := range [...]struct {
		first, next string
		wants       func(role) bool
	}{
		{" SET ", ", ", func(r role) bool { return r == changing }},
		{" WHERE ", " AND ", func(r role) bool { return r == lasting || r == key }},
	} {
		sign := part.first
		for i := range n.columns {
			c := &n.columns[i]
			if !part.wants(c.role) {
				continue
			}
			known := before != nil && c.role != key
			if known && unchanged(value.FieldByIndex(c.StructField.Index), before[i]) {
				continue
			}
			v, err := c.of(value)
			if err != nil {
				return err
			}
			if known && sameValue(before[i], v) {
				continue
			}
			p.add(sign)
			p.add(c.quoted)
			p.add(" = ?", v)
			sign = part.next
		}
	}
	return nil
}
