package order_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/order"
	"wubiao/engine/use/practise"
)

func TestAnOrderGoesOutOnlyWithAllItsQuestionsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	for field, spoil := range map[string]func(*order.Draft){
		"what": func(d *order.Draft) { d.What = " " }, "why": func(d *order.Draft) { d.Why = "" }, "post": func(d *order.Draft) { d.Post = "" },
		"steps": func(d *order.Draft) { d.Steps = "\n" }, "degree": func(d *order.Draft) { d.Degree = "" }, "minutes": func(d *order.Draft) { d.Minutes = 0 },
		"due": func(d *order.Draft) { d.Due = day("2026-11-19") }, "ends": func(d *order.Draft) { d.Ends = day("2026-11-25") },
		"targets": func(d *order.Draft) { d.Targets = nil },
	} {
		d := w.whole()
		spoil(&d)
		id := w.draft(d)
		err := w.Issue(ctx, w.office, order.IssueRequest{Order: id, Version: 1})
		if engine.CodeOf(err) != engine.Invalid || !slices.Contains(fields(err), field) {
			t.Errorf("without %s: %v, fields %v", field, err, fields(err))
		}
		if o := get[engine.Order](w, port.Where{"id": id}); o.State != engine.OrderDraft || o.Number != "" || o.Title != d.Title {
			t.Errorf("without %s it became %+v", field, o)
		}
	}
	if n := len(list[engine.Task](w, nil)) + len(list[engine.OrderReply](w, nil)); n != 0 {
		t.Errorf("%d rows of what was refused", n)
	}
	if n := len(list[engine.Counter](w, nil)); n != 0 {
		t.Errorf("a number was drawn for what was refused")
	}
}

func TestOneExit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	id := w.draft(w.whole())
	for name, actor := range map[string]access.Actor{"another of the committee": w.drafter, "a general branch": w.chief, "a secretary": w.secretary} {
		if err := w.Issue(ctx, actor, order.IssueRequest{Order: id, Version: 1}); engine.CodeOf(err) != engine.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.Issue(ctx, w.office, order.IssueRequest{Order: id, Version: 1}); err != nil {
		t.Fatal(err)
	}
	if err := w.Withdraw(ctx, w.drafter, order.WithdrawRequest{Order: id, Version: 2, Reason: "写错了"}); engine.CodeOf(err) != engine.Forbidden {
		t.Errorf("withdrawn by another: %v", err)
	}
	err := w.Revise(ctx, w.drafter, order.ReviseRequest{Order: id, Version: 2, Draft: w.whole()})
	if engine.CodeOf(err) != engine.Refused {
		t.Errorf("an issued order was changed: %v", err)
	}
}

func TestWhoIsAddressedIsSettledWhenItGoesOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	d := w.whole()
	d.Targets = []engine.UnitID{w.east.ID}
	id := w.issued(d)
	later := w.unit(&w.east, "第四党支部", engine.Branch)
	w.update(func(tx port.Tx) error { // and one leaves the general branch
		var u engine.Unit
		if err := tx.Get(&u, access.Everything(), port.Where{"id": w.second.ID}); err != nil {
			return err
		}
		u.Closed = day("2026-11-21")
		return tx.Save(&u)
	})
	page, err := w.Order(ctx, w.office, id)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, l := range page.Lines {
		names = append(names, l.Unit)
	}
	if !slices.Equal(names, []string{"第一党支部", "第二党支部"}) || later.ID == 0 {
		t.Errorf("addressed %v", names)
	}
	tasks := list[engine.Task](w, port.Where{"duty": "专项/1"})
	if len(tasks) != 2 || tasks[0].Due != d.Due || tasks[0].Opens != day("2026-11-20") || tasks[0].Period.String() != "2026-11" {
		t.Errorf("tasks %+v", tasks)
	}
	if page.Order.Number != "专项〔2026〕1号" || !strings.Contains(page.Signed, "周部长 2026年11月20日 10:00") {
		t.Errorf("number %q, signed %q", page.Order.Number, page.Signed)
	}
	notices := list[engine.Notice](w, nil)
	if len(notices) != 2 || notices[0].Post != "支部书记" || !strings.Contains(notices[0].Text, "冬季防火检查") {
		t.Errorf("notices %+v", notices)
	}
}

