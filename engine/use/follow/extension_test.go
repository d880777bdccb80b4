package follow_test

import (
	"fmt"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/follow"
)

func (w *world) asked(task engine.TaskID) engine.Extension {
	return one[engine.Extension](w, port.Where{"task_id": task})
}

func TestMoreTimeIsAskedAndGranted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-18 23:59") // the last minute of the last day
	task := w.task(w.first, "T01.计划", "2026-09-18")
	ask := follow.AskRequest{Task: task, Until: day("2026-09-24"), Reason: "支委出差"}
	must(t, w.Ask(bg, w.secretary, ask))
	must(t, w.Ask(bg, w.secretary, ask)) // two taps
	x := w.asked(task)
	for name, tc := range map[string]struct {
		actor access.Actor
		want  engine.Code
	}{"the branch": {w.secretary, engine.Forbidden}, "another branch": {w.stranger, engine.NotFound}} {
		if err := w.Grant(bg, tc.actor, follow.DecideRequest{ID: x.ID, Version: x.Version}); engine.CodeOf(err) != tc.want {
			t.Errorf("%s grants: %v", name, err)
		}
	}
	w.morning("2026-09-21")
	if got := w.read(task); !got.LateOn(day("2026-09-21")) || got.Ladder == nil {
		t.Error("what is not granted yet is judged by the original day")
	}
	must(t, w.Grant(bg, w.chief, follow.DecideRequest{ID: x.ID, Version: x.Version}))
	must(t, w.Grant(bg, w.chief, follow.DecideRequest{ID: x.ID, Version: x.Version})) // two taps
	for who, account := range map[string]engine.AccountID{"asked": w.secretary.Account, "granted": w.chief.Account} {
		if n := len(all[engine.AuditEntry](w, port.Where{"object": fmt.Sprintf("task/%d", task), "account_id": account})); n != 1 {
			t.Errorf("%d entries of who %s, want 1", n, who)
		}
	}
	got := w.read(task)
	if got.Due != day("2026-09-18") || got.Deadline() != day("2026-09-24") || got.LateOn(day("2026-09-24")) || !got.LateOn(day("2026-09-25")) {
		t.Errorf("granted: due %s, counts %s", got.Due, got.Deadline())
	}
	w.morning("2026-09-24")
	if list := w.late(w.judge, follow.LateRequest{}); list.Total != 0 {
		t.Errorf("still on the late list: %+v", list.Lines)
	}
	w.morning("2026-09-28") // the ladder starts anew from the granted day
	if list := w.late(w.judge, follow.LateRequest{}); list.Total != 1 || list.Lines[0].Workdays != 1 || list.Lines[0].Told != "支部书记" {
		t.Errorf("after the granted day: %+v", list.Lines)
	}
}

func TestMoreTimeIsNotAskedTooLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-19 00:00") // the first minute after
	task, hidden := w.task(w.first, "T01.计划", "2026-09-18"), w.task(w.first, "T16.登记", "2026-09-30")
	near := w.task(w.first, "T01.党员", "2026-09-30")
	ask := follow.AskRequest{Task: task, Until: day("2026-09-24"), Reason: "支委出差"}
	if err := w.Ask(bg, w.secretary, ask); engine.CodeOf(err) != engine.Refused {
		t.Errorf("asked after the last day: %v", err)
	}
	form, err := w.AskForm(bg, w.secretary, task, 0)
	must(t, err)
	if form.Refuse == "" {
		t.Error("the form offers what is refused")
	}
	for name, tc := range map[string]struct {
		actor access.Actor
		ask   follow.AskRequest
		want  engine.Code
	}{
		"without a reason":  {w.secretary, follow.AskRequest{Task: near, Until: day("2026-10-09")}, engine.Invalid},
		"to an earlier day": {w.secretary, follow.AskRequest{Task: near, Until: day("2026-09-30"), Reason: "忙"}, engine.Invalid},
		"a private matter":  {w.secretary, follow.AskRequest{Task: hidden, Until: day("2026-10-09"), Reason: "忙"}, engine.NotFound},
		"by another branch": {w.stranger, follow.AskRequest{Task: near, Until: day("2026-10-09"), Reason: "忙"}, engine.NotFound},
		"by those above":    {w.chief, follow.AskRequest{Task: near, Until: day("2026-10-09"), Reason: "忙"}, engine.Forbidden},
		"by the committee":  {w.judge, follow.AskRequest{Task: near, Until: day("2026-10-09"), Reason: "忙"}, engine.Forbidden},
	} {
		if err := w.Ask(bg, tc.actor, tc.ask); engine.CodeOf(err) != tc.want {
			t.Errorf("%s: %v, want %s", name, err, tc.want)
		}
	}
	must(t, w.Ask(bg, w.organiser, follow.AskRequest{Task: near, Until: day("2026-10-09"), Reason: "等上级名单"})) // whose duty it is
}

func TestRefusedMoreTimeLeavesTheDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17 09:00")
	task := w.task(w.first, "T01.计划", "2026-09-18")
	must(t, w.Ask(bg, w.secretary, follow.AskRequest{Task: task, Until: day("2026-09-24"), Reason: "支委出差"}))
	x := w.asked(task)
	if err := w.Refuse(bg, w.judge, follow.DecideRequest{ID: x.ID, Version: x.Version}); engine.CodeOf(err) != engine.Invalid {
		t.Errorf("refused without a reason: %v", err)
	}
	must(t, w.Refuse(bg, w.judge, follow.DecideRequest{ID: x.ID, Version: x.Version, Text: "请安排他人先办"}))
	if got := w.read(task); got.Deadline() != day("2026-09-18") {
		t.Errorf("counts %s", got.Deadline())
	}
	if err := w.Grant(bg, w.chief, follow.DecideRequest{ID: x.ID, Version: w.asked(task).Version}); engine.CodeOf(err) != engine.Refused {
		t.Errorf("granted after it was refused: %v", err)
	}
	must(t, w.Ask(bg, w.secretary, follow.AskRequest{Task: task, Until: day("2026-09-22"), Reason: "请再考虑"})) // it is not due yet
}

func TestMoreTimeForAPaper(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-10 09:00")
	task := w.task(w.first, "T01.计划", "2026-09-18")
	w.morning("2026-09-21")
	s := w.issue(w.chief, w.first, task)
	must(t, w.Ask(bg, w.secretary, follow.AskRequest{Paper: s.ID, Until: day("2026-10-09"), Reason: "要等材料"}))
	x := one[engine.Extension](w, port.Where{"supervision_id": s.ID})
	if err := w.Grant(bg, w.judge, follow.DecideRequest{ID: x.ID, Version: x.Version}); reason(err) != "other_issuer" {
		t.Errorf("another than the issuer grants: %v", err)
	}
	must(t, w.Grant(bg, w.chief, follow.DecideRequest{ID: x.ID, Version: x.Version}))
	if got := w.paper(s.ID); got.Deadline() != day("2026-10-09") || got.Due != day("2026-09-28") {
		t.Errorf("%+v", got)
	}
}

// Whoever asked and was done in time waits for nobody's answer.
func TestMoreTimeForWhatIsDoneWaitsForNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-15 09:00")
	task := w.task(w.first, "T01.计划", "2026-09-18")
	must(t, w.Ask(bg, w.secretary, follow.AskRequest{Task: task, Until: day("2026-09-24"), Reason: "支委出差"}))
	for _, done := range []bool{false, true} {
		if done {
			x := w.read(task)
			x.State, x.DoneOn = engine.TaskDone, day("2026-09-15")
			w.update(func(tx port.Tx) error { return tx.Save(&x) })
		}
		desk, err := w.Desk(bg, w.chief)
		must(t, err)
		list, err := w.Extensions(bg, w.chief, 0)
		must(t, err)
		if done && (desk.Requests != 0 || len(list.Waiting) != 0 || len(list.Answered) != 1 || list.Answered[0].Decide || list.Answered[0].Mine) ||
			!done && (desk.Requests != 1 || len(list.Waiting) != 1 || !list.Waiting[0].Decide) {
			t.Errorf("done %v: %d requests, %+v", done, desk.Requests, list)
		}
	}
}
