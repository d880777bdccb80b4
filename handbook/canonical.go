package handbook

import (
	"bytes"
	"crypto/sha256"
	"encoding"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"wubiao/engine"
	"wubiao/engine/rule"
)

// Canonical writes an edition as one JSON document: keys sorted, numbers as
// written, what was left out left out, no places. The same edition always gives
// the same bytes, and LoadCanonical reads them back.
func Canonical(ed *rule.Edition) ([]byte, error) {
	w := &canonicalWriter{}
	w.value(reflect.ValueOf(ed).Elem())
	if w.err != nil {
		return nil, fmt.Errorf("写出手册：%w", w.err)
	}
	return w.out.Bytes(), nil
}

// Digest is the SHA-256 of a canonical document, in hexadecimal.
func Digest(canonical []byte) string {
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:])
}

// LoadCanonical reads what Canonical wrote, and compiles it. It is as strict as
// LoadFS; an error is an *engine.Error that lists every problem.
func LoadCanonical(data []byte) (*rule.Edition, error) {
	ed, ps := readCanonical(data)
	if !hasError(ps) {
		ps = append(ps, rule.Compile(ed)...)
	}
	if hasError(ps) {
		return nil, failure(ps)
	}
	return ed, nil
}

// WithoutCases leaves the cases out of a canonical document, edition's and
// standards': only checking needs them, and they are a third of it. What is not a
// JSON object comes back as it is, for LoadCanonical to refuse.
func WithoutCases(canonical []byte) []byte {
	var edition map[string]json.RawMessage
	var standards []map[string]json.RawMessage
	if json.Unmarshal(canonical, &edition) != nil || json.Unmarshal(edition["standards"], &standards) != nil {
		return canonical
	}
	const cases = "cases"
	delete(edition, cases)
	for _, s := range standards {
		delete(s, cases)
	}
	var err error
	if edition["standards"], err = json.Marshal(standards); err != nil {
		return canonical
	}
	short, err := json.Marshal(edition)
	if err != nil {
		return canonical
	}
	return short
}

// readCanonical decodes without compiling.
func readCanonical(data []byte) (*rule.Edition, []rule.Problem) {
	src := source{file: "canonical.json", data: data}
	root, ps := parseJSON(src, maxCanonicalBytes)
	if root == nil {
		return nil, ps
	}
	ed := &rule.Edition{}
	d := newDecoder(src)
	d.value(root, reflect.ValueOf(ed).Elem())
	nameLedgers(ed)
	return ed, append(ps, d.problems...)
}

// nameLedgers gives each ledger its key as name.
func nameLedgers(ed *rule.Edition) {
	for name, ledger := range ed.Ledgers {
		ledger.Name = name
	}
}

// failure is the one error for a handbook that cannot be used.
func failure(ps []rule.Problem) *engine.Error {
	errs := slices.DeleteFunc(slices.Clone(ps), func(p rule.Problem) bool { return p.Warning })
	return engine.Fail(engine.Invalid, "edition_invalid",
		fmt.Sprintf("手册有 %d 处问题，请改正后再试：\n%s", len(errs), listed(errs)))
}

// canonicalWriter writes values and keeps the first error.
type canonicalWriter struct {
	out   bytes.Buffer
	err   error
	types decoder // only its cache of tags
}

func (w *canonicalWriter) value(v reflect.Value) {
	if w.special(v) {
		return
	}
	if text, is := v.Interface().(encoding.TextMarshaler); is && v.Kind() != reflect.Pointer {
		raw, err := text.MarshalText()
		w.fail(err)
		w.text(string(raw))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		w.value(v.Elem())
	case reflect.Struct:
		w.structure(v)
	case reflect.Map:
		w.mapping(v)
	case reflect.Slice:
		w.out.WriteByte('[')
		for i := range v.Len() {
			w.comma(i)
			w.value(v.Index(i))
		}
		w.out.WriteByte(']')
	case reflect.String:
		w.text(v.String())
	case reflect.Bool:
		w.out.WriteString(strconv.FormatBool(v.Bool()))
	case reflect.Int, reflect.Int32, reflect.Int64:
		w.out.WriteString(strconv.FormatInt(v.Int(), 10))
	case reflect.Interface:
		w.fact(v.Interface())
	default:
		w.fail(fmt.Errorf("不能保存 %s 这种值", v.Type()))
	}
}

func (w *canonicalWriter) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *canonicalWriter) comma(i int) {
	if i > 0 {
		w.out.WriteByte(',')
	}
}

// text writes a string with < > & as they are.
func (w *canonicalWriter) text(s string) {
	enc := json.NewEncoder(&w.out)
	enc.SetEscapeHTML(false)
	w.fail(enc.Encode(s))
	w.out.Truncate(w.out.Len() - 1) // the encoder ends with a line break
}

// structure writes the fields that hold something, sorted by key. A list or
// mapping written empty is not the same as one left out.
func (w *canonicalWriter) structure(v reflect.Value) {
	if w.types.types == nil {
		w.types.types = map[reflect.Type]*fields{}
	}
	info := w.types.fieldsOf(v.Type())
	w.out.WriteByte('{')
	i := 0
	for _, key := range slices.Sorted(slices.Values(info.keys)) {
		field := v.Field(info.byKey[key])
		if field.IsZero() {
			continue
		}
		w.comma(i)
		i++
		w.text(key)
		w.out.WriteByte(':')
		w.value(field)
	}
	w.out.WriteByte('}')
}

func (w *canonicalWriter) mapping(v reflect.Value) {
	byName := make(map[string]reflect.Value, v.Len())
	for it := v.MapRange(); it.Next(); {
		byName[it.Key().String()] = it.Value()
	}
	w.out.WriteByte('{')
	for i, name := range slices.Sorted(maps.Keys(byName)) {
		w.comma(i)
		w.text(name)
		w.out.WriteByte(':')
		w.value(byName[name])
	}
	w.out.WriteByte('}')
}

// fact writes a value of no declared type.
func (w *canonicalWriter) fact(v any) {
	switch t := v.(type) {
	case nil:
		w.out.WriteString("null")
	case json.Number:
		if !plainNumber.MatchString(t.String()) {
			w.fail(fmt.Errorf("「%s」不是数", shown(t.String())))
		}
		w.out.WriteString(t.String())
	case string, bool, int, int64, map[string]any, []any:
		w.value(reflect.ValueOf(v))
	default:
		w.fail(fmt.Errorf("不能保存 %T 这种值", v))
	}
}
