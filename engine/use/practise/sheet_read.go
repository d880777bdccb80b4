package practise

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// SheetPage is one reminder sheet of one unit and period.
type SheetPage struct {
	Number  string        `json:"number"`
	Title   string        `json:"title"` // 2026年11月提醒表
	UnitID  engine.UnitID `json:"unit_id"`
	Unit    string        `json:"unit"`
	Period  string        `json:"period"`
	Edition string        `json:"edition"`
	Lines   []SheetLine   `json:"lines"`
	Done    int           `json:"done"`
	Open    int           `json:"open"`
	Minutes int           `json:"minutes"` // of what is open
	Mixed   bool          `json:"mixed"`   // some lines come from longer sheets
	Warning *Estimate     `json:"warning"` // nil: no shown date is a guess
}

// SheetLine is one line of a sheet.
type SheetLine struct {
	Line
	No     int    `json:"no"`
	From   string `json:"from"` // 季, 半年 or 年 where it comes from a longer sheet and falls due here
	When   string `json:"when"` // 9月18日, or from day to day
	Day    string `json:"day"`  // the weekday of a single day
	Degree string `json:"degree"`
	Basis  string `json:"basis"`
	State  string `json:"state_words"` // how it stands, in words
}

// Sheet reads the sheet that was issued to the unit for the period. A month's
// sheet also shows what of the quarter, half-year and year falls due in it.
func (p *Practise) Sheet(ctx context.Context, actor access.Actor, unit engine.UnitID, period calendar.Period) (SheetPage, error) {
	scope, err := access.Authorize(actor, access.SheetRead)
	if err != nil {
		return SheetPage{}, err
	}
	var page SheetPage
	err = p.Store.View(ctx, func(tx port.Tx) error {
		u, err := getUnit(tx, scope, unit)
		if err != nil {
			return err
		}
		var sheet engine.Sheet
		err = tx.Get(&sheet, scope, port.Where{"period": period, "unit_id": unit})
		if engine.CodeOf(err) == engine.NotFound {
			return p.notIssued(period, p.today(tx))
		}
		if err != nil {
			return fmt.Errorf("find sheet: %w", err)
		}
		page = SheetPage{Number: engine.SheetNumber(period, unit), Title: period.Chinese() + "提醒表",
			UnitID: unit, Unit: u.Name, Period: period.String(), Edition: sheet.Edition}
		return p.fillSheet(tx, scope, period, &page)
	})
	if err != nil {
		return SheetPage{}, fmt.Errorf("read sheet: %w", err)
	}
	return page, nil
}

func (p *Practise) fillSheet(tx port.Tx, scope access.Scope, period calendar.Period, page *SheetPage) error {
	tasks, err := sheetTasks(tx, scope, page.UnitID, period)
	if err != nil {
		return err
	}
	// Nobody's own posts count here: a sheet is the same paper for every reader,
	// and what is private stands on none.
	l, err := p.liner(tx, access.Actor{}, scope, []engine.UnitID{page.UnitID})
	if err != nil {
		return err
	}
	if l.about, err = l.subjects(tasks); err != nil {
		return err
	}
	var lines []Line
	for i := range tasks {
		line, shown, err := l.line(&tasks[i])
		if err != nil {
			return err
		}
		if !shown {
			continue
		}
		_, s, _, err := l.duties.Of(&tasks[i])
		if err != nil {
			return err
		}
		sheetLine := sheetLineOf(line, s, period)
		page.Lines = append(page.Lines, sheetLine)
		page.Mixed = page.Mixed || sheetLine.From != ""
		lines = append(lines, line)
	}
	slices.SortStableFunc(page.Lines, func(a, b SheetLine) int { return byDue(a.Line, b.Line) })
	for i := range page.Lines {
		page.Lines[i].No = i + 1
		switch page.Lines[i].Line.State {
		case engine.TaskDone:
			page.Done++
		case engine.TaskOpen:
			page.Open++
			page.Minutes += page.Lines[i].Minutes
		}
	}
	page.Warning = p.warnings(lines)
	return nil
}

// sheetTasks are the unit's tasks of the period and, for a month, those of the
// longer periods around it that fall due in it. A year's window may end in the
// year after, so the year before is asked too.
func sheetTasks(tx port.Tx, scope access.Scope, unit engine.UnitID, p calendar.Period) ([]engine.Task, error) {
	var tasks []engine.Task
	err := tx.List(&tasks, scope, port.Query{Where: port.Where{"period": p, "unit_id": unit}})
	if err != nil || p.Kind != calendar.KindMonth {
		return tasks, wrapList(err)
	}
	var more []engine.Task
	err = tx.List(&more, scope, port.Query{
		Where:   port.Where{"period": around(p), "unit_id": unit},
		AtLeast: port.Where{"due": p.Start}, AtMost: port.Where{"due": p.End()},
	})
	return append(tasks, more...), wrapList(err)
}

// around lists the longer periods whose tasks may fall due in a month.
func around(month calendar.Period) []calendar.Period {
	year := calendar.PeriodOf(calendar.KindYear, month.Start)
	return []calendar.Period{calendar.PeriodOf(calendar.KindQuarter, month.Start),
		calendar.PeriodOf(calendar.KindHalf, month.Start), year, year.Prev()}
}

func wrapList(err error) error {
	if err != nil {
		return fmt.Errorf("list tasks: %w", err)
	}
	return nil
}

func sheetLineOf(line Line, s *rule.Standard, period calendar.Period) SheetLine {
	when, day := sheetWhen(line, period)
	out := SheetLine{Line: line, When: when, Day: day, Degree: s.Degree, Basis: basis(s), State: stateWords(line)}
	if line.Kind != period.Kind {
		out.From = line.Kind.Chinese()
	}
	return out
}

// sheetWhen says when: the last day and its weekday, or from day to day where it
// opens within the period or belongs to a window.
func sheetWhen(line Line, p calendar.Period) (when, weekday string) {
	short := func(d calendar.Date) string { return fmt.Sprintf("%d月%d日", int(d.Month()), d.Day()) }
	switch {
	case line.Opens > p.Start && line.Opens < line.Due:
		return short(line.Opens) + "—" + short(line.Due), ""
	default:
		return short(line.Due), weekdays[line.Due.Weekday()]
	}
}

// basis names the first source; the standard's page has them all.
func basis(s *rule.Standard) string {
	if len(s.Sources) == 0 {
		return ""
	}
	return "《" + strings.Trim(s.Sources[0].Title, "《》") + "》" + s.Sources[0].Article
}

// stateWords says how a line stands.
func stateWords(line Line) string {
	switch {
	case line.State == engine.TaskRetired:
		return "不再要求：" + line.Reason
	case line.Done():
		return fmt.Sprintf("%d月%d日完成", int(line.DoneDay.Month()), line.DoneDay.Day()) + line.Delay()
	case line.Late > 0:
		return fmt.Sprintf("逾期%d天", line.Late)
	}
	return ""
}
