package follow_test

import (
	"context"
	"fmt"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/follow"
)

func (w *world) late(actor access.Actor, r follow.LateRequest) follow.LateList {
	w.t.Helper()
	list, err := w.Late(context.Background(), actor, r)
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// The ladder and the list count workdays: Saturday 19 September is none, Sunday
// the 20th is one, 25–27 are holidays.
func TestTheLateListCountsWorkdays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-10 09:00")
	w.task(w.first, "T01.计划", "2026-09-18")
	for _, tc := range []struct {
		day, told string
		workdays  int
	}{
		{"2026-09-19", "", 0}, {"2026-09-20", "支部书记", 1}, {"2026-09-21", "支部书记", 2}, {"2026-09-22", "党总支", 3},
		{"2026-09-23", "党总支", 4}, {"2026-09-24", "党委工作部", 5}, {"2026-09-27", "党委工作部", 5}, {"2026-09-28", "党委工作部", 6},
	} {
		w.morning(tc.day)
		list := w.late(w.judge, follow.LateRequest{})
		if len(list.Lines) != 1 {
			t.Fatalf("%s: %d lines", tc.day, len(list.Lines))
		}
		if got := list.Lines[0]; got.Workdays != tc.workdays || got.Told != tc.told {
			t.Errorf("%s: late by %d workdays, told %q; want %d, %q", tc.day, got.Workdays, got.Told, tc.workdays, tc.told)
		}
	}
}

func TestTheLateListShowsWhatIsWithinReach(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-10 09:00")
	for _, u := range []engine.Unit{w.first, w.second, w.third} {
		w.task(u, "T01.计划", "2026-09-18")
		w.task(u, "T16.登记", "2026-09-18") // private: on no list
		w.task(u, "Z05.会议", "2026-09-21")
		w.task(u, "T01.党员", "2026-10-30")
	}
	fine := w.task(w.first, "T01.名册", "2026-09-18")
	w.done(w.organiser, fine)
	w.morning("2026-09-24")
	for name, tc := range map[string]struct {
		actor access.Actor
		ask   follow.LateRequest
		want  int
	}{
		"the committee":           {w.judge, follow.LateRequest{}, 6},
		"the general branch":      {w.chief, follow.LateRequest{}, 4},
		"a branch":                {w.secretary, follow.LateRequest{}, 2},
		"one standard":            {w.judge, follow.LateRequest{Standard: "Z05"}, 3},
		"up to the general":       {w.judge, follow.LateRequest{Rung: 2}, 6},
		"up to the company":       {w.judge, follow.LateRequest{Rung: 3}, 3},
		"a name":                  {w.judge, follow.LateRequest{Search: "第二"}, 2},
		"one branch":              {w.judge, follow.LateRequest{Unit: w.third.ID}, 2},
		"a foreign branch":        {w.secretary, follow.LateRequest{Unit: w.second.ID}, 0},
		"proposed or asked for":   {w.judge, follow.LateRequest{Paper: "yes"}, 3},
		"neither":                 {w.judge, follow.LateRequest{Paper: "no"}, 3},
		"standard and rung":       {w.judge, follow.LateRequest{Standard: "T01", Rung: 3}, 3},
		"nothing of the standard": {w.judge, follow.LateRequest{Standard: "T16"}, 0},
	} {
		if got := w.late(tc.actor, tc.ask); got.Total != tc.want || len(got.Lines) != tc.want {
			t.Errorf("%s: %d lines of %d, want %d", name, len(got.Lines), got.Total, tc.want)
		}
	}
}

func TestTheLateListIsPaged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-10 09:00")
	month := w.read(w.one()).Period
	for i := range 70 {
		w.update(func(tx port.Tx) error {
			return tx.Insert(&engine.Task{Period: month, UnitID: w.first.ID, Duty: "T01.计划", Subject: fmt.Sprint(i), Edition: "2026",
				State: engine.TaskOpen, Opens: day("2026-09-01"), Due: day("2026-09-18")})
		})
	}
	w.morning("2026-09-21")
	seen := map[engine.TaskID]bool{}
	for page := 1; page <= 2; page++ {
		list := w.late(w.judge, follow.LateRequest{Page: page})
		if list.Pages != 2 || list.Total != 71 {
			t.Fatalf("%d lines on %d pages", list.Total, list.Pages)
		}
		for _, l := range list.Lines {
			seen[l.ID] = true
		}
	}
	if len(seen) != 71 {
		t.Errorf("%d different lines on both pages, want 71", len(seen))
	}
}

// one gives some task of the first branch, made when first asked for.
func (w *world) one() engine.TaskID {
	if tasks := all[engine.Task](w, port.Where{"subject": "2026-09-18"}); len(tasks) > 0 {
		return tasks[0].ID
	}
	return w.task(w.first, "T01.计划", "2026-09-18")
}
