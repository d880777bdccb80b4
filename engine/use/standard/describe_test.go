package standard

import (
	"testing"

	"wubiao/engine/rule"
)

func TestRulesAreSaidInWords(t *testing.T) {
	t.Parallel()
	three := &rule.Expr{Source: "3"}
	for want, r := range map[string]*rule.Rule{
		"支委会：每少1次扣3分":        {Kind: rule.Short, Name: "支委会", Text: "每少1次扣3分"},
		"到会不足半数仍开会每次扣3分":     {Kind: rule.Per, Name: "支委会", Text: "到会不足半数仍开会每次扣3分"},
		"支委会：每少一次扣3分":        {Kind: rule.Short, Name: "支委会", Points: three},
		"缺计划的月数：每有一次扣3分":     {Kind: rule.Per, Ask: "缺计划的月数", Points: three},
		"有“造假”的，扣3分":         {Kind: rule.Fixed, Name: "造假", Points: three},
		"有“挪用党费”的，本项不得分":     {Kind: rule.Forfeit, Ask: "挪用党费"},
		"有“死亡事故”的，一票否决，限定等次": {Kind: rule.VetoBy, Ask: "死亡事故"},
		"平台上传：每逾期一次扣3分":      {Kind: rule.Late, Of: "平台上传", Points: three},
		"到会率：每差一档扣3分":        {Kind: rule.StepBy, Name: "到会率", Points: three},
		"处分：按档次扣分（诫勉 3）":     {Kind: rule.Tier, Name: "处分", Levels: &rule.Levels{Named: true, List: []rule.Level{{Name: "诫勉", Amount: three}}}},
		"现场管理：按情形扣3至3分":      {Kind: rule.Range, Ask: "现场管理", Min: three, Max: three},
		"表扬：按档次加分（国家 3）":     {Kind: rule.Bonus, Name: "表扬", Levels: &rule.Levels{Named: true, List: []rule.Level{{Name: "国家", Amount: three}}}},
		"上级扣分：按提供的数字折算":      {Kind: rule.Import, From: "上级扣分"},
		"现场：由考核组酌情扣分":        {Kind: rule.Judged, Ask: "现场"},
	} {
		if got := describeRule(r); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestConditionsAreSaidInWords(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`正式党员 >= 7 and 类型 != "临时"`:          "正式党员不少于7，且类型不是临时",
		`类别 == "支委会" or 类别 == "党课"`:         "类别是支委会，或类别是党课",
		`not 独立法人`:                          "不是独立法人",
		`团员 < 3`:                            "团员少于3",
		`填了(报告日期) and 空(销号日期)`:              "填写了报告日期，且没有填写销号日期",
		`填了(档案更新日) and 档案更新日 >= 情况变动日`:      "填写了档案更新日，且档案更新日不早于情况变动日",
		`个数(党小组名单) >= 1`:                    "党小组名单的个数不少于1",
		`缺项(重温誓词, 表彰) <= 2`:                 "重温誓词、表彰里缺的项数不多于2",
		`类别 == "党日" and (补课完成 or 实到 >= 应到)`: "类别是党日，且（补课完成，或实到不少于应到）",
	} {
		if got := PlainCondition(source); got != want {
			t.Errorf("%q: got %q, want %q", source, got, want)
		}
	}
}

func TestUnlistedDutiesSayWhy(t *testing.T) {
	t.Parallel()
	d := &rule.Duty{ID: "转报", Track: "none"}
	s := &rule.Standard{Code: "T16", Title: "转报", Private: true, Who: rule.Who{Post: "纪检委员"}, Duties: []*rule.Duty{d}}
	if got := DescribeDuty(&rule.Edition{}, s, d).Unlisted; got != "不列入提醒表；由纪检委员按本标准登记和转报" {
		t.Errorf("private: %q", got)
	}
	s.Private = false
	if got := DescribeDuty(&rule.Edition{}, s, d).Unlisted; got != "随其他标准的记录一并完成，不单独提醒" {
		t.Errorf("open: %q", got)
	}
	if got := DescribeDuty(&rule.Edition{}, s, &rule.Duty{ID: "甲"}).Unlisted; got != "" {
		t.Errorf("listed: %q", got)
	}
}

func TestBlankFormHasWhatTheStandardUsesFirst(t *testing.T) {
	t.Parallel()
	l := &rule.Ledger{Name: "会议", Day: "日期", Columns: []*rule.Column{
		{ID: "备注", Type: rule.TypeSpec{Name: rule.TypeLong}}, {ID: "日期", Type: rule.TypeSpec{Name: rule.TypeDate}},
		{ID: "类别", Type: rule.TypeSpec{Name: rule.TypeChoices, Choices: []string{"支委会", "党课"}}, Required: true},
		{ID: "主持人", Type: rule.TypeSpec{Name: rule.TypePerson}}}}
	s := &rule.Standard{Code: "Z05", Examples: []rule.Example{{Of: "会议", Fields: map[string]any{"主持人": "甲"}}}}
	e := &rule.Edition{Ledgers: map[string]*rule.Ledger{"会议": l}, Standards: []*rule.Standard{s}}
	f := describeForm(e, s, l)
	if main, rest := f.Main(), f.Rest(); len(main) != 3 || len(rest) != 1 || rest[0].Label != "备注" || !rest[0].Long {
		t.Errorf("main %v, rest %v", main, rest)
	} else if kinds := main[1]; !kinds.Several() || len(kinds.Choices) != 2 || main[2].Label != "主持人" {
		t.Errorf("choices: %+v", kinds)
	}
}
