package plan_test

import (
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/rule"
)

// TestReminderAndScoreCountTheSameDays: how long a unit has is the company's
// choice, and both sides read it.
func TestReminderAndScoreCountTheSameDays(t *testing.T) {
	t.Parallel()
	span := due(t, "日期+清单天数")
	standard := standardOf("Z1", "", &rule.Duty{ID: "清单", Due: span, Event: &rule.Event{Of: "会", Date: "日期"}})
	standard.Points = &rule.Amount{Fixed: 1000}
	standard.Scoring = []*rule.Rule{{ID: "a", Kind: rule.Late, Of: "会", Date: "报送日期", Due: span, Points: expr("1")}}
	e := compiled(t)
	e.Standards = []*rule.Standard{standard}
	e.Parameters["清单天数"] = &rule.Parameter{By: "类型", Values: map[string]*rule.Expr{"单独": expr("15日"), "联合": expr("3工作日")}, Source: "公司"}
	e.Ledgers["会"] = &rule.Ledger{Day: "日期", Columns: []*rule.Column{
		{ID: "日期", Type: rule.TypeSpec{Name: rule.TypeDate}}, {ID: "报送日期", Type: rule.TypeSpec{Name: rule.TypeDate}}}}
	for _, p := range rule.Compile(e) {
		if !p.Warning {
			t.Fatal(p)
		}
	}
	for name, c := range map[string]struct {
		unit engine.Attributes
		own  string // the company's value
		due  string // empty: nobody knows
	}{
		"by attribute":     {engine.Attributes{"类型": "单独"}, "", "2026-05-27"},
		"workdays":         {engine.Attributes{"类型": "联合"}, "", "2026-05-15"},
		"the unit's own":   {engine.Attributes{"类型": "单独"}, "1月", "2026-06-12"},
		"nobody has said":  {engine.Attributes{"类型": "临时"}, "", ""},
		"no span of time":  {engine.Attributes{"类型": "单独"}, "15", ""},
		"not even a value": {nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := branch(1, c.unit)
			parameters := plan.NewParameters(nil)
			if c.own != "" {
				parameters = plan.NewParameters([]engine.ParameterValue{{ID: 1, Name: "清单天数", UnitID: 1, Value: c.own}})
			}
			fields := map[string]any{"日期": "2026-05-12"}
			tasks, err := plan.NewEvents(e, national(t)).FromRecord(&u, &engine.Record{ID: 1, Ledger: "会", Fields: fields}, parameters)
			if err != nil {
				t.Fatal(err)
			}
			if c.due == "" {
				if f := late(t, e, &u, parameters, fields); len(tasks) > 0 || f.Outcome != rule.NoEvidence || f.Deducted != 0 {
					t.Errorf("%d tasks, %s", len(tasks), f.Reason)
				}
				return
			}
			if len(tasks) != 1 || tasks[0].Due != day(t, c.due) {
				t.Fatalf("planned %v, want %s", tasks, c.due)
			}
			for after, outcome := range map[int]rule.Outcome{0: rule.Kept, 1: rule.Deducted} {
				fields := map[string]any{"日期": "2026-05-12", "报送日期": day(t, c.due).AddDays(after).String()}
				if f := late(t, e, &u, parameters, fields); f.Outcome != outcome {
					t.Errorf("%d days after: %s, %s", after, f.Outcome, f.Reason)
				}
			}
		})
	}
}

// late scores one record on the second quarter.
func late(t *testing.T, e *rule.Edition, u *engine.Unit, parameters *plan.Parameters, fields map[string]any) rule.Finding {
	t.Helper()
	p, err := calendar.ParsePeriod("2026Q2")
	if err != nil {
		t.Fatal(err)
	}
	facts := rule.Facts{Unit: plan.FactsOf(u, p.End(), parameters), Period: p, Records: map[string][]rule.Record{"会": {{ID: 1, Fields: fields}}}}
	sitting, err := rule.Sit(e, facts, national(t))
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
