package plan_test

import (
	"testing"

	"wubiao/engine"
	"wubiao/engine/plan"
	"wubiao/engine/rule"
)

// terms is an edition whose two kinds of terms follow from two ledgers: one from
// the day of the election, one from what the record says.
func terms(t testing.TB) *rule.Edition {
	t.Helper()
	e := compiled(t)
	date, text := rule.TypeSpec{Name: rule.TypeDate}, rule.TypeSpec{Name: rule.TypeText}
	e.Attributes["届满日"] = &rule.Attribute{Type: date, Latest: &rule.Latest{Of: "换届", Where: expr(`步骤 == "选举"`), Value: expr("日期 + 3年")}}
	e.Attributes["工会届满日"] = &rule.Attribute{Type: date, Latest: &rule.Latest{Of: "工会", Where: expr("填了(任期止)"), Value: expr("任期止")}}
	e.Ledgers["换届"] = &rule.Ledger{Day: "日期", Columns: []*rule.Column{{ID: "日期", Type: date}, {ID: "步骤", Type: text}}}
	e.Ledgers["工会"] = &rule.Ledger{Day: "日期", Columns: []*rule.Column{{ID: "日期", Type: date}, {ID: "任期止", Type: date}}}
	for _, p := range rule.Compile(e) {
		if !p.Warning {
			t.Fatal(p)
		}
	}
	return e
}

func TestATermFollowsFromTheLastRecordThatTells(t *testing.T) {
	t.Parallel()
	e := terms(t)
	step := func(on, what string) engine.Record {
		return engine.Record{Ledger: "换届", Day: day(t, on), Fields: map[string]any{"日期": on, "步骤": what}}
	}
	union := func(on, until string) engine.Record {
		return engine.Record{Ledger: "工会", Day: day(t, on), Fields: map[string]any{"日期": on, "任期止": until}}
	}
	unreadable := step("2026-07-01", "选举")
	unreadable.Fields["日期"] = "七月一日"
	for name, c := range map[string]struct {
		records     []engine.Record // in the order of their days
		on          string
		term, union any
	}{
		"nothing told":                {nil, "2026-09-24", "2026-06-30", "2026-12-31"},
		"an election":                 {[]engine.Record{step("2026-06-12", "选举")}, "2026-09-24", "2029-06-12", "2026-12-31"},
		"on its day":                  {[]engine.Record{step("2026-06-12", "选举")}, "2026-06-12", "2029-06-12", "2026-12-31"},
		"on the day before":           {[]engine.Record{step("2026-06-12", "选举")}, "2026-06-11", "2026-06-30", "2026-12-31"},
		"the last of two":             {[]engine.Record{step("2023-06-20", "选举"), step("2026-06-12", "选举")}, "2026-09-24", "2029-06-12", "2026-12-31"},
		"another step after it":       {[]engine.Record{step("2026-06-12", "选举"), step("2026-06-20", "报备")}, "2026-09-24", "2029-06-12", "2026-12-31"},
		"only another step":           {[]engine.Record{step("2026-06-12", "请示")}, "2026-09-24", "2026-06-30", "2026-12-31"},
		"one of the last term":        {[]engine.Record{step("2023-05-20", "选举")}, "2026-02-01", "2026-05-20", "2026-12-31"},
		"one of an earlier term":      {[]engine.Record{step("2020-05-20", "选举")}, "2026-02-01", "2026-06-30", "2026-12-31"},
		"each ledger its own":         {[]engine.Record{step("2026-06-12", "选举"), union("2026-08-01", "2031-07-31")}, "2026-09-24", "2029-06-12", "2031-07-31"},
		"what says nothing":           {[]engine.Record{union("2026-02-01", "2030-01-31"), union("2026-08-01", "")}, "2026-09-24", "2026-06-30", "2030-01-31"},
		"what cannot be read":         {[]engine.Record{step("2026-06-12", "选举"), unreadable}, "2026-09-24", "2029-06-12", "2026-12-31"},
		"a day that ends no February": {[]engine.Record{step("2028-02-29", "选举")}, "2028-09-24", "2031-02-28", "2026-12-31"},
	} {
		u := branch(3, engine.Attributes{"届满日": "2026-06-30", "工会届满日": "2026-12-31"})
		got := plan.Derive(e, &u, &engine.Register{Records: c.records}, period(t, "2026Q3"), day(t, c.on))
		if got["届满日"] != c.term || got["工会届满日"] != c.union {
			t.Errorf("%s: %v and %v, want %v and %v", name, got["届满日"], got["工会届满日"], c.term, c.union)
		}
		if u.Attributes["届满日"] != "2026-06-30" {
			t.Errorf("%s: the unit itself was changed", name)
		}
	}
	u := branch(3, nil)
	if got := plan.Derive(e, &u, nil, period(t, "2026Q3"), day(t, "2026-09-24")); got["届满日"] != nil {
		t.Errorf("nobody knows, yet %v", got["届满日"])
	}
}
