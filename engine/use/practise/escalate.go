package practise

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/use/standard"
)

// Addressees of the ladder that are no posts of the unit.
const (
	toGeneralBranch = "党总支"
	toCompany       = "党委工作部"
)

// Escalate follows up overdue tasks by the edition's ladder and counts the new
// notices. Each rung of a task is told once, with its nominal day, however long
// the program slept.
func (p *Practise) Escalate(ctx context.Context, today calendar.Date) (told int, err error) {
	var units []engine.Unit
	err = p.Store.View(ctx, func(tx port.Tx) error {
		return tx.List(&units, access.Everything(), port.Query{
			Columns: []string{"id", "parent_id", "path", "name", "kind", "start", "closed"}})
	})
	if err != nil {
		return 0, fmt.Errorf("list units: %w", err)
	}
	tree := newTree(units)
	overdue := port.Query{AtMost: port.Where{"due": today.AddDays(-1).String()}}
	for tasks, err := range p.openTasks(ctx, overdue) {
		if err != nil {
			return told, fmt.Errorf("list overdue tasks: %w", err)
		}
		n, err := p.escalate(ctx, tasks, tree, today)
		if told += n; err != nil {
			return told, err
		}
	}
	return told, nil
}

// escalate follows up some overdue tasks.
func (p *Practise) escalate(ctx context.Context, tasks []engine.Task, tree *tree, today calendar.Date) (int, error) {
	var notices []engine.Notice
	climbed := map[int][]engine.TaskID{}
	err := p.Store.View(ctx, func(tx port.Tx) error {
		duties := p.Book.Duties(tx)
		for i := range tasks {
			t := &tasks[i]
			more, reached, err := p.rungs(duties, t, tree, today)
			if err != nil {
				return err
			}
			notices = append(notices, more...)
			if reached >= 0 && (t.Ladder == nil || *t.Ladder != reached) {
				climbed[reached] = append(climbed[reached], t.ID)
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	if err := p.climb(ctx, climbed); err != nil {
		return 0, fmt.Errorf("note the rungs: %w", err)
	}
	n, err := p.tell(ctx, "job.escalate", notices)
	if err != nil {
		return n, fmt.Errorf("escalate: %w", err)
	}
	return n, nil
}

// climb notes on the tasks how many rungs they have reached, so that who is late
// can be listed without reading what is not.
func (p *Practise) climb(ctx context.Context, climbed map[int][]engine.TaskID) error {
	for _, reached := range slices.Sorted(maps.Keys(climbed)) {
		for ids := range slices.Chunk(climbed[reached], noticesPerTransaction) {
			err := p.Store.Update(ctx, func(tx port.Tx) error {
				n, err := tx.Climb(ids, reached)
				if err != nil {
					return err
				}
				entry, err := jobEntry("job.escalate", "task", detail{"tasks": n, "rungs": reached, "first": int64(ids[0])})
				if err != nil {
					return err
				}
				return tx.Append(entry)
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// rungs makes the notices of the rungs that an overdue task has reached, and
// counts the rungs: -1 where the task is not followed up. Nobody is asked about
// the time before a unit's start or after it has closed.
func (p *Practise) rungs(duties *standard.Duties, t *engine.Task, tree *tree, today calendar.Date) (out []engine.Notice, reached int, err error) {
	u := tree.byID[t.UnitID]
	e, s, d, err := duties.Of(t)
	if err != nil || u == nil || s.Private { // what only named posts may know climbs no ladder
		return nil, -1, err
	}
	for _, rung := range plan.Rungs(t.Deadline(), e.Escalation, p.Calendar, today) {
		reached++
		if !u.OpenOn(rung.Day) || t.Due < u.Start {
			continue
		}
		after := e.Escalation[rung.N-1].After.Chinese()
		title, due := standard.DutyTitle(s, d), t.Deadline().Chinese()
		n := engine.Notice{
			Key: ladderKey(t, rung.N), UnitID: u.ID, Post: rung.To, Kind: engine.NoticeOverdue,
			AboutUnit: u.ID, TaskID: t.ID, Period: t.Period.String(), Day: rung.Day,
			Text: fmt.Sprintf("「%s」应在%s前完成，已超期%s，请尽快办理；确有困难请向上级说明。", title, due, after),
		}
		if rung.To == toGeneralBranch || rung.To == toCompany {
			n.UnitID, n.Post = tree.above(u, rung.To), ""
			n.Text = fmt.Sprintf("%s的「%s」应在%s前完成，已超期%s，请了解情况并督促。", u.Name, title, due, after)
		}
		out = append(out, n)
	}
	if !t.LateOn(today) || t.Due < u.Start || !u.OpenOn(today) {
		reached = -1
	}
	return out, reached, nil
}

// ladderKey names the notice of a rung. A day granted later starts the ladder
// anew.
func ladderKey(t *engine.Task, rung int) string {
	if t.Extended > t.Due {
		return fmt.Sprintf("ladder/%d/%d/%s", t.ID, rung, t.Extended)
	}
	return fmt.Sprintf("ladder/%d/%d", t.ID, rung)
}

// tree finds who stands above a unit.
type tree struct {
	byID map[engine.UnitID]*engine.Unit
	root engine.UnitID
}

func newTree(units []engine.Unit) *tree {
	t := &tree{byID: make(map[engine.UnitID]*engine.Unit, len(units)), root: rootOf(units)}
	for i := range units {
		t.byID[units[i].ID] = &units[i]
	}
	return t
}

// above gives the nearest general branch above the unit, or the company: for the
// company's rung, and where there is no general branch.
func (t *tree) above(u *engine.Unit, to string) engine.UnitID {
	for at, steps := u, 0; to == toGeneralBranch && at != nil && at.ParentID != nil && steps < len(t.byID); steps++ {
		at = t.byID[*at.ParentID]
		if at != nil && at.Kind == engine.GeneralBranch {
			return at.ID
		}
	}
	return t.root
}
