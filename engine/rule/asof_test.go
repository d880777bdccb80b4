package rule

import (
	"testing"

	"wubiao/engine/calendar"
)

// running judges the standards of a small edition on a day of a quarter.
func running(t *testing.T, e *Edition, day string, records map[string][]map[string]any) *Judgement {
	t.Helper()
	facts := Facts{Period: quarter(t, "2026Q2"), Records: map[string][]Record{}, Public: true}
	if day != "" {
		d, err := calendar.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		facts.AsOf = d
	}
	for ledger, list := range records {
		for _, fields := range list {
			facts.Records[ledger] = append(facts.Records[ledger], Record{Fields: fields})
		}
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
	return out
}

func monthly(t *testing.T) *Standard {
	t.Helper()
	due, err := calendar.ParseDue("每月28日")
	if err != nil {
		t.Fatal(err)
	}
	return &Standard{Code: "甲", Title: "开会", Points: amount(1000), Duties: []*Duty{{ID: "会", Due: &due}},
		Scoring: []*Rule{{ID: "a", Kind: Short, Of: "会", Need: x("1"), Window: "会", Points: x("3")}}}
}

func TestWhatIsNotYetDueDeductsNothing(t *testing.T) {
	t.Parallel()
	april := map[string]any{"日期": "2026-04-10", "类别": "大会"}
	for name, c := range map[string]struct {
		day     string
		records []map[string]any
		status  Status
		lost    string
	}{
		"before anything was due":          {"2026-04-20", nil, NotDue, "0"},
		"on the due day itself":            {"2026-04-28", nil, NotDue, "0"},
		"the day after":                    {"2026-04-29", nil, Applies, "3"},
		"done late but done":               {"2026-04-30", []map[string]any{{"日期": "2026-04-30", "类别": "大会"}}, Applies, "0"},
		"one of two that were due":         {"2026-06-01", []map[string]any{april}, Applies, "3"},
		"on the last day the third is due": {"2026-06-30", []map[string]any{april}, Applies, "6"},
		"the quarter is over":              {"", []map[string]any{april}, Applies, "6"},
		"long over":                        {"2026-08-01", nil, Applies, "9"},
	} {
		got := running(t, edition(monthly(t)), c.day, map[string][]map[string]any{"会": c.records}).Items[0]
		if got.Status != c.status || got.Findings[0].Deducted.String() != c.lost {
			t.Errorf("%s: %s, lost %s (%s)", name, got.Status, got.Findings[0].Deducted, got.Findings[0].Reason)
		}
	}
}

func TestADeadlineOfTodayIsNotMissedYet(t *testing.T) {
	t.Parallel()
	due, err := calendar.ParseDue("时限+0日")
	if err != nil {
		t.Fatal(err)
	}
	for day, lost := range map[string]string{"2026-05-10": "0", "2026-05-11": "2", "": "2"} {
		e := edition(&Standard{Code: "甲", Title: "整改", Points: amount(1000),
			Duties:  []*Duty{{ID: "改", Due: &due, Event: &Event{Of: "整改", Date: "时限"}}},
			Scoring: []*Rule{{ID: "a", Kind: Per, Of: "整改", Where: x("空(销号日期)"), Window: "sheet", Points: x("2")}}})
		e.Ledgers["整改"] = ledger("时限", column("时限", TypeDate), column("销号日期", TypeDate))
		got := running(t, e, day, map[string][]map[string]any{"整改": {{"时限": "2026-05-10"}}}).Items[0].Findings[0]
		if got.Deducted.String() != lost {
			t.Errorf("on %q: lost %s, want %s", day, got.Deducted, lost)
		}
	}
}

func TestPrivateStandardsStandOnNoPublicSheet(t *testing.T) {
	t.Parallel()
	s := monthly(t)
	s.Private = true
	got := running(t, edition(s), "", nil).Items[0]
	if got.Status != NotOnSheet || len(got.Findings) != 0 {
		t.Errorf("%s with %d findings", got.Status, len(got.Findings))
	}
}

func TestStoredNumbersExplainThemselves(t *testing.T) {
	t.Parallel()
	for _, f := range running(t, edition(monthly(t)), "", nil).Items[0].Findings {
		kept := Finding{Rule: f.Rule, Outcome: f.Outcome, Deducted: f.Deducted, Need: f.Need, Have: f.Have, Notes: f.Notes}
		if got := monthly(t).Scoring[0].Explain(&kept); got != f.Reason {
			t.Errorf("got %q, want %q", got, f.Reason)
		}
	}
}
