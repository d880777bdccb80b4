package handbook

import (
	"errors"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"wubiao/engine"
	"wubiao/engine/rule"
)

// unjudged stands in for the compiler where a test is about reading alone.
func unjudged(*rule.Edition) []rule.Problem { return nil }

// small is an edition that reads without a problem.
func small() fstest.MapFS {
	return fstest.MapFS{
		"edition.yaml":      {Data: []byte("edition: 样\nasks: []\nledgers: {会议: {day: 日期}}\n")},
		"standards/A1.yaml": {Data: []byte("code: A1\n")},
	}
}

// Each block of broken.txt replaces one file of the small edition and gives the
// exact report. What cannot be typed stands in pointed brackets.
func TestBrokenFilesAreReportedWithTheirPlace(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/broken.txt")
	if err != nil {
		t.Fatal(err)
	}
	unseen := strings.NewReplacer("<TAB>", "\t", "<BAD>", "\xff", "<BEL>", "\a", "<BOM>", "\ufeff")
	blocks := strings.Split(string(data), "### ")[1:]
	if len(blocks) < 60 {
		t.Fatalf("only %d breakages", len(blocks))
	}
	for _, block := range blocks {
		name, rest, _ := strings.Cut(block, "\n=== ")
		file, rest, _ := strings.Cut(rest, "\n")
		text, want, found := strings.Cut(rest, "\n>>>\n")
		if !found || strings.TrimSpace(want) == "" {
			t.Fatalf("block %q expects nothing", name)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := small()
			files[file] = &fstest.MapFile{Data: []byte(unseen.Replace(text))}
			if got := listed(load(files, ".", unjudged).Problems); got != strings.TrimSpace(want) {
				t.Errorf("got\n%s\nwant\n%s", got, strings.TrimSpace(want))
			}
		})
	}
}

func TestProblemsOfAllFilesAreReportedAtOnceInOrder(t *testing.T) {
	t.Parallel()
	files := small()
	files["edition.yaml"].Data = []byte("edition: 样\nasks: []\nbonds: []\n")
	files["ledgers/a.yaml"] = &fstest.MapFile{Data: []byte("会议: {dya: 日期}\n")}
	files["standards/A1.yaml"].Data = []byte("code: A1\npoints: 0.001\ntitle: [\n")
	files["standards/B/B1.yaml"] = &fstest.MapFile{Data: []byte("- {code: A1, hwo: []}\n- {code: B1, floor: 0.005}\n")}
	var places []string
	l := load(files, "./", unjudged)
	for _, p := range l.Problems {
		places = append(places, p.Pos.String())
	}
	want := []string{"edition.yaml:3:1", "ledgers/a.yaml:1:6", "standards/A1.yaml:3:8", "standards/B/B1.yaml:1:14", "standards/B/B1.yaml:2:21"}
	if !slices.Equal(places, want) {
		t.Errorf("got %v, want %v", places, want)
	}
	if l.Canonical != nil || l.SHA256 != "" {
		t.Error("a broken edition has a canonical form")
	}
	if engine.CodeOf(l.Err()) != engine.Invalid {
		t.Fatalf("err = %v", l.Err())
	}
	for _, place := range want {
		if !strings.Contains(l.Err().Error(), place) {
			t.Errorf("the error does not name %s", place)
		}
	}
}

func TestMissingFilesAreProblems(t *testing.T) {
	t.Parallel()
	t.Run("no edition.yaml", func(t *testing.T) {
		t.Parallel()
		files := small()
		delete(files, "edition.yaml")
		l := LoadFS(files, ".")
		if len(l.Errors()) != 1 || l.Errors()[0].Pos.String() != "edition.yaml:1:1" {
			t.Errorf("problems: %v", l.Problems)
		}
	})
	t.Run("no folder", func(t *testing.T) {
		t.Parallel()
		if l := LoadFS(small(), "2099"); l.Err() == nil || !strings.Contains(l.Err().Error(), "2099/edition.yaml:1:1: 没有这个文件") {
			t.Errorf("problems: %v", l.Problems)
		}
	})
	t.Run("a file that cannot be opened", func(t *testing.T) {
		t.Parallel()
		l := load(locked{small()}, ".", unjudged)
		if len(l.Errors()) != 1 || l.Errors()[0].String() != "standards/A1.yaml:1:1: 没有权限读这个文件" {
			t.Errorf("problems: %v", l.Problems)
		}
	})
}

// locked is a file system whose standards may not be read.
type locked struct{ fstest.MapFS }

func (l locked) Open(name string) (fs.File, error) {
	if name == "standards/A1.yaml" {
		return nil, fs.ErrPermission
	}
	return l.MapFS.Open(name)
}

