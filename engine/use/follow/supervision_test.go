package follow_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/follow"
	"wubiao/store"
)

var bg = context.Background()

// issue issues a 督办单 for the tasks.
func (w *world) issue(actor access.Actor, u engine.Unit, tasks ...engine.TaskID) engine.Supervision {
	w.t.Helper()
	id, err := w.Issue(bg, actor, follow.IssueRequest{Unit: u.ID, Tasks: tasks, Asks: "请办完。", Due: w.Practise.DayOf(w.clock.Now()) + 7})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.paper(id)
}

func (w *world) paper(id engine.SupervisionID) engine.Supervision {
	return one[engine.Supervision](w, port.Where{"id": id})
}

func TestAPaperFromIssueToClose(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-10 09:00")
	task := w.task(w.first, "T01.计划", "2026-09-18")
	w.morning("2026-09-21")
	s := w.issue(w.judge, w.first, task)
	if s.Number != "督〔2026〕1号" || s.State != engine.SupervisionIssued || s.FromUnit != w.root.ID {
		t.Fatalf("issued %+v", s)
	}
	if n := all[engine.Notice](w, port.Where{"unit_id": w.first.ID, "kind": engine.NoticeFollowUp}); len(n) != 1 || n[0].Post != "支部书记" || !strings.Contains(n[0].Text, s.Number) {
		t.Errorf("the branch was told %+v", n)
	}
	reply := follow.MoveRequest{ID: s.ID, Version: s.Version, Text: "已排出计划。"}
	for name, actor := range map[string]access.Actor{"the organiser": w.organiser, "a stranger": w.stranger, "the general branch": w.chief} {
		if err := w.Reply(bg, actor, reply); err == nil {
			t.Errorf("%s replied for the branch", name)
		}
	}
	must(t, w.Reply(bg, w.secretary, reply))
	must(t, w.Reply(bg, w.secretary, reply)) // two taps
	if steps := all[engine.SupervisionStep](w, port.Where{"supervision_id": s.ID, "event": "reply"}); len(steps) != 1 {
		t.Errorf("%d replies kept, want 1", len(steps))
	}
	s = w.paper(s.ID)
	if err := w.Close(bg, w.chief, follow.MoveRequest{ID: s.ID, Version: s.Version}); reason(err) != "other_issuer" {
		t.Errorf("another than the issuer closes: %v", err)
	}
	must(t, w.Return(bg, w.judge, follow.MoveRequest{ID: s.ID, Version: s.Version, Text: "没写原因", Due: day("2026-09-30")}))
	if s = w.paper(s.ID); s.State != engine.SupervisionIssued || s.Deadline() != day("2026-09-30") || s.Due != day("2026-09-28") {
		t.Errorf("returned: %+v", s)
	}
	if err := w.Reply(bg, w.secretary, reply); engine.CodeOf(err) != engine.Conflict {
		t.Errorf("a reply on an old page: %v", err)
	}
	must(t, w.Reply(bg, w.secretary, follow.MoveRequest{ID: s.ID, Version: s.Version, Text: "原因是人员出差。"}))
	must(t, w.Close(bg, w.judge, follow.MoveRequest{ID: s.ID, Version: w.paper(s.ID).Version}))
	if n := len(all[engine.AuditEntry](w, port.Where{"object": fmt.Sprintf("supervision/%d", s.ID)})); n != 5 {
		t.Errorf("%d entries in the trail for five changes", n)
	}
	if s = w.paper(s.ID); s.State != engine.SupervisionClosed || s.ClosedOn != day("2026-09-21") {
		t.Errorf("closed: %+v", s)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestOnlyThoseAboveIssue(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-10 09:00")
	task, far := w.task(w.first, "T01.计划", "2026-09-18"), w.task(w.third, "T01.计划", "2026-09-18")
	hidden, early := w.task(w.first, "T16.登记", "2026-09-18"), w.task(w.first, "T01.党员", "2026-09-30")
	w.morning("2026-09-21")
	ask := func(u engine.Unit, tasks ...engine.TaskID) follow.IssueRequest {
		return follow.IssueRequest{Unit: u.ID, Tasks: tasks, Asks: "请办完。", Due: day("2026-09-28")}
	}
	for name, tc := range map[string]struct {
		actor access.Actor
		ask   follow.IssueRequest
		want  engine.Code
	}{
		"the branch itself":       {w.secretary, ask(w.first, task), engine.Forbidden},
		"another branch":          {w.stranger, ask(w.first, task), engine.NotFound},
		"a general branch's far":  {w.chief, ask(w.third, far), engine.NotFound},
		"a task of another unit":  {w.judge, ask(w.first, far), engine.NotFound},
		"a private matter":        {w.judge, ask(w.first, hidden), engine.NotFound},
		"what is not due yet":     {w.judge, ask(w.first, early), engine.Conflict},
		"nothing chosen":          {w.judge, ask(w.first), engine.Invalid},
		"an editor":               {access.Actor{Role: engine.RoleEditor}, ask(w.first, task), engine.Forbidden},
		"a day that is over":      {w.judge, follow.IssueRequest{Unit: w.first.ID, Tasks: []engine.TaskID{task}, Asks: "请办完。", Due: day("2026-09-20")}, engine.Invalid},
		"without saying anything": {w.judge, follow.IssueRequest{Unit: w.first.ID, Tasks: []engine.TaskID{task}, Due: day("2026-09-28")}, engine.Invalid},
	} {
		if _, err := w.Issue(bg, tc.actor, tc.ask); engine.CodeOf(err) != tc.want {
			t.Errorf("%s: %v, want %s", name, err, tc.want)
		}
	}
	if got := all[engine.Counter](w, nil); len(got) != 0 {
		t.Errorf("a refusal drew a number: %+v", got)
	}
	s := w.issue(w.chief, w.first, task)
	if s.Number != "东片党总支督〔2026〕1号" {
		t.Errorf("the general branch's own series: %s", s.Number)
	}
	if _, err := w.Issue(bg, w.judge, ask(w.first, task)); reason(err) != "asked_already" {
		t.Errorf("asked for twice: %v", err)
	}
}

// Many issue at once through two stores over one file, as two processes would, some
// of them twice from the same form: every paper has a number of its own, and none
// is left out.
func TestNumbersAreDrawnOnceEach(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-10 09:00")
	var tasks []engine.TaskID
	for i := range 12 {
		u := []engine.Unit{w.first, w.second, w.third}[i%3]
		tasks = append(tasks, w.task(u, "T01.计划", fmt.Sprintf("2026-09-%02d", 1+i)))
	}
	w.morning("2026-09-16")
	units := []engine.Unit{w.first, w.second, w.third}
	other, err := store.Open(bg, store.Options{Path: w.path, Clock: w.clock})
	must(t, err)
	defer other.Close()
	beside := *w.Practise
	beside.Store = other
	both := []*follow.Follow{w.Follow, {Practise: &beside}}
	var group sync.WaitGroup
	for i, id := range tasks {
		for _, f := range both { // the same form, sent twice
			group.Add(1)
			go func() {
				defer group.Done()
				_, err := f.Issue(bg, w.judge, follow.IssueRequest{Unit: units[i%3].ID, Tasks: []engine.TaskID{id}, Asks: "请办完。", Due: day("2026-09-28"),
					Form: fmt.Sprintf("form%020d", i)})
				if err != nil {
					t.Error(err)
				}
			}()
		}
	}
	group.Wait()
	var numbers []string
	for _, s := range all[engine.Supervision](w, nil) {
		if s.Number != "" {
			numbers = append(numbers, s.Number)
		}
	}
	slices.Sort(numbers)
	if len(slices.Compact(slices.Clone(numbers))) != 12 || len(numbers) != 12 {
		t.Fatalf("numbers %v", numbers)
	}
	if c := all[engine.Counter](w, nil); len(c) != 1 || c[0].Last != 12 {
		t.Errorf("counter %+v", c)
	}
}

func TestTheLadderProposesOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-10 09:00")
	early, late := w.task(w.first, "T01.计划", "2026-09-18"), w.task(w.first, "Z05.会议", "2026-09-21")
	for _, d := range []string{"2026-09-23", "2026-09-24", "2026-09-24", "2026-09-27"} {
		w.morning(d)
	}
	proposed := all[engine.Supervision](w, port.Where{"state": engine.SupervisionProposed})
	if len(proposed) != 1 || proposed[0].UnitID != w.first.ID || proposed[0].Number != "" {
		t.Fatalf("proposed %+v", proposed)
	}
	if _, err := w.Paper(bg, w.secretary, proposed[0].ID); engine.CodeOf(err) != engine.NotFound {
		t.Errorf("the branch reads a proposal: %v", err)
	}
	w.morning("2026-09-29") // the second task has climbed too
	if links := all[engine.SupervisionTask](w, port.Where{"supervision_id": proposed[0].ID}); len(links) != 2 {
		t.Fatalf("%d tasks proposed, want 2", len(links))
	}
	s := w.issue(w.judge, w.first, early) // the committee leaves the other out
	if s.ID != proposed[0].ID {
		t.Error("the proposal did not become the paper")
	}
	page, err := w.Paper(bg, w.secretary, s.ID)
	must(t, err)
	if len(page.Lines) != 1 || page.Lines[0].ID != early {
		t.Errorf("the paper asks for %+v", page.Lines)
	}
	w.morning("2026-09-30")
	if again := all[engine.Supervision](w, port.Where{"state": engine.SupervisionProposed}); len(again) != 0 {
		t.Errorf("proposed again what was left out: %+v", again)
	}
	_ = late
}

func TestAProposalGoesWhenNothingIsLateAnyMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-10 09:00")
	task := w.task(w.first, "T01.计划", "2026-09-18")
	w.morning("2026-09-24")
	w.done(w.secretary, task)
	w.morning("2026-09-28")
	if got := all[engine.Supervision](w, nil); len(got) != 1 || got[0].State != engine.SupervisionWithdrawn {
		t.Errorf("%+v", got)
	}
}

func TestALateReplyIsRemindedOfOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-10 09:00")
	task := w.task(w.first, "T01.计划", "2026-09-18")
	w.morning("2026-09-21")
	s := w.issue(w.judge, w.first, task) // due 28 September
	for _, d := range []string{"2026-09-28", "2026-09-29", "2026-09-30"} {
		w.morning(d)
	}
	var told []string
	for _, n := range all[engine.Notice](w, port.Where{"kind": engine.NoticeFollowUp}) {
		if strings.Contains(n.Key, "/late/") {
			told = append(told, n.Key)
		}
	}
	if len(told) != 2 { // the branch and the issuer
		t.Errorf("told %v", told)
	}
	if list, err := w.Papers(bg, w.judge, 0); err != nil || len(list.Issued) != 1 || list.Issued[0].Late != 2 {
		t.Errorf("late by two workdays: %+v, %v", list.Issued, err)
	}
	_ = s
}

// A paper for a branch that is far behind spells out the most urgent of each
// standard and loses nothing.
func TestALongPaperIsGrouped(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-01 09:00")
	var ids []engine.TaskID
	for i := range 30 {
		ids = append(ids, w.task(w.first, []string{"T01.计划", "Z05.会议"}[i%2], fmt.Sprintf("2026-09-%02d", 1+i%15)))
	}
	w.morning("2026-09-24")
	s := w.issue(w.judge, w.first, ids...)
	paper, err := w.Paper(bg, w.judge, s.ID)
	must(t, err)
	shown, rest := map[engine.TaskID]bool{}, 0
	if len(paper.Groups) != 2 || len(paper.Lines) != 30 {
		t.Fatalf("%d standards, %d lines", len(paper.Groups), len(paper.Lines))
	}
	for _, g := range paper.Groups {
		if len(g.Lines) != 4 || g.Count != 15 || g.Title == "" {
			t.Errorf("%s spells out %d of %d", g.Code, len(g.Lines), g.Count)
		}
		late := g.Lines[0].Late
		for _, l := range append(g.Lines, g.Rest...) {
			if l.Late > late {
				t.Errorf("%s: %d days after %d", g.Code, l.Late, late)
			}
			late, shown[l.ID] = l.Late, true
		}
		rest += len(g.Rest)
	}
	if len(shown) != 30 || rest != 22 || paper.FoldedCount() != 0 {
		t.Errorf("%d tasks, %d of them folded", len(shown), rest)
	}
}
