package rule

import (
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
	copy(values, l.blank)
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
