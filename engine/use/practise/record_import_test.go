package practise_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
	"wubiao/engine/use/practise"
)

// draft hands rows of one ledger in.
func (o *office) draft(actor access.Actor, unit engine.UnitID, pages ...table.Page) (intake.Preview, error) {
	o.t.Helper()
	id, err := o.RecordBook().Draft(context.Background(), actor, intake.Request{Unit: unit, SHA256: "x", Pages: pages})
	if err != nil {
		return intake.Preview{}, err
	}
	return o.RecordBook().Preview(context.Background(), actor, unit, id)
}

// take hands rows in and takes them over.
func (o *office) take(actor access.Actor, unit engine.UnitID, pages ...table.Page) intake.Preview {
	o.t.Helper()
	p, err := o.draft(actor, unit, pages...)
	if err != nil {
		o.t.Fatal(err)
	}
	err = o.RecordBook().Confirm(context.Background(), actor, unit, intake.ConfirmRequest{Import: p.ID, Plan: p.Plan})
	if err != nil {
		o.t.Fatal(err)
	}
	return p
}

func rowsOf(fields ...map[string]any) []table.Row {
	out := make([]table.Row, len(fields))
	for i := range fields {
		out[i] = table.Row{Number: i + 2, Fields: fields[i]}
	}
	return out
}

func held(day string, kinds ...string) map[string]any {
	return map[string]any{"日期": day, "类别": kinds, "主题": "研究" + day}
}

func TestRowsObeyTheRulesOfAForm(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 09:00")
	bad := []map[string]any{
		{"类别": []string{"支委会"}, "主题": "没有日期"},
		{"日期": "1998-03-01", "类别": []string{"支委会"}, "主题": "年份"},
		{"日期": "2026-03-02", "类别": []string{"聚餐"}, "主题": "类别"},
		{"日期": "2026-03-02", "类别": []string{"支委会"}, "主题": "人数", "应到": "七"},
		{"日期": "2026-03-02", "类别": []string{"支委会"}, "主题": "看不见\u202e"},
	}
	p, err := o.draft(o.secretary, o.unit, table.Page{Name: "会议", Rows: rowsOf(append(bad, held("2026-03-03", "支委会"))...)})
	if err != nil || p.Wrong != len(bad) || p.Added != 1 {
		t.Fatalf("%+v %v", p, err)
	}
	for i, want := range []string{"日期", "日期", "类别", "应到", "主题"} {
		if got := p.Tables[0].Problems[i]; got.Row != i+2 || got.Column != want || got.Message == "" {
			t.Errorf("row %d: %+v, want a word about %s", i+2, got, want)
		}
	}
	confirm := intake.ConfirmRequest{Import: p.ID, Plan: p.Plan}
	if err := o.RecordBook().Confirm(context.Background(), o.secretary, o.unit, confirm); engine.ReasonOf(err) != "wrong_rows" || o.count() != 0 {
		t.Fatalf("%v, %d records", err, o.count())
	}
	steps := []map[string]any{
		{"姓名": "小刘", "步骤": "谈话", "办理日期": "2026-02-01"}, {"姓名": "小刘", "步骤": "申请", "办理日期": "2026-01-05"},
		{"姓名": "小张", "步骤": "申请", "办理日期": "2026-02-05"}, {"姓名": "小张", "步骤": "谈话", "办理日期": "2026-01-05"},
	}
	p, err = o.draft(o.secretary, o.unit, table.Page{Name: "发展", Rows: rowsOf(steps...)})
	if err != nil || p.Added != 3 || p.Wrong != 1 {
		t.Errorf("steps in any order of lines: %+v %v", p, err)
	}
}

func TestTheSameFileAddsNothingAndTwinsAreKept(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 09:00")
	page := table.Page{Name: "会议", Rows: rowsOf(held("2026-01-05", "支委会"), held("2026-01-05", "支委会"), held("2026-02-05", "党课"))}
	if p := o.take(o.secretary, o.unit, page); p.Added != 3 || p.Tables[0].Rows[1].Note == "" {
		t.Errorf("%+v", p)
	}
	p, err := o.draft(o.organiser, o.unit, page)
	if err != nil || p.Added != 0 || p.Same != 3 || o.count() != 3 {
		t.Errorf("%+v %v", p, err)
	}
}

