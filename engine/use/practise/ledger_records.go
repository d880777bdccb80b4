package practise

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

const (
	recordPage   = 50 // records on one page
	shownColumns = 5  // columns beside the day; the record's own page has all
)

// LedgerRecordsRequest asks for one page of a ledger.
type LedgerRecordsRequest struct {
	Unit   engine.UnitID `json:"unit" validate:"gt=0"`
	Ledger string        `json:"ledger" validate:"required,max=40"`
	Year   int           `json:"year" validate:"gte=0,lte=9999"`   // 0: all years
	Page   int           `json:"page" validate:"gte=0,lte=100000"` // from 1
}

// LedgerRecords is one page of a ledger of a unit, newest first.
type LedgerRecords struct {
	UnitID  engine.UnitID `json:"unit_id"`
	Unit    string        `json:"unit"`
	Ledger  string        `json:"ledger"`
	Title   string        `json:"title"`
	Note    string        `json:"note"`
	Year    int           `json:"year"`
	Years   []int         `json:"years"` // that have records, and this one
	Page    int           `json:"page"`
	Next    bool          `json:"next"`
	DayWord string        `json:"day_word"` // the heading of the day
	Columns []string      `json:"columns"`
	Rows    []RecordRow   `json:"rows"`
	Fill    bool          `json:"fill"` // the actor may record here
	Printed string        `json:"printed"`
	OnPaper bool          `json:"on_paper"` // it may be taken out as a workbook
}

// RecordRow is one record in a list.
type RecordRow struct {
	ID       engine.RecordID `json:"id"`
	Day      string          `json:"day"`
	Late     bool            `json:"late"`     // 补录
	Imported bool            `json:"imported"` // it came over from a workbook
	Cells    []RecordCell    `json:"cells"`
}

// RecordCell is one filled column.
type RecordCell struct {
	Column string `json:"column"`
	Label  string `json:"label"`
	Text   string `json:"text"`
	Long   bool   `json:"long"`
}

// LedgerRecords reads one page of a ledger. Reading a private one is written down.
func (p *Practise) LedgerRecords(ctx context.Context, actor access.Actor, r LedgerRecordsRequest) (LedgerRecords, error) {
	scope, err := access.Authorize(actor, access.RecordRead)
	if err != nil {
		return LedgerRecords{}, err
	}
	var page LedgerRecords
	err = p.read(ctx, func(tx port.Tx) (bool, error) {
		unit, err := getUnit(tx, scope, r.Unit)
		if err != nil {
			return false, err
		}
		e, err := p.Book.On(p.today(tx))
		if engine.CodeOf(err) == engine.NotFound {
			return false, access.Absent()
		}
		if err != nil {
			return false, fmt.Errorf("edition of the day: %w", err)
		}
		l, err := openLedger(actor, unit.ID, e, r.Ledger)
		if err != nil {
			return false, err
		}
		page = LedgerRecords{UnitID: unit.ID, Unit: unit.Name, Ledger: l.Name, Title: ledgerTitle(l), Note: l.Note,
			Year: r.Year, Page: max(1, r.Page), DayWord: l.Day, Fill: mayFill(actor, unit.ID) && !e.Kept(l.Name), Printed: p.today(tx).ChineseFull(), OnPaper: !l.Private}
		if page.DayWord == "" {
			page.DayWord = "登记日期"
		}
		return l.Private, p.fillPage(tx, scope, e, l, &unit, &page)
	}, func() engine.AuditEntry {
		return engine.AuditEntry{AccountID: actor.Account, Action: string(access.RecordRead), Object: "ledger/" + page.Ledger,
			UnitID: page.UnitID, Result: "done", Detail: fmt.Sprintf(`{"records":%d}`, len(page.Rows)), Address: actor.Address}
	})
	if err != nil {
		return LedgerRecords{}, fmt.Errorf("read ledger: %w", err)
	}
	return page, nil
}

// read reads, and writes down that it was read where it must be known.
func (p *Practise) read(ctx context.Context, look func(port.Tx) (private bool, err error), entry func() engine.AuditEntry) error {
	private := false
	err := p.Store.View(ctx, func(tx port.Tx) (err error) {
		private, err = look(tx)
		return err
	})
	if err != nil || !private {
		return err
	}
	return p.Store.Update(ctx, func(tx port.Tx) error { return tx.Append(entry()) })
}

