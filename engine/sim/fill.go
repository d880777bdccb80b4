package sim

import (
	"fmt"

	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// form is what the sim knows about filling a ledger under a condition.
type form struct {
	fields  map[string]any
	example calendar.Date // the day of the example it came from; zero: made up
}

// fill gives the fields of a record that does the work of a duty: a standard's
// own example where one fits, else the required columns filled plainly. nil
// where neither fits.
func (s *Sim) fill(ledger string, where *rule.Expr, day calendar.Date) (map[string]any, error) {
	key := ledger
	if where != nil {
		key += "/" + where.Source
	}
	f, ok := s.forms[key]
	if !ok {
		var err error
		if f, err = s.find(ledger, where); err != nil {
			return nil, err
		}
		s.forms[key] = f
	}
	if f == nil {
		return nil, nil
	}
	return s.dated(ledger, f, day), nil
}

func (s *Sim) find(ledger string, where *rule.Expr) (*form, error) {
	l := s.edition.Ledgers[ledger]
	facts := rule.UnitFacts{Attributes: s.edition.Typical}
	for _, st := range s.edition.Standards {
		for _, ex := range st.Examples {
			if ex.Of != ledger {
				continue
			}
			if yes, err := s.edition.Meets(where, ledger, ex.Fields, facts); err == nil && yes {
				f := &form{fields: ex.Fields}
				if text, ok := ex.Fields[l.Day].(string); ok {
					f.example, _ = calendar.ParseDate(text) // an example's date was checked when the edition loaded
				}
				return f, nil
			}
		}
	}
	return s.invent(l, where, facts)
}

// invent fills the required columns and tries the choices until the condition
// holds.
func (s *Sim) invent(l *rule.Ledger, where *rule.Expr, facts rule.UnitFacts) (*form, error) {
	base := map[string]any{}
	for _, c := range l.Columns {
		base[c.ID] = plain(c)
	}
	tries := []map[string]any{base}
	changes := alternatives(l)
	for i, one := range changes {
		tries = append(tries, changed(base, one))
		for _, other := range changes[i+1:] {
			tries = append(tries, changed(base, one, other))
		}
	}
	for _, fields := range tries {
		yes, err := s.edition.Meets(where, l.Name, fields, facts)
		if err != nil {
			return nil, fmt.Errorf("try a record of %s: %w", l.Name, err)
		}
		if yes {
			return &form{fields: fields}, nil
		}
	}
	return nil, nil
}

// change is another value for one column.
type change struct {
	column string
	value  any
}

// alternatives lists what else a ledger's choices and yes/nos could be.
func alternatives(l *rule.Ledger) []change {
	var out []change
	for _, c := range l.Columns {
		for _, choice := range c.Type.Choices {
			out = append(out, change{c.ID, choice})
		}
		if c.Type.Name == rule.TypeBool {
			out = append(out, change{c.ID, false})
		}
	}
	return out
}

func changed(base map[string]any, changes ...change) map[string]any {
	next := make(map[string]any, len(base))
	for k, v := range base {
		next[k] = v
	}
	for _, c := range changes {
		next[c.column] = c.value
	}
	return next
}

// plain is a modest value for a column.
func plain(c *rule.Column) any {
	switch c.Type.Name {
	case rule.TypeInt, rule.TypeNumber:
		return 9
	case rule.TypeBool:
		return true
	case rule.TypeDate:
		return dateMark
	case rule.TypePerson:
		return "王大桥"
	case rule.TypePersons, rule.TypeList:
		return []string{"王大桥", "李小木"}
	case rule.TypeChoice, rule.TypeChoices:
		return c.Type.Choices[0]
	}
	return "见原件"
}

const dateMark = "2026-01-01" // replaced by the day of the record

// dated moves the dates of a form to the day of the record.
func (s *Sim) dated(ledger string, f *form, day calendar.Date) map[string]any {
	l := s.edition.Ledgers[ledger]
	out := make(map[string]any, len(f.fields))
	for k, v := range f.fields {
		out[k] = v
	}
	for _, c := range l.Columns {
		text, ok := out[c.ID].(string)
		if !ok || c.Type.Name != rule.TypeDate {
			continue
		}
		d, err := calendar.ParseDate(text)
		switch {
		case err != nil || f.example.IsZero() || text == dateMark:
			out[c.ID] = day.String()
		case d <= f.example:
			out[c.ID] = day.AddDays(int(d - f.example)).String()
		default: // after the event: not before it has happened
			out[c.ID] = day.String()
		}
	}
	if l.Day != "" {
		out[l.Day] = day.String()
	}
	return out
}
