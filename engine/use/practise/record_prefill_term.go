package practise

import (
	"slices"

	"wubiao/engine/plan"
)

// termEnd is a column that holds the end of a term, as the unit's attribute has it
// when the form is opened, where all the choices are made.
type termEnd struct {
	ledger, column, attribute string
	choices                   []string
}

var termEnds = []termEnd{
	{"换届", "原届满日", "任期届满日", []string{"换届", "选举"}},
	{"换届", "原届满日", "任期届满日", []string{"延期", "批复"}},
	{"任期", "届满日期", "任期届满日", nil},
}

// term fills in the end of the term that the record is about.
func (f *prefill) term() {
	for _, t := range termEnds {
		if t.ledger != f.ledger.Name || slices.ContainsFunc(t.choices, func(choice string) bool { return !holds(f.ledger, f.fields, choice) }) {
			continue
		}
		if end, err := plan.DateOf(f.facts.Attributes[t.attribute]); err == nil && !end.IsZero() {
			f.set(t.column, end.String())
		}
	}
}
