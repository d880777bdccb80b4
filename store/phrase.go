package store

import (
	"database/sql/driver"
	"reflect"
)

// phrase is a statement being put together, with the values it binds in their
// order. Every page and every submission puts a dozen together, so a phrase is
// written in one piece.
type phrase struct {
	text        []byte
	args        []driver.NamedValue
	conditioned bool // a condition stands already
}

// phrase begins a statement of the transaction. It takes the place of the last one,
// which has run by then: their memory is used again.
func (t *tx) phrase(text string) *phrase {
	p := &t.conn.scratch
	if p.text == nil || cap(p.args) > manyArgs {
		p.text, p.args = make([]byte, 0, 1024), make([]driver.NamedValue, 0, 32)
	}
	clear(p.args)
	p.text, p.args, p.conditioned = append(p.text[:0], text...), p.args[:0], false
	return p
}

// manyArgs is how many values a statement may bind whose memory is used again.
const manyArgs = 256

// ask runs the phrase as a query.
func (t *tx) ask(p *phrase, row func([]driver.Value) error) error {
	return t.conn.query(t.statements, t.conn.statement(p), p.args, row)
}

// add goes on with a text that binds the values.
func (p *phrase) add(text string, values ...driver.Value) {
	p.text = append(p.text, text...)
	for _, v := range values {
		p.bind(v)
	}
}

func (p *phrase) bind(v driver.Value) {
	p.args = append(p.args, driver.NamedValue{Ordinal: len(p.args) + 1, Value: v})
}

// when adds a condition that must hold besides those that stand.
func (p *phrase) when(text string, values ...driver.Value) {
	if p.conditioned {
		p.add(" AND ")
	} else {
		p.add(" WHERE ")
	}
	p.conditioned = true
	p.add(text, values...)
}

// values binds what the columns of a row hold.
func (p *phrase) values(row reflect.Value, columns []column) error {
	for i := range columns {
		v, err := columns[i].of(row)
		if err != nil {
			return err
		}
		p.bind(v)
	}
	return nil
}
