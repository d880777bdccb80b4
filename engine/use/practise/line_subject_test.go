package practise_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
)

// setOff keeps a record of a unit and opens a task in the first branch that it
// set off.
func (o *office) setOff(unit engine.UnitID, ledger, duty string, fields map[string]any) engine.TaskID {
	o.t.Helper()
	r := engine.Record{UnitID: unit, Ledger: ledger, Day: worldDay(o.t, "2026-03-10"), Fields: fields}
	o.update(func(tx port.Tx) error { return tx.Insert(&r) })
	return o.task("2026-03", duty, fmt.Sprintf("记录/%d", r.ID), "2026-03-10", "2026-03-12")
}

func (o *office) taskSubject(id engine.TaskID) string {
	o.t.Helper()
	page, err := o.Task(context.Background(), o.secretary, id)
	if err != nil {
		o.t.Fatal(err)
	}
	return page.Line.Subject
}

func TestLinesSayWhichMatterTheyAreAbout(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-12 09:00")
	long := strings.Repeat("食堂饭菜", 10)
	for what, c := range map[string]struct {
		ledger, duty, want string
		fields             map[string]any
	}{
		"the required text":       {"诉求", "T12.答复", "宿舍 热水不够", map[string]any{"诉求": " 宿舍\n热水不够 "}},
		"no more than twenty":     {"诉求", "T12.答复", string([]rune(long)[:19]) + "…", map[string]any{"诉求": long}},
		"whose steps they are":    {"发展", "Z11.谈话", "周小满", map[string]any{"姓名": "周小满", "步骤": "申请"}},
		"nothing where unwritten": {"诉求", "T12.答复", "", map[string]any{"提出日期": "2026-03-10"}},
		"a record elsewhere":      {"会议", "T12.答复", "", map[string]any{"主题": "别的账里的话"}},
	} {
		if got := o.taskSubject(o.setOff(o.unit, c.ledger, c.duty, c.fields)); got != c.want || utf8.RuneCountInString(got) > 20 {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
	if got := o.taskSubject(o.setOff(o.foreign, "诉求", "T12.答复", map[string]any{"诉求": "别的支部的事"})); got != "" {
		t.Errorf("a record out of reach is told: %q", got)
	}
	week, err := o.Week(context.Background(), o.secretary)
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprint(week); !strings.Contains(text, "宿舍 热水不够") || strings.Contains(text, "别的") {
		t.Errorf("the week says %s", text)
	}
}

func TestPrivateLedgersAreNotQuoted(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-12 09:00")
	e := recordEdition(t)
	e.Ledgers["诉求"].Private = true
	o.Book = standard.NewBook(e)
	if got := o.taskSubject(o.setOff(o.unit, "诉求", "T12.答复", map[string]any{"诉求": "不该看见"})); got != "" {
		t.Errorf("a private record is told: %q", got)
	}
}

func TestLateIsSaidAfterItIsDone(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-04-02 09:00")
	march := calendar.PeriodOf(calendar.KindMonth, worldDay(t, "2026-03-01"))
	for i, day := range []string{"2026-04-01", "2026-03-31"} {
		id := o.task("2026-03", "Z05.会议", fmt.Sprint(i), "2026-03-01", "2026-03-31")
		o.update(func(tx port.Tx) error {
			task := list[engine.Task](o.world, port.Query{Where: port.Where{"id": id}})[0]
			task.State, task.DoneOn = engine.TaskDone, worldDay(t, day)
			return tx.Save(&task)
		})
	}
	o.update(func(tx port.Tx) error {
		return tx.Insert(&engine.Sheet{Period: march, UnitID: o.unit, Edition: "2026"})
	})
	sheet, err := o.Sheet(context.Background(), o.secretary, o.unit, march)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"4月1日完成（迟1天）", "3月31日完成"} {
		if got := sheet.Lines[i].State; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWhatIsNotIssuedSaysWhen(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-19 09:00") // a Thursday; the two weeks end on 5 April
	ctx, april := context.Background(), calendar.PeriodOf(calendar.KindMonth, worldDay(t, "2026-04-01"))
	later := func() string {
		week, err := o.Week(ctx, o.secretary)
		if err != nil {
			t.Fatal(err)
		}
		return week.Later
	}
	if got := later(); got != "4月的提醒表3月31日下达，之后这里会列出4月的事。" {
		t.Errorf("the week says %q", got)
	}
	if _, err := o.Sheet(ctx, o.secretary, o.unit, april); err == nil || !strings.Contains(err.Error(), "还没有下达，将在3月31日下达") {
		t.Errorf("the sheet says %v", err)
	}
	if _, err := o.Sheet(ctx, o.secretary, o.foreign, april); err == nil || strings.Contains(err.Error(), "下达") {
		t.Errorf("a foreign unit's sheet says %v", err)
	}
	if _, err := o.Sheet(ctx, o.secretary, o.unit, april.Prev()); err == nil || strings.Contains(err.Error(), "下达") {
		t.Errorf("a sheet of a month that has begun says %v", err)
	}
	o.update(func(tx port.Tx) error {
		return tx.Insert(&engine.Sheet{Period: april, UnitID: o.unit, Edition: "2026"})
	})
	if got := later(); got != "" {
		t.Errorf("after the sheet the week says %q", got)
	}
	today := worldDay(t, "2026-03-19")
	if page, err := o.Day(ctx, o.secretary, o.unit, today.AddDays(31)); err != nil || page.Next != "" {
		t.Errorf("the last day ahead: %v, next %q", err, page.Next)
	}
	if _, err := o.Day(ctx, o.secretary, o.unit, today.AddDays(32)); engine.CodeOf(err) != engine.NotFound || !strings.Contains(err.Error(), "31天") {
		t.Errorf("a day too far ahead: %v", err)
	}
}

func TestThoseAboveSeeWhichBranchesLag(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-12 09:00")
	for i := range 3 {
		o.task("2026-03", "Z05.会议", fmt.Sprint(i), "2026-03-01", "2026-03-11")
	}
	o.task("2026-03", "Z05.会议", "还早", "2026-03-01", "2026-03-28")
	o.task("2026-04", "Z05.会议", "下月", "2026-04-01", "2026-04-28")
	if week, err := o.Week(context.Background(), o.above); err != nil || !week.Below {
		t.Errorf("those above have no branches below: %v", err)
	}
	want := practise.UnitLine{ID: o.unit, Name: "第一党支部", Overdue: 3, Open: 1}
	list, err := o.Units(context.Background(), o.above, practise.UnitsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	want.Above = "东片党总支"
	if list.Total != 3 || list.Units[0] != want {
		t.Errorf("units: %+v", list)
	}
	if week, err := o.Week(context.Background(), o.secretary); err != nil || week.Below {
		t.Errorf("a branch has branches below: %v", err)
	}
}
