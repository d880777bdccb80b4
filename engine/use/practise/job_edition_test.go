package practise_test

import (
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

func worldCalendar(t testing.TB) *calendar.Calendar {
	t.Helper()
	at := func(text string) calendar.Date { return worldDay(t, "2026-"+text) }
	year := calendar.Year{Year: 2026, Source: "国务院办公厅2025年11月4日通知", Grade: "A", Holidays: []calendar.Holiday{
		{Name: "元旦", Day: at("01-01"), From: at("01-01"), To: at("01-03")}, {Name: "春节", Day: at("02-17"), From: at("02-15"), To: at("02-23")},
		{Name: "清明", Day: at("04-05"), From: at("04-04"), To: at("04-06")}, {Name: "劳动节", Day: at("05-01"), From: at("05-01"), To: at("05-05")},
		{Name: "端午", Day: at("06-19"), From: at("06-19"), To: at("06-21")}, {Name: "中秋", Day: at("09-25"), From: at("09-25"), To: at("09-27")},
		{Name: "国庆", Day: at("10-01"), From: at("10-01"), To: at("10-07")},
	}, Workdays: []calendar.Date{at("01-04"), at("02-14"), at("02-28"), at("05-09"), at("09-20"), at("10-10")}}
	c, errs := calendar.New([]calendar.Year{year})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return c
}

func worldEdition(t testing.TB) *rule.Edition {
	t.Helper()
	due := func(phrase string) *calendar.Due {
		d, err := calendar.ParseDue(phrase)
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	is := func(source string) *rule.Expr { return &rule.Expr{Source: source} }
	of := func(code, title, post string, applies *rule.Expr, duties ...*rule.Duty) *rule.Standard {
		return &rule.Standard{Code: code, Title: title, Who: rule.Who{Post: post}, Applies: applies, Duties: duties}
	}
	wd := func(n int) calendar.Span { return calendar.Span{N: n, Unit: calendar.UnitWorkday} }
	zero, line := rule.Floor{}, engine.Points(1)
	e := &rule.Edition{
		Name: "2026", Effective: worldDay(t, "2026-01-01"), Asks: &[]string{},
		Score: rule.Score{Result: "sum", BandsOn: "base", Bonus: rule.BonusRule{Into: "total"},
			Floor: rule.Floors{Item: &zero, Group: &zero, Total: &zero}, Round: rule.Rounding{Line: &line, Total: &line, Half: "up"}},
		Attributes: map[string]*rule.Attribute{
			"正式党员": {Type: rule.TypeSpec{Name: rule.TypeInt}, From: "people"}, "在建": {Type: rule.TypeSpec{Name: rule.TypeBool}},
			"开工日期": {Type: rule.TypeSpec{Name: rule.TypeDate}}, "成立日期": {Type: rule.TypeSpec{Name: rule.TypeDate}},
			"请示日期": {Type: rule.TypeSpec{Name: rule.TypeDate}},
		},
		Ledgers:    map[string]*rule.Ledger{"发展": {Day: "日期", Columns: []*rule.Column{{ID: "日期", Type: rule.TypeSpec{Name: rule.TypeDate}}}}},
		Sync:       &rule.Sync{From: "成立日期", Within: calendar.Span{N: 30, Unit: calendar.UnitDay}, Until: "请示日期"},
		Escalation: []rule.Rung{{After: wd(1), To: "支部书记"}, {After: wd(3), To: "党总支"}, {After: wd(5), To: "党委工作部"}},
		Standards: []*rule.Standard{
			of("Z04", "支部党员大会", "支部书记", nil, &rule.Duty{ID: "大会", Due: due("每季末月25日↑"), Remind: []calendar.Span{wd(15), wd(1)}}),
			of("Z05", "支部委员会会议", "支部书记", is("正式党员 >= 7"), &rule.Duty{ID: "会议", Due: due("每月28日↑"), Remind: []calendar.Span{wd(7), wd(1)}, Done: &rule.Done{Confirm: true}}),
			of("Z08", "组织生活会", "组织委员", nil, &rule.Duty{ID: "生活会", Due: due("窗口[10/01–次年03/31]")}),
			of("Z11", "发展党员", "组织委员", nil, &rule.Duty{ID: "谈话", Due: due("日期+1月↑"), Event: &rule.Event{Of: "发展", Date: "日期"}, Remind: []calendar.Span{wd(3)}}),
			of("Z18", "党风廉政建设责任制", "纪检委员", nil, &rule.Duty{ID: "研究", Due: due("每半年末月20日↑")}),
			of("H03", "党员先锋岗", "支部书记", is("在建"), &rule.Duty{ID: "授牌", Due: due("开工日期+30日↑"), Event: &rule.Event{Unit: "开工日期"}}, &rule.Duty{ID: "考评", Due: due("每月25日↑")}),
			of("T11", "宣传报道", "宣传委员", nil, &rule.Duty{ID: "线索", Due: due("每周五↓")}),
		},
	}
	for _, p := range rule.Compile(e) {
		if !p.Warning {
			t.Fatal(p)
		}
	}
	return e
}
