package rule

import (
	"errors"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// Facts are everything a period of one unit is judged by.
type Facts struct {
	Unit    UnitFacts
	Period  calendar.Period
	Records map[string][]Record // by ledger
	Judged  map[string]any      // by rule key ("Z05.c"), veto id, or standard code (shares, marks)
	Imports map[string]any
	Undated bool // a record without a day belongs to this sheet: executable cases leave it out
	// AsOf is the day on which a period that still runs is judged: what falls due
	// on it or later is not due yet and deducts nothing. Zero, or a day after the
	// period: the period is over.
	AsOf   calendar.Date
	Public bool // private standards are left out, as if they stood on no sheet
}

// Record is one fact. ID is what findings list; where it is zero the place in
// the ledger, from 1, is used.
type Record struct {
	ID     int64
	Fields map[string]any
}

// row is a record or an answer, ready to be judged.
type row struct {
	values   []Value
	id       int64
	day      calendar.Date
	quantity Rat
	answer   Value // of a question without fields
	amount   Rat   // 值, filled in by a person; exists only where given
	decision string
}

// read turns a record's fields into a row of the layout.
func (l *layout) read(fields map[string]any) ([]Value, error) {
	values := make([]Value, len(l.names))
	_, err := l.readInto(values, fields)
	return values, err
}

// readInto fills a row of the layout and counts the fields it found a column
// for. Most columns of a record are empty, so it goes by what is filled.
func (l *layout) readInto(values []Value, fields map[string]any) (found int, err error) {
	for i, kind := range l.kinds {
		values[i] = Value{}
		if kind == boolean {
			values[i] = boolValue(false)
		}
	}
	for name, raw := range fields {
		i, ok := l.index[name]
		if !ok {
			continue
		}
		found++
		if values[i], err = l.specs[i].readAs(l.kinds[i], raw); err != nil {
			return found, l.firstWrong(fields)
		}
	}
	return found, nil
}

// firstWrong tells of the first column that cannot be read, in the ledger's order.
func (l *layout) firstWrong(fields map[string]any) error {
	for i, name := range l.names {
		if _, err := l.specs[i].readAs(l.kinds[i], fields[name]); err != nil {
			return fmt.Errorf("「%s」%w", name, err)
		}
	}
	return nil
}

// readFor reads the columns that an expression looks at, and no others.
func (l *layout) readFor(x *Expr, fields map[string]any) ([]Value, error) {
	if x == nil || x.prog == nil {
		return nil, nil
	}
	values := make([]Value, len(l.names))
	for _, i := range x.prog.columns {
		if i < 0 { // 有效 looks at several
			return l.read(fields)
		}
		v, err := l.specs[i].Read(fields[l.names[i]])
		if err != nil {
			return nil, fmt.Errorf("「%s」%w", l.names[i], err)
		}
		values[i] = v
	}
	return values, nil
}

// rows reads a ledger's records once per judgement, or tells of every record
// that cannot be read.
func (j *judging) rows(ledger string) ([]row, error) {
	if done, ok := j.read[ledger]; ok {
		return done, j.unread[ledger]
	}
	l := j.edition.compiled.layouts[ledger]
	records := j.facts.Records[ledger]
	cells, out := j.desk.place(len(records)*len(l.names), len(records))
	var wrong []error
	for i, rec := range records {
		values := cells[i*len(l.names):][:len(l.names):len(l.names)]
		found, err := l.readInto(values, rec.Fields)
		if err == nil && found < len(rec.Fields) {
			err = l.unknown(rec.Fields)
		}
		if err != nil {
			wrong = append(wrong, l.atRecord(i, rec.Fields, factError("台账「%s」第%d条：%v", ledger, i+1, err)))
			continue
		}
		r := row{values: values, id: rec.ID, quantity: Whole(1)}
		if r.id == 0 {
			r.id = int64(i + 1)
		}
		if l.day >= 0 {
			r.day = values[l.day].day
		}
		out = append(out, r)
	}
	if st := j.edition.Ledgers[ledger].Steps; st != nil && wrong == nil {
		st.derive(l, out, j.asOf, j.closed, j.calendar)
	}
	j.read[ledger] = out
	if len(wrong) > 0 {
		j.unread[ledger] = errors.Join(wrong...)
	}
	return out, j.unread[ledger]
}

// unknown refuses a field that no column of a declared ledger has.
func (l *layout) unknown(fields map[string]any) error {
	if l.open {
		return nil
	}
	for _, name := range sortedKeys(fields) {
		if _, ok := l.index[name]; ok {
			continue
		}
		if near := Nearest(name, l.names); near != "" {
			return fmt.Errorf("没有「%s」这一列，是不是想写「%s」", name, near)
		}
		return fmt.Errorf("没有「%s」这一列", name)
	}
	return nil
}

func factError(format string, args ...any) error {
	return engine.Fail(engine.Invalid, "facts", fmt.Sprintf(format, args...))
}

// unitEnv reads all of a unit's attributes and parameters into values.
func (e *Edition) unitEnv(u UnitFacts) (*unitEnv, error) {
	out := newUnitEnv(len(e.Attributes), len(e.Parameters))
	for name := range e.Attributes {
		if err := e.readAttribute(out, name, u); err != nil {
			return nil, err
		}
	}
	for name, p := range e.Parameters {
		out.parameters[name] = p.value(name, e.compiled.defaults[name], u, out)
	}
	return out, nil
}

// envFor reads what one expression looks at, and no more: conditions are asked
// for every record, and most of them look at nothing of the unit.
func (e *Edition) envFor(x *Expr, u UnitFacts) (*unitEnv, error) {
	if x == nil || x.prog == nil || len(x.prog.names) == 0 {
		return &unitEnv{}, nil
	}
	out := newUnitEnv(len(x.prog.names), len(x.prog.names))
	for _, name := range x.prog.names {
		p := e.Parameters[name]
		if p == nil {
			if err := e.readAttribute(out, name, u); err != nil {
				return nil, err
			}
			continue
		}
		if p.By != "" {
			if err := e.readAttribute(out, p.By, u); err != nil {
				return nil, err
			}
		}
		out.parameters[name] = p.value(name, e.compiled.defaults[name], u, out)
	}
	return out, nil
}

func newUnitEnv(attributes, parameters int) *unitEnv {
	return &unitEnv{attributes: make(map[string]Value, attributes), parameters: make(map[string]Value, parameters)}
}

func (e *Edition) readAttribute(out *unitEnv, name string, u UnitFacts) error {
	a := e.Attributes[name]
	raw, given := u.Attributes[name]
	if !given {
		return nil // unknown, not 否: an attribute is no form field
	}
	v, err := a.Type.Read(raw)
	if err != nil {
		return factError("属性「%s」%v", name, err)
	}
	out.attributes[name] = v
	return nil
}

// value resolves a parameter: the unit's own value, that of its attribute, the
// default, or nothing.
func (p *Parameter) value(name string, byDefault Value, u UnitFacts, known *unitEnv) Value {
	if own, ok := u.Parameters[name]; ok {
		return literal(own)
	}
	if p.By != "" {
		if x, ok := p.Values[known.attributes[p.By].String()]; ok {
			return literal(x.Source)
		}
	}
	return byDefault
}
