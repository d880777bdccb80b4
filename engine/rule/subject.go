package rule

import (
	"slices"
	"strings"
)

// subjectMost is how many characters of a record a line repeats.
const subjectMost = 20

// Subject says in a few characters what a record is about: the column that
// names the subject of its steps; else what its required columns name, the matter
// or the person; else the first text that is filled in.
func (l *Ledger) Subject(fields map[string]any) string {
	if l.Steps != nil {
		if text := oneLine(fields[l.Steps.Of]); text != "" {
			return shorten(text, subjectMost)
		}
	}
	var named []string
	other := ""
	for _, c := range l.Columns {
		if c.Type.Name != TypeText && c.Type.Name != TypePerson {
			continue
		}
		text := oneLine(fields[c.ID])
		switch {
		case text == "":
		case c.Required && len(named) < 2 && !slices.Contains(named, text):
			named = append(named, text)
		case other == "":
			other = text
		}
	}
	if len(named) == 0 {
		return shorten(other, subjectMost)
	}
	return shorten(strings.Join(named, "："), subjectMost)
}

// oneLine gives the text of a field on one line; what is no text gives nothing.
func oneLine(v any) string {
	text, _ := v.(string)
	return strings.Join(strings.Fields(text), " ")
}

// shorten cuts a text to so many characters, the dots counted.
func shorten(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return text
}
