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
//
// Lacking names, by the code of the standard that wants them, the files that the
// record must have and does not. For that standard it is no evidence: it deducts
// and earns nothing, is no miss where records are counted either, and leaves a gap
// on every line that meets it, which keeps the total provisional.
type Record struct {
	ID      int64
	Lacking map[string][]string
	Fields  map[string]any
}

// row is a record or an answer, ready to be judged.
type row struct {
	values   []Value
	id       int64
	lacking  map[string][]string
	day      calendar.Date
	quantity Rat
	answer   Value // of a question without fields
	amount   Rat   // 值, filled in by a person; exists only where given
	decision string
}

// read turns fields into a row of the layout; a column that the layout does not
// have is left out.
func (l *layout) read(fields map[string]any) ([]Value, error) {
	values := make([]Value, len(l.names))
	if _, ok := l.readInto(values, fields); !ok {
		for _, w := range l.wrong(fields) {
			if !w.stranger {
				return values, errors.New(w.message)
			}
		}
	}
	return values, nil
}

// readInto fills a row of the layout and counts the fields it found a column
// for; ok is false where one cannot be read. Most columns of a record are empty,
// so it goes by what is filled.
func (l *layout) readInto(values []Value, fields map[string]any) (found int, ok bool) {
	copy(values, l.blank)
	for name, raw := range fields {
		i, known := l.index[name]
		if !known {
			continue
		}
		found++
		var err error
		if values[i], err = l.specs[i].readAs(l.kinds[i], raw); err != nil {
			return found, false
		}
	}
	return found, true
}

// wrongField is a field of a record that cannot be judged, with the sentence.
type wrongField struct {
	name, message string
	stranger      bool // no column of the ledger
}

// wrong lists every field that cannot be read, in the ledger's order, then those
// for which a declared ledger has no column.
func (l *layout) wrong(fields map[string]any) (out []wrongField) {
	for i, name := range l.names {
		if _, err := l.specs[i].readAs(l.kinds[i], fields[name]); err != nil {
			out = append(out, wrongField{name, "「" + name + "」" + err.Error(), false})
		}
	}
	for _, name := range sortedKeys(fields) {
		if _, ok := l.index[name]; !ok && !l.open {
			out = append(out, wrongField{name, "没有「" + name + "」这一列" + meant(name, l.names), true})
		}
	}
	return out
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

func factError(format string, args ...any) error {
	return engine.Fail(engine.Invalid, "facts", fmt.Sprintf(format, args...))
}
