package plan_test

import (
	"math/rand/v2"
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/rule"
)

// TestScoringWantsWhatWasPlanned lets units begin and close on any day: in every
// quarter scoring wants exactly what plan reminded of.
func TestScoringWantsWhatWasPlanned(t *testing.T) {
	t.Parallel()
	e := timed(t)
	cal := national(t)
	random := rand.New(rand.NewPCG(4, 26))
	for range 300 {
		u := branch(1, nil)
		u.Start = day(t, "2025-12-01").AddDays(random.IntN(400))
		if random.IntN(3) == 0 {
			u.Closed = u.Start.AddDays(random.IntN(300))
		}
		due := map[string][]calendar.Date{}
		for _, p := range plan.Periods(day(t, "2025-01-01"), day(t, "2027-06-30")) {
			for _, task := range planned(t, e, u, p) {
				due[task.Duty] = append(due[task.Duty], task.Due)
			}
		}
		for _, key := range []string{"2026Q1", "2026Q2", "2026Q3", "2026Q4"} {
			p := period(t, key)
			for _, item := range judged(t, e, &u, p, cal).Items {
				want := 0
				for _, d := range due[item.Standard.Code+".事"] {
					if p.Contains(d) {
						want++
					}
				}
				f := item.Findings[0]
				wanted := rule.Whole(0)
				if f.Need != nil {
					wanted = *f.Need
				}
				if wanted.Cmp(rule.Whole(int64(want))) != 0 || (f.Outcome == rule.NotJudged) != (want == 0) || (item.Status == rule.Applies) != (want > 0) {
					t.Fatalf("%s in %s, from %s to %s: planned %d, scoring wants %s, %s, %s",
						item.Standard.Code, key, u.Start, u.Closed, want, wanted, f.Outcome, item.Status)
				}
			}
		}
	}
}

// timed is an edition of one duty per standard, each scored by what is missing.
func timed(t *testing.T) *rule.Edition {
	t.Helper()
	phrases := map[string]string{"A1": "每月28日↑", "A2": "每季末月25日↑", "A3": "窗口[10/01–次年03/31]", "A4": "次季首月第5个工作日",
		"A5": "每半年末月20日↑", "A6": "节前3工作日[元旦、春节、清明、五一、端午、中秋、国庆]", "A7": "每周五↓"}
	var all []*rule.Standard
	for _, code := range []string{"A1", "A2", "A3", "A4", "A5", "A6", "A7"} {
		s := standardOf(code, "", &rule.Duty{ID: "事", Due: due(t, phrases[code])})
		s.Points = &rule.Amount{Fixed: 1000}
		s.Scoring = []*rule.Rule{{ID: "a", Kind: rule.Short, Of: "发展", Need: expr("1"), Points: expr("1"), Window: "事"}}
		all = append(all, s)
	}
	return compiled(t, all...)
}

func judged(t *testing.T, e *rule.Edition, u *engine.Unit, p calendar.Period, cal *calendar.Calendar) *rule.Judgement {
	t.Helper()
	sitting, err := rule.Sit(e, rule.Facts{Unit: plan.FactsOf(u, p.End(), nil), Period: p}, cal)
	if err != nil {
		t.Fatal(err)
	}
	defer sitting.Rise()
	out, err := sitting.Judge()
	if err != nil {
		t.Fatal(err)
	}
	return out
}
