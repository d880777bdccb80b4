package follow_test

import (
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/desk"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/order"
	"wubiao/engine/use/selfcheck"
)

func (w *world) desk(actor access.Actor) desk.Page {
	w.t.Helper()
	p := w.Practise
	d := &desk.Desk{Practise: p, Follow: w.Follow, Orders: &order.Orders{Practise: p},
		SelfCheck: &selfcheck.SelfCheck{Store: w.db, Book: p.Book, Calendar: p.Calendar, Practise: p, Zone: beijing}}
	page, err := d.Read(bg, actor)
	if err != nil {
		w.t.Fatal(err)
	}
	return page
}

// Everybody above sees the figures of his own branches, and nobody those of a
// private standard or of what was granted more time.
func TestTheDeskCountsWhatIsLateWithinReach(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-10 09:00")
	for _, u := range []engine.Unit{w.first, w.second, w.third} {
		w.task(u, "T01.计划", "2026-09-18")
		w.task(u, "T16.登记", "2026-09-18") // private
	}
	plan := w.task(w.third, "Z05.会议", "2026-09-18")
	more := w.task(w.second, "Z05.会议", "2026-09-18")
	w.morning("2026-09-24")
	w.update(func(tx port.Tx) error {
		var late engine.Task
		if err := tx.Get(&late, access.Everything(), port.Where{"id": more}); err != nil {
			return err
		}
		late.Extended = day("2026-09-30")
		return tx.Save(&late)
	})
	w.issue(w.judge, w.third, plan)
	for name, tc := range map[string]struct {
		actor                           access.Actor
		branches, lagging, tasks, wants int
	}{
		"the committee":  {w.judge, 3, 3, 4, 2},
		"general branch": {w.chief, 2, 2, 2, 0},
		"a branch":       {w.secretary, 0, 0, 0, 0},
	} {
		p := w.desk(tc.actor)
		if p.Branches != tc.branches || p.Behind.Lagging != tc.lagging || p.Behind.Tasks != tc.tasks || p.Papers.Proposed != tc.wants {
			t.Errorf("%s: %d branches, %d of them late with %d tasks, %d proposals; want %+v", name, p.Branches, p.Behind.Lagging, p.Behind.Tasks, p.Papers.Proposed, tc)
		}
	}
	worst := w.desk(w.judge).Behind.Worst
	if len(worst) != 3 || worst[0].UnitID != w.third.ID || worst[0].Number == "" || worst[0].Word == "" || worst[1].Number != "" {
		t.Errorf("the worst: %+v", worst)
	}
}

// What was returned and done again waits for who may rate it, and for nobody else.
func TestTheDeskTellsWhatWasDoneAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16 09:00")
	id := w.task(w.first, "T01.名册", "2026-09-18") // the handbook names those above
	w.done(w.organiser, id)
	must(t, w.rating(w.judge, id, engine.Returned))
	if got := w.desk(w.judge).Again; len(got) != 0 {
		t.Errorf("returned and not done again: %+v", got)
	}
	w.done(w.organiser, id)
	for name, tc := range map[string]struct {
		actor access.Actor
		want  int
	}{"the committee": {w.judge, 1}, "the general branch": {w.chief, 1}, "its secretary": {w.secretary, 0}} {
		got := w.desk(tc.actor)
		if len(got.Again) != tc.want || tc.want == 1 && (got.Again[0] != follow.Again{UnitID: w.first.ID, Unit: w.first.Name, Tasks: 1} || !got.Waits()) {
			t.Errorf("%s: %+v", name, got.Again)
		}
	}
	must(t, w.rating(w.judge, id, engine.Pass))
	if got := w.desk(w.judge); len(got.Again) != 0 || got.Waits() {
		t.Errorf("rated: %+v", got.Again)
	}
}

func TestTheDeskFollowsTheSelfChecks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-10-20 09:00")
	quarter := calendar.PeriodOf(calendar.KindQuarter, day("2026-09-30"))
	for u, c := range map[engine.UnitID]engine.SelfCheck{
		w.first.ID:  {State: engine.SelfCheckSubmitted, SubmittedOn: day("2026-10-13")},
		w.second.ID: {State: engine.SelfCheckFilling},
		w.third.ID:  {State: engine.SelfCheckAccepted, SubmittedOn: day("2026-10-12")},
	} {
		w.update(func(tx port.Tx) error {
			score := engine.Score{Period: quarter, UnitID: u, Edition: "2026", Last: quarter.End()}
			if err := tx.Insert(&score); err != nil {
				return err
			}
			c.Period, c.UnitID, c.ScoreID, c.Edition, c.Opens, c.Due = quarter, u, score.ID, "2026", day("2026-09-25"), day("2026-10-15")
			return tx.Insert(&c)
		})
	}
	p := w.desk(w.judge)
	if c := p.Checks; c.Total != 3 || c.In != 2 || c.Accepted != 1 || c.Late != 1 || len(c.Names) != 1 || c.Names[0].UnitID != w.second.ID ||
		len(c.Waiting) != 1 || c.Waiting[0].Count != 1 || !p.Waits() || c.Share() != 66 {
		t.Errorf("the committee: %+v", p.Checks)
	}
	if p := w.desk(w.chief); p.Checks.Total != 2 || p.Checks.In != 1 || p.Waits() {
		t.Errorf("a general branch accepts nothing: %+v", p)
	}
	w.clock.at.Store(time.Date(2027, 1, 20, 1, 0, 0, 0, time.UTC).UnixMilli())
	if c := w.desk(w.judge).Checks; c.Total != 0 || len(c.Waiting) != 1 || c.Waiting[0].Period != quarter {
		t.Errorf("a quarter later it waits no more: %+v", c)
	}
}
