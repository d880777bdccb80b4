package practise

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/standard"
)

// TaskPage is one task with everything needed to do it.
type TaskPage struct {
	Line    Line              `json:"line"`
	Duty    standard.DutyLine `json:"duty"`
	Page    standard.Page     `json:"page"`
	Period  string            `json:"period"`  // the sheet's period key
	About   string            `json:"about"`   // the period it is about, in words
	Warning *Estimate         `json:"warning"` // nil: no shown date is a guess
}

// Task reads one task with its standard, as the edition it is pinned to says it.
func (p *Practise) Task(ctx context.Context, actor access.Actor, id engine.TaskID) (TaskPage, error) {
	scope, err := access.Authorize(actor, access.TaskRead)
	if err != nil {
		return TaskPage{}, err
	}
	var page TaskPage
	err = p.Store.View(ctx, func(tx port.Tx) error {
		var t engine.Task
		err := tx.Get(&t, scope, port.Where{"id": id})
		if engine.CodeOf(err) == engine.NotFound {
			return access.Absent()
		}
		if err != nil {
			return fmt.Errorf("find task: %w", err)
		}
		page, err = p.taskPage(tx, actor, scope, t)
		return err
	})
	if err != nil {
		return TaskPage{}, fmt.Errorf("read task: %w", err)
	}
	return page, nil
}

func (p *Practise) taskPage(tx port.Tx, actor access.Actor, scope access.Scope, t engine.Task) (TaskPage, error) {
	l, err := p.liner(tx, actor, scope, []engine.UnitID{t.UnitID})
	if err != nil {
		return TaskPage{}, err
	}
	lines, err := l.lines([]engine.Task{t})
	if err != nil {
		return TaskPage{}, err
	}
	if len(lines) == 0 {
		return TaskPage{}, access.Absent()
	}
	line := lines[0]
	e, s, duty, err := l.duties.Of(&t)
	if err != nil {
		return TaskPage{}, err
	}
	page := TaskPage{Line: line, Duty: standard.DescribeDuty(e, s, duty), Page: standard.Describe(e, s),
		Period: t.Period.String(), About: t.Period.Chinese(), Warning: p.warnings([]Line{line})}
	if duty.Due != nil {
		page.About = duty.Due.About(t.Period).Chinese()
	}
	return page, nil
}
