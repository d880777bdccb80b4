package handbook

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"wubiao/engine/rule"
)

// sound is a small edition that compiles, in three files.
func sound() fstest.MapFS {
	return fstest.MapFS{
		"edition.yaml":      {Data: []byte(strings.Replace(head, "INTO", "total", 1))},
		"ledgers/a.yaml":    {Data: []byte("台: {day: 日期, columns: [{id: 日期, type: date}, {id: 数, type: int}]}\n")},
		"standards/a.yaml":  {Data: []byte("code: 甲\npoints: 4\nscoring: [{id: a, kind: per, of: 台, points: 1}]\n")},
		"standards/bc.yaml": {Data: []byte("- {code: 乙, points: 4, scoring: [{id: a, kind: per, ask: 错, points: 1}]}\n- {code: 丙}\n")},
	}
}

func TestMeaningIsCheckedThoughAnotherFileCannotBeRead(t *testing.T) {
	t.Parallel()
	if l := LoadFS(sound(), "."); len(l.Problems) > 0 {
		t.Fatal(listed(l.Problems))
	}
	for _, c := range []struct {
		name, file, text, other, text2 string
		want, never                    []string
	}{
		{"a file of ledgers", "ledgers/a.yaml", "台: {day: [\n", "standards/bc.yaml", "- {code: 乙, applies: 无此名 > 1}\n",
			[]string{"ledgers/a.yaml:1:", "standards/bc.yaml:1:22: "}, []string{"没有台账"}},
		{"a file of standards", "standards/bc.yaml", "- {code: 乙\n", "standards/a.yaml", "code: 甲\napplies: 甲类 > 3\n",
			[]string{"standards/bc.yaml:1:", "standards/a.yaml:2:"}, nil},
		{"a pool of a standard that cannot be read", "standards/a.yaml", "code: [\n", "edition.yaml",
			head + "pools: {同一件: {rules: [甲.a, 乙.a], once_per: [日期], keep: heavyest}}\n",
			[]string{"standards/a.yaml:1:", "keep 写的是「heavyest」，只能是 heaviest 或 first"}, []string{"里没有规则"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := sound()
			files[c.file].Data = []byte(c.text)
			files[c.other].Data = []byte(strings.Replace(c.text2, "INTO", "total", 1))
			told := listed(LoadFS(files, ".").Problems)
			for _, w := range c.want {
				if !strings.Contains(told, w) {
					t.Errorf("%q is not told:\n%s", w, told)
				}
			}
			for _, w := range c.never {
				if strings.Contains(told, w) {
					t.Errorf("%q is told though the file may hold it:\n%s", w, told)
				}
			}
		})
	}
}

func TestTooFewCasesAreToldBesideOtherProblems(t *testing.T) {
	t.Parallel()
	files := sound()
	files["edition.yaml"].Data = []byte(strings.NewReplacer("INTO", "total", "asks: []", "asks: [what]").Replace(head))
	told := strings.Join(Check(LoadFS(files, "."), testCalendar(t)).Problems, "\n")
	for _, w := range []string{"甲 没有回答：做什么（what）", "甲 只有0个例"} {
		if !strings.Contains(told, w) {
			t.Errorf("%q is not told:\n%s", w, told)
		}
	}
}

func TestStandardsComeInTheOrderOfTheBook(t *testing.T) {
	t.Parallel()
	const parts = "parts: [活动, 制度]\n"
	load := func(extra string) []string {
		files := fstest.MapFS{
			"edition.yaml":         {Data: []byte(strings.Replace(head, "INTO", "total", 1) + extra)},
			"standards/1.yaml":     {Data: []byte("- {code: Z02, part: 制度}\n- {code: X}\n- {code: Z01, part: 制度}\n")},
			"standards/更/2.yaml":   {Data: []byte("{code: H02, part: 活动}\n")},
			"standards/更/H01.yaml": {Data: []byte("{code: H01, part: 活动}\n")},
		}
		l := LoadFS(files, ".")
		if l.Err() != nil {
			t.Fatal(l.Err())
		}
		again, err := LoadCanonical(l.Canonical)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(codesOf(again), codesOf(l.Edition)) {
			t.Errorf("kept as %v, read as %v", codesOf(again), codesOf(l.Edition))
		}
		return codesOf(l.Edition)
	}
	if got, want := load(parts), []string{"H01", "H02", "Z01", "Z02", "X"}; !slices.Equal(got, want) {
		t.Errorf("with parts %v, want %v", got, want)
	}
	if got, want := load(""), []string{"Z02", "X", "Z01", "H02", "H01"}; !slices.Equal(got, want) {
		t.Errorf("without parts %v, want %v", got, want)
	}
}

func codesOf(e *rule.Edition) (codes []string) {
	for _, s := range e.Standards {
		codes = append(codes, s.Code)
	}
	return codes
}
