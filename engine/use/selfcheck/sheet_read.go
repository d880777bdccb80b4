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
	"wubiao/engine/score"
	"wubiao/engine/use/practise"
)

// SheetRequest asks for the score sheet of a unit and a period; without one, of
// the quarter that runs.
type SheetRequest struct {
	Unit   engine.UnitID   `json:"unit" validate:"gt=0"`
	Period calendar.Period `json:"period"`
}

// Sheet is a unit's score of a period, standard by standard, with the reason of
// every point. Private standards do not stand on it.
type Sheet struct {
	UnitID   engine.UnitID   `json:"unit_id"`
	Unit     string          `json:"unit"`
	Period   calendar.Period `json:"period"`
	Words    string          `json:"words"`
	Edition  string          `json:"edition"`
	Score    engine.Score    `json:"score"`
	Running  bool            `json:"running"` // the period is not over: what is not due yet deducts nothing
	Parts    []Part          `json:"parts"`
	Lines    []Line          `json:"lines"`   // in the order of the edition
	Periods  []PeriodLink    `json:"periods"` // of the same unit, newest first
	Chosen   bool            `json:"chosen"`  // the actor could have chosen other units
	Answers  int             `json:"answers"` // questions of the sheet that nobody has answered
	Deducted engine.Points   `json:"deducted"`
}

// Quarter says whether the period is one that has a self-check.
func (s Sheet) Quarter() bool { return s.Period.Kind == calendar.KindQuarter }

// Part is a part of the handbook with its sum.
type Part struct {
	Title  string        `json:"title"`
	Points engine.Points `json:"points"`
	Max    engine.Points `json:"max"`
}

// PeriodLink is another period of the unit that has a score.
type PeriodLink struct {
	Period string `json:"period"`
	Words  string `json:"words"`
	Now    bool   `json:"now"` // the one shown
}

// Line is a standard on a score sheet.
type Line struct {
	Code     string         `json:"code"`
	Title    string         `json:"title"`
	Part     string         `json:"part"`
	Degree   string         `json:"degree"` // to what degree it is to be done
	Status   rule.Status    `json:"status"`
	Says     string         `json:"says"`   // the status, or why it is not scored yet, in words
	Points   *engine.Points `json:"points"` // nil: it leaves both sums
	Max      *engine.Points `json:"max"`
	Findings []Finding      `json:"findings"`
}

// Lost is what the standard lost; 0 where it leaves both sums.
func (l Line) Lost() engine.Points {
	if l.Points == nil || l.Max == nil {
		return 0
	}
	return *l.Max - *l.Points
}

// Wanting says whether a fact of the line is missing.
func (l Line) Wanting() bool {
	return l.Status == rule.Applies && slices.ContainsFunc(l.Findings, func(f Finding) bool { return len(f.Gaps) > 0 })
}

// Finding is what one rule found, in a sentence.
type Finding struct {
	Rule     string        `json:"rule"`
	Outcome  rule.Outcome  `json:"outcome"`
	Deducted engine.Points `json:"deducted"`
	Added    engine.Points `json:"added"`
	Reason   string        `json:"reason"`
	Gaps     []string      `json:"gaps"`
	Records  []int64       `json:"records"`
	Asked    bool          `json:"asked"` // it counted answers, not records
}

// Tells says whether the finding changes something or wants something.
func (f Finding) Tells() bool {
	switch f.Outcome {
	case rule.Kept, rule.NotMet, rule.NotJudged:
		return false
	}
	return true
}

// Sheet reads a score sheet. Where a fact has changed since it was worked out, it
// is worked out first, so that nobody looks at yesterday's points.
func (s *SelfCheck) Sheet(ctx context.Context, actor access.Actor, r SheetRequest) (Sheet, error) {
	scope, err := access.Authorize(actor, access.ScoreRead)
	if err != nil {
		return Sheet{}, err
	}
	row, lines, err := s.current(ctx, scope, r)
	if err != nil {
		return Sheet{}, fmt.Errorf("read score sheet: %w", err)
	}
	var sheet Sheet
	err = s.Store.View(ctx, func(tx port.Tx) error {
		unit, err := practise.Unit(tx, scope, r.Unit)
		if err != nil {
			return err
		}
		sheet, err = s.lay(&row, lines)
		if err != nil {
			return err
		}
		sheet.Unit, sheet.Running = unit.Name, s.today(tx) <= row.Last
		sheet.Chosen = scope.All() || len(actor.Posts) == 0 || slices.ContainsFunc(actor.Posts, func(p access.HeldPost) bool { return p.Unit != unit.ID })
		sheet.Periods, err = periodsOf(tx, scope, row)
		return err
	})
	if err != nil {
		return Sheet{}, fmt.Errorf("read score sheet: %w", err)
	}
	return sheet, nil
}

