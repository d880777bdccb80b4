package practise_test

import (
	"context"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

// TestGoLiveInTheMiddleOfAQuarterShowsNoRedLine founds a branch on 20 May: on
// that day, and until its first task falls due, nothing is late on its first page,
// nothing is escalated, and no task is due before it began.
func TestGoLiveInTheMiddleOfAQuarterShowsNoRedLine(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	w.issue("2026-05-20", practise.IssueOptions{})
	w.at("2026-05-20 07:30")
	w.add(w.root, "新支部", engine.Branch, engine.Attributes{"正式党员": 9, "在建": true})
	w.change("新支部", func(u *engine.Unit) { u.Start = worldDay(t, "2026-05-20") })
	unit := w.units["新支部"]
	w.reconcile("2026-05-20")
	p := w.member("新支部", "书记", nil)
	w.update(func(tx port.Tx) error {
		return tx.Insert(&engine.Post{UnitID: unit.ID, PersonID: p.ID, Name: "支部书记", From: worldDay(t, "2026-05-20")})
	})
	actor := access.Actor{Person: p.ID, Role: engine.RoleBranch, Unit: unit.ID, Posts: []access.HeldPost{{Unit: unit.ID, Path: unit.Path, Name: "支部书记"}}}
	first := worldDay(t, "2026-12-31")
	for _, x := range list[engine.Task](w, port.Query{Where: port.Where{"unit_id": int64(unit.ID)}}) {
		if x.Due < worldDay(t, "2026-05-20") {
			t.Errorf("%s is due on %s, before the start", x.Duty, x.Due)
		}
		first = min(first, x.Due)
	}
	if first > worldDay(t, "2026-05-31") {
		t.Fatalf("nothing is asked in the first days: the first is due on %s", first)
	}
	for day := worldDay(t, "2026-05-20"); day <= first; day++ {
		now := w.at(day.String() + " 07:25")
		if _, err := w.WakeEscalate(context.Background(), now); err != nil {
			t.Fatal(err)
		}
		week, err := w.Week(context.Background(), actor)
		if err != nil {
			t.Fatal(err)
		}
		if week.Overdue.Count != 0 || week.Others.Count != 0 && week.Others.Open != nil && week.Others.Open[0].Lines[0].Late > 0 {
			t.Errorf("%s: red lines %+v", day, week.Overdue)
		}
	}
	for _, n := range w.notices(engine.NoticeOverdue) {
		if n.AboutUnit == unit.ID {
			t.Errorf("escalated: %s", n.Text)
		}
	}
}
