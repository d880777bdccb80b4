package selfcheck

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

// LineRequest asks for one standard of a score sheet.
type LineRequest struct {
	Unit     engine.UnitID   `json:"unit" validate:"gt=0"`
	Period   calendar.Period `json:"period" validate:"required"`
	Standard string          `json:"standard" validate:"required,max=20"`
}

// LinePage is one standard of a score sheet with the records that were counted.
type LinePage struct {
	UnitID   engine.UnitID   `json:"unit_id"`
	Unit     string          `json:"unit"`
	Period   calendar.Period `json:"period"`
	Words    string          `json:"words"`
	Sealed   bool            `json:"sealed"`
	Line     Line            `json:"line"`
	Findings []Evidenced     `json:"findings"`
	Before   string          `json:"before"` // the standards beside it on the sheet; empty: none
	After    string          `json:"after"`
}

// Evidenced is a finding with the records that it counted.
type Evidenced struct {
	Finding
	Text    string        `json:"text"` // how the handbook says the rule
	Counted []CountedLine `json:"counted"`
	Said    []Said        `json:"said"` // what people answered, by window
}

// CountedLine is a record that was counted, as far as the reader may know it.
type CountedLine struct {
	ID     engine.RecordID `json:"id"`
	Ledger string          `json:"ledger"`
	Title  string          `json:"title"` // of the ledger
	Day    string          `json:"day"`
	About  string          `json:"about"`
}

// Line reads one standard of a score sheet.
func (s *SelfCheck) Line(ctx context.Context, actor access.Actor, r LineRequest) (LinePage, error) {
	sheet, err := s.Sheet(ctx, actor, SheetRequest{Unit: r.Unit, Period: r.Period})
	if err != nil {
		return LinePage{}, err
	}
	at := slices.IndexFunc(sheet.Lines, func(l Line) bool { return l.Code == r.Standard })
	if at < 0 {
		return LinePage{}, access.Absent()
	}
	page := LinePage{UnitID: sheet.UnitID, Unit: sheet.Unit, Period: sheet.Period, Words: sheet.Words, Sealed: sheet.Score.Sealed, Line: sheet.Lines[at]}
	if at > 0 {
		page.Before = sheet.Lines[at-1].Code
	}
	if at+1 < len(sheet.Lines) {
		page.After = sheet.Lines[at+1].Code
	}
	e, err := s.Book.Named(sheet.Edition)
	if err != nil {
		return LinePage{}, fmt.Errorf("edition of the score: %w", err)
	}
	err = s.Store.View(ctx, func(tx port.Tx) error {
		known, err := s.counted(tx, actor, e, sheet.UnitID, page.Line)
		if err != nil {
			return err
		}
		rules := make([]*rule.Rule, len(page.Line.Findings))
		for i, f := range page.Line.Findings {
			rules[i] = e.Rule(f.Rule)
		}
		said, err := s.said(tx, rules, sheet.UnitID, sheet.Period)
		if err != nil {
			return err
		}
		for i, f := range page.Line.Findings {
			one := Evidenced{Finding: f, Text: rules[i].Text, Said: said[rules[i]]}
			for _, id := range f.Records {
				if c, ok := known[engine.RecordID(id)]; ok && !f.Asked {
					one.Counted = append(one.Counted, c)
				}
			}
			page.Findings = append(page.Findings, one)
		}
		return nil
	})
	if err != nil {
		return LinePage{}, fmt.Errorf("read line: %w", err)
	}
	return page, nil
}

// counted reads what the line's records say, in a few words.
func (s *SelfCheck) counted(tx port.Tx, actor access.Actor, e *rule.Edition, unit engine.UnitID, line Line) (map[engine.RecordID]CountedLine, error) {
	scope, err := access.Authorize(actor, access.RecordRead)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, f := range line.Findings {
		if !f.Asked {
			ids = append(ids, f.Records...)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var records []engine.Record
	err = tx.List(&records, scope, port.Query{Where: port.Where{"id": ids, "unit_id": int64(unit)}, Columns: []string{"id", "ledger", "day", "fields"}})
	if err != nil {
		return nil, fmt.Errorf("list counted records: %w", err)
	}
	out := map[engine.RecordID]CountedLine{}
	for i := range records {
		r := &records[i]
		l := e.Ledgers[r.Ledger]
		if l == nil || l.Private {
			continue
		}
		title := l.Title
		if title == "" {
			title = l.Name
		}
		out[r.ID] = CountedLine{ID: r.ID, Ledger: l.Name, Title: title, Day: r.Day.String(), About: l.Subject(r.Fields)}
	}
	return out, nil
}
