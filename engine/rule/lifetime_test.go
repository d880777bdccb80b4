package rule

import (
	"testing"

	"wubiao/engine/calendar"
)

// TestNothingBeforeTheStartOrAfterTheEndIsJudged takes one fault from a unit's
// time and one from before, by every way a fault is placed in time.
func TestNothingBeforeTheStartOrAfterTheEndIsJudged(t *testing.T) {
	t.Parallel()
	due, err := calendar.ParseDue("日期+5日")
	if err != nil {
		t.Fatal(err)
	}
	rows := []map[string]any{
		{"日期": "2026-04-10", "类别": "大会", "应到": 8, "实到": 6},
		{"日期": "2026-05-20", "类别": "大会", "应到": 8, "实到": 6},
		{"日期": "2026-06-20", "类别": "大会", "应到": 8, "实到": 6},
	}
	for name, c := range map[string]struct {
		rule          *Rule
		start, closed string
		deducted      string
	}{
		"每条记录":     {&Rule{Kind: Per, Points: x("1")}, "2026-05-01", "", "2"},
		"关闭之后的记录":  {&Rule{Kind: Per, Points: x("1")}, "", "2026-05-31", "2"},
		"从来就在":     {&Rule{Kind: Per, Points: x("1")}, "", "", "3"},
		"迟报看到期日":   {&Rule{Kind: Late, Date: "办结日", Due: &due, Points: x("1")}, "2026-04-16", "", "2"},
		"到期日就是启用日": {&Rule{Kind: Late, Date: "办结日", Due: &due, Points: x("1")}, "2026-04-15", "", "3"},
		"走表看起算日":   {&Rule{Kind: StepBy, Since: x("日期"), Until: x("办结日"), PerStep: x("1月"), Round: "up", Points: x("1")}, "2026-05-01", "", "3"},
		"走表到关闭日":   {&Rule{Kind: StepBy, Since: x("日期"), Until: x("办结日"), PerStep: x("1月"), Round: "up", Points: x("1")}, "2026-05-01", "2026-06-10", "1"},
		"按月缺次":     {&Rule{Kind: Short, Need: x("2"), Window: "month", Points: x("1")}, "2026-05-31", "", "2"},
		"按月缺次到关闭":  {&Rule{Kind: Short, Need: x("2"), Window: "month", Points: x("1")}, "2026-05-01", "2026-06-29", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := *c.rule
			r.ID, r.Of = "a", "会"
			e := edition(&Standard{Code: "甲", Title: "开会", Points: amount(1000), Scoring: []*Rule{&r}})
			e.Ledgers["会"].Columns = append(e.Ledgers["会"].Columns, &Column{ID: "办结日", Type: TypeSpec{Name: TypeDate}})
			facts := Facts{Period: quarter(t, "2026Q2"), Records: map[string][]Record{}, Unit: UnitFacts{Start: dayOf(t, c.start), Closed: dayOf(t, c.closed)}}
			for _, fields := range rows {
				facts.Records["会"] = append(facts.Records["会"], Record{Fields: fields})
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
			if f := out.Items[0].Findings[0]; f.Deducted.String() != c.deducted {
				t.Errorf("%s，应扣%s", f.Reason, c.deducted)
			}
		})
	}
}

func dayOf(t *testing.T, text string) calendar.Date {
	t.Helper()
	if text == "" {
		return 0
	}
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
