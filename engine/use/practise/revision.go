package practise

import (
	"fmt"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/state"
)

// Why a task is retired, as the branch reads it.
const (
	reasonApplies = "单位情况有变化，这件事不再适用"
	reasonEvent   = "引起这件事的记录或日期已经更改、删除，或单位情况有变化"
)

// revision compares what one issued period holds with what it should hold.
type revision struct {
	practise   *Practise
	edition    *rule.Edition
	period     calendar.Period
	over       bool // the period has ended: only missing sheets are made up
	today      calendar.Date
	schedule   *plan.Schedule
	parameters *plan.Parameters
	tasks      map[engine.UnitID][]port.PlannedTask // of units that get a sheet
	gets       map[engine.UnitID]bool
	warnings   []string // of the chunk compared last
}

func newRevision(p *Practise, e *rule.Edition, period calendar.Period, parameters *plan.Parameters, today calendar.Date) (*revision, error) {
	schedule, err := plan.NewSchedule(e, p.Calendar, period)
	if err != nil {
		return nil, err
	}
	return &revision{practise: p, edition: e, period: period, over: period.End() < today, today: today,
		schedule: schedule, parameters: parameters}, nil
}

// plan works out what a chunk of units should hold, its people being as they are
// today: a branch that crossed a threshold in the middle of the period is planned
// as it is now.
func (r *revision) plan(tx port.Tx, chunk []engine.Unit) error {
	day := max(r.today, r.period.Start)
	if r.over {
		day = r.period.Start
	}
	registers, err := registersOf(tx, chunk, day.AddMonths(-stayMonths), r.edition)
	if err != nil {
		return err
	}
	sorter := r.schedule.Sorter(r.parameters).AsOf(day)
	sorter.Add(chunk, registers)
	classes := sorter.Classes()
	r.tasks, r.gets = map[engine.UnitID][]port.PlannedTask{}, map[engine.UnitID]bool{}
	r.warnings = classes.Warnings
	for _, u := range classes.Units {
		r.tasks[u.Unit], r.gets[u.Unit] = classes.Plans[u.Class].Tasks, true
	}
	return nil
}

// difference is what a chunk of units lacks and has too much.
type difference struct {
	issue  []unitTasks
	retire map[string][]engine.TaskID // by reason
	reopen []engine.Task
}

type unitTasks struct {
	unit  engine.UnitID
	tasks []port.PlannedTask
}

func (d *difference) empty() bool { return len(d.issue)+len(d.retire)+len(d.reopen) == 0 }

// compare reads a chunk of units and finds the difference. Of a period that is
// over only the sheets matter.
func (r *revision) compare(tx port.Tx, chunk []engine.Unit) (*difference, error) {
	if err := r.plan(tx, chunk); err != nil {
		return nil, err
	}
	ids := make([]engine.UnitID, len(chunk))
	for i := range chunk {
		ids[i] = chunk[i].ID
	}
	q := port.Query{Where: port.Where{"period": r.period.String(), "unit_id": ids}}
	var sheets []engine.Sheet
	var tasks []engine.Task
	if err := tx.List(&sheets, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list sheets: %w", err)
	}
	if !r.over {
		if err := tx.List(&tasks, access.Everything(), q); err != nil {
			return nil, fmt.Errorf("list tasks: %w", err)
		}
	}
	sheet := map[engine.UnitID]bool{}
	for _, s := range sheets {
		sheet[s.UnitID] = true
	}
	have := map[engine.UnitID][]engine.Task{}
	for _, t := range tasks {
		if !isOrder(&t) && t.Edition == r.edition.Name && !isEvent(r.edition, t.Duty) {
			have[t.UnitID] = append(have[t.UnitID], t)
		}
	}
	d := &difference{retire: map[string][]engine.TaskID{}}
	for i := range chunk {
		u := &chunk[i]
		if r.gets[u.ID] && !sheet[u.ID] {
			d.issue = append(d.issue, unitTasks{u.ID, r.tasks[u.ID]})
		} else if !r.over {
			r.compareUnit(u, have[u.ID], d)
		}
	}
	return d, nil
}

// compareUnit compares the tasks of a unit that has its sheet. Whether a duty
// applies is asked of the duty, not of the due day: an issued date stays.
func (r *revision) compareUnit(u *engine.Unit, have []engine.Task, d *difference) {
	applies := map[string]bool{}
	for _, t := range r.tasks[u.ID] {
		applies[t.Duty] = true
	}
	for _, t := range have {
		reason := ""
		if !applies[t.Duty] {
			reason = reasonApplies
		}
		if out := outOfTime(u, t.Due); out != "" {
			reason = out
		}
		switch {
		case reason != "" && t.State == engine.TaskOpen:
			d.retire[reason] = append(d.retire[reason], t.ID)
		case reason == "" && t.State == engine.TaskRetired && t.Due >= r.today:
			d.reopen = append(d.reopen, t)
		}
	}
	var missing []port.PlannedTask
	for _, t := range r.tasks[u.ID] {
		if t.Due >= r.today && !covered(t, have) {
			missing = append(missing, t)
		}
	}
	if len(missing) > 0 {
		d.issue = append(d.issue, unitTasks{u.ID, missing})
	}
}

// covered says whether a planned task is there already. A calendar announced
// later may join two holidays into one occurrence (中秋、国庆), or part them.
func covered(t port.PlannedTask, have []engine.Task) bool {
	for i := range have {
		if have[i].Duty != t.Duty {
			continue
		}
		for _, part := range strings.Split(t.Subject, "、") {
			for _, known := range strings.Split(have[i].Subject, "、") {
				if part == known {
					return true
				}
			}
		}
	}
	return false
}

// outOfTime gives the reason why nothing due on the day is asked of the unit, or
// "".
func outOfTime(u *engine.Unit, due calendar.Date) string {
	switch {
	case due < u.Start:
		return "本单位自" + u.Start.ChineseFull() + "起启用，此前的事不计"
	case !u.Closed.IsZero() && due > u.Closed:
		return "本单位已于" + u.Closed.ChineseFull() + "撤销"
	}
	return ""
}

// reopened moves a retired task back to open by the table.
func reopened(t engine.Task, today calendar.Date) (engine.Task, error) {
	move, err := state.Tasks().Next(t.State, state.TaskReopen, state.ByJob, state.TaskFacts{Today: today})
	if err != nil {
		return t, err
	}
	t.State, t.Reason = move.To, ""
	return t, nil
}