func (p *Practise) fillPage(tx port.Tx, scope access.Scope, e *rule.Edition, l *rule.Ledger, unit *engine.Unit, page *LedgerRecords) error {
	where := port.Where{"unit_id": unit.ID, "ledger": l.Name}
	q := port.Query{Where: where, Order: []string{"-day", "-id"}, Limit: recordPage + 1, Offset: (page.Page - 1) * recordPage}
	if page.Year > 0 {
		year := calendar.PeriodOf(calendar.KindYear, calendar.NewDate(page.Year, 1, 1))
		q.AtLeast, q.AtMost = port.Where{"day": year.Start}, port.Where{"day": year.End()}
	}
	var records, oldest []engine.Record
	if err := tx.List(&records, scope, q); err != nil {
		return fmt.Errorf("list records: %w", err)
	}
	if err := tx.List(&oldest, scope, port.Query{Where: where, Order: []string{"day"}, Limit: 1, Columns: []string{"id", "day"}}); err != nil {
		return fmt.Errorf("find the oldest record: %w", err)
	}
	if len(records) > recordPage {
		records, page.Next = records[:recordPage], true
	}
	page.Years = []int{p.today(tx).Year()}
	if len(oldest) > 0 {
		for y := page.Years[0] - 1; y >= max(oldest[0].Day.Year(), page.Years[0]-20); y-- {
			page.Years = append(page.Years, y)
		}
	}
	columns := tableColumns(e, l, records)
	for _, c := range columns {
		page.Columns = append(page.Columns, columnLabel(c))
	}
	for i := range records {
		page.Rows = append(page.Rows, p.recordRow(e, l, unit, &records[i], columns))
	}
	return nil
}

func (p *Practise) recordRow(e *rule.Edition, l *rule.Ledger, unit *engine.Unit, r *engine.Record, columns []*rule.Column) RecordRow {
	row := RecordRow{ID: r.ID, Day: r.Day.String(), Late: p.lateEntry(unit, r), Imported: r.ImportID != 0}
	for _, c := range columns {
		row.Cells = append(row.Cells, RecordCell{c.ID, columnLabel(c), e.FieldText(l.Name, c.ID, r.Fields[c.ID]), c.Type.Name == rule.TypeLong})
	}
	return row
}

// tableColumns chooses the columns of a list: what is required, then what is
// filled most, in the order of the form. Long texts stand on the record's page.
func tableColumns(e *rule.Edition, l *rule.Ledger, records []engine.Record) []*rule.Column {
	filled := map[string]int{}
	for i := range records {
		for name := range records[i].Fields {
			if e.FieldText(l.Name, name, records[i].Fields[name]) != "" {
				filled[name]++
			}
		}
	}
	columns := slices.DeleteFunc(slices.Clone(l.Columns), func(c *rule.Column) bool {
		return c.ID == l.Day || c.Type.Name == rule.TypeLong || !c.Required && filled[c.ID] == 0
	})
	slices.SortStableFunc(columns, func(a, b *rule.Column) int {
		switch {
		case a.Required != b.Required && a.Required:
			return -1
		case a.Required != b.Required:
			return 1
		}
		return cmp.Compare(filled[b.ID], filled[a.ID])
	})
	columns = columns[:min(len(columns), shownColumns)]
	slices.SortStableFunc(columns, func(a, b *rule.Column) int {
		return cmp.Compare(slices.Index(l.Columns, a), slices.Index(l.Columns, b))
	})
	return columns
}

// lateAfter is from how many workdays on an entry counts as 补录.
const lateAfter = 3

// lateEntry says whether the record was typed in three workdays or more after it
// happened.
func (p *Practise) lateEntry(unit *engine.Unit, r *engine.Record) bool {
	if r.ImportID != 0 { // it came over from an older ledger, where it was written in its time
		return false
	}
	days := p.Calendar.With(calendar.Rest(unit.Rest))
	typed := p.day(r.CreatedAt)
	if r.Day >= typed { // a deadline ahead, or the very day
		return false
	}
	third := days.AddWorkdays(r.Day, lateAfter)
	return !third.IsZero() && third <= typed
}
