package plan_test

import (
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

func day(t testing.TB, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func period(t testing.TB, key string) calendar.Period {
	t.Helper()
	p, err := calendar.ParsePeriod(key)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func due(t testing.TB, phrase string) *calendar.Due {
	t.Helper()
	d, err := calendar.ParseDue(phrase)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

// national is the calendar of 2026 as announced; other years are estimated.
func national(t testing.TB) *calendar.Calendar {
	t.Helper()
	feast := func(name, on, from, to string) calendar.Holiday {
		return calendar.Holiday{Name: name, Day: day(t, "2026-"+on), From: day(t, "2026-"+from), To: day(t, "2026-"+to)}
	}
	year := calendar.Year{Year: 2026, Source: "国务院办公厅2025年11月4日通知", Grade: "A",
		Holidays: []calendar.Holiday{
			feast("元旦", "01-01", "01-01", "01-03"), feast("春节", "02-17", "02-15", "02-23"),
			feast("清明", "04-05", "04-04", "04-06"), feast("劳动节", "05-01", "05-01", "05-05"),
			feast("端午", "06-19", "06-19", "06-21"), feast("中秋", "09-25", "09-25", "09-27"),
			feast("国庆", "10-01", "10-01", "10-07"),
		}}
	for _, d := range []string{"01-04", "02-14", "02-28", "05-09", "09-20", "10-10"} {
		year.Workdays = append(year.Workdays, day(t, "2026-"+d))
	}
	c, errs := calendar.New([]calendar.Year{year})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return c
}

func expr(source string) *rule.Expr {
	if source == "" {
		return nil
	}
	return &rule.Expr{Source: source}
}

func standardOf(code, applies string, duties ...*rule.Duty) *rule.Standard {
	return &rule.Standard{Code: code, Title: code, Applies: expr(applies), Duties: duties}
}

// compiled makes an edition of the standards, ready to use.
func compiled(t testing.TB, standards ...*rule.Standard) *rule.Edition {
	t.Helper()
	zero, line := rule.Floor{}, engine.Points(1)
	e := &rule.Edition{
		Name: "2026", Effective: day(t, "2026-01-01"), Asks: &[]string{},
		Score: rule.Score{Result: "sum", BandsOn: "base",
			Floor: rule.Floors{Item: &zero, Group: &zero, Total: &zero},
			Round: rule.Rounding{Line: &line, Total: &line, Half: "up"},
			Bonus: rule.BonusRule{Into: "total"}},
		Attributes: map[string]*rule.Attribute{
			"正式党员": {Type: rule.TypeSpec{Name: rule.TypeInt}},
			"类型":   {Type: rule.TypeSpec{Name: rule.TypeChoice, Choices: []string{"单独", "联合", "临时"}}},
			"在建":   {Type: rule.TypeSpec{Name: rule.TypeBool}},
			"开工日期": {Type: rule.TypeSpec{Name: rule.TypeDate}},
		},
		Parameters: map[string]*rule.Parameter{
			"大支部人数": {Default: expr("7"), Source: "公司制度"},
		},
		Ledgers: map[string]*rule.Ledger{
			"发展": {Day: "日期", Columns: []*rule.Column{
				{ID: "日期", Type: rule.TypeSpec{Name: rule.TypeDate}},
				{ID: "步骤", Type: rule.TypeSpec{Name: rule.TypeText}},
			}},
		},
		Standards: standards,
	}
	for _, p := range rule.Compile(e) {
		if !p.Warning {
			t.Fatal(p)
		}
	}
	return e
}

func branch(id engine.UnitID, attributes engine.Attributes) engine.Unit {
	return engine.Unit{ID: id, Path: "/1/", Kind: engine.Branch, Attributes: attributes,
		Start: calendar.NewDate(2026, 1, 1), Name: "支部"}
}
