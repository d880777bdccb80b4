package practise

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/rule"
	"wubiao/engine/use/standard"
)

// exampleFor finds the example of the standard that shows the duty; without a
// duty the first of a ledger that serves one thing only.
func exampleFor(e *rule.Edition, s *rule.Standard, d *rule.Duty, l *rule.Ledger, facts rule.UnitFacts) *rule.Example {
	standards := e.Standards
	if s != nil {
		standards = []*rule.Standard{s}
	}
	var first *rule.Example
	for _, s := range standards {
		for i := range s.Examples {
			x := &s.Examples[i]
			if x.Of != l.Name {
				continue
			}
			if d == nil {
				return x
			}
			if yes, err := e.Meets(d.Done.Where, l.Name, x.Fields, facts); err == nil && yes {
				return x
			}
			if first == nil {
				first = x
			}
		}
	}
	return first
}

// kindsOf lists the duties that records of the ledger do.
func kindsOf(e *rule.Edition, actor access.Actor, unit engine.UnitID, l *rule.Ledger, facts rule.UnitFacts) ([]FormKind, error) {
	var out []FormKind
	for _, s := range e.Standards {
		applies, err := e.AppliesTo(s, facts)
		if err != nil {
			return nil, fmt.Errorf("apply %s: %w", s.Code, err)
		}
		for _, d := range s.Duties {
			if !applies || d.Done == nil || d.Done.Of != l.Name || d.Event != nil || !(match{standard: s, duty: d}).mayShow(actor, unit) {
				continue
			}
			out = append(out, FormKind{s.Code + "." + d.ID, standard.DutyTitle(s, d)})
		}
	}
	return out, nil
}

// lay puts the fields in their places: all in one where they are few; else what
// is required, filled, judged by the standard or shown by its example comes
// first, and the rest is folded.
func (f *RecordForm) lay(e *rule.Edition, l *rule.Ledger, fill *prefill) {
	fields := formFields(e, l, fill.fields, f.People, func(column string) string {
		if fill.fields[column] != nil {
			return ""
		}
		return fill.sizeHint(column)
	})
	if len(fields) <= manyColumns {
		f.Main = fields
		return
	}
	for _, field := range fields {
		if field.Required || field.ID == l.Day || fill.wanted[field.ID] || fill.fields[field.ID] != nil {
			f.Main = append(f.Main, field)
		} else {
			f.More = append(f.More, field)
		}
	}
}

// wantedColumns are the columns by which the standard is judged and those its
// example fills.
func wantedColumns(e *rule.Edition, l *rule.Ledger, s *rule.Standard, x *rule.Example) map[string]bool {
	wanted := map[string]bool{}
	if s == nil {
		return wanted
	}
	for _, name := range e.ColumnsUsed(s, l.Name) {
		wanted[name] = true
	}
	if x != nil {
		for name := range x.Fields {
			wanted[name] = true
		}
	}
	return wanted
}
