package rule

import (
	"strings"
	"testing"

	"wubiao/engine/calendar"
)

// found judges one rule of a small standard on a sheet.
func found(t *testing.T, r *Rule, period string, records []map[string]any, judged any) Finding {
	t.Helper()
	e := edition(&Standard{Code: "甲", Title: "开会", Points: amount(1000), Scoring: []*Rule{r}})
	facts := Facts{Period: quarter(t, period), Judged: map[string]any{}, Records: map[string][]Record{}}
	for i, fields := range records {
		facts.Records["会"] = append(facts.Records["会"], Record{ID: int64(i + 1), Fields: fields})
	}
	if judged != nil {
		facts.Judged["甲."+r.ID] = judged
	}
	sitting, err := Sit(compileClean(t, e), facts, workdays(t))
	if err != nil {
		t.Fatal(err)
	}
	defer sitting.Rise()
	out, err := sitting.Judge()
	if err != nil {
		t.Fatal(err)
	}
	return out.Items[0].Findings[0]
}

func TestReasonsSayWhatWasFound(t *testing.T) {
	t.Parallel()
	held := func(days ...string) (out []map[string]any) {
		for _, d := range days {
			out = append(out, map[string]any{"日期": d, "类别": "大会", "应到": 8, "实到": 6})
		}
		return out
	}
	rate := func() *Rule {
		return &Rule{ID: "a", Kind: StepBy, Name: "到会率", Of: "会", Ratio: []*Expr{x("实到"), x("应到")}, Over: "sum", Side: "below",
			Base: x("80%"), PerStep: x("5%"), Round: "up", Points: x("1"), Window: "sheet"}
	}
	tier := func() *Rule {
		return &Rule{ID: "a", Kind: Tier, Name: "大会", Of: "会", Window: "quarter",
			Levels: &Levels{List: []Level{{From: x("1"), Effect: "deduct", Amount: x("0")}, {Effect: "forfeit"}}}}
	}
	for name, c := range map[string]struct {
		rule    *Rule
		period  string
		records []map[string]any
		judged  any
		want    string
	}{
		"a question nobody answered": {&Rule{ID: "a", Kind: Per, Ask: "错漏", Points: x("1")}, "2026Q2", nil, nil, "「错漏」还没有回答"},
		"a question answered for another window": {&Rule{ID: "a", Kind: Tier, Ask: "档", Window: "quarter",
			Levels: &Levels{Named: true, List: []Level{{Name: "好", Amount: x("0")}}}}, "2026Q2", nil, map[string]any{"2026Q1": "好"}, "「档」2026年第2季度还没有回答"},
		"a rate over no records": {rate(), "2026Q2", nil, nil, "到会率：没有可算的记录"},
		"a rate":                 {rate(), "2026Q2", held("2026-04-02", "2026-05-06"), nil, "到会率：75%，基准80%，扣1分"},
		"nothing under a name": {&Rule{ID: "a", Kind: Bonus, Name: "加开的会", Of: "会", Points: x("1")}, "2026Q2", nil, nil,
			"加开的会：没有"},
		"nothing without a name": {&Rule{ID: "a", Kind: Bonus, Of: "会", Points: x("1")}, "2026Q2", nil, nil, "台账「会」里没有符合的记录"},
		"one of four quarters": {tier(), "2026", held("2026-05-06"), nil,
			"大会应有4次，实有1次（2026年第1季度缺1次、2026年第3季度缺1次、2026年第4季度缺1次），本项不得分"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := found(t, c.rule, c.period, c.records, c.judged)
			if f.Reason != c.want {
				t.Errorf("got  %s\nwant %s", f.Reason, c.want)
			}
		})
	}
	f := found(t, tier(), "2026", held("2026-05-06"), nil)
	if f.Need == nil || f.Need.String() != "4" || f.Have.String() != "1" {
		t.Errorf("need %v, have %v", f.Need, f.Have)
	}
}

