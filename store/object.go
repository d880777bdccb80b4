package store

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Attributes of units and fields of records are JSON objects. Issuing reads those
// of every branch, so they are read without the detours of encoding/json; what
// is out of the ordinary still goes there.

// readObject reads a JSON object of words, numbers, yes/no and lists of words as
// encoding/json would; ok is false where there is more to it. It takes what is
// valid JSON, which the database has checked.
func readObject(text string) (object map[string]any, ok bool) {
	rest, ok := strings.CutPrefix(text, "{")
	if !ok || !utf8.ValidString(text) { // encoding/json mends what is no text
		return nil, false
	}
	object = make(map[string]any, strings.Count(rest, ":"))
	for rest != "}" {
		var key string
		var value any
		if key, rest, ok = readWord(rest); !ok {
			return nil, false
		}
		if rest, ok = strings.CutPrefix(rest, ":"); !ok {
			return nil, false
		}
		if value, rest, ok = readValue(rest); !ok {
			return nil, false
		}
		object[key] = value
		if next, more := strings.CutPrefix(rest, ","); more {
			rest = next
		} else if rest != "}" {
			return nil, false
		}
	}
	return object, true
}

// readWord reads a quoted text without escapes.
func readWord(text string) (word, rest string, ok bool) {
	text, ok = strings.CutPrefix(text, `"`)
	end := strings.IndexByte(text, '"')
	if !ok || end < 0 || strings.IndexByte(text[:end], '\\') >= 0 {
		return "", "", false
	}
	return text[:end], text[end+1:], true
}

// readValue reads a word, a number, a yes/no or a list of them.
func readValue(text string) (value any, rest string, ok bool) {
	if text == "" {
		return nil, "", false
	}
	switch text[0] {
	case '"':
		return readWordValue(text)
	case '[':
		return readList(text[1:])
	}
	end := strings.IndexAny(text, ",]}")
	if end < 0 {
		return nil, "", false
	}
	rest = text[end:]
	switch plain := text[:end]; plain {
	case "true", "false":
		return plain == "true", rest, true
	case "null":
		return nil, rest, true
	default:
		n, err := strconv.ParseFloat(plain, 64)
		return n, rest, err == nil
	}
}

func readWordValue(text string) (value any, rest string, ok bool) {
	word, rest, ok := readWord(text)
	return word, rest, ok
}

// readList reads what follows an opening bracket.
func readList(text string) (value any, rest string, ok bool) {
	list := make([]any, 0, 1+strings.Count(text[:max(strings.IndexByte(text, ']'), 0)], ","))
	for {
		if rest, ok = strings.CutPrefix(text, "]"); ok {
			return list, rest, true
		}
		var item any
		if item, text, ok = readValue(text); !ok {
			return nil, "", false
		}
		list = append(list, item)
		text, _ = strings.CutPrefix(text, ",")
	}
}
