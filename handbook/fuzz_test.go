package handbook

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"wubiao/engine/rule"
)

// placed checks that every problem has a place and a sentence.
func placed(t *testing.T, ps []rule.Problem) {
	t.Helper()
	for _, p := range ps {
		if p.Pos.File == "" || p.Pos.Line < 1 || p.Pos.Column < 1 || p.Message == "" {
			t.Fatalf("a problem without place or sentence: %+v", p)
		}
	}
}

func samples(f *testing.F) []string {
	f.Helper()
	names, err := filepath.Glob("testdata/grammar/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	more, err := filepath.Glob("testdata/grammar/standards/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	var texts []string
	for _, name := range append(append(names, more...), "testdata/broken.txt") {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		texts = append(texts, strings.Split(string(data), "\n>>>\n")...)
	}
	return texts
}

// FuzzLoad reads any text as every kind of file. What reads without a problem
// must come back from its canonical form the same.
func FuzzLoad(f *testing.F) {
	for _, text := range samples(f) {
		_, body, found := strings.Cut(text, "\n=== ")
		if found {
			_, text, _ = strings.Cut(body, "\n")
		}
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"edition.yaml", "standards/A1.yaml", "ledgers/a.yaml"} {
			files := small()
			files[name] = &fstest.MapFile{Data: data}
			l := LoadFS(files, ".")
			placed(t, l.Problems)
			if l = load(files, ".", unjudged); l.Err() == nil {
				roundTrip(t, l)
			}
		}
		if ed, ps := readCanonical(data); len(ps) > 0 {
			placed(t, ps)
		} else if _, err := Canonical(ed); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzFacts reads any text as facts, and a calendar. JSON read as JSON and as
// YAML must mean the same wherever both accept it.
func FuzzFacts(f *testing.F) {
	f.Add([]byte("unit: {正式党员: 9}\nperiod: 2026Q4\nrecords: {会议: [{日期: 2026-10-08, 实到: 7}]}\njudged: {a: 是}\nobjects: {党小组: [一, 二]}\n"))
	f.Add([]byte(`{"unit": {"a": 1.50, "b": "\u4f1a", "c": null}, "imports": {"x": -3}}`))
	f.Add([]byte("year: 2026\nsource: 通知\ngrade: A\nholidays: []\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		fromYAML, ps := ReadFacts("a.yaml", data)
		placed(t, ps)
		fromJSON, jps := ReadFacts("a.json", data)
		placed(t, jps)
		forget(reflect.ValueOf(&fromYAML.Case))
		forget(reflect.ValueOf(&fromJSON.Case))
		if len(ps)+len(jps) == 0 && !bytes.ContainsRune(data, '\\') && !reflect.DeepEqual(fromYAML.Case, fromJSON.Case) {
			t.Fatalf("YAML %#v\nJSON %#v", fromYAML, fromJSON)
		}
		_, yps := ReadYear("2026.yaml", data)
		placed(t, yps)
	})
}
