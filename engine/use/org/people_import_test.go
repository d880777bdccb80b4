package org_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

type cells = map[string]any

// bring hands a table of people in and looks at what it would do.
func (w *world) bring(rows ...cells) intake.Preview {
	w.t.Helper()
	page := table.Page{Name: "人员"}
	for i, f := range rows {
		page.Rows = append(page.Rows, table.Row{Number: i + 2, Fields: f})
	}
	id, err := w.PeopleBook().Draft(context.Background(), registrar, intake.Request{Pages: []table.Page{page}})
	if err != nil {
		w.t.Fatal(err)
	}
	p, err := w.PeopleBook().Preview(context.Background(), registrar, 0, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

func (w *world) take(p intake.Preview, skip bool) error {
	return w.PeopleBook().Confirm(context.Background(), registrar, 0, intake.ConfirmRequest{Import: p.ID, Plan: p.Plan, Skip: skip})
}

func (w *world) goesOut() []cells {
	w.t.Helper()
	t, err := w.PeopleBook().Export(context.Background(), registrar, intake.Which{})
	if err != nil {
		w.t.Fatal(err)
	}
	var out []cells
	for _, r := range t.Tables[0].Rows {
		out = append(out, r.Fields)
	}
	return out
}

func member(unit, name string) cells {
	return cells{"单位": unit, "姓名": name, "政治面貌": "正式党员", "入党日期": "2015-07-01", "转正日期": "2016-07-01", "党小组": "第一党小组"}
}

func with(c cells, pairs ...string) cells {
	for i := 0; i < len(pairs); i += 2 {
		c[pairs[i]] = pairs[i+1]
	}
	return c
}

func TestThreeHundredPeopleWithErrorsInSomeRows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before, posts, entries := len(list[engine.Person](w, nil)), len(list[engine.Post](w, nil)), len(list[engine.AuditEntry](w, nil))
	var rows []cells
	for n := range 300 {
		c := member([]string{"桥梁党支部", "东线党总支/隧道党支部"}[n%2], fmt.Sprintf("第%d人", n))
		if n%30 == 0 {
			with(c, "岗位", "组织委员", "任职日", "2026-03-01")
		}
		rows = append(rows, c)
	}
	rows[10]["单位"] = "没有的支部"
	rows[20]["政治面貌"] = "群众"
	rows[40]["入党日期"] = "2027-01-01"
	rows[60]["任职日"] = "三月一日"
	rows[90]["岗位"] = "没有的岗位"
	delete(rows[150], "任职日")
	rows = append(rows, with(cells{"单位": "桥梁党支部", "姓名": "第90人"}, "岗位", "工会主席", "任职日", "2026-03-01")) // held back with row 92
	p := w.bring(rows...)
	if p.Added != 294 || p.Wrong != 7 || len(list[engine.Person](w, nil)) != before {
		t.Fatalf("%d new, %d wrong: %+v", p.Added, p.Wrong, p.Tables[0].Problems)
	}
	blamed := ""
	for _, x := range p.Tables[0].Problems {
		blamed += fmt.Sprintf("%d%s ", x.Row, x.Column)
	}
	if blamed != "12单位 22入党日期 42转正日期 42入党日期 62任职日 92岗位 152任职日 302姓名 " {
		t.Errorf("blamed: %s", blamed)
	}
	if err := w.take(p, false); engine.ReasonOf(err) != "wrong_rows" || len(list[engine.Person](w, nil)) != before {
		t.Errorf("half of it was taken over: %v", err)
	}
	for range 2 {
		if err := w.take(p, true); err != nil {
			t.Fatal(err)
		}
	}
	if n, m := len(list[engine.Person](w, nil))-before, len(list[engine.Post](w, nil))-posts; n != 294 || m != 7 {
		t.Errorf("%d people, %d posts", n, m)
	}
	if n := len(list[engine.AuditEntry](w, nil)) - entries; n != 2 {
		t.Errorf("%d entries, want one of the draft and one of the import", n)
	}
	if n := len(list[engine.PersonChange](w, nil)); n != 294 {
		t.Errorf("%d histories", n)
	}
	if again := w.bring(rows...); again.Added+again.Changed != 0 || again.Same != 294 {
		t.Errorf("again: %d new, %d changed, %d same", again.Added, again.Changed, again.Same)
	}
}

func TestPeopleGoOutAndComeBackTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.bring(
		with(member("桥梁党支部", "孙"), "同名序号", "1", "停止表决权", "是", "流动党员", "是", "行政职务", "物资部长", "进入日期", "2020-01-01"),
		with(member("桥梁党支部", "孙"), "同名序号", "2", "离开日期", "2026-08-31", "岗位", "项目经理", "任职日", "2025-01-01", "离任日", "2026-08-31"),
		with(member("隧道党支部", "周"), "岗位", "组织委员", "任职日", "2026-02-01", "离任日", "2026-05-31"),
		cells{"单位": "隧道党支部", "姓名": "周", "岗位": "组织委员", "任职日": "2026-07-01"},
		cells{"单位": "隧道党支部", "姓名": "周", "岗位": "工会主席", "任职日": "2026-07-01", "任职单位": "桥梁党支部"},
		cells{"单位": "公司党委", "姓名": "吴", "岗位": "项目经理", "任职日": "2026-02-01"},
		cells{"单位": "桥梁党支部", "姓名": "郑", "政治面貌": "预备党员", "入党日期": "2026-03-01"},
	)
	if err := w.take(p, false); err != nil {
		t.Fatalf("%v: %+v", err, p.Tables[0].Problems)
	}
	first := w.goesOut()
	if p := w.bring(first...); p.Same != len(first) {
		t.Fatalf("into itself: %d of %d the same: %+v", p.Same, len(first), p.Tables[0].Problems)
	}
	empty := newWorld(t) // has the three who are in every world, and nobody else
	p = empty.bring(first...)
	if err := empty.take(p, false); err != nil {
		t.Fatalf("%v: %+v", err, p.Tables[0].Problems)
	}
	if second := empty.goesOut(); !reflect.DeepEqual(first, second) {
		t.Errorf("lost on the way:\n%v\n%v", first, second)
	}
}

func TestRowsOfPeopleThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rows []cells
		says string // in the message of the last row
	}{
		"no standing":             {[]cells{{"单位": "桥梁党支部", "姓名": "孙"}}, "政治面貌"},
		"the same line twice":     {[]cells{member("桥梁党支部", "孙"), member("桥梁党支部", "孙")}, "同一个人"},
		"the same post twice":     {[]cells{with(member("桥梁党支部", "孙"), "岗位", "项目经理", "任职日", "2026-01-01"), with(cells{"单位": "桥梁党支部", "姓名": "孙"}, "岗位", "项目经理", "任职日", "2026-02-01")}, "同一个岗位"},
		"lines that contradict":   {[]cells{with(member("桥梁党支部", "孙"), "岗位", "项目经理", "任职日", "2026-01-01"), with(member("桥梁党支部", "孙"), "党小组", "第二党小组", "岗位", "工会主席", "任职日", "2026-01-01")}, "不一样"},
		"some with a number":      {[]cells{with(member("桥梁党支部", "孙"), "同名序号", "1"), member("桥梁党支部", "孙")}, "也要写"},
		"a number left out":       {[]cells{with(member("桥梁党支部", "孙"), "同名序号", "2")}, "第1位"},
		"a number that is none":   {[]cells{with(member("桥梁党支部", "孙"), "同名序号", "甲")}, "数字"},
		"a vote taken away":       {[]cells{with(member("桥梁党支部", "王"), "停止表决权", "是")}, "原因"},
		"leaving":                 {[]cells{{"单位": "桥梁党支部", "姓名": "王", "离开日期": "2026-09-01"}}, "花名册里办"},
		"a post held already":     {[]cells{{"单位": "桥梁党支部", "姓名": "王", "岗位": "支部书记", "任职日": "2026-02-01"}}, "对不上"},
		"an end before the start": {[]cells{{"单位": "桥梁党支部", "姓名": "王", "岗位": "支部书记", "任职日": "2026-01-01", "离任日": "2025-06-01"}}, "早于"},
		"days without a post":     {[]cells{with(member("桥梁党支部", "孙"), "任职日", "2026-01-01")}, "什么岗位"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			p := w.bring(c.rows...)
			problems := p.Tables[0].Problems
			if len(problems) == 0 || !strings.Contains(problems[len(problems)-1].Message, c.says) && !strings.Contains(problems[0].Message, c.says) || p.Good() != 0 && name != "some with a number" {
				t.Errorf("%d good: %+v", p.Good(), problems)
			}
		})
	}
}

// A table that ends one secretary and brings the next leaves no vacancy behind, in
// whichever order the lines stand.
func TestASecretaryFollowsAnotherByTable(t *testing.T) {
	t.Parallel()
	lines := []cells{
		{"单位": "桥梁党支部", "姓名": "王", "岗位": "支部书记", "任职日": "2026-01-01", "离任日": "2026-08-31"},
		with(member("桥梁党支部", "孙"), "岗位", "支部书记", "任职日", "2026-09-01"),
	}
	for _, rows := range [][]cells{{lines[0], lines[1]}, {lines[1], lines[0]}} {
		w := newWorld(t)
		p := w.bring(rows...)
		if p.Added != 1 || p.Changed != 1 {
			t.Fatalf("%+v", p)
		}
		if err := w.take(p, false); err != nil {
			t.Fatal(err)
		}
		u := one[engine.Unit](w, port.Where{"id": int64(bridge)})
		if u.Attributes["书记到任日"] != "2026-09-01" || u.Attributes["书记空缺日"] != nil {
			t.Errorf("%v", u.Attributes)
		}
	}
}

func TestAnImportOfPeopleIsOfWhatWasSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.bring(member("桥梁党支部", "孙"))
	w.add(bridge, "孙")
	if err := w.take(p, false); engine.ReasonOf(err) != "plan_changed" {
		t.Errorf("taken over though somebody had come: %v", err)
	}
	if _, err := w.PeopleBook().Preview(context.Background(), access.Actor{Account: 8, Role: engine.RoleAdmin}, 0, p.ID); engine.CodeOf(err) != engine.NotFound {
		t.Errorf("another looks at it: %v", err)
	}
	if _, err := w.PeopleBook().Export(context.Background(), access.Actor{Account: 8, Role: engine.RoleCommittee}, intake.Which{}); engine.CodeOf(err) != engine.Forbidden {
		t.Errorf("the committee takes the registers out: %v", err)
	}
}
