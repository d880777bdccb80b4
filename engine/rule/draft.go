package rule

import (
	"maps"
	"slices"

	"wubiao/engine/calendar"
)

// mostChanges bounds how many columns Draft fills: no condition of a handbook
// needs more, and the tries stay few.
const mostChanges = 3

// Draft fills empty columns of a record so that it meets the condition, with as
// few of them as possible: a choice, a yes, the day itself where a date is asked
// for. What is filled already is left alone. ok is false, and the fields come
// back as they were, where no such filling meets it.
func (e *Edition) Draft(x *Expr, ledger string, fields map[string]any, day calendar.Date, u UnitFacts) (filled map[string]any, ok bool, err error) {
	if e.compiled.layouts[ledger] == nil {
		return fields, false, nil
	}
	changes := e.draftChanges(x, ledger, fields, day)
	for depth := range mostChanges + 1 {
		filled, ok, err := e.tryDraft(x, ledger, fields, changes, depth, u)
		if err != nil || ok {
			return filled, ok, err
		}
	}
	return fields, false, nil
}

// draftChange is another value for one empty column; of several choices it adds one.
type draftChange struct {
	column string
	value  any
	add    string
}

// draftChanges lists what the columns that the condition reads could be filled with.
func (e *Edition) draftChanges(x *Expr, ledger string, fields map[string]any, day calendar.Date) []draftChange {
	var out []draftChange
	layout := e.compiled.layouts[ledger]
	for _, name := range e.ColumnsRead(x, ledger) {
		spec := layout.specs[layout.index[name]]
		v, err := spec.Read(fields[name])
		if err != nil || v.kind != empty && !(v.kind == list && len(v.names()) == 0) && !(v.kind == boolean && !v.truth()) {
			continue
		}
		switch spec.Name {
		case TypeChoice:
			for _, c := range spec.Choices {
				out = append(out, draftChange{column: name, value: c})
			}
		case TypeChoices:
			for _, c := range spec.Choices {
				out = append(out, draftChange{column: name, add: c})
			}
		case TypeBool:
			out = append(out, draftChange{column: name, value: true})
		case TypeDate:
			out = append(out, draftChange{column: name, value: day.String()})
		}
	}
	return out
}

// tryDraft tries every combination of so many changes, in their order.
func (e *Edition) tryDraft(x *Expr, ledger string, fields map[string]any, changes []draftChange, depth int, u UnitFacts) (map[string]any, bool, error) {
	if depth == 0 {
		ok, err := e.Meets(x, ledger, fields, u)
		return fields, ok, err
	}
	for i, c := range changes {
		next := maps.Clone(fields)
		if next == nil {
			next = map[string]any{}
		}
		next[c.column] = c.value
		if c.add != "" {
			had, _ := fields[c.column].([]string)
			next[c.column] = append(slices.Clone(had), c.add)
		}
		filled, ok, err := e.tryDraft(x, ledger, next, changes[i+1:], depth-1, u)
		if err != nil || ok {
			return filled, ok, err
		}
	}
	return fields, false, nil
}

// ColumnsRead lists the columns of the ledger that the expression reads, each
// once; 有效 reads those of its vote and is left to CheckVotes.
func (e *Edition) ColumnsRead(x *Expr, ledger string) []string {
	layout := e.compiled.layouts[ledger]
	if x == nil || x.prog == nil || layout == nil {
		return nil
	}
	var out []string
	for _, i := range x.prog.columns {
		if i >= 0 && i < len(layout.names) && !slices.Contains(out, layout.names[i]) {
			out = append(out, layout.names[i])
		}
	}
	return out
}

// ColumnsUsed lists the columns of the ledger by which the standard is judged
// and fulfilled, each once: what a person does well to fill.
func (e *Edition) ColumnsUsed(s *Standard, ledger string) []string {
	var out []string
	add := func(names ...string) {
		for _, n := range names {
			if n != "" && !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	for _, d := range s.Duties {
		if d.Done != nil && d.Done.Of == ledger {
			add(e.ColumnsRead(d.Done.Where, ledger)...)
		}
	}
	for _, r := range s.Scoring {
		if r.Of != ledger {
			continue
		}
		for _, x := range append([]*Expr{r.Where, r.When, r.Unless, r.Times, r.Value, r.By, r.Since, r.Until}, r.Ratio...) {
			add(e.ColumnsRead(x, ledger)...)
		}
		add(r.Date)
		if v := e.Votes[r.Vote]; v != nil {
			add(v.columns()...)
		}
	}
	return out
}
