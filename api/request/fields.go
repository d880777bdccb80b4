package request

import (
	"reflect"
	"slices"
	"strings"
)

// Field is one field of a struct as JSON knows it.
type Field struct {
	Name  string
	Index []int
	Omit  bool // left out where it is empty
	reflect.StructField
}

// Fields lists the fields of a struct that JSON shows, those of embedded structs
// among them; where two have one name the outer counts, as encoding/json has it.
func Fields(t reflect.Type) []Field {
	var out []Field
	for _, f := range visible(t, nil) {
		at := slices.IndexFunc(out, func(had Field) bool { return had.Name == f.Name })
		switch {
		case at < 0:
			out = append(out, f)
		case len(f.Index) < len(out[at].Index):
			out[at] = f
		}
	}
	return out
}

// visible lists every field, the shadowed ones among them.
func visible(t reflect.Type, above []int) []Field {
	var out []Field
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clone(above), i)
		tag, tagged := f.Tag.Lookup("json")
		name, rest, _ := strings.Cut(tag, ",")
		switch {
		case tag == "-":
		case f.Anonymous && !tagged && f.Type.Kind() == reflect.Struct:
			out = append(out, visible(f.Type, index)...)
		case f.IsExported():
			if name == "" {
				name = f.Name
			}
			out = append(out, Field{Name: name, Index: index, StructField: f,
				Omit: strings.Contains(rest, "omitempty") || strings.Contains(rest, "omitzero")})
		}
	}
	return out
}