// What is worse the more there is, or brings bonus, has nothing it needs.
func TestOnlyAimsAreNeeded(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*Rule{
		"more is worse": {ID: "a", Kind: Tier, Name: "迟开", Of: "会", Window: "quarter",
			Levels: &Levels{List: []Level{{From: x("2"), Amount: x("3")}, {Amount: x("0")}}}},
		"bonus": {ID: "a", Kind: Bonus, Name: "加开", Of: "会", Window: "quarter",
			Levels: &Levels{List: []Level{{From: x("2"), Amount: x("3")}, {Amount: x("0")}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := found(t, r, "2026Q2", nil, nil)
			if f.Need != nil || strings.Contains(f.Reason, "缺") {
				t.Errorf("need %v: %s", f.Need, f.Reason)
			}
		})
	}
}

func TestFrequencyNamesTheMonthsThatAreMissing(t *testing.T) {
	t.Parallel()
	r := &Rule{ID: "a", Kind: Tier, Name: "读书会", Of: "会", Levels: &Levels{List: []Level{
		{Need: x("1"), Window: "month", Effect: "score", Amount: x("4")}, {Need: x("2"), Window: "quarter", Effect: "score", Amount: x("2")},
		{Effect: "score", Amount: x("0")}}}}
	f := found(t, r, "2026Q2", []map[string]any{{"日期": "2026-04-02"}, {"日期": "2026-04-09"}}, nil)
	if want := "读书会应有3次，实有2次（5月缺1次、6月缺1次），本项记2分"; f.Reason != want {
		t.Errorf("got  %s\nwant %s", f.Reason, want)
	}
}

func TestKindsAreNamedPlainly(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`类别 > 实到`: "文字", `有稿 > 上级分`: "是/否只能比是否相同", `上级分 > 类别`: "文字只能比是否相同",
	} {
		_, problems := evaluate(t, source, nil)
		if len(problems) != 1 || !strings.Contains(problems[0].Message, want) || strings.Contains(problems[0].Message, "任意") {
			t.Errorf("%s: %v", source, problems)
		}
	}
}

func TestSettingsNameWhatIsThere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Edition)
		want   string // empty: sound
	}{
		"day sheet":                             {func(e *Edition) { e.DaySheet = &DaySheet{Routine: []Routine{{Standards: []string{"甲", "乙"}}}} }, "标准「乙」不在手册里"},
		"day sheet of a standard that is there": {func(e *Edition) { e.DaySheet = &DaySheet{Routine: []Routine{{Standards: []string{"甲"}}}} }, ""},
		"addressee": {func(e *Edition) { e.Posts, e.Escalation = []string{"支部书记"}, []Rung{{To: "支部书计"}} },
			"「支部书计」不是 posts 里的岗位，也不是党总支、党委工作部，是不是想写「支部书记」"},
		"addressees above the unit": {func(e *Edition) {
			e.Posts, e.Escalation = []string{"支部书记"}, []Rung{{To: "党总支"}, {To: "党委工作部"}}
		}, ""},
		"budget without a number":  {func(e *Edition) { e.Budget = &Budget{} }, "用时上限没有写 minutes_per_week"},
		"budget that is no number": {func(e *Edition) { e.Budget = &Budget{Minutes: x(`"很多"`)} }, "数字"},
		"budget of a number":       {func(e *Edition) { e.Budget = &Budget{Minutes: x("240")} }, ""},
		"effective in the middle":  {func(e *Edition) { e.Effective = calendar.NewDate(2026, 3, 15) }, "生效日（effective）是 2026-03-15"},
		"effective from March":     {func(e *Edition) { e.Effective = calendar.NewDate(2026, 3, 1) }, ""},
		"misspelt keep": {func(e *Edition) { e.Standards[0].Scoring[0].Keep = "heavyest" },
			"甲.a 的 keep 写的是「heavyest」，只能是 heaviest、lightest、first 或 last，是不是想写「heaviest」"},
		"no keep": {func(e *Edition) { e.Standards[0].Scoring[0].Keep = "" }, "甲.a 没有写 keep（留哪一条：heaviest、lightest、first 或 last）"},
		"misspelt keep of a pool": {func(e *Edition) {
			e.Pools = map[string]*Pool{"并": {Rules: []string{"甲.a"}, OncePer: []string{"日期"}, Keep: "last"}}
		}, "合并组「并」的 keep 写的是「last」，只能是 heaviest 或 first"},
		"votes of a step": {func(e *Edition) {
			e.Votes = map[string]*Vote{"议": {Quorum: &Majority{Op: ">", Of: x("1/2"), Base: "应来"}}}
			e.Ledgers["会"].Steps = &Steps{Of: "主讲", By: "类别", Date: "日期", List: []Step{{ID: "大会", Vote: "议"}}}
		}, "步骤「大会」按表决规则「议」判断，台账「会」缺列「应来」"},
		"votes of a step over words": {func(e *Edition) {
			e.Votes = map[string]*Vote{"议": {Quorum: &Majority{Op: ">", Of: x("1/2"), Base: "组别"}}}
			e.Ledgers["会"].Steps = &Steps{Of: "主讲", By: "类别", Date: "日期", List: []Step{{ID: "大会", Vote: "议"}}}
		}, "台账「会」的列「组别」要是数字"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := edition(&Standard{Code: "甲", Points: amount(1000), Scoring: []*Rule{
				{ID: "a", Kind: Per, Of: "会", Points: x("1"), OncePer: []string{"日期"}, Keep: "first"}}})
			c.change(e)
			var told []string
			for _, p := range Compile(e) {
				if !p.Warning {
					told = append(told, p.Message)
				}
			}
			if c.want == "" && len(told) > 0 || c.want != "" && (len(told) != 1 || !strings.Contains(told[0], c.want)) {
				t.Errorf("got %q, want %q", told, c.want)
			}
		})
	}
}
