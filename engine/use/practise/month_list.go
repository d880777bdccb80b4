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
)

// MonthListRequest asks how the branches within reach did in a month.
type MonthListRequest struct {
	Month  calendar.Period `json:"month"` // zero: this month
	Search string          `json:"search" validate:"max=40"`
	Page   int             `json:"page" validate:"gte=0,lte=100000"` // from 1
}

// MonthList is the branches' month, one line each, the most overdue first.
type MonthList struct {
	Period string      `json:"period"`
	Words  string      `json:"words"`
	Before string      `json:"before"`
	After  string      `json:"after"`
	Search string      `json:"search"`
	Page   int         `json:"page"`
	Next   bool        `json:"next"`
	Total  int         `json:"total"`
	Sum    MonthCount  `json:"sum"` // of all branches found
	Units  []MonthLine `json:"units"`
}

// MonthLine is one branch's month.
type MonthLine struct {
	ID    engine.UnitID `json:"id"`
	Name  string        `json:"name"`
	Above string        `json:"above"`
	MonthCount
}

// Months lists the branches within reach with the counts of a month's tasks.
// Lines of private standards count for nobody.
func (p *Practise) Months(ctx context.Context, actor access.Actor, r MonthListRequest) (MonthList, error) {
	scope, err := access.Authorize(actor, access.MonthRead)
	if err != nil {
		return MonthList{}, err
	}
	list := MonthList{Search: strings.TrimSpace(r.Search), Page: max(1, r.Page)}
	err = p.Store.View(ctx, func(tx port.Tx) error {
		month := r.Month
		if month.IsZero() {
			month = calendar.PeriodOf(calendar.KindMonth, p.today(tx))
		}
		if month.Kind != calendar.KindMonth {
			return access.Absent()
		}
		list.Period, list.Words = month.String(), month.Chinese()
		list.Before, list.After = month.Prev().String(), month.Next().String()
		lines, err := p.monthBranches(tx, scope, month, list.Search)
		if err != nil {
			return err
		}
		if err := p.countMonth(tx, scope, month, lines); err != nil {
			return err
		}
		list.fill(lines)
		return nil
	})
	if err != nil {
		return MonthList{}, fmt.Errorf("list months: %w", err)
	}
	return list, nil
}

// fill sums the lines up and keeps those of the page.
func (l *MonthList) fill(lines []MonthLine) {
	l.Total = len(lines)
	for _, line := range lines {
		l.Sum.Planned += line.Planned
		l.Sum.InTime += line.InTime
		l.Sum.Late += line.Late
		l.Sum.Overdue += line.Overdue
		l.Sum.Open += line.Open
	}
	slices.SortStableFunc(lines, func(a, b MonthLine) int { return b.Overdue - a.Overdue })
	from := min((l.Page-1)*unitPage, len(lines))
	to := min(from+unitPage, len(lines))
	l.Units, l.Next = lines[from:to], to < len(lines)
}

// monthBranches are the branches that were at work in the month.
func (p *Practise) monthBranches(tx port.Tx, scope access.Scope, month calendar.Period, search string) ([]MonthLine, error) {
	var units []engine.Unit
	err := tx.List(&units, scope, port.Query{Where: port.Where{"kind": []engine.UnitKind{engine.Branch, engine.GeneralBranch}},
		Columns: []string{"id", "parent_id", "name", "kind", "start", "closed"}})
	if err != nil {
		return nil, fmt.Errorf("list units: %w", err)
	}
	above := map[engine.UnitID]string{}
	for _, u := range units {
		if u.Kind == engine.GeneralBranch {
			above[u.ID] = u.Name
		}
	}
	var lines []MonthLine
	for _, u := range units {
		if u.Kind != engine.Branch || u.Start > month.End() || !u.Closed.IsZero() && u.Closed < month.Start || !strings.Contains(u.Name, search) {
			continue
		}
		line := MonthLine{ID: u.ID, Name: u.Name}
		if u.ParentID != nil {
			line.Above = above[*u.ParentID]
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// countMonth counts the tasks of the month's own sheet and those of longer sheets
// that fall due in it, as the month's sheet lists them.
func (p *Practise) countMonth(tx port.Tx, scope access.Scope, month calendar.Period, lines []MonthLine) error {
	at, ids := map[engine.UnitID]int{}, make([]engine.UnitID, len(lines))
	for i := range lines {
		ids[i], at[lines[i].ID] = lines[i].ID, i
	}
	columns := []string{"id", "unit_id", "duty", "edition", "due", "extended", "state", "done_on"}
	var tasks, longer []engine.Task
	err := tx.List(&tasks, scope, port.Query{Where: port.Where{"period": month, "unit_id": ids}, Columns: columns})
	if err != nil {
		return wrapList(err)
	}
	err = tx.List(&longer, scope, port.Query{Where: port.Where{"period": around(month), "unit_id": ids},
		AtLeast: port.Where{"due": month.Start}, AtMost: port.Where{"due": month.End()}, Columns: columns})
	if err != nil {
		return wrapList(err)
	}
	today, duties := p.today(tx), p.Book.Duties(tx)
	for _, t := range append(tasks, longer...) {
		_, s, _, err := duties.Of(&t)
		if err != nil {
			return err
		}
		if i, shown := at[t.UnitID]; shown && !s.Private {
			lines[i].add(t.State, t.DoneOn > t.Deadline(), t.Deadline() < today)
		}
	}
	return nil
}
