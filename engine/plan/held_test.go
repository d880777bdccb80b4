package plan_test

import (
	"slices"
	"testing"

	"wubiao/engine"
	"wubiao/engine/plan"
	"wubiao/engine/rule"
)

// heldEdition has a ledger of every type of column, and a private one.
func heldEdition(t testing.TB) *rule.Edition {
	t.Helper()
	kind := func(name string) rule.TypeSpec { return rule.TypeSpec{Name: name} }
	zero, line := rule.Floor{}, engine.Points(1)
	e := &rule.Edition{Name: "2026", Asks: &[]string{}, Score: rule.Score{Result: "sum", BandsOn: "base", Bonus: rule.BonusRule{Into: "total"},
		Floor: rule.Floors{Item: &zero, Group: &zero, Total: &zero}, Round: rule.Rounding{Line: &line, Total: &line, Half: "up"}},
		Ledgers: map[string]*rule.Ledger{
			"活动": {Name: "活动", Day: "日期", Columns: []*rule.Column{{ID: "日期", Type: kind(rule.TypeDate)}, {ID: "主题", Type: kind(rule.TypeText)},
				{ID: "学时", Type: kind(rule.TypeNumber)}, {ID: "有方案", Type: kind(rule.TypeBool)},
				{ID: "形式", Type: rule.TypeSpec{Name: rule.TypeChoice, Choices: []string{"学习", "服务"}}, Several: true}}},
			"转报": {Name: "转报", Private: true, Columns: []*rule.Column{{ID: "编号", Type: kind(rule.TypeText)}}},
		}}
	for _, p := range rule.Compile(e) {
		if !p.Warning {
			t.Fatal(p)
		}
	}
	return e
}

func TestWhatALedgerHoldsIsAnswered(t *testing.T) {
	t.Parallel()
	e := heldEdition(t)
	records := []engine.Record{
		{Ledger: "活动", Fields: map[string]any{"日期": "2026-07-02", "主题": "看工地", "学时": 1.5, "有方案": true, "形式": []any{"学习", "服务"}}},
		{Ledger: "别的", Fields: map[string]any{"学时": 99}},
		{Ledger: "活动", Fields: map[string]any{"日期": "2026-08-03", "主题": "学原文", "学时": "2", "形式": []any{"学习"}}},
		{Ledger: "活动", Fields: map[string]any{"日期": "2026-09-04", "形式": []any{"服务"}}},
	}
	for text, want := range map[string][2]string{
		"活动：条数": {"3", "数字"}, "活动：条数（形式是学习）": {"2", "数字"}, "活动：条数（有方案）": {"1", "数字"}, "活动：学时合计": {"7/2", "数字"},
		"活动：最近一条的学时": {"2", "数字"}, "活动：最近一条的日期": {"2026-09-04", "日期"}, "活动：最近一条的主题": {"学原文", "文字"},
	} {
		h, ok := plan.ParseHeld(e, text)
		if !ok || h.Kind != want[1] {
			t.Errorf("%s: %v, kind %s", text, ok, h.Kind)
			continue
		}
		if got := h.Answer(e, records); got != want[0] && !(want[0] == "7/2" && got == "3.5") {
			t.Errorf("%s: %q, want %q", text, got, want[0])
		}
	}
	none, _ := plan.ParseHeld(e, "活动：最近一条的主题")
	count, _ := plan.ParseHeld(e, "活动：条数")
	if got, counted := none.Answer(e, nil), count.Answer(e, nil); got != "" || counted != "0" {
		t.Errorf("of nothing: %q and %q", got, counted)
	}
	for _, text := range []string{"", "活动", "活动：次数", "转报：条数", "没有：条数"} {
		if _, ok := plan.ParseHeld(e, text); ok {
			t.Errorf("%q was read", text)
		}
	}
	if slices.ContainsFunc(plan.EveryHeld(e), func(h plan.Held) bool { return h.Ledger == "转报" }) {
		t.Error("a private ledger is offered")
	}
}

func TestAddressedAreTheBranchesBelowAndAtWork(t *testing.T) {
	t.Parallel()
	day := day(t, "2026-09-24")
	unit := func(id engine.UnitID, path string, kind engine.UnitKind) engine.Unit {
		return engine.Unit{ID: id, Path: path, Kind: kind, Start: day - 100}
	}
	units := []engine.Unit{unit(1, "/1/", engine.Company), unit(2, "/1/2/", engine.GeneralBranch), unit(3, "/1/2/3/", engine.Branch), unit(20, "/1/20/", engine.Branch),
		unit(4, "/1/2/4/", engine.Branch), unit(5, "/1/2/5/", engine.Project), unit(6, "/1/2/6/", engine.Branch)}
	units[4].Closed, units[6].Start = day-1, day+1
	for _, c := range []struct{ targets, want []engine.UnitID }{
		{[]engine.UnitID{1}, []engine.UnitID{3, 20}}, {[]engine.UnitID{2}, []engine.UnitID{3}}, {[]engine.UnitID{2, 3, 20}, []engine.UnitID{3, 20}},
		{[]engine.UnitID{4}, nil}, {[]engine.UnitID{99}, nil}, {nil, nil},
	} {
		var got []engine.UnitID
		for _, u := range plan.Addressed(c.targets, units, day) {
			got = append(got, u.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v address %v, want %v", c.targets, got, c.want)
		}
	}
}