func TestWhoMayImportAndWhatMayNot(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 09:00")
	rows := rowsOf(map[string]any{"日期": "2026-03-02", "对象": "某人"})
	for name, x := range map[string]struct {
		actor  access.Actor
		ledger string
		want   engine.Code
	}{
		"foreign":         {o.stranger, "会议", engine.NotFound},
		"above":           {o.above, "会议", engine.Forbidden},
		"committee":       {access.Actor{Role: engine.RoleCommittee}, "会议", engine.Forbidden},
		"private, reader": {o.inspector, "谈话", engine.NotFound},
		"private":         {o.secretary, "谈话", engine.NotFound},
		"unknown":         {o.secretary, "没有", engine.NotFound},
	} {
		if _, err := o.draft(x.actor, o.unit, table.Page{Name: x.ledger, Rows: rows}); engine.CodeOf(err) != x.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, actor := range []access.Actor{o.inspector, o.secretary, access.System()} {
		if _, err := o.RecordBook().Export(context.Background(), actor, intake.Which{Unit: o.unit, Table: "谈话"}); engine.CodeOf(err) != engine.NotFound {
			t.Errorf("a private ledger is exported: %v", err)
		}
	}
}

// TestABranchThatGoesLiveInMidQuarterHasNoRedLines brings a branch in on 10
// August with its older meetings: nothing is late, what the quarter asks is done
// by the meeting of July, and nothing is called 补录.
func TestABranchThatGoesLiveInMidQuarterHasNoRedLines(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-10 09:00")
	o.change("第一党支部", func(u *engine.Unit) { u.Start = worldDay(t, "2026-08-10") })
	o.issue("2026-08-10", practise.IssueOptions{})
	o.take(o.secretary, o.unit,
		table.Page{Name: "会议", Rows: rowsOf(held("2026-03-05", "支委会"), held("2026-07-06", "支委会", "党课"), held("2026-08-04", "支委会"))},
		table.Page{Name: "诉求", Rows: rowsOf(map[string]any{"提出日期": "2026-05-06", "诉求": "宿舍漏水"},
			map[string]any{"提出日期": "2026-08-06", "诉求": "食堂", "答复日期": "2026-08-07"})})
	for _, at := range []string{"2026-08-10", "2026-08-11"} {
		o.reconcile(at)
		for _, task := range list[engine.Task](o.world, port.Query{Where: port.Where{"unit_id": o.unit}}) {
			if task.Due < worldDay(t, "2026-08-10") || task.LateOn(worldDay(t, at)) {
				t.Errorf("%s: %s of %s is due %s and %s", at, task.Duty, task.Period, task.Due, task.State)
			}
			done := task.State == engine.TaskDone
			if task.Duty == "Z07.党课" && task.Period.String() == "2026Q3" && !done || task.Duty == "Z05.会议" && task.Period.String() == "2026-08" && !done {
				t.Errorf("%s: %s of %s is %s", at, task.Duty, task.Period, task.State)
			}
		}
	}
	page, err := o.LedgerRecords(context.Background(), o.secretary, practise.LedgerRecordsRequest{Unit: o.unit, Ledger: "会议"})
	if err != nil || len(page.Rows) != 3 {
		t.Fatal(page.Rows, err)
	}
	for _, r := range page.Rows {
		if r.Late || !r.Imported {
			t.Errorf("%s: late %v, imported %v", r.Day, r.Late, r.Imported)
		}
	}
}

// TestWhatIsExportedIsImportedIntoAnEmptyUnit fills ledgers at random.
func TestWhatIsExportedIsImportedIntoAnEmptyUnit(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 09:00")
	r := rand.New(rand.NewPCG(3, 9))
	for range 60 {
		o.add("会议", with(meeting(fmt.Sprintf("2026-%02d-%02d", 1+r.IntN(3), 1+r.IntN(19)), []string{"支委会", "党课", "党小组会"}[:1+r.IntN(3)]...),
			"地点", []string{[]string{"", "=1+1", "三楼"}[r.IntN(3)]}, "参加人", []string{"甲", "乙", "丙"}[:r.IntN(4)], "学时", []string{[]string{"", "1.5", "2"}[r.IntN(3)]},
			"有讲稿", []string{[]string{"", "是", "否"}[r.IntN(3)]}, "内容", []string{"一\n二"}, "备注", []string{fmt.Sprint(r.IntN(1000))}))
	}
	o.add("设置", map[string]any{"事项": "成立", "请示件": "003"})
	o.add("诉求", map[string]any{"提出日期": "2026-03-02", "诉求": "食堂"})
	for _, s := range []map[string]any{{"姓名": "小刘", "步骤": "申请", "办理日期": "2026-01-05"}, {"姓名": "小刘", "步骤": "谈话", "办理日期": "2026-01-25"}} {
		o.add("发展", s)
	}
	before, err := o.RecordBook().Export(context.Background(), o.secretary, intake.Which{Unit: o.unit})
	if err != nil || len(before.Tables) != 4 {
		t.Fatal(len(before.Tables), err)
	}
	o.at("2026-05-06 09:00")
	var pages []table.Page
	for _, x := range before.Tables {
		pages = append(pages, table.Page{Name: x.Name, Rows: x.Rows})
	}
	o.take(o.stranger, o.foreign, pages...)
	after, err := o.RecordBook().Export(context.Background(), o.stranger, intake.Which{Unit: o.foreign})
	if err != nil || !reflect.DeepEqual(sorted(before.Tables), sorted(after.Tables)) {
		t.Errorf("%v: something was lost:\n%v\n%v", err, before.Tables, after.Tables)
	}
}

// sorted puts lines of the same day into one order.
func sorted(tables []table.Sheet) (out []string) {
	for _, t := range tables {
		for _, r := range t.Rows {
			out = append(out, t.Name+fmt.Sprint(r.Fields))
		}
	}
	slices.Sort(out)
	return out
}

func TestALargeLedgerTakesSeconds(t *testing.T) {
	o := newOffice(t, "2026-12-20 09:00")
	o.issue("2026-12-20", practise.IssueOptions{})
	var fields []map[string]any
	for n := range 5000 {
		fields = append(fields, with(held(fmt.Sprintf("2026-%02d-%02d", 1+n%12, 1+n%18), "支委会", "党小组会"), "备注", fmt.Sprint(n)))
	}
	start := time.Now()
	p := o.take(o.secretary, o.unit, table.Page{Name: "会议", Rows: rowsOf(fields...)})
	spent := time.Since(start)
	t.Logf("5,000 rows in %s", spent)
	if p.Added != 5000 || o.count() != 5000 {
		t.Errorf("%+v", p)
	}
	if spent > 30*time.Second {
		t.Errorf("5,000 rows took %s", spent)
	}
}
