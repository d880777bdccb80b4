package rule

import (
	"strings"
	"testing"

	"wubiao/engine/calendar"
)

// sound is a rule that compiles; each case below breaks one thing of it.
func sound() *Rule {
	return &Rule{ID: "a", Kind: Per, Of: "会", Where: x("有稿"), Points: x("1")}
}

func item(rules ...*Rule) *Standard {
	return &Standard{Code: "甲", Points: amount(1000), Scoring: rules}
}

func TestMeaningsAreCheckedAtLoad(t *testing.T) {
	t.Parallel()
	yearly, err := calendar.ParseDue("每年12/20↑")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		spoil func(e *Edition, s *Standard, r *Rule)
		want  string
	}{
		"negative points":          {func(_ *Edition, _ *Standard, r *Rule) { r.Points = x("-1") }, "不能是负数"},
		"negative factor":          {func(_ *Edition, _ *Standard, r *Rule) { r.Escalate = []Escalate{{Factor: x("-1")}} }, "不能是负数"},
		"negative cap":             {func(_ *Edition, _ *Standard, r *Rule) { r.Cap = &Cap{Most: x("-2")} }, "不能是负数"},
		"step of nothing":          {func(_ *Edition, _ *Standard, r *Rule) { *r = *stepRule(); r.PerStep = x("0") }, "per 要大于0"},
		"step without side":        {func(_ *Edition, _ *Standard, r *Rule) { *r = *stepRule(); r.Side = "" }, "side"},
		"step without round":       {func(_ *Edition, _ *Standard, r *Rule) { *r = *stepRule(); r.Round = "" }, "round"},
		"step without over":        {func(_ *Edition, _ *Standard, r *Rule) { *r = *stepRule(); r.Over = "" }, "over"},
		"edges in the wrong order": {func(_ *Edition, _ *Standard, r *Rule) { r.Kind, r.Points, r.Levels = Tier, nil, rising() }, "从高到低"},
		"once_per without keep":    {func(_ *Edition, _ *Standard, r *Rule) { r.OncePer = []string{"主讲"} }, "keep"},
		"once_per a missing column": {func(_ *Edition, _ *Standard, r *Rule) { r.OncePer, r.Keep = []string{"主持"}, "first" },
			"没有这一列"},
		"for_each no list":        {func(_ *Edition, _ *Standard, r *Rule) { r.ForEach, r.Match = "人数", "组别" }, "名单"},
		"for_each without column": {func(_ *Edition, _ *Standard, r *Rule) { r.ForEach = "小组" }, "match"},
		"unknown window":          {func(_ *Edition, _ *Standard, r *Rule) { r.Window = "旬" }, "窗口"},
		"window left open": {func(_ *Edition, s *Standard, _ *Rule) {
			s.Duties = []*Duty{{ID: "一", Due: &yearly}, {ID: "二", Due: &yearly}}
		}, "没有写 window"},
		"two sources":          {func(_ *Edition, _ *Standard, r *Rule) { r.Ask = "问" }, "来源只能有一个"},
		"unknown ledger":       {func(_ *Edition, _ *Standard, r *Rule) { r.Of = "会会" }, "是不是想写「会」"},
		"where without ledger": {func(_ *Edition, _ *Standard, r *Rule) { r.Of, r.When = "", x("停办") }, "不能写 where"},
		"no points":            {func(_ *Edition, _ *Standard, r *Rule) { r.Points = nil }, "points"},
		"unknown kind":         {func(_ *Edition, _ *Standard, r *Rule) { r.Kind = "扣" }, "不认识"},
		"unknown vote":         {func(_ *Edition, _ *Standard, r *Rule) { r.Vote = "V9" }, "没有声明"},
		"unknown veto":         {func(_ *Edition, _ *Standard, r *Rule) { r.Veto = "大事" }, "没有声明"},
		"import without as": {func(_ *Edition, _ *Standard, r *Rule) {
			*r = Rule{ID: "a", Kind: Import, From: "他表", Factor: x("1")}
		}, "as"},
		"range without bounds": {func(_ *Edition, _ *Standard, r *Rule) { *r = Rule{ID: "a", Kind: Range, Ask: "乱"} }, "min 和 max"},
		"late without due":     {func(_ *Edition, _ *Standard, r *Rule) { r.Kind = Late }, "date 和 due"},
		"due outside late":     {func(_ *Edition, _ *Standard, r *Rule) { r.Due = &yearly }, "只用于 late"},
		"once per column of windows": {func(_ *Edition, _ *Standard, r *Rule) {
			*r = Rule{ID: "a", Kind: Short, Of: "会", Need: x("1"), Window: "month", Points: x("1"), OncePer: []string{"组别"}, Keep: "first"}
		}, "once_per 只能写 all"},
		"a cap over a season": {func(e *Edition, _ *Standard, r *Rule) {
			e.Windows = map[string]*NamedSpan{"旺季": {Spans: [][2]MonthDay{{601, 930}}}}
			r.Cap = &Cap{Most: x("1"), Window: "旺季"}
		}, "cap 的窗口"},
		"a floor of a rule": {func(_ *Edition, _ *Standard, r *Rule) { r.Floor = &Floor{To: Amount{Fixed: 100}} }, "只能写 none"},
		"a span that is none": {func(e *Edition, s *Standard, _ *Rule) {
			d := calendar.Due{Trigger: "日期", AddBy: "应办", Shift: "none"}
			s.Duties = []*Duty{{ID: "事", Due: &d, Event: &Event{Of: "会", Date: "日期"}}}
		}, "要是时长"},
		"a vote of a ledger that is not declared": {func(e *Edition, _ *Standard, _ *Rule) { e.Ledgers["会"].Votes = []Held{{Vote: "V9"}} }, "没有声明"},
		"a vote without its columns": {func(e *Edition, _ *Standard, _ *Rule) {
			e.Votes = map[string]*Vote{"V4": {Pass: &Majority{Op: ">", Of: x("1/2"), Base: "应到"}}}
			e.Ledgers["会"].Votes = []Held{{Vote: "V4"}}
		}, "缺列「赞成」"},
		"forfeit of nothing": {func(_ *Edition, s *Standard, r *Rule) { s.Points, r.Kind = nil, Forfeit },
			"都没有满分"},
		"wrong type":               {func(_ *Edition, _ *Standard, r *Rule) { r.Where = x("应到") }, "是/否"},
		"a word with two meanings": {func(e *Edition, _ *Standard, _ *Rule) { e.Parameters["人数"] = &Parameter{} }, "既是属性又是参数"},
		"a column named like one": {func(e *Edition, _ *Standard, _ *Rule) {
			e.Attributes["主讲"] = &Attribute{Type: TypeSpec{Name: TypeText}}
		}, "同名"},
		"no floors": {func(e *Edition, _ *Standard, _ *Rule) { e.Score.Floor = Floors{} }, "floor.item"},
		"no half":   {func(e *Edition, _ *Standard, _ *Rule) { e.Score.Round.Half = "" }, "round.half"},
		"bands without bands_on": {func(e *Edition, _ *Standard, _ *Rule) {
			e.Bands = []Band{{Name: "好", From: amount(9000)}, {Name: "差"}}
		}, "bands_on"},
		"bands with a gap": {func(e *Edition, _ *Standard, _ *Rule) { e.Bands = []Band{{Name: "好", From: amount(9000)}} }, "只有最后一等不写"},
		"a pool of a missing rule": {func(e *Edition, _ *Standard, _ *Rule) {
			e.Pools = map[string]*Pool{"池": {Rules: []string{"甲.z"}, OncePer: []string{"all"}, Keep: "first"}}
		}, "没有规则"},
		"a pool of two effects": {func(e *Edition, s *Standard, _ *Rule) { mixedPool(e, s) }, "不能合并"},
		"weights of no group": {func(e *Edition, _ *Standard, _ *Rule) {
			e.Weights = &Weights{Parts: map[string]*Expr{"乙": x("1")}, Missing: "zero"}
		}, "不是顶层的组"},
		"weights silent about missing":           {func(e *Edition, _ *Standard, _ *Rule) { e.Weights = &Weights{} }, "missing"},
		"a code twice":                           {func(e *Edition, _ *Standard, _ *Rule) { e.Standards = append(e.Standards, item()) }, "重复"},
		"a rule twice":                           {func(_ *Edition, s *Standard, _ *Rule) { s.Scoring = append(s.Scoring, sound()) }, "重复"},
		"shares that do not add up":              {func(_ *Edition, s *Standard, _ *Rule) { s.Shares = map[string]*Expr{"一科": x("3")} }, "应相等"},
		"a question of the book missing":         {func(e *Edition, _ *Standard, _ *Rule) { e.Asks = &[]string{"what"} }, "做什么"},
		"asks not written":                       {func(e *Edition, _ *Standard, _ *Rule) { e.Asks = nil }, "asks"},
		"a number that follows from a ledger":    {told(func(a *Attribute) { a.Type.Name = TypeInt }), "不是日期"},
		"a date that follows from two":           {told(func(a *Attribute) { a.From = "people" }), "只能留一个"},
		"a date that follows from nothing":       {told(func(a *Attribute) { a.Latest.Value = nil }), "没有写由台账的哪一列推出"},
		"a date that follows from no ledger":     {told(func(a *Attribute) { a.Latest.Of = "会会" }), "是不是想写「会」"},
		"a date that is none":                    {told(func(a *Attribute) { a.Latest.Value = x("应到") }), "要的是日期"},
		"a date that follows from the unit":      {told(func(a *Attribute) { a.Latest.Value = x("建立日") }), "这里用了「建立日」"},
		"a date of records the unit chooses":     {told(func(a *Attribute) { a.Latest.Where = x("停办") }), "这里用了「停办」"},
		"a date that follows from a secret":      {func(e *Edition, s *Standard, r *Rule) { told(nil)(e, s, r); e.Ledgers["会"].Private = true }, "只给指定岗位看"},
		"a date that follows from a list in use": {func(e *Edition, s *Standard, r *Rule) { told(nil)(e, s, r); e.Ledgers["会"].Day = "" }, "分不出哪一条在后"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := sound()
			s := item(r)
			e := edition(s)
			if name == "" {
				t.Fatal("unnamed")
			}
			c.spoil(e, s, r)
			var all []string
			for _, p := range Compile(e) {
				if !p.Warning {
					all = append(all, p.Message)
				}
			}
			if text := strings.Join(all, "\n"); !strings.Contains(text, c.want) {
				t.Errorf("problems %q, want one with %q", text, c.want)
			}
		})
	}
	clean := edition(item(sound()))
	told(nil)(clean, nil, nil)
	compileClean(t, clean)
}

