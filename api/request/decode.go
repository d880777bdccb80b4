package request

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"unicode/utf8"

	"wubiao/engine"
)

// deepest is how far objects and lists may lie inside each other.
const deepest = 16

// Object reads a JSON object strictly into the struct that into points at: only
// these of its fields, by their names, each at most once and of the right kind; nil
// means all. Every mistake is named with its path and without its value; keys are
// compared exactly, unlike encoding/json does.
func Object(body []byte, into any, fields map[string]Field) error {
	if !utf8.Valid(body) {
		return badJSON(errors.New("not UTF-8"))
	}
	if !json.Valid(body) {
		return badJSON(errors.New("no JSON"))
	}
	d := decoder{}
	v := reflect.ValueOf(into).Elem()
	if body[skipBlank(body)] != '{' {
		d.wrong("body", "要写成对象：{…}")
	} else {
		d.structure("", body, v, fields)
	}
	return d.failure()
}

func badJSON(cause error) error {
	return engine.Fail(engine.Invalid, "json", "提交的内容不是正确的 JSON（UTF-8），请检查括号、引号和逗号。").Because(cause)
}

func skipBlank(b []byte) int {
	return bytes.IndexFunc(b, func(r rune) bool { return r != ' ' && r != '\t' && r != '\n' && r != '\r' })
}

// decoder gathers what is wrong on the way.
type decoder struct{ fields []engine.Field }

func (d *decoder) wrong(path, message string) {
	const most = 50 // a person mends so many at a time
	if len(d.fields) < most {
		d.fields = append(d.fields, engine.Field{Name: path, Message: message})
	}
}

func (d *decoder) failure() error {
	if len(d.fields) == 0 {
		return nil
	}
	e := engine.Fail(engine.Invalid, "shape", "提交的内容不完整或写法不对，请改正标出的地方后再试")
	e.Fields = d.fields
	return e
}

// member is one key of an object with what stands behind it.
type member struct {
	name string
	raw  json.RawMessage
}

// members takes an object apart; the body is known to be valid JSON.
func (d *decoder) members(path string, raw []byte) []member {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		d.wrong(path, "要写成对象：{…}")
		return nil
	}
	var out []member
	seen := map[string]bool{}
	for dec.More() {
		key, err := dec.Token()
		name, _ := key.(string)
		var value json.RawMessage
		if err == nil {
			err = dec.Decode(&value)
		}
		if err != nil {
			d.wrong(path, "读不出来")
			return nil
		}
		if seen[name] {
			d.wrong(join(path, name), "写了两次")
			continue
		}
		seen[name] = true
		out = append(out, member{name, value})
	}
	return out
}

// elements takes a list apart.
func (d *decoder) elements(path string, raw []byte) ([]json.RawMessage, bool) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		d.wrong(path, "要写成列表：[…]")
		return nil, false
	}
	var out []json.RawMessage
	for dec.More() {
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			d.wrong(path, "读不出来")
			return nil, false
		}
		out = append(out, value)
	}
	return out, true
}

// structure fills these fields of a struct from an object; nil means all.
func (d *decoder) structure(path string, raw []byte, into reflect.Value, fields map[string]Field) {
	if fields == nil {
		fields = map[string]Field{}
		for _, f := range Fields(into.Type()) {
			fields[f.Name] = f
		}
	}
	for _, m := range d.members(path, raw) {
		f, ok := fields[m.name]
		if !ok {
			d.wrong(join(path, m.name), "没有这一项")
			continue
		}
		d.value(join(path, m.name), m.raw, into.FieldByIndex(f.Index))
	}
}

// join makes a path; a key that is no plain short word is not repeated.
func join(path, name string) string {
	const longest = 40
	if utf8.RuneCountInString(name) > longest || !plain(name) {
		name = "…"
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

// Shown gives a name as an answer may repeat it.
func Shown(name string) string { return join("", name) }

// Unreadable is a body that could not be read to its end.
func Unreadable(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return engine.Fail(engine.Invalid, "too_large", "提交的内容超过1兆，请减少后再试。").Because(err)
	}
	return engine.Fail(engine.Invalid, "body", "提交的内容没有收全，请再试一次。").Because(err)
}