func TestTheWeekIsCountedAndGoingBeyondItWantsASignedReason(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	e, _ := shelf()
	_, duty := e.Duty("Z05.会议")
	for _, due := range []string{"2026-11-23", "2026-11-27", "2026-11-29", "2026-11-30"} { // the last is of the week after
		w.task(w.first, "Z05.会议", due)
	}
	extended := w.task(w.second, "Z05.会议", "2026-11-20")
	w.update(func(tx port.Tx) error {
		var task engine.Task
		if err := tx.Get(&task, access.Everything(), port.Where{"id": extended}); err != nil {
			return err
		}
		task.Extended = day("2026-11-25")
		return tx.Save(&task)
	})
	w.task(w.third, "T16.转报", "2026-11-25") // private: counts for nobody
	d := w.whole()
	d.Minutes = 240 - duty.Minutes
	id := w.draft(d)
	page, err := w.Order(ctx, w.office, id)
	if err != nil {
		t.Fatal(err)
	}
	var got [][3]int
	for _, l := range page.Load.Lines {
		got = append(got, [3]int{l.Items, l.Have, l.Over})
	}
	m := duty.Minutes
	if want := [][3]int{{3, 3 * m, 2 * m}, {1, m, 0}, {0, 0, 0}}; !slices.Equal(got, want) || page.Load.Beyond != 1 || page.Load.Lines[0].Budget != 240 {
		t.Errorf("load %v, want %v; beyond %d", got, want, page.Load.Beyond)
	}
	if err := w.Issue(ctx, w.office, order.IssueRequest{Order: id, Version: 1, Over: "  "}); !slices.Equal(fields(err), []string{"over"}) {
		t.Fatalf("issued without a reason: %v", err)
	}
	if err := w.Issue(ctx, w.office, order.IssueRequest{Order: id, Version: 1, Over: "汛期抢险，不能等"}); err != nil {
		t.Fatal(err)
	}
	ask, err := w.OfTask(ctx, w.secretary, w.taskOf(id, w.first).ID)
	if err != nil || ask.Over != "汛期抢险，不能等" || !strings.Contains(ask.Signed, "周部长 2026年11月20日") {
		t.Errorf("the branch reads %+v, %v", ask, err)
	}
	for _, n := range list[engine.Notice](w, nil) {
		if strings.Contains(n.Text, "汛期抢险") != (n.UnitID == w.first.ID) {
			t.Errorf("notice of unit %d: %s", n.UnitID, n.Text)
		}
	}
	if r := get[engine.OrderReply](w, port.Where{"unit_id": w.first.ID}); r.Load != 3*m {
		t.Errorf("kept load %d", r.Load)
	}
}

func TestTheBudgetIsTheCompanysChoice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.update(func(tx port.Tx) error {
		return tx.Insert(&engine.ParameterValue{Name: "支部每周用时上限", UnitID: w.east.ID, From: day("2026-01-01"), Value: "50", Source: "公司党字〔2026〕8号"})
	})
	page, err := w.Order(context.Background(), w.office, w.draft(w.whole()))
	if err != nil {
		t.Fatal(err)
	}
	var over []int
	for _, l := range page.Load.Lines {
		over = append(over, l.Over)
	}
	if want := []int{10, 10, 0}; !slices.Equal(over, want) {
		t.Errorf("over %v, want %v", over, want)
	}
}

func TestAnotherLikeAnEarlierOneHasNewDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.issued(w.asking())
	w.at("2027-03-01 09:00")
	form, err := w.Again(context.Background(), w.drafter, id)
	if err != nil {
		t.Fatal(err)
	}
	if form.ID != 0 || form.Title != "冬季防火检查" || len(form.Columns) != 3 || form.Columns[0].Held == "" || !form.Ticks(w.root.ID) {
		t.Errorf("it begins with %+v", form.Draft)
	}
	if form.Due != day("2027-03-08") || form.Ends <= form.Due {
		t.Errorf("due %s, ends %s", form.Due, form.Ends)
	}
}

func TestTwoTapsAndTwoProcessesIssueOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	id := w.draft(w.whole())
	other := orders(w.open())
	var group sync.WaitGroup
	for range 4 {
		for _, s := range []*order.Orders{w.Orders, other} {
			group.Go(func() {
				if err := s.Issue(ctx, w.office, order.IssueRequest{Order: id, Version: 1}); err != nil {
					t.Error(err)
				}
			})
		}
	}
	group.Wait()
	issued := 0
	for _, e := range list[engine.AuditEntry](w, nil) {
		if e.Action == string(access.OrderIssue) {
			issued++
		}
	}
	tasks, replies, notices := len(list[engine.Task](w, nil)), len(list[engine.OrderReply](w, nil)), len(list[engine.Notice](w, nil))
	if tasks != 3 || replies != 3 || notices != 3 || issued != 1 {
		t.Errorf("%d tasks, %d replies, %d notices, %d entries", tasks, replies, notices, issued)
	}
	form := strings.Repeat("a", 26)
	for range 2 {
		again, err := w.Add(ctx, w.drafter, order.AddRequest{Draft: w.whole(), Form: form})
		if err != nil || again != id+1 {
			t.Errorf("the same form made order %d, %v", again, err)
		}
	}
}

func TestATapDoesAnOrderThatAsksNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	id := w.issued(w.whole())
	task := w.taskOf(id, w.first)
	page, err := w.Practise.Task(ctx, w.secretary, task.ID)
	if err != nil {
		t.Fatal(err)
	}
	if s := page.Page.Standard; s.What != "检查一遍驻地和仓库" || s.Why != "冬季火险高" || len(s.How) != 2 || s.Degree == "" || !strings.Contains(s.When, "2026年11月26日前办完") ||
		!page.Line.Tap || page.Line.Order != id || page.Line.Minutes != 60 || page.Duty.Often != "" {
		t.Errorf("the task says %+v", page)
	}
	if err := w.Practise.Done(ctx, w.secretary, practise.TapRequest{Task: task.ID, Version: task.Version}); err != nil {
		t.Fatal(err)
	}
	got, err := w.Order(ctx, w.office, id)
	if err != nil || got.Done != 1 || got.Lines[0].Word != "11月20日完成" || got.Lines[0].By != "王建国" {
		t.Errorf("page %+v, %v", got, err)
	}
}
