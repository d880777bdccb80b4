package sim

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// draft is a record about to be kept, and what will be filled in so many days
// after it.
type draft struct {
	day    calendar.Date
	fields map[string]any
	later  map[string]int
}

// fill makes a record that does the work of a duty on a day: a standard's own
// example where one fits, changed to this branch and this day, else the required
// columns filled plainly. nil where neither fits. next is what will be asked of
// the same matter afterwards; nil where nothing is.
func (s *Sim) fill(b *Branch, ledger string, where, next *rule.Expr, day calendar.Date) (*draft, error) {
	l := s.edition.Ledgers[ledger]
	facts := rule.UnitFacts{Day: day, Attributes: b.Attributes}
	example, fits := s.example(l, where)
	out := s.dated(l, example, day)
	s.ofBranch(b, l, out, day)
	if !fits {
		if err := s.another(l, out, where, next, facts); err != nil {
			return nil, err
		}
	}
	filled, ok, err := s.edition.Draft(where, ledger, out.fields, day, facts)
	if err != nil {
		return nil, fmt.Errorf("draft a record of %s: %w", ledger, err)
	}
	if !ok {
		return nil, nil
	}
	for _, c := range l.Columns {
		if _, has := filled[c.ID]; c.Required && !has {
			filled[c.ID] = plain(c, day)
		}
		if _, has := filled[c.ID]; has {
			delete(out.later, c.ID)
			if strings.HasSuffix(c.ID, "任期止") {
				filled[c.ID] = day.AddMonths(termMonths).String()
			}
		}
	}
	out.fields = filled
	return out, nil
}

// termMonths is how long a term lasts that a record tells the end of.
const termMonths = 60

// another makes an example of something else serve: what the condition asks about is
// answered afresh. Another step of a procedure keeps of it no more than every step
// has, and is of the kind that the next one will be.
func (s *Sim) another(l *rule.Ledger, out *draft, where, next *rule.Expr, facts rule.UnitFacts) error {
	for _, c := range l.Columns { // days that were agreed or came later are the example's own
		if c.Type.Name == rule.TypeDate && agreed(c.ID) && !c.Required && c.ID != l.Day {
			delete(out.fields, c.ID)
		}
	}
	out.later = map[string]int{}
	if l.Steps != nil {
		voted := s.asksForVote(l, where, facts)
		for _, c := range l.Columns {
			if !c.Required && c.Type.Name != rule.TypePerson && (!voted || c.Type.Name != rule.TypeInt) {
				delete(out.fields, c.ID)
			}
		}
		for _, name := range s.edition.ColumnsRead(next, l.Name) {
			delete(out.fields, name)
		}
		if next != nil {
			filled, _, err := s.edition.Draft(next, l.Name, out.fields, facts.Day, facts)
			if err != nil {
				return fmt.Errorf("draft what comes next in %s: %w", l.Name, err)
			}
			out.fields = filled
		}
	}
	for _, name := range s.edition.ColumnsRead(where, l.Name) {
		if name != l.Day {
			delete(out.fields, name)
		}
	}
	return nil
}

// asksForVote says whether the condition asks for a step that is voted on.
func (s *Sim) asksForVote(l *rule.Ledger, where *rule.Expr, facts rule.UnitFacts) bool {
	filled, _, err := s.edition.Draft(where, l.Name, nil, facts.Day, facts)
	return err == nil && slices.ContainsFunc(l.Steps.List, func(step rule.Step) bool { return step.ID == filled[l.Steps.By] && step.Vote != "" })
}

// example finds a filled record of the ledger: best one that meets the condition.
func (s *Sim) example(l *rule.Ledger, where *rule.Expr) (fields map[string]any, fits bool) {
	facts := rule.UnitFacts{Attributes: s.edition.Typical}
	for _, st := range s.edition.Standards {
		for _, ex := range st.Examples {
			if ex.Of != l.Name {
				continue
			}
			if yes, err := s.edition.Meets(where, l.Name, ex.Fields, facts); err == nil && yes {
				return ex.Fields, true
			}
			if fields == nil {
				fields = ex.Fields
			}
		}
	}
	return fields, false
}

// dated moves an example's dates to the day of the record. A day that was agreed
// stays ahead; what had not happened by then is left empty, and what the book
// judges by is filled in later.
func (s *Sim) dated(l *rule.Ledger, example map[string]any, day calendar.Date) *draft {
	out := &draft{day: day, fields: maps.Clone(example), later: map[string]int{}}
	if out.fields == nil {
		out.fields = map[string]any{}
	}
	text, _ := example[l.Day].(string)
	was, err := calendar.ParseDate(text)
	for _, c := range l.Columns {
		written, ok := out.fields[c.ID].(string)
		if !ok || c.Type.Name != rule.TypeDate {
			continue
		}
		d, dErr := calendar.ParseDate(written)
		switch {
		case err != nil || dErr != nil:
			delete(out.fields, c.ID)
		case d <= was || agreed(c.ID):
			out.fields[c.ID] = day.AddDays(int(d - was)).String()
		default:
			delete(out.fields, c.ID)
			if s.follows(l)[c.ID] {
				out.later[c.ID] = int(d - was)
			}
		}
	}
	if l.Day != "" {
		out.fields[l.Day] = day.String()
	}
	return out
}

// plain is a modest value for a column that must be filled.
func plain(c *rule.Column, day calendar.Date) any {
	switch c.Type.Name {
	case rule.TypeInt, rule.TypeNumber:
		return 9
	case rule.TypeBool:
		return true
	case rule.TypeDate:
		return day.String()
	case rule.TypePerson:
		return "王大桥"
	case rule.TypePersons, rule.TypeList:
		return []string{"王大桥", "李小木"}
	case rule.TypeChoice, rule.TypeChoices:
		return c.Type.Choices[0]
	}
	return "见原件"
}
