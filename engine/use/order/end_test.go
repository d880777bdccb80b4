package order_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/order"
	"wubiao/engine/use/practise"
)

func TestOrdersStandWhereOtherTasksStand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	id := w.issued(w.whole())
	task := w.taskOf(id, w.first)
	week, err := w.Practise.Week(ctx, w.secretary)
	if err != nil || week.This.Count+week.Next.Count != 1 {
		t.Errorf("week %+v, %v", week, err)
	}
	sheet, err := w.Practise.Day(ctx, w.secretary, w.first.ID, day("2026-11-20"))
	if err != nil || len(sheet.Today) != 1 || sheet.Today[0].Why != "党委工作部交办，还剩6天" {
		t.Errorf("day %+v, %v", sheet.Today, err)
	}
	w.at("2026-11-23 07:20") // three workdays before
	if n, err := w.Practise.Remind(ctx, day("2026-11-23")); err != nil || n != 3 {
		t.Errorf("%d reminders, %v", n, err)
	}
	w.at("2026-11-27 07:25")
	if n, err := w.Practise.Escalate(ctx, day("2026-11-27")); err != nil || n != 3 {
		t.Errorf("%d rungs, %v", n, err)
	}
	if got := get[engine.Task](w, port.Where{"id": task.ID}); got.Ladder == nil {
		t.Error("it is not on the late list")
	}
	// The nightly plan knows nothing of orders and must leave them alone.
	w.update(func(tx port.Tx) error {
		now := tx.Now()
		return tx.Insert(&engine.Issued{Period: task.Period, Edition: "2026", Started: now, Finished: &now})
	})
	if _, err := w.Practise.Reconcile(ctx, day("2026-11-24")); err != nil {
		t.Fatal(err)
	}
	if got := get[engine.Task](w, port.Where{"id": task.ID}); got.State != engine.TaskOpen {
		t.Errorf("the nightly plan made it %s: %s", got.State, got.Reason)
	}
}

func TestWithdrawingTakesBackWhatIsOpenAndTells(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	id := w.issued(w.whole())
	done := w.taskOf(id, w.first)
	if err := w.Practise.Done(ctx, w.secretary, practise.TapRequest{Task: done.ID, Version: 1}); err != nil {
		t.Fatal(err)
	}
	if err := w.Withdraw(ctx, w.office, order.WithdrawRequest{Order: id, Version: 2}); !slices.Equal(fields(err), []string{"reason"}) {
		t.Errorf("withdrawn without a reason: %v", err)
	}
	for range 2 {
		if err := w.Withdraw(ctx, w.office, order.WithdrawRequest{Order: id, Version: 2, Reason: "与安监检查重复"}); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.taskOf(id, w.first); got.State != engine.TaskDone {
		t.Errorf("what was done became %s", got.State)
	}
	if got := w.taskOf(id, w.second); got.State != engine.TaskRetired || got.Reason != "专项任务已撤回：与安监检查重复" {
		t.Errorf("what was open became %+v", got)
	}
	told := 0
	for _, n := range list[engine.Notice](w, nil) {
		if strings.Contains(n.Text, "撤回了") && strings.Contains(n.Text, "与安监检查重复") {
			told++
		}
	}
	if told != 3 {
		t.Errorf("%d were told", told)
	}
}

func TestAnOrderEndsByItselfAfterItsLastDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	id := w.issued(w.whole())
	for _, c := range []struct {
		day  string
		want engine.OrderState
	}{{"2026-11-30", engine.OrderIssued}, {"2026-12-01", engine.OrderClosed}, {"2026-12-02", engine.OrderClosed}} {
		w.at(c.day + " 01:40")
		if _, err := w.WakeExpire(ctx, w.clock.Now()); err != nil {
			t.Fatal(err)
		}
		if o := get[engine.Order](w, port.Where{"id": id}); o.State != c.want {
			t.Errorf("on %s it is %s", c.day, o.State)
		}
	}
	if got := w.taskOf(id, w.first); got.State != engine.TaskRetired {
		t.Errorf("its task is %s", got.State)
	}
}