func TestWarningsDoNotStopAnEdition(t *testing.T) {
	t.Parallel()
	files := small()
	files["standard/A2.yaml"] = &fstest.MapFile{Data: []byte("code: A2\n")}
	l := load(files, ".", unjudged)
	if l.Err() != nil || len(l.Warnings()) != 1 || len(l.SHA256) != 64 {
		t.Errorf("err %v, problems %v, digest %q", l.Err(), l.Problems, l.SHA256)
	}
}

// What reading found wrong on a line must not come back as missing.
func TestCompilerIsHeardOnlyWhereReadingFoundNothing(t *testing.T) {
	t.Parallel()
	files := small()
	files["standards/A1.yaml"].Data = []byte("code: A1\nscoring:\n  - {id: a, kind: per, poitns: 1}\n  - {id: b, kind: per}\n")
	l := load(files, ".", func(ed *rule.Edition) []rule.Problem {
		var ps []rule.Problem
		for _, r := range ed.Standards[0].Scoring {
			if r.Points == nil {
				ps = append(ps, problem(r.Pos, "规则 %s 没有分值", r.ID))
			}
		}
		return ps
	})
	want := "standards/A1.yaml:3:24: scoring：不认识的键「poitns」，是不是想写 points？\nstandards/A1.yaml:4:5: 规则 b 没有分值"
	if got := listed(l.Problems); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestErrorIsOneForCallers(t *testing.T) {
	t.Parallel()
	files := small()
	files["edition.yaml"].Data = []byte("edition: 样\nasks: 3: 4\n")
	err := LoadFS(files, ".").Err()
	var e *engine.Error
	if !errors.As(err, &e) || e.Reason != "edition_invalid" || !strings.Contains(e.Message, "edition.yaml:2:8") {
		t.Errorf("err = %v", err)
	}
}

// Every expression's place must point at its own first character, or messages
// about a word inside it point elsewhere.
func TestExpressionsKnowTheirPlace(t *testing.T) {
	t.Parallel()
	files := small()
	files["standards/A1.yaml"].Data = []byte(`code: A1
applies: 人数 >= 7
scoring:
  - {id: a, where: "类别 == '会'", when: '  人数 > 1', points: 85%}
  - id: b
    where: |

      类别 == "会"
    when: >-
      人数 > 1
      and 人数 < 9
    points: 0.50
`)
	l := load(files, ".", unjudged)
	if l.Err() != nil {
		t.Fatal(l.Err())
	}
	lines := strings.Split(string(files["standards/A1.yaml"].Data), "\n")
	s := l.Edition.Standards[0]
	for _, e := range []*rule.Expr{
		s.Applies, s.Scoring[0].Where, s.Scoring[0].When, s.Scoring[0].Points,
		s.Scoring[1].Where, s.Scoring[1].When, s.Scoring[1].Points,
	} {
		from := string([]rune(lines[e.Pos.Line-1])[e.Pos.Column-1:])
		if first := []rune(e.Source)[:3]; !strings.HasPrefix(from, string(first)) {
			t.Errorf("%s says %q, the file has %q", e.Pos, e.Source, from)
		}
	}
	if got := s.Scoring[1].Points.Source; got != "0.50" {
		t.Errorf("a number was not kept as written: %s", got)
	}
}

func TestGrammarSampleReadsVerbatim(t *testing.T) {
	t.Parallel()
	l := load(os.DirFS("testdata/grammar"), ".", unjudged)
	if len(l.Problems) > 0 {
		t.Fatal(listed(l.Problems))
	}
	ed := l.Edition
	if ed.Asks == nil || len(*ed.Asks) != 0 {
		t.Error("asks: [] is not the same as no asks")
	}
	if got := []any{len(ed.Standards), ed.Ledgers["还书"].Name, ed.Windows["旺季"].Spans[0], ed.Score.Floor.Total.None, ed.Ranking.By[1], ed.Attributes["规模"].Type}; !reflect.DeepEqual(got,
		[]any{5, "还书", [2]rule.MonthDay{601, 930}, true, rule.RankKey{Key: "扣分项数", Asc: true}, rule.TypeSpec{Name: rule.TypeChoice, Choices: []string{"大", "小"}}}) {
		t.Errorf("edition: %v", got)
	}
	var d2 *rule.Standard
	for _, s := range ed.Standards {
		if s.Code == "D2" {
			d2 = s
		}
	}
	a, f := d2.Scoring[0].Levels, d2.Scoring[5].Levels
	if a.Named || len(a.List) != 3 || a.List[1].Window != "quarter" || a.List[1].Effect != "score" || a.List[1].Amount.Source != "2" {
		t.Errorf("frequency levels: %+v", a)
	}
	if !f.Named || f.List[0].Name != "好" || f.List[0].Effect != "add" || f.List[1].Effect != "" || f.List[2].Max.Source != "3" {
		t.Errorf("named levels: %+v", f)
	}
}
