package rule

import (
	"fmt"
	"strings"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// CheckRecord checks a record against its ledger before it is kept: every
// required column filled, every value of its type, no column that is not there.
// It gives the day the record belongs to and the wrong fields, each with its
// sentence.
func (e *Edition) CheckRecord(ledger string, fields map[string]any) (calendar.Date, []engine.Field) {
	l, layout := e.Ledgers[ledger], e.compiled.layouts[ledger]
	if l == nil {
		return 0, []engine.Field{{Name: "ledger", Message: "手册里没有这本台账"}}
	}
	var wrong []engine.Field
	for _, name := range sortedKeys(fields) {
		if i, ok := layout.index[name]; !ok || i >= len(l.Columns) && len(l.Columns) > 0 {
			wrong = append(wrong, engine.Field{Name: name, Message: "台账里没有这一列"})
		}
	}
	day := calendar.Date(0)
	for _, col := range l.Columns {
		v, err := layout.specs[layout.index[col.ID]].Read(fields[col.ID])
		switch {
		case err != nil:
			wrong = append(wrong, engine.Field{Name: col.ID, Message: err.Error()})
		case col.Required && (v.kind == empty || v.kind == list && len(v.names()) == 0):
			wrong = append(wrong, engine.Field{Name: col.ID, Message: strings.TrimSuffix("这一项要填："+col.Why, "：")})
		case col.ID == l.Day:
			day = v.day
		}
	}
	return day, wrong
}

// SameFields says whether two fillings of a ledger say the same, whatever way
// their numbers and names are written. Columns that the ledger does not have are
// compared as they stand.
func (e *Edition) SameFields(ledger string, a, b map[string]any) bool {
	names := map[string]bool{}
	for name := range a {
		names[name] = true
	}
	for name := range b {
		names[name] = true
	}
	for name := range names {
		if e.FieldText(ledger, name, a[name]) != e.FieldText(ledger, name, b[name]) {
			return false
		}
	}
	return true
}

// FieldText says a filled column as a person reads it: names joined, a yes as 是.
// What is empty, and a plain no, is "".
func (e *Edition) FieldText(ledger, column string, raw any) string {
	if raw == nil {
		return ""
	}
	layout := e.compiled.layouts[ledger]
	if layout == nil {
		return fmt.Sprint(raw)
	}
	i, ok := layout.index[column]
	if !ok {
		return fmt.Sprint(raw)
	}
	v, err := layout.specs[i].Read(raw)
	switch {
	case err != nil:
		return fmt.Sprint(raw)
	case v.kind == empty, v.kind == boolean && !v.truth():
		return ""
	}
	return v.String()
}

// WantsFiles says whether records of the ledger must have files in some case.
func (e *Edition) WantsFiles(ledger string) bool {
	for _, s := range e.Standards {
		for i := range s.Evidence {
			if s.Evidence[i].Of == ledger && s.Evidence[i].Required {
				return true
			}
		}
	}
	return false
}