func TestAnOrderWaitsForWhomItGrantedMoreTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	id := w.issued(w.asking())
	task := w.taskOf(id, w.first)
	w.update(func(tx port.Tx) error {
		task.Extended = day("2026-12-03")
		return tx.Save(&task)
	})
	w.at("2026-12-02 01:40")
	if n, err := w.Expire(ctx, day("2026-12-02")); err != nil || n != 0 {
		t.Fatalf("%d ended, %v", n, err)
	}
	err := w.Answer(ctx, w.secretary, order.AnswerRequest{Task: task.ID, Version: 1, Answers: map[string]any{"1": "2", "2": "是", "3": "高"}})
	if err != nil {
		t.Errorf("not taken in within the granted time: %v", err)
	}
	if n, err := w.Expire(ctx, day("2026-12-02")); err != nil || n != 1 {
		t.Errorf("%d ended after the last answer, %v", n, err)
	}
}

func TestFollowUpTreatsAnOrderAsAnyTask(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	f := &follow.Follow{Practise: w.Practise}
	id := w.issued(w.whole())
	w.at("2026-11-27 07:25")
	if _, err := w.Practise.Escalate(ctx, day("2026-11-27")); err != nil {
		t.Fatal(err)
	}
	late, err := f.Late(ctx, w.office, follow.LateRequest{})
	if err != nil || late.Total != 3 || len(late.Standards) != 1 || late.Standards[0].Title != "冬季防火检查" || late.Standards[0].Order != id {
		t.Errorf("late %+v, %v", late, err)
	}
	one, err := f.Late(ctx, w.office, follow.LateRequest{Standard: late.Standards[0].Code})
	if err != nil || one.Total != 3 {
		t.Errorf("of the order alone %d are late, %v", one.Total, err)
	}
	task := w.taskOf(id, w.first)
	paper, err := f.Issue(ctx, w.office, follow.IssueRequest{Unit: w.first.ID, Tasks: []engine.TaskID{task.ID}, Asks: "请办完", Due: day("2026-11-30")})
	if err != nil {
		t.Fatal(err)
	}
	read, err := f.Paper(ctx, w.secretary, paper)
	if err != nil || len(read.Lines) != 1 || read.Lines[0].Title != "冬季防火检查" {
		t.Errorf("the paper says %+v, %v", read.Lines, err)
	}
	if err := w.Practise.Done(ctx, w.secretary, practise.TapRequest{Task: task.ID, Version: w.taskOf(id, w.first).Version}); err != nil {
		t.Fatal(err)
	}
	rate := follow.RateRequest{Unit: w.first.ID, Tasks: map[engine.TaskID]int64{task.ID: w.taskOf(id, w.first).Version}, Quality: engine.Returned, Reason: "仓库没有查", Redo: day("2026-11-30")}
	if err := f.Rate(ctx, w.secretary, rate); engine.CodeOf(err) != engine.Forbidden {
		t.Errorf("the branch rated itself: %v", err)
	}
	if err := f.Rate(ctx, w.office, rate); err != nil {
		t.Fatal(err)
	}
	if got := w.taskOf(id, w.first); got.State != engine.TaskOpen || got.Quality != engine.Returned {
		t.Errorf("the returned task is %+v", got)
	}
}

func TestNothingOpensAgainAfterTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	f := &follow.Follow{Practise: w.Practise}
	id := w.issued(w.whole())
	task := w.taskOf(id, w.first)
	if err := w.Practise.Done(ctx, w.secretary, practise.TapRequest{Task: task.ID, Version: 1}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(ctx, w.office, order.CloseRequest{Order: id, Version: 2}); err != nil {
		t.Fatal(err)
	}
	if err := w.Practise.Undo(ctx, w.secretary, practise.TapRequest{Task: task.ID, Version: 2}); engine.ReasonOf(err) != "order_ended" {
		t.Errorf("the tap was taken back: %v", err)
	}
	rate := follow.RateRequest{Unit: w.first.ID, Tasks: map[engine.TaskID]int64{task.ID: 2}, Quality: engine.Returned, Reason: "仓库没有查", Redo: day("2026-11-30")}
	if err := f.Rate(ctx, w.office, rate); engine.ReasonOf(err) != "order_ended" {
		t.Errorf("it was returned: %v", err)
	}
	rate.Quality = engine.Excellent
	if err := f.Rate(ctx, w.office, rate); err != nil {
		t.Errorf("it could not be rated: %v", err)
	}
	if got := w.taskOf(id, w.first); got.State != engine.TaskDone || got.Quality != engine.Excellent {
		t.Errorf("the task is %+v", got)
	}
}
