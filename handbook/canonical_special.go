package handbook

import (
	"fmt"
	"reflect"

	"wubiao/engine"
	"wubiao/engine/rule"
)

// special writes the types that special decodes, and reports whether it did.
func (w *canonicalWriter) special(v reflect.Value) bool {
	switch t := v.Interface().(type) {
	case rule.Expr:
		w.text(t.Source)
	case rule.Levels:
		w.levels(t)
	case rule.NamedSpan:
		w.out.WriteByte('[')
		for i, span := range t.Spans {
			w.comma(i)
			fmt.Fprintf(&w.out, `["%s","%s"]`, monthDayText(span[0]), monthDayText(span[1]))
		}
		w.out.WriteByte(']')
	case rule.MonthDay:
		w.text(monthDayText(t))
	case rule.Floor:
		if t.None {
			w.text("none")
		} else {
			w.special(reflect.ValueOf(t.To))
		}
	case rule.Amount:
		if t.By != nil {
			w.text(t.By.Source)
		} else {
			w.out.WriteString(t.Fixed.String())
		}
	case engine.Points:
		w.out.WriteString(t.String())
	case rule.RankKey:
		direction := "desc"
		if t.Asc {
			direction = "asc"
		}
		w.out.WriteByte('{')
		w.text(t.Key)
		w.out.WriteString(`:"` + direction + `"}`)
	case rule.TypeSpec:
		if t.Name == rule.TypeChoice {
			w.value(reflect.ValueOf(t.Choices))
		} else {
			w.text(t.Name)
		}
	case rule.Done:
		if t.Confirm {
			w.text("confirm")
		} else {
			w.structure(v)
		}
	default:
		return false
	}
	return true
}

func monthDayText(m rule.MonthDay) string { return fmt.Sprintf("%02d-%02d", int(m)/100, int(m)%100) }

// levels are always written as a list, with names where they have some: a
// mapping with sorted keys would lose their order.
func (w *canonicalWriter) levels(l rule.Levels) {
	w.out.WriteByte('[')
	for i, level := range l.List {
		w.comma(i)
		w.level(level)
	}
	w.out.WriteByte(']')
}

// level writes one level with its effect as the key of its amount.
func (w *canonicalWriter) level(l rule.Level) {
	entries := map[string]any{}
	put := func(key string, e *rule.Expr) {
		if e != nil {
			entries[key] = e.Source
		}
	}
	put("from", l.From)
	put("need", l.Need)
	for key, text := range map[string]string{"name": l.Name, "window": l.Window, "veto": l.Veto} {
		if text != "" {
			entries[key] = text
		}
	}
	effect := l.Effect
	if effect == "" {
		effect = "points"
	}
	switch {
	case effect == "veto": // the veto's name says it
	case effect == "forfeit":
		entries[effect] = true
	case l.Min != nil && l.Max != nil:
		entries[effect] = []any{l.Min.Source, l.Max.Source}
	default:
		put(effect, l.Amount)
	}
	w.fact(entries)
}
