package order_test

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/order"
)

// asking is a draft that asks three things, one of which the ledger of meetings
// holds already.
func (w *world) asking() order.Draft {
	d := w.whole()
	d.Columns = []order.DraftColumn{
		{Label: "本季度开了几次支委会", Held: "会议：条数（类别是支委会）"},
		{Label: "灭火器有没有过期的", Kind: "是否"},
		{Label: "火险等级", Kind: "选项", Choices: "高、中，低"},
		{},
	}
	return d
}

func TestWhatALedgerHoldsComesFilledIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	for on, kinds := range map[string][]string{"2026-10-15": {"支委会"}, "2026-11-10": {"支委会", "党员大会"}, "2026-11-11": {"党课"}, "2026-09-30": {"支委会"}} {
		w.record(w.first, "会议", on, map[string]any{"日期": on, "类别": kinds, "主题": "研究工作"})
	}
	id := w.issued(w.asking())
	for _, c := range []struct {
		actor access.Actor
		unit  engine.Unit
		want  string
	}{{w.secretary, w.first, "2"}, {w.stranger, w.second, "0"}} {
		ask, err := w.OfTask(ctx, c.actor, w.taskOf(id, c.unit).ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(ask.Fields) != 3 || ask.Fields[0].Value != c.want || ask.Filled != 1 || !ask.May {
			t.Errorf("%s gets %+v", c.unit.Name, ask)
		}
	}
	task := w.taskOf(id, w.first)
	err := w.Answer(ctx, w.secretary, order.AnswerRequest{Task: task.ID, Version: 1, Answers: map[string]any{"1": "3", "2": "否", "3": "中"}})
	if err != nil {
		t.Fatal(err)
	}
	page, err := w.Order(ctx, w.office, id)
	if err != nil {
		t.Fatal(err)
	}
	want := []order.ReplyCell{{Text: "3", Held: "2"}, {Text: "否"}, {Text: "中"}}
	if got := page.Lines[0]; !got.Done || !slices.Equal(got.Cells, want) {
		t.Errorf("the committee reads %+v", got)
	}
	if !slices.Equal(page.Sums, []string{"3", "", ""}) {
		t.Errorf("sums %v", page.Sums)
	}
	sheet, err := w.Export(ctx, w.office, id)
	if err != nil || len(sheet.Rows) != 3 || len(sheet.Columns) != 6 || sheet.Rows[0].Fields["3"] != "中" {
		t.Errorf("exported %+v, %v", sheet, err)
	}
}

func TestTheDrafterIsToldWhatLedgersHold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	d := w.whole()
	d.Columns = []order.DraftColumn{{Label: "今年开展隐患排查多少次", Kind: "数字"}, {Label: "本季度开了几次支委会", Kind: "数字"}, {Label: "食堂满意度", Kind: "文字"}}
	form, err := w.Form(ctx, w.drafter, w.draft(d))
	if err != nil {
		t.Fatal(err)
	}
	if got := form.HintsOf(0); len(got) == 0 || got[0] != "隐患排查：条数" {
		t.Errorf("隐患排查: %v", got)
	}
	if got := form.HintsOf(1); len(got) == 0 || got[0] != "会议：条数（类别是支委会）" {
		t.Errorf("支委会: %v", got)
	}
	if got := form.HintsOf(2); len(got) != 0 {
		t.Errorf("食堂: %v", got)
	}
	for _, text := range form.Held {
		if len(text) >= len("信访转报") && text[:len("信访转报")] == "信访转报" {
			t.Errorf("a private ledger is offered: %s", text)
		}
	}
	d.Columns = []order.DraftColumn{{Label: "线索几件", Held: "信访转报：条数"}}
	if _, err := w.Add(ctx, w.drafter, order.AddRequest{Draft: d}); !slices.Equal(fields(err), []string{"columns.0.held"}) {
		t.Errorf("a private ledger was taken: %v", err)
	}
}

func TestAnswersAreCheckedAndKeptOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	id := w.issued(w.asking())
	task := w.taskOf(id, w.first)
	good := map[string]any{"1": "2", "2": "是", "3": "高"}
	for name, c := range map[string]struct {
		answers map[string]any
		want    []string
	}{
		"nothing":        {nil, []string{"1", "2", "3"}},
		"no number":      {map[string]any{"1": "两", "2": "是", "3": "高"}, []string{"1"}},
		"another choice": {map[string]any{"1": "2", "2": "是", "3": "极高"}, []string{"3"}},
		"more":           {map[string]any{"1": "2", "2": "是", "3": "高", "9": "x"}, []string{"9"}},
	} {
		err := w.Answer(ctx, w.secretary, order.AnswerRequest{Task: task.ID, Version: 1, Answers: c.answers})
		if engine.CodeOf(err) != engine.Invalid || !slices.Equal(fields(err), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for range 2 {
		if err := w.Answer(ctx, w.secretary, order.AnswerRequest{Task: task.ID, Version: 1, Answers: good}); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.taskOf(id, w.first); got.State != engine.TaskDone || got.DoneBy != w.secretary.Person || got.DoneOn != day("2026-11-20") {
		t.Errorf("the task is %+v", got)
	}
	err := w.Answer(ctx, w.secretary, order.AnswerRequest{Task: task.ID, Version: 1, Answers: map[string]any{"1": "4", "2": "是", "3": "高"}})
	if engine.CodeOf(err) != engine.Conflict {
		t.Errorf("an older form overwrote: %v", err)
	}
	if err := w.Answer(ctx, w.secretary, order.AnswerRequest{Task: task.ID, Version: 2, Answers: map[string]any{"1": "4", "2": "是", "3": "高"}}); err != nil {
		t.Errorf("a correction was refused: %v", err)
	}
	answered := 0
	for _, e := range list[engine.AuditEntry](w, nil) {
		if e.Action == string(access.OrderAnswer) {
			answered++
		}
	}
	if answered != 2 {
		t.Errorf("%d entries for two effects", answered)
	}
	w.at("2026-12-01 09:00")
	err = w.Answer(ctx, w.secretary, order.AnswerRequest{Task: task.ID, Version: 3, Answers: good})
	if engine.CodeOf(err) != engine.Refused {
		t.Errorf("taken in after the end: %v", err)
	}
}

func TestEverybodySeesNoMoreThanHisPart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	wide := w.issued(w.asking())
	d := w.whole()
	d.Targets = []engine.UnitID{w.third.ID}
	narrow := w.issued(d)
	draft := w.draft(w.whole())
	for name, c := range map[string]struct {
		actor        access.Actor
		wide, narrow int // branches seen; -1: not there
	}{
		"committee": {w.drafter, 3, 1}, "general branch": {w.chief, 2, -1}, "branch": {w.secretary, 1, -1}, "branch beside": {w.outer, 1, 1},
	} {
		for id, want := range map[engine.OrderID]int{wide: c.wide, narrow: c.narrow} {
			page, err := w.Order(ctx, c.actor, id)
			if want < 0 {
				if engine.ReasonOf(err) != "absent" {
					t.Errorf("%s reads order %d: %v", name, id, err)
				}
				continue
			}
			if err != nil || len(page.Lines) != want {
				t.Errorf("%s sees %d branches of order %d, %v", name, len(page.Lines), id, err)
			}
		}
		if c.actor.Role == engine.RoleBranch {
			if _, err := w.Order(ctx, c.actor, draft); engine.ReasonOf(err) != "absent" {
				t.Errorf("%s reads a draft: %v", name, err)
			}
		}
		all, err := w.List(ctx, c.actor)
		if err != nil || len(all.Running) > 0 && all.Running[len(all.Running)-1].Total != c.wide {
			t.Errorf("%s lists %+v, %v", name, all, err)
		}
		desk, err := w.Desk(ctx, c.actor)
		if err != nil || len(desk.Running) != len(all.Running) {
			t.Errorf("%s has the desk %+v, %v", name, desk, err)
		}
	}
	if _, err := w.OfTask(ctx, w.stranger, w.taskOf(wide, w.first).ID); engine.ReasonOf(err) != "absent" {
		t.Errorf("a foreign task: %v", err)
	}
	err := w.Answer(ctx, w.chief, order.AnswerRequest{Task: w.taskOf(wide, w.first).ID, Version: 1, Answers: map[string]any{"1": "1", "2": "是", "3": "高"}})
	if engine.CodeOf(err) != engine.Forbidden {
		t.Errorf("the general branch answered for a branch: %v", err)
	}
	if d, err := w.Desk(ctx, w.office); err != nil || d.Drafts != 1 {
		t.Errorf("党委工作部 has %+v, %v", d, err)
	}
}

func TestWhatWasReturnedIsAnsweredAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	id := w.issued(w.asking())
	good := map[string]any{"1": "2", "2": "是", "3": "高"}
	task := w.taskOf(id, w.first)
	if err := w.Answer(ctx, w.secretary, order.AnswerRequest{Task: task.ID, Version: 1, Answers: good}); err != nil {
		t.Fatal(err)
	}
	w.update(func(tx port.Tx) error {
		var back engine.Task
		if err := tx.Get(&back, access.Everything(), port.Where{"id": task.ID}); err != nil {
			return err
		}
		back.State, back.Quality, back.DoneOn, back.DoneBy = engine.TaskOpen, engine.Returned, 0, 0
		return tx.Save(&back)
	})
	page, err := w.Practise.Task(ctx, w.secretary, task.ID)
	if err != nil || page.Line.Redo || !page.Line.Answer {
		t.Errorf("the returned line is %+v, %v", page.Line, err)
	}
	if err := w.Answer(ctx, w.secretary, order.AnswerRequest{Task: task.ID, Version: 2, Answers: good}); err != nil {
		t.Fatal(err)
	}
	if got := w.taskOf(id, w.first); got.State != engine.TaskDone || got.Quality != engine.Unrated {
		t.Errorf("the task is %+v", got)
	}
}

