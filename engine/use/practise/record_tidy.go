package practise

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wubiao/engine"
	"wubiao/engine/rule"
)

// The most that a column holds, in characters and names.
const (
	mostText  = 500
	mostLong  = 20_000
	mostName  = 60
	mostNames = 300
)

// tidy turns what a form sent, texts and lists of texts, into what the ledger
// keeps: nothing where nothing was written, a yes as true, names as a list. What
// is no text is left as it is; so are columns that the ledger does not have,
// which CheckRecord refuses.
func tidy(l *rule.Ledger, typed map[string]any) map[string]any {
	out := map[string]any{}
	for name, raw := range typed {
		var column *rule.Column
		for _, c := range l.Columns {
			if c.ID == name {
				column = c
			}
		}
		if column == nil {
			if text, empty := raw.(string); !empty || text != "" {
				out[name] = raw
			}
			continue
		}
		if v := tidyValue(column.Type, raw); v != nil {
			out[name] = v
		}
	}
	return out
}

func tidyValue(spec rule.TypeSpec, raw any) any {
	texts, isText := textsOf(raw)
	if !isText {
		return raw
	}
	switch spec.Name {
	case rule.TypeChoices, rule.TypePersons, rule.TypeList:
		if names := namesIn(texts); len(names) > 0 {
			return names
		}
		return nil
	}
	text := ""
	if len(texts) > 0 {
		text = tidyText(texts[0])
	}
	switch {
	case text == "":
		return nil
	case spec.Name == rule.TypeBool:
		switch text {
		case "是", "true", "on":
			return true
		case "否", "false":
			return nil
		}
	case spec.Name == rule.TypeInt, spec.Name == rule.TypeNumber, spec.Name == rule.TypeDate:
		return narrow(text)
	}
	return text
}

// textsOf gives the texts of a field that is one text or several.
func textsOf(raw any) ([]string, bool) {
	switch v := raw.(type) {
	case string:
		return []string{v}, true
	case []string:
		return v, true
	}
	return nil, false
}

// namesIn takes names apart and lists each once.
func namesIn(texts []string) []string {
	var names []string
	for _, text := range texts {
		for _, name := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,；;\n\r\t", r) }) {
			if name = tidyText(name); name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// tidyText cuts blanks at both ends and makes every line end alike.
func tidyText(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
}

// narrow writes the full-width digits and signs that Chinese keyboards give as
// narrow ones.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '。':
			return '.'
		}
		return r
	}, text)
}

// tooMuch finds texts that are too long and characters that no keyboard gives.
func tooMuch(l *rule.Ledger, fields map[string]any) []engine.Field {
	var wrong []engine.Field
	for _, c := range l.Columns {
		texts, ok := textsOf(fields[c.ID])
		if !ok {
			continue
		}
		most := mostText
		switch c.Type.Name {
		case rule.TypeLong:
			most = mostLong
		case rule.TypePerson, rule.TypePersons, rule.TypeList:
			most = mostName
		}
		if len(texts) > mostNames {
			wrong = append(wrong, engine.Field{Name: c.ID, Message: fmt.Sprintf("最多写%d个", mostNames)})
		}
		for _, text := range texts {
			switch {
			case utf8.RuneCountInString(text) > most:
				wrong = append(wrong, engine.Field{Name: c.ID, Message: fmt.Sprintf("太长了，最多%d个字", most)})
			case !utf8.ValidString(text) || strings.ContainsFunc(text, strange):
				wrong = append(wrong, engine.Field{Name: c.ID, Message: "里面有看不见的字符，请删掉重新输入"})
			default:
				continue
			}
			break
		}
	}
	return wrong
}

// strange are characters without a shape that would confuse readers of a record.
func strange(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
}