// current reads the score and its lines, worked out anew where they are stale.
func (s *SelfCheck) current(ctx context.Context, scope access.Scope, r SheetRequest) (row engine.Score, lines string, err error) {
	read := func(tx port.Tx) error {
		if _, err := practise.Unit(tx, scope, r.Unit); err != nil {
			return err
		}
		if r.Period.IsZero() {
			r.Period = calendar.PeriodOf(calendar.KindQuarter, s.today(tx))
		}
		err := tx.Get(&row, scope, port.Where{"unit_id": int64(r.Unit), "period": r.Period.String()})
		if engine.CodeOf(err) == engine.NotFound {
			return engine.Fail(engine.NotFound, "no_score", r.Period.Chinese()+"还没有计分表：提醒表下达后的第二天起，这里能看到得分。")
		}
		if err != nil {
			return fmt.Errorf("find score: %w", err)
		}
		lines, err = linesOf(tx, scope, row.ID)
		return err
	}
	if err = s.Store.View(ctx, read); err != nil || !row.Stale {
		return row, lines, err
	}
	if _, err = s.renew(ctx, &row); err != nil {
		return row, lines, err
	}
	return row, lines, s.Store.View(ctx, read)
}

// lay turns stored lines into what a person reads.
func (s *SelfCheck) lay(row *engine.Score, text string) (Sheet, error) {
	e, err := s.Book.Named(row.Edition)
	if err != nil {
		return Sheet{}, fmt.Errorf("edition of the score: %w", err)
	}
	items, err := score.Lines(e, text)
	if err != nil {
		return Sheet{}, err
	}
	sheet := Sheet{UnitID: row.UnitID, Period: row.Period, Words: row.Period.Chinese(), Edition: row.Edition, Score: *row}
	for _, part := range e.Parts {
		sheet.Parts = append(sheet.Parts, Part{Title: part.Title})
	}
	for i := range items {
		line, st := lineOf(e, &items[i]), e.Standard(items[i].Code)
		at := slices.IndexFunc(e.Parts, func(p rule.Part) bool { return p.Name == st.Part })
		if at >= 0 {
			line.Part = e.Parts[at].Title
		}
		if at >= 0 && line.Points != nil && line.Max != nil {
			sheet.Parts[at].Points += *line.Points
			sheet.Parts[at].Max += *line.Max
		}
		for _, f := range line.Findings {
			if f.Asked && f.Outcome == rule.NoEvidence && line.Status == rule.Applies {
				sheet.Answers++
			}
		}
		sheet.Deducted += line.Lost()
		sheet.Lines = append(sheet.Lines, line)
	}
	return sheet, nil
}

func lineOf(e *rule.Edition, it *score.Item) Line {
	line := Line{Code: it.Code, Title: it.Title, Degree: e.Standard(it.Code).Degree, Status: it.Status, Points: it.Points, Max: it.Max}
	switch {
	case it.Status != rule.Applies:
		line.Says = it.Status.Chinese()
	case it.Unknown != "":
		line.Says = it.Unknown
	}
	for i := range it.Findings {
		f := &it.Findings[i]
		r := e.Rule(f.Rule)
		line.Findings = append(line.Findings, Finding{Rule: f.Rule, Outcome: f.Outcome, Deducted: f.Deducted, Added: f.Added,
			Reason: f.Reason, Gaps: f.Gaps, Records: f.Records, Asked: r.Ask != ""})
	}
	return line
}

// periodsOf lists the periods of the unit that have a score, newest first.
func periodsOf(tx port.Tx, scope access.Scope, row engine.Score) ([]PeriodLink, error) {
	var all []engine.Score
	err := tx.List(&all, scope, port.Query{Where: port.Where{"unit_id": int64(row.UnitID)}, Order: []string{"-last_day", "-id"},
		Limit: 12, Columns: []string{"id", "period"}})
	if err != nil {
		return nil, fmt.Errorf("list periods: %w", err)
	}
	var out []PeriodLink
	for _, other := range all {
		out = append(out, PeriodLink{other.Period.String(), other.Period.Chinese(), other.Period == row.Period})
	}
	return out, nil
}
