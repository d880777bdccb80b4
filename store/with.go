package store

import (
	"database/sql/driver"
	"reflect"

	"wubiao/engine/access"
	"wubiao/engine/port"
)

// loaded is a noun on its way out of the database.
type loaded struct {
	*noun
	into, found reflect.Value
}

// GetWith loads the one noun that meets where and those that its columns name. All are
// left alone where one is missing.
func (t *tx) GetWith(pointer any, scope access.Scope, where port.Where, by port.By) error {
	if err := t.ready(); err != nil {
		return err
	}
	all := make([]loaded, 0, 4)
	load := func(pointer any) error {
		n, value, err := t.store.nouns.of(pointer)
		if err == nil {
			all = append(all, loaded{n, value, reflect.New(n.ModelType).Elem()})
		}
		return err
	}
	if err := load(pointer); err != nil {
		return err
	}
	var room [4]string
	names := columnsOf(room[:0], port.Where(by))
	for _, name := range names {
		if _, err := all[0].column(name); err != nil {
			return err
		}
		if err := load(by[name]); err != nil {
			return err
		}
	}
	p := t.phrase("SELECT ")
	for i := range all {
		if i > 0 {
			p.add(", ")
		}
		p.add(all[i].qualified)
	}
	// The conditions stand inside, where a name means a column of the noun alone.
	p.add(" FROM (SELECT *")
	p.add(all[0].from)
	if err := all[0].conditions(p, scope, port.Query{Where: where}); err != nil {
		return err
	}
	p.add(") AS ")
	p.add(all[0].quoted)
	for i, name := range names {
		p.add(" JOIN " + all[i+1].quoted + " ON " + all[i+1].quoted + "." + all[i+1].keyQuoted + " = " + all[0].quoted + "." + quoted(name))
	}
	return t.loadAll(p, all, where)
}

// loadAll runs the question and hands its one row out.
func (t *tx) loadAll(p *phrase, all []loaded, where port.Where) error {
	rows := 0
	err := t.ask(p, func(values []driver.Value) error {
		rows++
		for i := range all {
			l := &all[i]
			mine := values[:len(l.columns)]
			values = values[len(l.columns):]
			if t.writer != nil {
				t.conn.seen.remember(l.noun, mine)
			}
			if err := take(l.found, l.columns, mine); err != nil {
				return err
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return t.failed("读取", all[0].noun, t.translated(err))
	case rows == 0:
		return absent()
	case rows > 1:
		return misuse("按 %v 读取 %s，结果不止一条", columnsOf(nil, where), all[0].Table)
	}
	for i := range all {
		all[i].into.Set(all[i].found)
	}
	return nil
}
