package rule

import (
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
		case col.Required && (v.kind == empty || v.kind == list && len(v.list) == 0):
			wrong = append(wrong, engine.Field{Name: col.ID, Message: "这一项要填：" + col.Why})
		case col.ID == l.Day:
			day = v.day
		}
	}
	return day, wrong
}
