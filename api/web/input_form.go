package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/practise"
)

// InputPage is a form of a few fields and one button.
type InputPage struct {
	Frame
	Heading, About      string
	BackPath, BackTitle string
	Note                string // what happens when it is sent
	Submit              string
	Danger              bool // the button takes something away
	Version             int64
	Fields              []practise.FormField
	Message             string         // why it came back; empty: it did not
	Rest                []engine.Field // what is wrong and stands at no field
}

// Problems lists the fields that could not be taken.
func (p InputPage) Problems() []practise.FormField {
	var out []practise.FormField
	for _, f := range p.Fields {
		if f.Problem != "" {
			out = append(out, f)
		}
	}
	return out
}

// typed fills the fields with what was sent.
func (p *InputPage) typed(c *route.Call) {
	for i := range p.Fields {
		f := &p.Fields[i]
		values := c.Request().PostForm[columnPrefix+f.ID]
		f.Value = strings.Join(values, "、")
		for j := range f.Choices {
			f.Choices[j].Chosen = slices.Contains(values, f.Choices[j].Value)
		}
	}
}

// inputBack shows the form again with everything typed and what was wrong at its
// field; any other failure is passed on.
func (w *Web) inputBack(c *route.Call, page InputPage, err error) error {
	failure, back := comesBack(err)
	if !back {
		return err
	}
	page.typed(c)
	page.Message = failure.Message
	for _, wrong := range failure.Fields {
		at := slices.IndexFunc(page.Fields, func(f practise.FormField) bool { return f.ID == wrong.Name })
		if at < 0 {
			page.Rest = append(page.Rest, wrong)
			continue
		}
		page.Fields[at].Problem = wrong.Message
	}
	status := http.StatusBadRequest
	if failure.Code == engine.Conflict {
		status = http.StatusConflict
	}
	return w.render(c, status, "input_form", page)
}

// value is what was sent in a field of such a form.
func value(c *route.Call, id string) string { return c.FormValue(columnPrefix + id) }

// ticked says whether a yes/no of such a form was sent.
func ticked(c *route.Call, id string) bool { return value(c, id) == "是" }

// input makes a field of a form; kind is a word of rule.TypeNames.
func input(id, label, kind, current, hint string, required bool) practise.FormField {
	return practise.FormField{ID: id, Label: label, Type: kind, Value: current, Hint: hint, Required: required}
}

// tick makes a yes/no.
func tick(id, label string, yes bool) practise.FormField {
	f := practise.FormField{ID: id, Label: label, Type: "bool"}
	if yes {
		f.Value = "是"
	}
	return f
}

// pick makes a choice of one.
func pick(id, label, current, hint string, required bool, choices []string) practise.FormField {
	f := practise.FormField{ID: id, Label: label, Type: "choice", Hint: hint, Required: required}
	for _, c := range choices {
		f.Choices = append(f.Choices, practise.FormChoice{Value: c, Chosen: c == current})
	}
	return f
}

// offer makes the words of a choice, with the thing each means. Where two would
// read alike their numbers tell them apart.
func offer[ID ~int64](ids []ID, words []string) ([]string, map[string]ID) {
	alike := map[string]int{}
	for _, w := range words {
		alike[w]++
	}
	meant := make(map[string]ID, len(ids))
	out := make([]string, len(words))
	for i, w := range words {
		if alike[w] > 1 {
			w = fmt.Sprintf("%s（%d号）", w, ids[i])
		}
		out[i], meant[w] = w, ids[i]
	}
	return out, meant
}
