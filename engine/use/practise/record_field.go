package practise

import (
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/rule"
)

// FormField is one column of a form, ready to be shown.
type FormField struct {
	ID       string       `json:"id"`
	Label    string       `json:"label"`
	Type     string       `json:"type"` // a word of rule.TypeNames, TypeChoice or TypeChoices
	Required bool         `json:"required"`
	Hint     string       `json:"hint"`
	Why      string       `json:"why"`
	Value    string       `json:"value"`   // as text; of a yes/no "是" or ""
	Choices  []FormChoice `json:"choices"` // of choices, and the unit's people where names are asked
	Others   string       `json:"others"`  // names that are not among the choices
	Problem  string       `json:"problem"` // why it could not be saved
	Stored   string       `json:"stored"`  // what the record says now, where somebody changed it meanwhile
}

// FormChoice is one thing to tap.
type FormChoice struct {
	Value  string `json:"value"`
	Chosen bool   `json:"chosen"`
}

// formFields turns columns and what they hold into fields.
func formFields(e *rule.Edition, l *rule.Ledger, values map[string]any, people []string, hint func(string) string) []FormField {
	out := make([]FormField, len(l.Columns))
	for i, c := range l.Columns {
		f := FormField{ID: c.ID, Label: columnLabel(c), Type: c.Type.Name, Required: c.Required, Hint: c.Hint, Why: c.Why}
		if more := hint(c.ID); more != "" {
			f.Hint = strings.TrimPrefix(f.Hint+"；"+more, "；")
		}
		switch c.Type.Name {
		case rule.TypeChoice, rule.TypeChoices:
			f.choose(c.Type.Choices, listed(values[c.ID]))
		case rule.TypePersons, rule.TypeList:
			f.choose(people, listed(values[c.ID]))
		default:
			f.Value = valueText(e, l, c, values[c.ID])
		}
		out[i] = f
	}
	return out
}

func (f *FormField) choose(choices, chosen []string) {
	var others []string
	for _, c := range choices {
		f.Choices = append(f.Choices, FormChoice{c, slices.Contains(chosen, c)})
	}
	for _, c := range chosen {
		if !slices.Contains(choices, c) {
			others = append(others, c)
		}
	}
	f.Others = strings.Join(others, "、")
}

// valueText gives what stands in an input: what was typed where it cannot be
// read, so that nothing typed is lost.
func valueText(e *rule.Edition, l *rule.Ledger, c *rule.Column, raw any) string {
	if texts, ok := textsOf(raw); ok {
		return strings.Join(texts, "、")
	}
	return e.FieldText(l.Name, c.ID, raw)
}

// listed gives several values as texts.
func listed(raw any) []string {
	switch v := raw.(type) {
	case string:
		return namesIn([]string{v})
	case []string:
		return v
	case []any:
		out := make([]string, len(v))
		for i := range v {
			out[i] = fmt.Sprint(v[i])
		}
		return out
	}
	return nil
}

// Blame puts each wrong field's sentence at its field. It gives what concerns no
// field of the form.
func (f *RecordForm) Blame(wrong []engine.Field) []engine.Field {
	var rest []engine.Field
	for _, w := range wrong {
		found := false
		for _, list := range [][]FormField{f.Main, f.More} {
			for i := range list {
				if list[i].ID == w.Name {
					found = true
					list[i].Problem = strings.TrimPrefix(list[i].Problem+"；"+w.Message, "；")
				}
			}
		}
		if !found {
			rest = append(rest, w)
		}
	}
	f.MoreOpen = f.MoreOpen || slices.ContainsFunc(f.More, func(x FormField) bool { return x.Problem != "" })
	return rest
}

// Problems lists the fields that could not be saved.
func (f RecordForm) Problems() []FormField {
	var out []FormField
	for _, list := range [][]FormField{f.Main, f.More} {
		for _, x := range list {
			if x.Problem != "" {
				out = append(out, x)
			}
		}
	}
	return out
}
