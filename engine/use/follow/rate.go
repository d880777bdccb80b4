package follow

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/state"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
)

// rateDays is how long a completed task waits to be rated, in days.
const rateDays = 60

// RatePage lists what has been completed and not been rated, of one branch, as
// far as it is the actor's to rate. Nobody has to.
type RatePage struct {
	UnitID engine.UnitID   `json:"unit_id"`
	Unit   string          `json:"unit"`
	Lines  []practise.Line `json:"lines"`
	Redo   calendar.Date   `json:"redo"` // by when a returned task is to be done again
	Rated  []RatedLine     `json:"rated"`
}

// RatedLine is a task that has been rated.
type RatedLine struct {
	practise.Line
	Word string `json:"word"`
}

// Unrated reads the page.
func (f *Follow) Unrated(ctx context.Context, actor access.Actor, unit engine.UnitID) (RatePage, error) {
	scope, err := access.Authorize(actor, access.TaskRate)
	if err != nil {
		return RatePage{}, err
	}
	var page RatePage
	err = f.Practise.Store.View(ctx, func(tx port.Tx) error {
		u, err := practise.Unit(tx, scope, unit)
		if err != nil {
			return err
		}
		today := f.Practise.Today(tx)
		page = RatePage{UnitID: u.ID, Unit: u.Name, Redo: f.Practise.Calendar.AddWorkdays(today, redoDays)}
		var tasks []engine.Task
		err = tx.List(&tasks, scope, port.Query{
			Where:   port.Where{"period": practise.PeriodsBetween(today.AddMonths(-12), today.AddMonths(3)), "unit_id": u.ID, "state": engine.TaskDone},
			AtLeast: port.Where{"done_on": today.AddDays(-rateDays)}, Order: []string{"-done_on"}})
		if err != nil {
			return fmt.Errorf("list completed tasks: %w", err)
		}
		tasks = slices.DeleteFunc(tasks, func(t engine.Task) bool { return f.mayRate(tx, actor, u, &t) != nil })
		lines, err := f.Practise.Lines(tx, actor, scope, []engine.UnitID{u.ID}, tasks)
		if err != nil {
			return err
		}
		for _, line := range lines {
			if line.Quality == engine.Unrated {
				page.Lines = append(page.Lines, line)
			} else {
				page.Rated = append(page.Rated, RatedLine{line, line.Quality.Chinese()})
			}
		}
		return nil
	})
	if err != nil {
		return RatePage{}, fmt.Errorf("list what can be rated: %w", err)
	}
	return page, nil
}

// mayRate says why the actor may not rate the completion; nil: he may. It is the
// post that the handbook names; what that post has done itself is judged by
// those above, and nobody judges his own work.
func (f *Follow) mayRate(tx port.Tx, actor access.Actor, u engine.Unit, t *engine.Task) error {
	s, d, err := f.Practise.DutyOf(tx, t)
	if err != nil {
		return err
	}
	if s.Private {
		return access.Absent()
	}
	if t.DoneBy != 0 && t.DoneBy == actor.Person {
		return engine.Fail(engine.Forbidden, "own_work", "自己完成的事，不能由自己评定。")
	}
	checker := standard.DutyChecker(s, d)
	if ownsWork(s, d, checker) {
		_, err := asAbove(actor, u)
		return err
	}
	if !actor.Holds(u.ID, checker) {
		return engine.Fail(engine.Forbidden, "other_post", "这件事完成得怎样，由"+checker+"评定。")
	}
	return nil
}

// ownsWork says whether the checker would judge its own work, or is no post of
// the branch at all.
func ownsWork(s *rule.Standard, d *rule.Duty, checker string) bool {
	return checker == standard.DutyPost(s, d) || checker == "党总支" || checker == company
}

// RateRequest rates several completed tasks of one branch at once.
type RateRequest struct {
	Unit    engine.UnitID           `json:"unit" validate:"gt=0"`
	Tasks   map[engine.TaskID]int64 `json:"tasks" validate:"max=200"` // with the versions that the page showed
	Quality engine.Quality          `json:"quality" validate:"oneof=excellent pass returned"`
	Reason  string                  `json:"reason" validate:"max=500"` // of a return
	Redo    calendar.Date           `json:"redo"`                      // of a return: by when
}

