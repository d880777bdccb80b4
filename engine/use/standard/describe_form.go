package standard

import (
	"strings"

	"wubiao/engine/rule"
)

// Form is a ledger as a form to be filled.
type Form struct {
	Name    string       `json:"name"`
	Title   string       `json:"title"`
	Note    string       `json:"note"`
	Columns []FormColumn `json:"columns"`
}

// FormColumn is one column of a form.
type FormColumn struct {
	Label    string   `json:"label"`
	Type     string   `json:"type"`
	Required bool     `json:"required"`
	Why      string   `json:"why"`
	Hint     string   `json:"hint"`
	Choices  []string `json:"choices"` // to tick one, or several
	Long     bool     `json:"long"`    // wants room for several lines
	Used     bool     `json:"used"`    // the standard needs it: required, or it is judged, fulfilled or shown by it
}

// Tick says what to do with the choices.
func (c FormColumn) Tick() string {
	if c.Several() {
		return "可选几项"
	}
	return "选一项"
}

// Several says whether more than one choice may be ticked.
func (c FormColumn) Several() bool { return strings.HasPrefix(c.Type, "可选几项") }

// Main are the columns that the standard uses, in the order of the form.
func (f Form) Main() []FormColumn { return f.columns(true) }

// Rest are the columns that other standards use.
func (f Form) Rest() []FormColumn { return f.columns(false) }

func (f Form) columns(used bool) []FormColumn {
	var out []FormColumn
	for _, c := range f.Columns {
		if c.Used == used {
			out = append(out, c)
		}
	}
	return out
}

// describeForm puts the ledger as a form, with what the standard uses of it.
func describeForm(e *rule.Edition, s *rule.Standard, l *rule.Ledger) Form {
	f := Form{Name: l.Name, Title: l.Title, Note: l.Note}
	if f.Title == "" {
		f.Title = l.Name
	}
	used := usedColumns(e, s, l)
	for _, c := range l.Columns {
		column := FormColumn{Label: columnLabel(c), Type: typeWord(c.Type), Required: c.Required, Why: c.Why, Hint: c.Hint,
			Long: c.Type.Name == rule.TypeLong, Used: c.Required || used[c.ID]}
		switch c.Type.Name {
		case rule.TypeChoice, rule.TypeChoices:
			column.Choices = c.Type.Choices
		case rule.TypeBool:
			column.Choices = []string{"是", "否"}
		}
		f.Columns = append(f.Columns, column)
	}
	return f
}

// usedColumns are the columns of the ledger that date a record, by which the
// standard is judged and fulfilled, that set its duties off, or that its examples
// fill.
func usedColumns(e *rule.Edition, s *rule.Standard, l *rule.Ledger) map[string]bool {
	used := map[string]bool{l.Day: true}
	for _, name := range e.ColumnsUsed(s, l.Name) {
		used[name] = true
	}
	for _, d := range s.Duties {
		if d.Event != nil && d.Event.Of == l.Name {
			used[d.Event.Date] = true
		}
	}
	for _, x := range s.Examples {
		if x.Of != l.Name {
			continue
		}
		for name := range x.Fields {
			used[name] = true
		}
	}
	return used
}
