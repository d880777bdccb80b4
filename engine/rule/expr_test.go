package rule

import (
	"strings"
	"testing"

	"wubiao/engine/calendar"
)

// evaluate compiles an expression over a record of 会 and evaluates it.
func evaluate(t testing.TB, source string, fields map[string]any) (Value, []Problem) {
	t.Helper()
	e := compileClean(t, edition(&Standard{Code: "甲"}))
	s := &namespace{edition: e, layout: e.compiled.layouts["会"], imports: map[string]bool{"上级分": true}}
	expr := x(source)
	if problems := s.compile(expr, anyKind); len(problems) > 0 {
		return Value{}, problems
	}
	row, err := s.layout.read(fields)
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	unit, err := e.unitEnv(UnitFacts{Attributes: map[string]any{"人数": 7, "类型": "单独", "建立日": "2026-01-31"}})
	if err != nil {
		t.Fatalf("unit: %v", err)
	}
	unit.imports = map[string]Value{"上级分": numberValue(Rat{3, 10})}
	return expr.in(&env{row: row, unit: unit}), nil
}

func TestExpressionsAreExactAndChinese(t *testing.T) {
	t.Parallel()
	fields := map[string]any{"日期": "2026-03-05", "类别": "大会", "应到": 15, "实到": 12}
	for source, want := range map[string]string{
		`1/3 + 1/6`:               "0.5",
		`0.1 + 0.2 == 0.3`:        "是",
		`85% == 85/100`:           "是",
		`实到/应到 >= 4/5`:            "是",
		`实到 ／ 应到 ＞ ４/5`:           "",
		`实到*2 < 应到`:               "否",
		`实到 ＊ 2 ≥ 应到`:             "是",
		`人数 >= 7 且 类型 = “单独”`:     "是",
		`人数 >= 8 或 非 停办`:          "",
		`人数 >= 7 或 非 停办`:          "是",
		`类别 == "小会" or 实到 > 10`:   "是",
		`not 有稿`:                  "是",
		`空(主讲) and 填了(日期)`:        "是",
		`缺项(主讲, 组别, 应到)`:          "2",
		`天数(日期, 建立日)`:             "-33",
		`月数(建立日, 日期)`:             "1",
		`建立日 + 1月`:                "2026-02-28",
		`建立日 + 1月 + 1月`:           "2026-03-28",
		`日期 - 1年`:                 "2025-03-05",
		`日期 > "2026-03-04"`:       "是",
		`较大(应到, 实到) - 较小(应到, 实到)`: "3",
		`上级分 * 10`:                "3",
		`应办 - 1`:                  "3",
		`未定 + 1`:                  "（空）",
		`实到 / (应到 - 15)`:          "（空）",
		`-实到 + 2 * 3`:             "-6",
	} {
		got, problems := evaluate(t, source, fields)
		switch {
		case want == "" && source == `实到 ／ 应到 ＞ ４/5`:
			if len(problems) == 0 {
				t.Errorf("%s: full-width digits are a slip and should be named", source)
			}
		case want == "":
			if len(problems) > 0 || got.kind != empty {
				t.Errorf("%s: got %s %v, want no answer (停办 is unknown)", source, got, problems)
			}
		case len(problems) > 0:
			t.Errorf("%s: %v", source, problems)
		case got.String() != want:
			t.Errorf("%s = %s, want %s", source, got, want)
		}
	}
}

// bombs would cost more than their length, reach for what an editor has no
// business with, or could not be read by anybody. Every one is refused at load.
var bombs = []string{
	`map(1..1000000, # * 2)`, `filter([1,2,3], # > 1)`, `count(1..9, # > 1)`, `all(1..9, all(1..9, # > 0))`,
	`any([1], true)`, `none([1], true)`, `one([1], true)`, `sum(1..1000000)`, `reduce(1..9, #acc + #)`,
	`1..1000000`, `[1,2,3]`, `{"a": 1}`, `人数 ?? 1`, `人数 > 1 ? 1 : 2`, `let n = 1; n + 1`, `1; 2`,
	`"a" matches "(a+)+$"`, `主讲 contains "a"`, `主讲 startsWith "a"`, `主讲 endsWith "a"`, `2 ** 64`, `2 ^ 9`, `7 % 2`,
	`人数 in [1,2]`, `主讲[0]`, `主讲[1:2]`, `主讲.长度`, `主讲?.长度`, `len(主讲)`, `upper(主讲)`, `now()`, `env`, `$env`,
	`fromJSON("{}")`, `repeat("a", 1000000)`, `人数 | 较大(1)`, `nil`, `#`, `.人数`, `时长(1)`, `"a" + "b"`,
	strings.Repeat("(", 300) + "1" + strings.Repeat(")", 300), strings.Repeat("1+", 300) + "1",
	`99999999999999999999999999`, `1e400`, `0x7fffffffffffffff`,
}