// Rate keeps how well tasks were done. A return opens the task again.
func (f *Follow) Rate(ctx context.Context, actor access.Actor, r RateRequest) error {
	scope, err := access.Authorize(actor, access.TaskRate)
	if err != nil {
		return err
	}
	err = f.Practise.Store.Update(ctx, func(tx port.Tx) error {
		u, err := practise.Unit(tx, scope, r.Unit)
		if err != nil {
			return err
		}
		if len(r.Tasks) == 0 {
			return engine.Fail(engine.Invalid, "rate", "还没有评定：请先选要评定的事").With("tasks", "请至少选一件")
		}
		ids := make([]engine.TaskID, 0, len(r.Tasks))
		for id := range r.Tasks {
			ids = append(ids, id)
		}
		var tasks []engine.Task
		if err := tx.List(&tasks, scope, port.Query{Where: port.Where{"id": ids, "unit_id": u.ID}}); err != nil {
			return fmt.Errorf("read tasks: %w", err)
		}
		if len(tasks) != len(ids) {
			return access.Absent()
		}
		for i := range tasks {
			if err := f.rate(tx, actor, u, &tasks[i], r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("rate: %w", err)
	}
	return nil
}

func (f *Follow) rate(tx port.Tx, actor access.Actor, u engine.Unit, t *engine.Task, r RateRequest) error {
	if t.Quality == r.Quality { // the second of two taps
		return nil
	}
	if err := f.mayRate(tx, actor, u, t); err != nil {
		return err
	}
	if t.State != engine.TaskDone || t.Version != r.Tasks[t.ID] {
		return changed()
	}
	a := engine.Appraisal{TaskID: t.ID, UnitID: t.UnitID, Quality: r.Quality, DoneOn: t.DoneOn, DoneBy: t.DoneBy, PersonID: actor.Person}
	from := t.State
	t.Quality = r.Quality
	if r.Quality == engine.Returned {
		a.Reason = clean(r.Reason)
		if err := f.sendBack(tx, t, a.Reason, r.Redo); err != nil {
			return err
		}
	}
	if err := tx.Save(t); err != nil {
		return fmt.Errorf("save task: %w", err)
	}
	if err := tx.Insert(&a); err != nil {
		return fmt.Errorf("keep the appraisal: %w", err)
	}
	if err := f.tellReturned(tx, t, a); err != nil {
		return err
	}
	return tx.Append(note(actor, access.TaskRate, fmt.Sprintf("task/%d", t.ID), t.UnitID, string(from), string(t.State)+"/"+string(t.Quality)))
}

// sendBack opens the task again. It climbs no ladder before the day given for
// doing it again.
func (f *Follow) sendBack(tx port.Tx, t *engine.Task, reason string, redo calendar.Date) error {
	if err := practise.OrderRuns(tx, t); err != nil {
		return err
	}
	today := f.Practise.Today(tx)
	move, err := state.Tasks().Next(t.State, state.TaskReturn, state.ByRater, state.TaskFacts{Today: today, Reason: reason, Redo: redo})
	if engine.ReasonOf(err) == "guard" {
		field := "redo"
		if reason == "" {
			field = "reason"
		}
		return engine.Fail(engine.Invalid, "rate", "还没有退回：请改正下面标出的地方").With(field, err.Error())
	}
	if err != nil {
		return err
	}
	t.State, t.DoneOn, t.DoneBy, t.Ladder = move.To, 0, 0, nil
	t.Extended = max(t.Extended, redo)
	return nil
}

// tellReturned tells the post whose work comes back.
func (f *Follow) tellReturned(tx port.Tx, t *engine.Task, a engine.Appraisal) error {
	if a.Quality != engine.Returned {
		return nil
	}
	s, d, err := f.Practise.DutyOf(tx, t)
	if err != nil {
		return err
	}
	return f.tell(tx, engine.Notice{Key: fmt.Sprintf("appraisal/%d", a.ID), UnitID: t.UnitID, Post: standard.DutyPost(s, d), AboutUnit: t.UnitID, TaskID: t.ID,
		Text: fmt.Sprintf("「%s」退回重办：%s。请在%s前办好。", standard.DutyTitle(s, d), a.Reason, t.Deadline().Chinese())})
}
