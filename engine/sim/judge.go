package sim

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
)

// judge lets those whom the handbook names rate some of what was done: nobody has
// to, so few do. Four workdays before the end the office returns something that
// will have been done again today.
func (p *people) judge(ctx context.Context, day calendar.Date) error {
	late := p.sim.dayOf(0, 0, 4, day) == day
	if !late && (day.Month() < 3 || p.sim.dayOf(day.Month(), 5, 0, day) != day) {
		return nil
	}
	for i := range p.company.Branches {
		b := &p.company.Branches[i]
		if !late && i%6 != int(day.Month())%6 {
			continue
		}
		returned, err := p.rate(ctx, b, p.office(), day, late)
		if err != nil {
			return fmt.Errorf("rate the work of %s: %w", b.Name, err)
		}
		if late && returned {
			return nil
		}
		if _, err := p.rate(ctx, b, b.Holder("支部书记").Actor(), day, false); err != nil {
			return fmt.Errorf("rate in %s: %w", b.Name, err)
		}
	}
	return nil
}

// rated is how much of a branch's work somebody rates at once.
const rated = 4

// rate rates the latest of what is somebody's to rate: most of it passes, some is
// excellent, now and then something recent comes back. It tells whether something
// did.
func (p *people) rate(ctx context.Context, b *Branch, by access.Actor, day calendar.Date, back bool) (bool, error) {
	page, err := p.sim.Follow.Unrated(ctx, by, b.ID)
	if err != nil {
		return false, err
	}
	for i, line := range page.Lines {
		if i == rated {
			break
		}
		r := follow.RateRequest{Unit: b.ID, Tasks: map[engine.TaskID]int64{line.ID: line.Version}, Quality: engine.Pass}
		n := p.chance(fmt.Sprintf("评定/%d/%d", line.ID, by.Person))
		switch {
		case line.Order != 0 || line.SelfCheck != "": // these have a way of their own of being handed back
		case back || n%13 == 0 && line.Due > day.AddDays(-15):
			r.Quality, r.Redo = engine.Returned, p.sim.Calendar.AddWorkdays(day, 3)
			r.Reason = "只写了标题，没有写清做了什么、谁参加。请补全。"
		case n%4 == 0:
			r.Quality = engine.Excellent
		}
		if err := p.sim.Follow.Rate(ctx, by, r); err != nil {
			return false, err
		}
		if back {
			return r.Quality == engine.Returned, nil
		}
	}
	return false, nil
}

// redo puts right what was returned, a day or two later.
func (p *people) redo(ctx context.Context, day calendar.Date) error {
	var tasks []engine.Task
	err := p.sim.Store.View(ctx, func(tx port.Tx) error {
		var returned []engine.Appraisal
		err := tx.List(&returned, access.Everything(), port.Query{Where: port.Where{"quality": engine.Returned},
			AtLeast: port.Where{"created_at": tx.Now().AddDate(0, 0, -20)}})
		if err != nil || len(returned) == 0 {
			return err
		}
		ids := make([]engine.TaskID, len(returned))
		for i := range returned {
			ids[i] = returned[i].TaskID
		}
		return tx.List(&tasks, access.Everything(), port.Query{Where: port.Where{"id": ids, "state": engine.TaskOpen, "quality": engine.Returned}})
	})
	if err != nil {
		return fmt.Errorf("list returned work: %w", err)
	}
	for i := range tasks {
		t := &tasks[i]
		b, wait := p.branches[t.UnitID], p.chance(fmt.Sprintf("重办/%d", t.ID))%2+1
		if b == nil || p.sim.Calendar.AddWorkdays(t.Extended, -3+int(wait)) > day {
			continue
		}
		st, d := p.sim.edition.Duty(t.Duty)
		if d == nil {
			continue
		}
		err := p.sim.Practise.Redo(ctx, b.Holder(standard.DutyPost(st, d)).Actor(), practise.TapRequest{Task: t.ID, Version: t.Version})
		if err != nil && engine.CodeOf(err) != engine.Refused { // what it rests on is gone
			return fmt.Errorf("redo task %d: %w", t.ID, err)
		}
	}
	return nil
}

// mayWait lets a branch ask for more time for one of its tasks before it is due,
// and its general branch answer the next workday.
func (p *people) mayWait(ctx context.Context, day calendar.Date) error {
	if err := p.answerWaiting(ctx, day); err != nil {
		return err
	}
	late := p.sim.dayOf(0, 0, 1, day) == day
	if !late && p.sim.dayOf(day.Month(), 16, 0, day) != day {
		return nil
	}
	var tasks []engine.Task
	err := p.sim.Store.View(ctx, func(tx port.Tx) error {
		return tx.List(&tasks, access.Everything(), port.Query{Where: port.Where{"state": engine.TaskOpen},
			AtLeast: port.Where{"due": day.AddDays(1)}, AtMost: port.Where{"due": day.AddDays(6)}, Order: []string{"unit_id", "due"}})
	})
	if err != nil {
		return fmt.Errorf("list what is due soon: %w", err)
	}
	asked := map[engine.UnitID]bool{}
	for i := range tasks {
		t := &tasks[i]
		b := p.branches[t.UnitID]
		st, d := p.sim.edition.Duty(t.Duty)
		if b == nil || d == nil || st.Private || asked[t.UnitID] || !late && p.chance(fmt.Sprintf("延期/%d/%d", t.UnitID, day.Month()))%9 != 0 {
			continue
		}
		if asked[t.UnitID] = true; late && len(asked) > 2 {
			return nil
		}
		err := p.sim.Follow.Ask(ctx, b.Holder(standard.DutyPost(st, d)).Actor(), follow.AskRequest{Task: t.ID,
			Until: p.sim.Calendar.AddWorkdays(t.Deadline(), 3), Reason: "项目部本周连续夜间架梁，人凑不齐，想推到架完再办。"})
		if err != nil {
			return fmt.Errorf("ask for more time for task %d: %w", t.ID, err)
		}
	}
	return nil
}

// answerWaiting lets the general branches answer what was asked before the day.
func (p *people) answerWaiting(ctx context.Context, day calendar.Date) error {
	for i := range p.company.Generals {
		chief := p.company.Generals[i].Members[0].Actor()
		list, err := p.sim.Follow.Extensions(ctx, chief, 0)
		if err != nil {
			return err
		}
		for j := range list.Waiting {
			x := &list.Waiting[j]
			if !x.Decide || x.AskedOn == day.Chinese() {
				continue
			}
			if err := p.answerRequest(ctx, x, p.chance(fmt.Sprintf("答复/%d", x.ID))%3 != 0, chief); err != nil {
				return fmt.Errorf("answer request %d: %w", x.ID, err)
			}
		}
	}
	return nil
}