// What a branch had answered before stays readable, to the branch and to those
// above, and to nobody else.
func TestAChangedReplyKeepsWhatItWas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	id := w.issued(w.asking())
	task := w.taskOf(id, w.first)
	deputy := w.holder(w.first, "李梅", "支部书记")
	for i, c := range []struct {
		on      string
		actor   access.Actor
		version int64
		first   string
	}{{"2026-11-20 10:00", w.secretary, 1, "4"}, {"2026-11-20 11:00", w.secretary, 2, "4"}, {"2026-11-21 09:00", deputy, 2, "2"}, {"2026-11-23 09:00", w.secretary, 3, "3"}} {
		w.at(c.on)
		err := w.Answer(ctx, c.actor, order.AnswerRequest{Task: task.ID, Version: c.version, Answers: map[string]any{"1": c.first, "2": "是", "3": "高"}})
		if err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
	same := []order.WasCell{{Label: "灭火器有没有过期的", Text: "是"}, {Label: "火险等级", Text: "高"}}
	want := []order.Was{
		{On: day("2026-11-21"), By: "李梅", Cells: append([]order.WasCell{{Label: "本季度开了几次支委会", Text: "2", Held: "0", Changed: true}}, same...)},
		{On: day("2026-11-20"), By: "王建国", Cells: append([]order.WasCell{{Label: "本季度开了几次支委会", Text: "4", Held: "0", Changed: true}}, same...)},
	}
	for name, actor := range map[string]access.Actor{"the committee": w.drafter, "the general branch": w.chief, "the branch": w.secretary} {
		page, err := w.Order(ctx, actor, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range page.Lines {
			if line.UnitID == w.first.ID && !reflect.DeepEqual(line.Before, want) || line.UnitID != w.first.ID && line.Before != nil {
				t.Errorf("%s reads of %s %+v", name, line.Unit, line.Before)
			}
		}
		ask, err := w.OfTask(ctx, actor, task.ID)
		if err != nil || !reflect.DeepEqual(ask.Before, want) || ask.Fields[0].Value != "3" {
			t.Errorf("%s reads at the task %+v, %v", name, ask, err)
		}
	}
	page, err := w.Order(ctx, w.stranger, id)
	if err != nil || len(page.Lines) != 1 || page.Lines[0].Before != nil {
		t.Errorf("another branch reads %+v, %v", page.Lines, err)
	}
}
