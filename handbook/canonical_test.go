package handbook

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/rule"
)

// roundTrip checks that the canonical form reads back to the same bytes.
func roundTrip(t *testing.T, l *Loaded) {
	t.Helper()
	ed, ps := readCanonical(l.Canonical)
	if len(ps) > 0 {
		t.Fatalf("%s\n%s", listed(ps), l.Canonical)
	}
	again, err := Canonical(ed)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again, l.Canonical) {
		t.Errorf("got\n%s\nwant\n%s", again, l.Canonical)
	}
	forget(reflect.ValueOf(ed))
	forget(reflect.ValueOf(l.Edition))
	if !reflect.DeepEqual(ed, l.Edition) {
		t.Error("the edition read back differs in what the canonical form should hold")
	}
}

// forget clears every place in a value.
func forget(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			forget(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			forget(v.Index(i))
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			forget(it.Value())
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[rule.Pos]() {
			v.SetZero()
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				forget(v.Field(i))
			}
		}
	}
}

func TestCanonicalFormReadsBackTheSame(t *testing.T) {
	t.Parallel()
	t.Run("sample", func(t *testing.T) {
		t.Parallel()
		roundTrip(t, load(os.DirFS("testdata/grammar"), ".", unjudged))
	})
	t.Run("design sketches", func(t *testing.T) {
		t.Parallel()
		roundTrip(t, sketches(t))
	})
	t.Run("full size", func(t *testing.T) {
		t.Parallel()
		roundTrip(t, load(fullSize(), ".", unjudged))
	})
}

func TestCanonicalFormKeepsWhatMatters(t *testing.T) {
	t.Parallel()
	files := small()
	files["standards/A1.yaml"].Data = []byte(`
code: A1
scoring: []
cases:
  - {judged: {a: 1.50, b: "1.50", c: 007, d: , e: 2026-01-01, f: true, g: 是, h: [], i: {}}}
`)
	l := load(files, ".", unjudged)
	want := `"cases":[{"judged":{"a":1.50,"b":"1.50","c":"007","d":null,"e":"2026-01-01","f":true,"g":"是","h":[],"i":{}}}],"code":"A1","scoring":[]`
	if l.Err() != nil || !strings.Contains(string(l.Canonical), want) {
		t.Errorf("err %v\n%s", l.Err(), l.Canonical)
	}
	if !json.Valid(l.Canonical) {
		t.Error("not JSON")
	}
	if Digest([]byte("abc")) != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Error("not SHA-256")
	}
}

func TestCanonicalRefusesWhatItCannotKeep(t *testing.T) {
	t.Parallel()
	for name, fact := range map[string]any{"float": 0.85, "broken number": json.Number("1e5"), "struct": struct{}{}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ed := &rule.Edition{Cases: []rule.Case{{Judged: map[string]any{"a": fact}}}}
			if _, err := Canonical(ed); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestLoadCanonicalIsStrict(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"unknown key":     {`{"edition":"样","bonds":[]}`, "canonical.json:1:16: 不认识的键「bonds」，是不是想写 bands？"},
		"duplicate key":   {"{\"edition\":\"样\",\n \"edition\":\"二\"}", "canonical.json:2:2: 「edition」写了两遍"},
		"cut off":         {`{"edition":"样"`, "canonical.json:1:15: JSON 没有写完"},
		"stray comma":     {`{"edition":"样",}`, "canonical.json:1:16: JSON 写法不对"},
		"more than one":   {`{} {}`, "canonical.json:1:4: JSON 写法不对"},
		"empty":           {``, "canonical.json:1:1: JSON 没有写完"},
		"nested too deep": {strings.Repeat("[", 60) + strings.Repeat("]", 60), "canonical.json:1:41: 嵌套太深"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := LoadCanonical([]byte(c.text))
			if engine.CodeOf(err) != engine.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// What is served is the edition but for its cases.
func TestWithoutCasesLeavesEverythingElse(t *testing.T) {
	t.Parallel()
	l := LoadFS(Embedded(), "editions/2026")
	if l.Err() != nil {
		t.Fatal(l.Err())
	}
	short, err := LoadCanonical(WithoutCases(l.Canonical))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := LoadCanonical(l.Canonical)
	if err != nil {
		t.Fatal(err)
	}
	if len(whole.Cases) == 0 || len(whole.Standards[0].Cases) == 0 {
		t.Fatal("the edition has no cases to leave out")
	}
	whole.Cases = nil
	for _, s := range whole.Standards {
		s.Cases = nil
	}
	want, err := Canonical(whole)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Canonical(short); err != nil || !bytes.Equal(got, want) {
		t.Errorf("not the same edition: %v, %d bytes for %d", err, len(got), len(want))
	}
	if got := WithoutCases([]byte("[1")); string(got) != "[1" {
		t.Errorf("broken text came back as %q", got)
	}
}

func TestJSONTreeReadsEscapes(t *testing.T) {
	t.Parallel()
	c, ps := ReadFacts("a.json", []byte("{\n\t\"unit\": {\"a\\\"\\u4f1a\": \"x\\\\\", \"n\": -1.50, \"b\": false, \"z\": null}}"))
	want := map[string]any{"a\"会": "x\\", "n": json.Number("-1.50"), "b": false, "z": nil}
	if len(ps) > 0 || !reflect.DeepEqual(c.Unit, want) {
		t.Errorf("got %#v, %v", c.Unit, ps)
	}
}