func TestBombsAreRefusedAtLoad(t *testing.T) {
	t.Parallel()
	if len(bombs) < 30 {
		t.Fatalf("only %d bombs", len(bombs))
	}
	for _, source := range bombs {
		v, problems := evaluate(t, source, nil)
		if len(problems) == 0 {
			t.Errorf("%.40s was let in and gave %s", source, v)
			continue
		}
		if p := problems[0]; p.Pos.File == "" || p.Pos.Line != 1 || !strings.Contains(p.Message, "表达式") {
			t.Errorf("%.40s: the problem names no place or no reason: %s", source, p)
		}
	}
}

func TestProblemsNameTheirPlaceAndTheWordMeant(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]struct {
		column int
		words  string
	}{
		`实道 > 3`:              {1, "实到"},
		`人数 > 3 且 类形 == "单独"`: {10, "类别"},
		`类别 == "中会"`:          {7, "只有大会、小会"},
		`类别 > "大会"`:           {4, "不能比大小"},
		`有稿 + 1`:              {4, "数字"},
		`日期 > 3`:              {4, "日期"},
		`日期 + 3工作日`:           {6, "工作日"},
		`人数 >`:                {4, "看不懂"},
		`人数 > “3`:             {1, "引号"},
	} {
		_, problems := evaluate(t, source, nil)
		if len(problems) == 0 {
			t.Errorf("%s: no problem", source)
			continue
		}
		if got := problems[0]; got.Pos.Column != want.column || !strings.Contains(got.Message, want.words) {
			t.Errorf("%s: column %d 「%s」, want column %d with 「%s」", source, got.Pos.Column, got.Message, want.column, want.words)
		}
	}
}

func FuzzExpression(f *testing.F) {
	for _, source := range bombs {
		f.Add(source)
	}
	for _, source := range []string{`人数 >= 7 且 类型 = “单独”`, `建立日 + 1月`, `85%`, `「大会」 == 类别`, `1/0`} {
		f.Add(source)
	}
	e := edition(&Standard{Code: "甲"})
	compileClean(f, e)
	row := make([]Value, len(e.compiled.layouts["会"].names))
	unit, err := e.unitEnv(UnitFacts{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, source string) {
		s := &namespace{edition: e, layout: e.compiled.layouts["会"]}
		expr := x(source)
		if problems := s.compile(expr, anyKind); len(problems) > 0 {
			return
		}
		if v := expr.in(&env{row: row, unit: unit}); v.kind == number && !v.rat.Exists() {
			t.Errorf("%q gave a number that does not exist", source)
		}
	})
}

func TestRatIsExact(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		got, want string
	}{
		{Rat{2, 3}.Mul(FromPoints(10001)).Round(1, "up").String(), "66.67"},
		{Rat{5, 1000}.Round(1, "up").String(), "0.01"},
		{Rat{5, 1000}.Round(1, "even").String(), "0"},
		{Rat{15, 1000}.Round(1, "even").String(), "0.02"},
		{Rat{5, 1000}.Round(1, "down").String(), "0"},
		{Rat{-5, 1000}.Round(1, "up").String(), "-0.01"},
		{Rat{8995, 100}.Round(10, "up").String(), "90"},
		{Rat{8994, 100}.Round(10, "up").String(), "89.9"},
		{Whole(1).Div(Whole(0)).String(), "无"},
		{Whole(1 << 61).Mul(Whole(8)).String(), "无"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
	if wholeMonths(calendar.NewDate(2026, 1, 31), calendar.NewDate(2026, 2, 28)) != 1 {
		t.Error("31 January to 28 February is one clamped month")
	}
}

// A number that was stored as JSON comes back as a float; a large one must not
// turn into 1e+06, which is no number an editor writes.
func TestStoredNumbersAreReadBack(t *testing.T) {
	t.Parallel()
	for raw, want := range map[float64]string{1e6: "1000000", 0.85: "0.85", 12: "12", 12345678.5: "12345678.5"} {
		v, err := TypeSpec{Name: TypeNumber}.Read(raw)
		if err != nil || v.String() != want {
			t.Errorf("%v: got %s, %v, want %s", raw, v, err, want)
		}
		if got := (TypeSpec{}).mustRead(t, raw); got.String() != want {
			t.Errorf("%v of no declared type: got %s, want %s", raw, got, want)
		}
	}
}

func (t TypeSpec) mustRead(test *testing.T, raw any) Value {
	test.Helper()
	v, err := t.Read(raw)
	if err != nil {
		test.Fatal(err)
	}
	return v
}
