package practise_test

import (
	"context"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

// TestTaskGivenToSomebodyElse gives a task of the secretary's to a committee
// member, who does it; both see it, and whose it is.
func TestTaskGivenToSomebodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02 08:00")
	unit := w.units["第四党支部"]
	w.issue("2026-03-01", practise.IssueOptions{})
	people := map[string]engine.PersonID{}
	actors := map[string]access.Actor{}
	for name, post := range map[string]string{"王书记": "支部书记", "李委员": "组织委员", "赵委员": "纪检委员"} {
		p := w.member("第四党支部", name, nil)
		w.update(func(tx port.Tx) error {
			return tx.Insert(&engine.Post{UnitID: unit.ID, PersonID: p.ID, Name: post, From: worldDay(t, "2026-01-01")})
		})
		people[name] = p.ID
		actors[name] = access.Actor{Person: p.ID, Role: engine.RoleBranch, Unit: unit.ID, Posts: []access.HeldPost{{Unit: unit.ID, Path: unit.Path, Name: post}}}
	}
	stranger := w.member("第五党支部", "外人", nil)
	task := list[engine.Task](w, port.Query{Where: port.Where{"unit_id": int64(unit.ID), "duty": "Z05.会议"}})[0]
	ctx := context.Background()
	give := func(by string, to engine.PersonID, reason string) error {
		return w.Assign(ctx, actors[by], practise.AssignRequest{Task: task.ID, Person: to, Reason: reason})
	}
	tap := func(by string) error {
		return w.Done(ctx, actors[by], practise.TapRequest{Task: task.ID, Version: task.Version})
	}
	for name, c := range map[string]struct {
		err  error
		code engine.Code
	}{
		"by another post":  {give("李委员", people["李委员"], "我来"), engine.Forbidden},
		"without a reason": {give("王书记", people["李委员"], " "), engine.Invalid},
		"to an outsider":   {give("王书记", stranger.ID, "外出"), engine.Invalid},
		"tapped before":    {tap("李委员"), engine.Forbidden},
	} {
		if engine.CodeOf(c.err) != c.code {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	if err := give("王书记", people["李委员"], "本周外出培训"); err != nil {
		t.Fatal(err)
	}
	lineOf := func(who string) practise.Line {
		t.Helper()
		page, err := w.Task(ctx, actors[who], task.ID)
		if err != nil {
			t.Fatal(err)
		}
		return page.Line
	}
	if l := lineOf("王书记"); !l.Mine || l.Given != "已转给李委员办：本周外出培训" {
		t.Errorf("on the secretary's list: %+v", l)
	}
	if l := lineOf("李委员"); !l.Mine || !l.Tap || l.Given != "由支部书记转给您办：本周外出培训" {
		t.Errorf("on the other's list: %+v", l)
	}
	if l := lineOf("赵委员"); l.Mine || l.Tap {
		t.Errorf("on a third list: %+v", l)
	}
	if n := list[engine.Notice](w, port.Query{Where: port.Where{"kind": "followup"}}); len(n) != 1 || n[0].Post != "组织委员" {
		t.Errorf("told %+v", n)
	}
	if err := give("王书记", people["李委员"], "本周外出培训"); err != nil || len(list[engine.Assignment](w, port.Query{})) != 1 {
		t.Errorf("sent twice: %v", err)
	}
	if err := give("王书记", 0, "已经回来"); err != nil {
		t.Fatal(err)
	}
	if err := tap("李委员"); engine.CodeOf(err) != engine.Forbidden {
		t.Errorf("tapped after it was taken back: %v", err)
	}
	if err := give("王书记", people["赵委员"], "再次外出"); err != nil {
		t.Fatal(err)
	}
	if err := tap("赵委员"); err != nil {
		t.Fatal(err)
	}
	if err := give("王书记", people["李委员"], "太晚了"); engine.CodeOf(err) != engine.Refused {
		t.Errorf("given away when it was done: %v", err)
	}
	done := list[engine.Task](w, port.Query{Where: port.Where{"id": int64(task.ID)}})[0]
	if done.State != engine.TaskDone || done.DoneBy != people["赵委员"] {
		t.Errorf("done by %d: %+v", done.DoneBy, done)
	}
}
