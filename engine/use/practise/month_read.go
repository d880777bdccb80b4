package practise

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// MonthPage is what a branch did in a month and what it will do in the next:
// 本月工作小结及下月工作计划, drawn from its tasks and records, so that nobody
// writes it twice.
type MonthPage struct {
	UnitID     engine.UnitID `json:"unit_id"`
	Unit       string        `json:"unit"`
	Period     string        `json:"period"` // 2026-11
	Words      string        `json:"words"`  // 2026年11月
	NextWords  string        `json:"next_words"`
	Before     string        `json:"before"` // the periods around this one
	After      string        `json:"after"`
	Count      MonthCount    `json:"count"`
	Done       []SheetLine   `json:"done"`
	Undone     []SheetLine   `json:"undone"`
	Held       []MonthLedger `json:"held"`
	Plan       []SheetLine   `json:"plan"`
	Minutes    int           `json:"minutes"` // that the plan takes
	PlanIssued bool          `json:"plan_issued"`
	Chosen     bool          `json:"chosen"` // the actor could have chosen other units
}

// MonthCount is a month's tasks by how they stand.
type MonthCount struct {
	Planned int `json:"planned"`
	InTime  int `json:"in_time"`
	Late    int `json:"late"`    // done, after the last day
	Overdue int `json:"overdue"` // not done, and the last day has passed
	Open    int `json:"open"`    // not done, and not due yet
}

// Share is the part of what was planned that was done in time, in per cent;
// 100 where nothing was planned.
func (c MonthCount) Share() int {
	if c.Planned == 0 {
		return 100
	}
	return 100 * c.InTime / c.Planned
}

func (c *MonthCount) add(state engine.TaskState, late, overdue bool) {
	switch {
	case state == engine.TaskRetired:
		return
	case state == engine.TaskDone && late:
		c.Late++
	case state == engine.TaskDone:
		c.InTime++
	case overdue:
		c.Overdue++
	default:
		c.Open++
	}
	c.Planned++
}

// MonthLedger is what a ledger says of the month.
type MonthLedger struct {
	Ledger  string        `json:"ledger"`
	Title   string        `json:"title"`
	Count   int           `json:"count"`
	Records []MonthRecord `json:"records"` // the first few
}

// More is how many records are counted and not listed.
func (l MonthLedger) More() int { return l.Count - len(l.Records) }

// listedRecords is how many records of a ledger a month lists; dues are a line
// per member, and nobody reads them one by one.
const listedRecords = 5

// MonthRecord is one record in a few words.
type MonthRecord struct {
	ID    engine.RecordID `json:"id"`
	Day   string          `json:"day"` // 9月22日
	About string          `json:"about"`
}

// Month reads a branch's month. Private standards and ledgers are not in it.
func (p *Practise) Month(ctx context.Context, actor access.Actor, unit engine.UnitID, month calendar.Period) (MonthPage, error) {
	scope, err := access.Authorize(actor, access.MonthRead)
	if err != nil {
		return MonthPage{}, err
	}
	if month.Kind != calendar.KindMonth {
		return MonthPage{}, access.Absent()
	}
	var page MonthPage
	err = p.Store.View(ctx, func(tx port.Tx) error {
		u, err := getUnit(tx, scope, unit)
		if err != nil {
			return err
		}
		next := month.Next()
		page = MonthPage{UnitID: u.ID, Unit: u.Name, Period: month.String(), Words: month.Chinese(), NextWords: next.Chinese(),
			Before: month.Prev().String(), After: next.String(), Chosen: scope.All() || len(ownUnits(actor)) != 1}
		if err := p.monthTasks(tx, scope, month, &page); err != nil {
			return err
		}
		if page.Held, err = p.held(tx, scope, unit, month); err != nil {
			return err
		}
		return p.monthPlan(tx, scope, next, &page)
	})
	if err != nil {
		return MonthPage{}, fmt.Errorf("read month: %w", err)
	}
	return page, nil
}

// monthTasks sorts the month's tasks by whether they are done.
func (p *Practise) monthTasks(tx port.Tx, scope access.Scope, month calendar.Period, page *MonthPage) error {
	sheet := SheetPage{UnitID: page.UnitID}
	if err := p.fillSheet(tx, scope, month, &sheet); err != nil {
		return err
	}
	for _, line := range sheet.Lines {
		page.Count.add(line.Line.State, line.DoneLate > 0, line.Late > 0)
		switch line.Line.State {
		case engine.TaskDone:
			page.Done = append(page.Done, line)
		case engine.TaskOpen:
			page.Undone = append(page.Undone, line)
		}
	}
	return nil
}

// monthPlan lists what falls due in the next month, as far as it is issued.
func (p *Practise) monthPlan(tx port.Tx, scope access.Scope, next calendar.Period, page *MonthPage) error {
	var sheets []engine.Sheet
	err := tx.List(&sheets, scope, port.Query{Where: port.Where{"period": next, "unit_id": page.UnitID}})
	if err != nil {
		return fmt.Errorf("find the next sheet: %w", err)
	}
	page.PlanIssued = len(sheets) > 0
	sheet := SheetPage{UnitID: page.UnitID}
	if err := p.fillSheet(tx, scope, next, &sheet); err != nil {
		return err
	}
	for _, line := range sheet.Lines {
		if line.Line.State != engine.TaskRetired {
			page.Plan = append(page.Plan, line)
			page.Minutes += line.Minutes
		}
	}
	return nil
}

// held lists the month's records by ledger, in the order of days.
func (p *Practise) held(tx port.Tx, scope access.Scope, unit engine.UnitID, month calendar.Period) ([]MonthLedger, error) {
	e, err := p.Book.On(month.Start)
	if engine.CodeOf(err) == engine.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("edition of the month: %w", err)
	}
	var open []string
	for _, name := range sortedLedgers(e) {
		if !e.Ledgers[name].Private {
			open = append(open, name)
		}
	}
	var records []engine.Record
	err = tx.List(&records, scope, port.Query{Where: port.Where{"unit_id": unit, "ledger": open},
		AtLeast: port.Where{"day": month.Start}, AtMost: port.Where{"day": month.End()}, Order: []string{"day"}})
	if err != nil {
		return nil, fmt.Errorf("list the month's records: %w", err)
	}
	return byLedger(e, records), nil
}

func byLedger(e *rule.Edition, records []engine.Record) []MonthLedger {
	var out []MonthLedger
	for i := range records {
		r := &records[i]
		l := e.Ledgers[r.Ledger]
		at := slices.IndexFunc(out, func(m MonthLedger) bool { return m.Ledger == r.Ledger })
		if at < 0 {
			at, out = len(out), append(out, MonthLedger{Ledger: l.Name, Title: ledgerTitle(l)})
		}
		if out[at].Count++; out[at].Count > listedRecords {
			continue
		}
		out[at].Records = append(out[at].Records, MonthRecord{ID: r.ID,
			Day: fmt.Sprintf("%d月%d日", int(r.Day.Month()), r.Day.Day()), About: l.Subject(r.Fields)})
	}
	return out
}
