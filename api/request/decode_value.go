package request

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// plain says whether a name is made of letters, digits and a few signs.
func plain(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-·（）() /", r)
	})
}

// value reads one value of JSON into a Go value of a known type.
func (d *decoder) value(path string, raw json.RawMessage, into reflect.Value) {
	if strings.Count(path, ".")+strings.Count(path, "[") > deepest {
		d.wrong(path, "套得太深")
		return
	}
	if into.Kind() == reflect.Pointer {
		if bytes.Equal(raw, []byte("null")) {
			into.SetZero()
			return
		}
		fresh := reflect.New(into.Type().Elem())
		d.value(path, raw, fresh.Elem())
		into.Set(fresh)
		return
	}
	if want, ours := special(raw, into); ours {
		if want != "" {
			d.wrong(path, want)
		}
		return
	}
	switch into.Kind() {
	case reflect.Struct:
		d.structure(path, raw, into, nil)
	case reflect.Slice:
		d.list(path, raw, into)
	case reflect.Map:
		d.object(path, raw, into)
	case reflect.Interface:
		if v := d.free(path, raw); v != nil {
			into.Set(reflect.ValueOf(v))
		}
	default:
		if want := scalar(raw, into); want != "" {
			d.wrong(path, want)
		}
	}
}

// special reads types that read themselves. It gives what was wanted instead.
func special(raw json.RawMessage, into reflect.Value) (want string, ours bool) {
	switch target := into.Addr().Interface().(type) {
	case *engine.Points:
		if raw[0] == '"' || target.UnmarshalJSON(raw) != nil {
			return "要写成数字，最多两位小数", true
		}
		return "", true
	case encoding.TextUnmarshaler:
		var text string
		if json.Unmarshal(raw, &text) != nil || raw[0] != '"' || target.UnmarshalText([]byte(text)) != nil {
			return wantedText(into.Type()), true
		}
		return "", true
	}
	return "", false
}

// wantedText says how a text that is read by its own type is written.
func wantedText(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[calendar.Date]():
		return "要写成日期，如 2026-11-20"
	case reflect.TypeFor[calendar.Period]():
		return "要写成期间，如 2026-11、2026Q4、2026H2 或 2026"
	}
	return "写法不对"
}

func scalar(raw json.RawMessage, into reflect.Value) (want string) {
	switch into.Kind() {
	case reflect.String:
		if raw[0] != '"' || json.Unmarshal(raw, into.Addr().Interface()) != nil {
			return "要写成文字"
		}
	case reflect.Bool:
		if json.Unmarshal(raw, into.Addr().Interface()) != nil || raw[0] == 'n' {
			return "要写成 true 或 false"
		}
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Uint8:
		if json.Unmarshal(raw, into.Addr().Interface()) != nil || raw[0] == 'n' {
			return "要写成整数"
		}
	case reflect.Float64:
		if json.Unmarshal(raw, into.Addr().Interface()) != nil || raw[0] == 'n' {
			return "要写成数字"
		}
	default:
		return "写法不对"
	}
	return ""
}

func (d *decoder) list(path string, raw json.RawMessage, into reflect.Value) {
	parts, ok := d.elements(path, raw)
	if !ok {
		return
	}
	out := reflect.MakeSlice(into.Type(), len(parts), len(parts))
	for i, part := range parts {
		d.value(fmt.Sprintf("%s[%d]", path, i), part, out.Index(i))
	}
	into.Set(out)
}

func (d *decoder) object(path string, raw json.RawMessage, into reflect.Value) {
	out := reflect.MakeMap(into.Type())
	for _, m := range d.members(path, raw) {
		key := reflect.New(into.Type().Key()).Elem()
		if key.Kind() == reflect.String {
			key.SetString(m.name)
		} else if n, err := strconv.ParseInt(m.name, 10, 64); err == nil && n > 0 && key.CanInt() {
			key.SetInt(n)
		} else {
			d.wrong(join(path, m.name), "要以编号作名称")
			continue
		}
		v := reflect.New(into.Type().Elem()).Elem()
		d.value(join(path, m.name), m.raw, v)
		out.SetMapIndex(key, v)
	}
	into.Set(out)
}

// free reads what may be of several kinds, as the column of a ledger: a text, a
// number, a yes or no, a list of texts, or nothing.
func (d *decoder) free(path string, raw json.RawMessage) any {
	switch raw[0] {
	case '"':
		var text string
		if json.Unmarshal(raw, &text) == nil {
			return text
		}
	case 't', 'f':
		return raw[0] == 't'
	case 'n':
		return nil
	case '[':
		var texts []string
		if json.Unmarshal(raw, &texts) == nil {
			return texts
		}
		d.wrong(path, "列表里只能是文字")
		return nil
	case '{':
		d.wrong(path, "这里不能是对象")
		return nil
	default:
		if _, err := strconv.ParseFloat(string(raw), 64); err == nil {
			return json.Number(raw)
		}
	}
	d.wrong(path, "写法不对")
	return nil
}

// Wanted says how a value of the type is written in an address.
func Wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "要写成 true 或 false"
	case reflect.Int, reflect.Int64:
		if !reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
			return "要写成不小于0的整数"
		}
	}
	return wantedText(t)
}
