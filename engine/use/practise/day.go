package practise

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// DayPage is the day sheet of a unit in its three bands. It has no ticks and no
// score, and no rows in the database: it follows from unit and date.
type DayPage struct {
	Number   string        `json:"number"` // for print; a day sheet is numbered only on paper
	UnitID   engine.UnitID `json:"unit_id"`
	Unit     string        `json:"unit"`
	Date     calendar.Date `json:"date"`
	Title    string        `json:"title"`   // 2026年9月24日 周四
	Workday  bool          `json:"workday"` // by the unit's own rest days
	Routine  []RoutineLine `json:"routine"`
	Today    []DayLine     `json:"today"`
	Days     []string      `json:"days"`
	Previous string        `json:"previous"` // the keys of the days around it
	Next     string        `json:"next"`     // empty: too far ahead
	Warning  *Estimate     `json:"warning"`  // nil: no date that is near is a guess
}

// RoutineLine is one line of 日常规定动作; nothing of it is tracked.
type RoutineLine struct {
	Text      string   `json:"text"`
	Standards []string `json:"standards"`
}

// DayLine is a task under 今天, and why it stands there.
type DayLine struct {
	Line
	Why string `json:"why"`
}

// dayAhead is how far ahead, in days, a day sheet can be read: later days have
// sheets that have not gone out. estimateDays is how near a due day must be for a
// day sheet to warn that it is a guess.
const (
	dayAhead     = 31
	estimateDays = 14
)

// Silent says whether the sheet has nothing to tell: then nobody is pushed.
func (p DayPage) Silent() bool { return len(p.Today) == 0 && len(p.Days) == 0 }

// Day reads the day sheet of the unit for the day.
func (p *Practise) Day(ctx context.Context, actor access.Actor, unit engine.UnitID, day calendar.Date) (DayPage, error) {
	scope, err := access.Authorize(actor, access.SheetRead)
	if err != nil {
		return DayPage{}, err
	}
	var page DayPage
	err = p.Store.View(ctx, func(tx port.Tx) error {
		u, err := getUnit(tx, scope, unit)
		if err != nil {
			return err
		}
		last := p.today(tx).AddDays(dayAhead)
		if day > last {
			return engine.Fail(engine.NotFound, "too_far",
				fmt.Sprintf("日提醒表最多看到%d天以后。%s太远了，请看那个月的月提醒表。", dayAhead, day.ChineseFull()))
		}
		page, err = p.dayPage(tx, scope, u, day)
		if day == last {
			page.Next = ""
		}
		return err
	})
	if err != nil {
		return DayPage{}, fmt.Errorf("read day sheet: %w", err)
	}
	return page, nil
}

func (p *Practise) dayPage(tx port.Tx, scope access.Scope, u engine.Unit, day calendar.Date) (DayPage, error) {
	page := DayPage{Number: engine.SheetNumber(calendar.PeriodOf(calendar.KindDay, day), u.ID), UnitID: u.ID, Unit: u.Name, Date: day,
		Title:    day.ChineseFull() + " " + weekdays[day.Weekday()],
		Workday:  p.Calendar.With(calendar.Rest(u.Rest)).IsWorkday(day),
		Previous: day.AddDays(-1).String(), Next: day.AddDays(1).String()}
	e, err := p.Book.On(day)
	if engine.CodeOf(err) == engine.NotFound {
		return page, access.Absent()
	}
	if err != nil {
		return page, fmt.Errorf("edition of the day: %w", err)
	}
	if e.DaySheet != nil && page.Workday {
		for _, r := range e.DaySheet.Routine {
			page.Routine = append(page.Routine, RoutineLine{r.Text, r.Standards})
		}
	}
	lines, err := p.dayLines(tx, scope, u.ID, day)
	if err != nil {
		return page, err
	}
	page.Today = lines
	var bare []Line
	for _, line := range lines {
		if line.Due <= day.AddDays(estimateDays) {
			bare = append(bare, line.Line)
		}
	}
	page.Warning = p.warnings(bare)
	if page.Days, err = p.days(tx, scope, e, u, day); err != nil {
		return page, err
	}
	return page, nil
}

// lookAhead is how far ahead, in months, an event's clock may end and still be
// in its last third today.
const lookAhead = 12

// dayLines are what stands under 今天: due on the day, overdue, and event clocks
// in their last third.
func (p *Practise) dayLines(tx port.Tx, scope access.Scope, unit engine.UnitID, day calendar.Date) ([]DayLine, error) {
	var tasks []engine.Task
	err := tx.List(&tasks, scope, port.Query{Where: port.Where{
		"period": periodsBetween(day.AddMonths(-lookBack), day.AddMonths(lookAhead)), "unit_id": unit,
		"state": []engine.TaskState{engine.TaskOpen, engine.TaskDone}},
		AtMost: port.Where{"opens": day}})
	if err != nil {
		return nil, fmt.Errorf("list tasks: %w", err)
	}
	l, err := p.liner(tx, access.Actor{}, scope, []engine.UnitID{unit})
	if err != nil {
		return nil, err
	}
	tasks = slices.DeleteFunc(tasks, func(t engine.Task) bool { return t.State != engine.TaskOpen && t.Deadline() != day })
	all, err := l.lines(tasks)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, byDue)
	var out []DayLine
	for _, line := range all {
		if why := whyToday(line, day); why != "" {
			out = append(out, DayLine{line, why})
		}
	}
	return out, nil
}

// whyToday says why a task stands under 今天, or nothing.
func whyToday(line Line, day calendar.Date) string {
	left := int(line.Due - day)
	switch {
	case line.Open() && line.Returned != "":
		return "退回重办：" + line.Returned
	case line.Due == day:
		return "今天到期"
	case !line.Open():
		return ""
	case line.Due < day:
		return fmt.Sprintf("已逾期%d天", -left)
	case line.Order != 0:
		return fmt.Sprintf("党委工作部交办，还剩%d天", left)
	case line.Event && 3*left <= int(line.Due-line.Opens):
		return fmt.Sprintf("还剩%d天", left)
	}
	return ""
}
