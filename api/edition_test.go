package api_test

import (
	"slices"
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

func points(n engine.Points) *engine.Points { return &n }

func due(t testing.TB, phrase string) *calendar.Due {
	t.Helper()
	d, err := calendar.ParseDue(phrase)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

func date(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// smallEdition is a handbook of five standards that shows every kind of line: a
// tap, a record, an event, a holiday and a private matter.
func smallEdition(t testing.TB) *rule.Edition {
	t.Helper()
	e := &rule.Edition{
		Name: "2026", Title: "基层党建标准化手册（2026年版）", Effective: date("2026-01-01"),
		Asks:       &[]string{"what", "why", "who", "how", "when", "degree"},
		Parts:      []rule.Part{{Name: "制度", Title: "基层党建工作制度"}, {Name: "台账", Title: "党建资料台账要求及范例"}},
		Lines:      []string{"党", "纪检"},
		Parameters: map[string]*rule.Parameter{"党课每年次数": {Default: &rule.Expr{Source: "4"}, Source: "公司党课制度", Scope: "全公司"}},
		Ledgers: map[string]*rule.Ledger{"会议": {Name: "会议", Title: "会议记录", Day: "日期", Columns: []*rule.Column{
			{ID: "日期", Type: rule.TypeSpec{Name: rule.TypeDate}, Required: true, Why: "按它归入月份"},
			{ID: "类别", Type: rule.TypeSpec{Name: rule.TypeChoice, Choices: []string{"支委会", "党员大会", "党课"}}, Required: true},
			{ID: "应到", Type: rule.TypeSpec{Name: rule.TypeInt}}, {ID: "实到", Type: rule.TypeSpec{Name: rule.TypeInt}},
			{ID: "议题", Type: rule.TypeSpec{Name: rule.TypeLong}, Hint: "一行写一个"},
		}},
			"转报": {Name: "转报", Title: "举报转报登记", Day: "收到日期", Private: true, Columns: []*rule.Column{
				{ID: "收到日期", Type: rule.TypeSpec{Name: rule.TypeDate}, Required: true}, {ID: "编号", Type: rule.TypeSpec{Name: rule.TypeText}}}},
			"活动": {Name: "活动", Title: "主题活动", Day: "日期", Note: "一次活动一条。", Columns: []*rule.Column{
				{ID: "日期", Type: rule.TypeSpec{Name: rule.TypeDate}, Required: true}, {ID: "主题", Type: rule.TypeSpec{Name: rule.TypeText}, Required: true, Why: "看得出做了什么"},
				{ID: "形式", Type: rule.TypeSpec{Name: rule.TypeChoice, Choices: []string{"学习", "服务", "参观"}}, Several: true}, {ID: "主持人", Type: rule.TypeSpec{Name: rule.TypePerson}},
				{ID: "参加人", Type: rule.TypeSpec{Name: rule.TypePersons}}, {ID: "学时", Type: rule.TypeSpec{Name: rule.TypeNumber}},
				{ID: "有方案", Type: rule.TypeSpec{Name: rule.TypeBool}, Label: "事先有方案"}, {ID: "经过", Type: rule.TypeSpec{Name: rule.TypeLong}}}},
		},
		Windows:   map[string]*rule.NamedSpan{"防汛期": {Spans: [][2]rule.MonthDay{{601, 930}}}},
		Groups:    map[string]*rule.Group{},
		Score:     rule.Score{Result: "rate", Floor: rule.Floors{Item: &rule.Floor{}, Group: &rule.Floor{}, Total: &rule.Floor{}}, Round: rule.Rounding{Line: points(10), Total: points(10), Half: "up"}, Bonus: rule.BonusRule{Into: "total"}, BandsOn: "base"},
		Bands:     []rule.Band{{Name: "好", From: &rule.Amount{Fixed: 9000}}, {Name: "差"}},
		Budget:    &rule.Budget{Minutes: &rule.Expr{Source: "100"}},
		SelfCheck: &rule.Stage{Opens: due(t, "季末月20日"), Closes: due(t, "次季首月第5个工作日"), Review: &rule.Gathering{Of: "会议"}},
		DaySheet:  &rule.DaySheet{Routine: []rule.Routine{{Text: "看上级通知和交办，当天分派"}, {Text: "职工诉求和思想苗头，有则登记", Standards: []string{"T12"}}}},
	}
	e.Standards = standards(t)
	for _, p := range rule.Compile(e) {
		if !p.Warning {
			t.Errorf("edition: %s", p)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
	return e
}

func standards(t testing.TB) []*rule.Standard {
	source := []rule.Source{{Title: "中国共产党支部工作条例（试行）", Article: "第十二条", Grade: "A"}}
	example := []rule.Example{{Title: "九月的一份", Text: "一、事项\n二、责任人\n三、日期"}}
	tap := func() *rule.Done { return &rule.Done{Confirm: true} }
	return []*rule.Standard{
		{Code: "Z05", Title: "支部委员会会议", Part: "制度", Line: "党", Kind: "规定", Points: &rule.Amount{Fixed: 2500},
			What: "每月召开一次支委会，先学习第一议题，再研究支部当月要办的事。", Why: "把要办的事先想透、把分歧先摆开。",
			Who:  rule.Who{Post: "支部书记", With: []string{"组织委员", "纪检委员"}},
			How:  []string{"书记会前三天同各委员通气，定下议题单", "到会委员不少于半数才开会", "组织委员当天把记录记入会议台账"},
			When: "每月28日前，遇休息日提前。", Degree: "每月都开，到会不少于半数，决定的事写明谁办、何时办完。",
			Duties: []*rule.Duty{{ID: "会议", Title: "开一次支委会并记录", Due: due(t, "每月28日↑"), Minutes: 60,
				Done: &rule.Done{Of: "会议", Where: &rule.Expr{Source: `类别 == "支委会"`}}}},
			Evidence: []rule.Evidence{{Name: "支委会会议记录", Required: true, Why: "说明开过会、谁到会、定了什么"}},
			Scoring:  []*rule.Rule{{ID: "a", Kind: rule.Per, Ask: "与往次记录雷同的份数", Points: &rule.Expr{Source: "2"}, Text: "记录雷同每份扣2分"}},
			Examples: []rule.Example{{Title: "九月支委会记录", Of: "会议", Fields: map[string]any{"日期": "2026-09-22", "类别": "支委会", "应到": 3, "实到": 3, "议题": "学习原文；安全生产会议要求"}}},
			Sources:  source},
		{Code: "T01", Title: "工作计划与总结", Part: "台账", Line: "党", Kind: "规定", Points: &rule.Amount{Fixed: 1500},
			What: "每月排出支部工作计划。", Why: "有计划才能提前约人。", Who: rule.Who{Post: "支部书记"}, How: []string{"对照提醒表列出本月要办的事"},
			When: "每月20日前。", Degree: "计划写明事项、责任人和日期。",
			Duties: []*rule.Duty{
				{ID: "计划", Title: "排出下月工作计划", Due: due(t, "每月20日↑"), Minutes: 20, Done: tap()},
				{ID: "名册", Title: "核对党员名册", Post: "组织委员", Due: due(t, "每月24日↑"), Minutes: 15, Done: tap()},
				{ID: "季报", Title: "季度工作小结", Due: due(t, "每季末月25日↑"), Minutes: 40, Done: tap()},
				{ID: "工会", Title: "公布工会经费", Post: "工会主席", Due: due(t, "每季末月29日↑"), Minutes: 10, Done: tap()},
			},
			Scoring: []*rule.Rule{{ID: "a", Kind: rule.Per, Window: "month", Ask: "缺计划的月数", Points: &rule.Expr{Source: "1"}}}, Examples: example, Sources: source},
		{Code: "T12", Title: "职工诉求台账", Part: "台账", Line: "党", Kind: "规定", Points: &rule.Amount{Fixed: 1000},
			What: "职工反映的事有登记、有答复。", Why: "小事不拖成大事。", Who: rule.Who{Post: "支部书记"}, How: []string{"当天登记，当天分派"},
			When: "登记后30日内。", Degree: "件件有回音。",
			Duties:  []*rule.Duty{{ID: "答复", Title: "答复职工诉求", Due: due(t, "日期+30日↓"), Event: &rule.Event{Of: "会议", Date: "日期"}, Minutes: 30, Done: tap()}},
			Scoring: []*rule.Rule{{ID: "a", Kind: rule.Per, Ask: "没有答复的件数", Points: &rule.Expr{Source: "1"}}}, Examples: example, Sources: source},
		{Code: "H08", Title: "节前廉洁提醒", Part: "制度", Line: "纪检", Kind: "规定", Points: &rule.Amount{Fixed: 1000},
			What: "放假前提醒到人。", Why: "节日是风险点。", Who: rule.Who{Post: "支部书记"}, How: []string{"会上提醒"}, When: "放假前一个工作日。", Degree: "人人知晓。",
			Duties:  []*rule.Duty{{ID: "提醒", Title: "节前廉洁提醒", Due: &calendar.Due{Every: calendar.EveryHoliday, Holidays: []string{"中秋", "国庆"}, Before: calendar.Span{N: 1, Unit: calendar.UnitWorkday}}, Minutes: 10, Done: tap()}},
			Scoring: []*rule.Rule{{ID: "a", Kind: rule.Per, Ask: "没有提醒的次数", Points: &rule.Expr{Source: "1"}}}, Examples: append(slices.Clone(example), rule.Example{Title: "一次活动", Of: "活动", Fields: map[string]any{"日期": "2026-09-22", "主题": "看一次工地"}}), Sources: source},
		{Code: "T16", Title: "信访举报接收转报登记", Part: "台账", Line: "纪检", Kind: "规定", Points: &rule.Amount{Fixed: 1000}, Private: true,
			What: "收到的举报登记并转报。", Why: "不压不漏。", Who: rule.Who{Post: "纪检委员"}, How: []string{"登记编号、日期、转报去向"}, When: "收到后1日内。", Degree: "只记编号、日期、去向。",
			Duties:  []*rule.Duty{{ID: "登记", Title: "登记转报举报", Due: due(t, "每月24日↑"), Minutes: 5, Done: tap()}},
			Scoring: []*rule.Rule{{ID: "a", Kind: rule.Per, Ask: "漏登的件数", Points: &rule.Expr{Source: "1"}}}, Examples: append(slices.Clone(example), rule.Example{Title: "一条", Of: "转报", Fields: map[string]any{"收到日期": "2026-09-22"}}), Sources: source},
	}
}

// year2026 is enough of the calendar for September and October 2026.
func year2026() calendar.Year {
	return calendar.Year{Year: 2026, Source: "放假通知", Grade: "A",
		Holidays: []calendar.Holiday{
			{Name: "元旦", Day: date("2026-01-01"), From: date("2026-01-01"), To: date("2026-01-03")},
			{Name: "春节", Day: date("2026-02-17"), From: date("2026-02-15"), To: date("2026-02-23")},
			{Name: "清明", Day: date("2026-04-05"), From: date("2026-04-04"), To: date("2026-04-06")},
			{Name: "劳动节", Day: date("2026-05-01"), From: date("2026-05-01"), To: date("2026-05-05")},
			{Name: "端午", Day: date("2026-06-19"), From: date("2026-06-19"), To: date("2026-06-21")},
			{Name: "中秋", Day: date("2026-09-25"), From: date("2026-09-25"), To: date("2026-09-27")},
			{Name: "国庆", Day: date("2026-10-01"), From: date("2026-10-01"), To: date("2026-10-07")},
		}}
}