// told lets a date follow from the ledger, and spoils how.
func told(spoil func(*Attribute)) func(*Edition, *Standard, *Rule) {
	return func(e *Edition, _ *Standard, _ *Rule) {
		a := &Attribute{Type: TypeSpec{Name: TypeDate}, Latest: &Latest{Of: "会", Where: x("有稿"), Value: x("日期 + 3年")}}
		if spoil != nil {
			spoil(a)
		}
		e.Attributes["届满"] = a
	}
}

func stepRule() *Rule {
	return &Rule{ID: "a", Kind: StepBy, Of: "会", Ratio: []*Expr{x("实到"), x("应到")}, Over: "each", Side: "below",
		Base: x("80%"), PerStep: x("10%"), Round: "down", Points: x("1")}
}

func rising() *Levels {
	return &Levels{List: []Level{{From: x("60"), Amount: x("1")}, {From: x("90"), Amount: x("0")}, {Amount: x("5")}}}
}

func mixedPool(e *Edition, s *Standard) {
	s.Scoring = append(s.Scoring, &Rule{ID: "b", Kind: Bonus, Of: "会", Where: x("有稿"), Points: x("1")})
	e.Pools = map[string]*Pool{"池": {Rules: []string{"甲.a", "甲.b"}, OncePer: []string{"all"}, Keep: "first"}}
}
