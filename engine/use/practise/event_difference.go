package practise

import (
	"cmp"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
)

// eventDifference is what the event tasks of a chunk of units lack and have too
// much.
type eventDifference struct {
	issue  []eventIssue
	move   []engine.Task // open, with the corrected dates
	reopen []engine.Task
	retire []engine.TaskID
}

type eventIssue struct {
	unit engine.UnitID
	pinned
}

func (d *eventDifference) empty() bool {
	return len(d.issue)+len(d.move)+len(d.reopen)+len(d.retire) == 0
}

type eventKey struct{ duty, subject string }

// compare finds the difference for a chunk of units.
func (s *eventShelf) compare(units []engine.Unit, planned map[engine.UnitID][]pinned, have map[engine.UnitID][]engine.Task) eventDifference {
	var d eventDifference
	for i := range units {
		id := units[i].ID
		wanted := map[eventKey]pinned{}
		for _, t := range planned[id] {
			wanted[eventKey{t.Duty, t.Subject}] = t
		}
		settled := map[eventKey]bool{}
		for _, t := range have[id] {
			key := eventKey{t.Duty, t.Subject}
			want, ok := wanted[key]
			settled[key] = s.settle(t, want, ok, &d) || settled[key]
		}
		for _, t := range planned[id] {
			if key := (eventKey{t.Duty, t.Subject}); !settled[key] && s.due(t) {
				d.issue = append(d.issue, eventIssue{id, t})
			}
		}
	}
	return d
}

// settle judges one task there is, and says whether it stands for its event.
// What has been done stays done, also when its record is corrected afterwards.
// A rule that looks ahead opens on its due day, so that there a calendar
// announced later moves the task too.
func (s *eventShelf) settle(t engine.Task, want pinned, wanted bool, d *eventDifference) bool {
	same := wanted && want.Period == t.Period
	switch {
	case t.State == engine.TaskDone:
		return true
	case t.State == engine.TaskOpen && !same:
		d.retire = append(d.retire, t.ID)
		return false
	case t.State == engine.TaskOpen:
		if t.Opens != want.Opens {
			t.Opens, t.Due, t.Estimated = want.Opens, want.Due, want.Estimated
			d.move = append(d.move, t)
		}
		return true
	case same:
		t.Opens, t.Due, t.Estimated = want.Opens, want.Due, want.Estimated
		d.reopen = append(d.reopen, t)
		return true
	}
	return false
}

// apply writes a difference and tells the trail.
func (s *eventShelf) apply(tx port.Tx, d eventDifference) (done ReconcileResult, err error) {
	var ids []engine.TaskID
	if len(d.retire) > 0 {
		if done.Retired, err = retire(tx, d.retire, reasonEvent); err != nil {
			return done, err
		}
		ids = append(ids, d.retire...)
	}
	for _, t := range d.reopen {
		if t, err = reopened(t, s.horizon); err != nil {
			return done, err
		}
		if err := tx.Save(&t); err != nil {
			return done, fmt.Errorf("reopen task %d: %w", t.ID, err)
		}
		ids = append(ids, t.ID)
	}
	for _, t := range d.move {
		if err := tx.Save(&t); err != nil {
			return done, fmt.Errorf("move task %d: %w", t.ID, err)
		}
		ids = append(ids, t.ID)
	}
	done.Reopened, done.Moved = len(d.reopen), len(d.move)
	if done.Issued, err = issueEvents(tx, d.issue); err != nil {
		return done, err
	}
	return done, record(tx, "event", done, ids)
}

// issueEvents inserts event tasks, those of one month and edition together.
func issueEvents(tx port.Tx, list []eventIssue) (int, error) {
	type group struct {
		period  calendar.Period
		edition string
	}
	batches := map[group]*port.IssueBatch{}
	class := map[group]map[engine.UnitID]int{}
	var order []group
	for _, t := range list {
		g := group{t.Period, t.edition}
		b := batches[g]
		if b == nil {
			b = &port.IssueBatch{Period: t.Period, Edition: t.edition}
			batches[g], class[g], order = b, map[engine.UnitID]int{}, append(order, g)
		}
		c, ok := class[g][t.unit]
		if !ok {
			c = len(b.Classes)
			class[g][t.unit] = c
			b.Units = append(b.Units, port.UnitClass{Unit: t.unit, Class: c})
			b.Classes = append(b.Classes, port.ClassPlan{})
		}
		b.Classes[c].Tasks = append(b.Classes[c].Tasks, t.PlannedTask)
	}
	slices.SortFunc(order, func(a, b group) int {
		return cmp.Or(plan.Compare(a.period, b.period), cmp.Compare(a.edition, b.edition))
	})
	issued := 0
	for _, g := range order {
		n, err := tx.Issue(*batches[g])
		if err != nil {
			return issued, fmt.Errorf("insert event tasks: %w", err)
		}
		issued += n.Tasks
	}
	return issued, nil
}
