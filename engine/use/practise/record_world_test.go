package practise_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
)

// recordEdition is a handbook of few ledgers that shows everything a record can
// do: several standards at once, a need of several, votes, steps, an event that
// its own record ends, and a private ledger.
func recordEdition(t testing.TB, alter ...func(*rule.Edition)) *rule.Edition {
	t.Helper()
	due := func(phrase string) *calendar.Due {
		d, err := calendar.ParseDue(phrase)
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	is := func(source string) *rule.Expr { return &rule.Expr{Source: source} }
	kind := func(name string) rule.TypeSpec { return rule.TypeSpec{Name: name} }
	choice := func(words ...string) rule.TypeSpec {
		return rule.TypeSpec{Name: rule.TypeChoice, Choices: words}
	}
	duty := func(id, phrase, ledger, where string) *rule.Duty {
		d := &rule.Duty{ID: id, Title: id, Due: due(phrase), Done: &rule.Done{Of: ledger}}
		if where != "" {
			d.Done.Where = is(where)
		}
		return d
	}
	half := func(op string) *rule.Majority { return &rule.Majority{Op: op, Of: is("1/2"), Base: "应到"} }
	zero, line, one := rule.Floor{}, engine.Points(1), is("1")
	need := duty("小组会", "每月28日↑", "会议", `类别 == "党小组会"`)
	need.Done.Need = is("个数(党小组名单)")
	talk := duty("谈话", "申请+1月↑", "发展", `步骤 == "谈话"`)
	talk.Event = &rule.Event{Of: "发展", Where: is(`步骤 == "申请"`), Date: "办理日期"}
	answer := duty("答复", "提出+10工作日", "诉求", `填了(答复日期)`)
	answer.Event = &rule.Event{Of: "诉求", Date: "提出日期"}
	e := &rule.Edition{
		Name: "2026", Effective: worldDay(t, "2026-01-01"), Asks: &[]string{}, Lines: []string{"党", "纪检"},
		Score: rule.Score{Result: "sum", BandsOn: "base", Bonus: rule.BonusRule{Into: "total"},
			Floor: rule.Floors{Item: &zero, Group: &zero, Total: &zero}, Round: rule.Rounding{Line: &line, Total: &line, Half: "up"}},
		Attributes: map[string]*rule.Attribute{"支委名单": {Type: kind(rule.TypeList)}, "党小组名单": {Type: kind(rule.TypeList)},
			"党员": {Type: kind(rule.TypeInt)}, "境外": {Type: kind(rule.TypeBool)}},
		Votes: map[string]*rule.Vote{
			"V2": {Title: "接收预备党员", Quorum: half(">"), Pass: half(">"), Written: true},
			"V4": {Title: "支委会", Quorum: half(">="), Pass: half(">")},
		},
		Ledgers: map[string]*rule.Ledger{
			"会议": {Title: "会议记录", Day: "日期", Columns: []*rule.Column{
				{ID: "日期", Type: kind(rule.TypeDate), Required: true, Why: "归入月份"},
				{ID: "类别", Type: choice("支委会", "党员大会", "党课", "党小组会"), Several: true, Required: true, Why: "归入标准"},
				{ID: "主题", Type: kind(rule.TypeText), Required: true}, {ID: "地点", Type: kind(rule.TypeText)},
				{ID: "主持人", Type: kind(rule.TypePerson)}, {ID: "记录人", Type: kind(rule.TypePerson)},
				{ID: "应到", Type: kind(rule.TypeInt)}, {ID: "实到", Type: kind(rule.TypeInt)}, {ID: "赞成", Type: kind(rule.TypeInt)},
				{ID: "内容", Type: kind(rule.TypeLong)}, {ID: "有讲稿", Type: kind(rule.TypeBool)},
				{ID: "参加人", Type: kind(rule.TypePersons)}, {ID: "学时", Type: kind(rule.TypeNumber)}, {ID: "备注", Type: kind(rule.TypeText)}}},
			"发展": {Day: "办理日期", Columns: []*rule.Column{{ID: "姓名", Type: kind(rule.TypePerson), Required: true},
				{ID: "步骤", Type: choice("申请", "谈话", "讨论", "转正"), Required: true}, {ID: "办理日期", Type: kind(rule.TypeDate), Required: true},
				{ID: "应到", Type: kind(rule.TypeInt)}, {ID: "实到", Type: kind(rule.TypeInt)}, {ID: "赞成", Type: kind(rule.TypeInt)}, {ID: "书面赞成", Type: kind(rule.TypeInt)}},
				Steps: &rule.Steps{Of: "姓名", By: "步骤", Date: "办理日期", List: []rule.Step{{ID: "申请"}, {ID: "谈话"}, {ID: "讨论", Vote: "V2"},
					{ID: "转正", Vote: "V2", NotBefore: calendar.Span{N: 1, Unit: calendar.UnitYear}}}}},
			"诉求": {Day: "提出日期", Columns: []*rule.Column{{ID: "提出日期", Type: kind(rule.TypeDate), Required: true},
				{ID: "诉求", Type: kind(rule.TypeText), Required: true}, {ID: "答复日期", Type: kind(rule.TypeDate)}}},
			"谈话": {Title: "谈话记录", Day: "日期", Private: true, Columns: []*rule.Column{{ID: "日期", Type: kind(rule.TypeDate), Required: true}, {ID: "对象", Type: kind(rule.TypePerson)}}},
			"设置": {Columns: []*rule.Column{{ID: "事项", Type: choice("撤并", "成立"), Required: true}, {ID: "请示件", Type: kind(rule.TypeText)}}},
			"出国": {Columns: []*rule.Column{{ID: "姓名", Type: kind(rule.TypePerson)}}},
		},
		Standards: []*rule.Standard{
			{Code: "Z04", Title: "支部党员大会", Line: "党", Who: rule.Who{Post: "支部书记"}, Duties: []*rule.Duty{duty("大会", "每季末月25日↑", "会议", `类别 == "党员大会"`)}},
			{Code: "Z05", Title: "支部委员会会议", Line: "党", Who: rule.Who{Post: "支部书记"}, Duties: []*rule.Duty{duty("会议", "每月28日↑", "会议", `类别 == "支委会"`)},
				Scoring:  []*rule.Rule{{ID: "b", Kind: rule.Per, Of: "会议", Where: is(`类别 == "支委会" and not 有效`), Vote: "V4", Points: one, Window: "sheet"}},
				Examples: []rule.Example{{Title: "一次支委会", Of: "会议", Fields: map[string]any{"日期": "2026-02-20", "类别": []string{"支委会"}, "主题": "研究月度安排", "主持人": "范例人", "应到": 7, "内容": "逐项表态。"}}}},
			{Code: "Z06", Title: "党小组会", Line: "党", Who: rule.Who{Post: "支部书记"}, Duties: []*rule.Duty{need}},
			{Code: "Z07", Title: "党课", Line: "党", Who: rule.Who{Post: "支部书记"}, Duties: []*rule.Duty{duty("党课", "每季末月25日↑", "会议", `类别 == "党课"`)}},
			{Code: "Z10", Title: "谈心谈话", Line: "纪检", Who: rule.Who{Post: "纪检委员"}, Duties: []*rule.Duty{duty("谈心", "每月28日↑", "谈话", "")}},
			{Code: "Z11", Title: "发展党员", Line: "党", Who: rule.Who{Post: "组织委员"}, Duties: []*rule.Duty{talk}},
			{Code: "Z12", Title: "外事", Line: "党", Applies: is("境外"), Who: rule.Who{Post: "支部书记"}, Duties: []*rule.Duty{duty("报备", "每月28日↑", "出国", "")}},
			{Code: "Z01", Title: "党组织设置", Line: "党", Who: rule.Who{Post: "支部书记"}, Duties: []*rule.Duty{duty("请示", "每年6月30日", "设置", `事项 == "成立" and 填了(请示件)`)}},
			{Code: "T12", Title: "职工诉求", Line: "党", Who: rule.Who{Post: "支部书记"}, Duties: []*rule.Duty{answer}},
		},
	}
	for _, a := range alter {
		a(e)
	}
	for _, p := range rule.Compile(e) {
		if !p.Warning {
			t.Fatal(p)
		}
	}
	return e
}

// office is a world with two branches whose people record.
type office struct {
	*world
	secretary, organiser, inspector, stranger, above access.Actor
	unit, foreign                                    engine.UnitID
}

func newOffice(t testing.TB, now string) *office {
	t.Helper()
	o := &office{world: newWorld(t, now)}
	o.Practise.Book = standard.NewBook(recordEdition(t))
	o.unit, o.foreign = o.units["第一党支部"].ID, o.units["第二党支部"].ID
	o.change("第一党支部", func(u *engine.Unit) {
		u.Attributes = engine.Attributes{"支委名单": []string{"甲", "乙", "丙"}, "党小组名单": []string{"一组", "二组"}, "党员": 12, "境外": false}
	})
	o.secretary = o.holder("第一党支部", "王建国", "支部书记")
	o.organiser = o.holder("第一党支部", "李梅", "组织委员")
	o.inspector = o.holder("第一党支部", "陈洁", "纪检委员")
	o.stranger = o.holder("第二党支部", "赵强", "支部书记")
	o.above = o.holder("东片党总支", "钱总支", "党总支")
	return o
}

func (o *office) holder(unit, name, post string) access.Actor {
	o.t.Helper()
	u := o.units[unit]
	p := engine.Person{UnitID: u.ID, Name: name}
	o.update(func(tx port.Tx) error { return tx.Insert(&p) })
	return access.Actor{Account: 1, Person: p.ID, Role: engine.RoleBranch, Unit: u.ID,
		Posts: []access.HeldPost{{Unit: u.ID, Path: u.Path, Name: post}}}
}

// task inserts an open task of the first branch.
func (o *office) task(period, duty, subject, opens, due string) engine.TaskID {
	o.t.Helper()
	p, err := calendar.ParsePeriod(period)
	if err != nil {
		o.t.Fatal(err)
	}
	t := engine.Task{Period: p, UnitID: o.unit, Duty: duty, Subject: subject, Edition: "2026", State: engine.TaskOpen,
		Opens: worldDay(o.t, opens), Due: worldDay(o.t, due)}
	o.update(func(tx port.Tx) error { return tx.Insert(&t) })
	return t.ID
}

// states says how the tasks of the first branch stand: "Z05.会议 done 2026-03-12".
func (o *office) states() []string {
	var out []string
	for _, t := range list[engine.Task](o.world, port.Query{Where: port.Where{"unit_id": o.unit}}) {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", t.Period, t.Duty, t.State, t.DoneOn)))
	}
	slices.Sort(out)
	return out
}

func (o *office) wantStates(what string, want ...string) {
	o.t.Helper()
	slices.Sort(want)
	if got := o.states(); !slices.Equal(got, want) {
		o.t.Errorf("%s: tasks\n got %q\nwant %q", what, got, want)
	}
}

// meeting is a form of 会议 as a browser sends it.
func meeting(day string, kinds ...string) map[string]any {
	return map[string]any{"日期": []string{day}, "类别": kinds, "主题": []string{"研究月度安排"}}
}

func with(fields map[string]any, more ...any) map[string]any {
	out := map[string]any{}
	for k, v := range fields {
		out[k] = v
	}
	for i := 0; i < len(more); i += 2 {
		out[more[i].(string)] = more[i+1]
	}
	return out
}

func (o *office) add(ledger string, fields map[string]any) practise.AddRecordResult {
	o.t.Helper()
	r, err := o.try(o.secretary, ledger, fields)
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

func (o *office) try(actor access.Actor, ledger string, fields map[string]any) (practise.AddRecordResult, error) {
	return o.AddRecord(context.Background(), actor, practise.AddRecordRequest{Unit: o.unit, Ledger: ledger, Fields: fields})
}

func (o *office) edit(id engine.RecordID, fields map[string]any) practise.EditRecordResult {
	o.t.Helper()
	r, err := o.EditRecord(context.Background(), o.secretary, practise.EditRecordRequest{Record: id, Version: o.record(id).Version, Fields: fields})
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

func (o *office) record(id engine.RecordID) engine.Record {
	o.t.Helper()
	r := list[engine.Record](o.world, port.Query{Where: port.Where{"id": int64(id)}})
	if len(r) != 1 {
		o.t.Fatalf("record %d is there %d times", id, len(r))
	}
	return r[0]
}

// titles says what was counted: "会议 now", "小组会 1/2", "会议 reopened".
func titles(counted []practise.Counted) []string {
	var out []string
	for _, c := range counted {
		text := c.Title
		switch {
		case c.Now:
			text += " now"
		case c.Reopened:
			text += " reopened"
		case c.More() > 0:
			text += fmt.Sprintf(" %d/%d", c.Have, c.Need)
		case c.Done:
			text += " done"
		}
		out = append(out, text)
	}
	slices.Sort(out)
	return out
}

// wantRefusal wants an Invalid with a sentence at the field that has the words.
func wantRefusal(t testing.TB, err error, field string, words ...string) {
	t.Helper()
	if engine.CodeOf(err) != engine.Invalid {
		t.Fatalf("got %v, want a refusal", err)
	}
	failure := asError(err)
	for _, f := range failure.Fields {
		if f.Name != field {
			continue
		}
		for _, w := range words {
			if !strings.Contains(f.Message, w) {
				t.Errorf("%s says %q, not %q", field, f.Message, w)
			}
		}
		return
	}
	t.Errorf("nothing is said at %s: %+v", field, failure.Fields)
}
