package handbook

import (
	"reflect"
	"strings"

	"wubiao/engine/rule"
)

// fields is what the tags of a struct say.
type fields struct {
	keys   []string       // in the order of the struct
	byKey  map[string]int // key → field
	pos    int            // the field that takes the place in the file, or -1
	scalar string         // the key that a bare scalar stands for, or ""
}

// fieldsOf reads the tags of a struct type, once per decoder.
func (d *decoder) fieldsOf(t reflect.Type) *fields {
	if f, done := d.types[t]; done {
		return f
	}
	f := tagsOf(t)
	d.types[t] = f
	return f
}

func tagsOf(t reflect.Type) *fields {
	f := &fields{byKey: map[string]int{}, pos: -1}
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		switch {
		case field.Name == "_":
			if key, found := strings.CutPrefix(options, "scalar="); found {
				f.scalar = key
			}
		case field.Type == reflect.TypeFor[rule.Pos]():
			f.pos = i
		case field.IsExported() && name != "" && name != "-":
			f.keys = append(f.keys, name)
			f.byKey[name] = i
		}
	}
	return f
}
