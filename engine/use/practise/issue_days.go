package practise

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
)

// daysPerTransaction is how many days are written together after a long sleep.
const daysPerTransaction = 100

// issueDays writes a ledger row for each day on which somebody works. A day
// sheet has no rows of its own: what it lists follows from unit and date.
func (p *Practise) issueDays(ctx context.Context, f facts, through calendar.Date, dry bool, result *IssueResult) error {
	var days []engine.Issued
	if f.earliest.IsZero() {
		return nil
	}
	for _, d := range plan.WorkedDays(f.units, p.Calendar, f.earliest, through) {
		period := calendar.PeriodOf(calendar.KindDay, d)
		if _, done := f.issued[period]; done {
			continue
		}
		edition, err := p.Book.On(d)
		if engine.CodeOf(err) == engine.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		days = append(days, engine.Issued{Period: period, Edition: edition.Name, Sheets: 1})
	}
	for chunk := range slices.Chunk(days, daysPerTransaction) {
		written := chunk
		if !dry {
			err := p.Store.Update(ctx, func(tx port.Tx) (err error) {
				written, err = p.writeDays(tx, chunk)
				return err
			})
			if err != nil {
				return err
			}
		}
		result.Sheets += len(written)
		for _, row := range written {
			result.Periods = append(result.Periods, row.Period.String())
		}
	}
	return nil
}

// writeDays inserts the days that another process has not written meanwhile.
func (p *Practise) writeDays(tx port.Tx, days []engine.Issued) ([]engine.Issued, error) {
	keys := make([]string, len(days))
	for i, d := range days {
		keys[i] = d.Period.String()
	}
	var there []engine.Issued
	if err := tx.List(&there, access.Everything(), port.Query{Where: port.Where{"period": keys}}); err != nil {
		return nil, fmt.Errorf("list issued days: %w", err)
	}
	known := map[calendar.Period]bool{}
	for _, row := range there {
		known[row.Period] = true
	}
	var written []engine.Issued
	now := tx.Now()
	for _, row := range days {
		if known[row.Period] {
			continue
		}
		row.Started, row.Finished, row.Late = now, &now, row.Period.Start < p.day(now)
		if err := tx.Insert(&row); err != nil {
			return nil, fmt.Errorf("insert day %s: %w", row.Period, err)
		}
		written = append(written, row)
	}
	if len(written) == 0 {
		return nil, nil
	}
	entry, err := jobEntry("job.issue", "period/"+written[0].Period.String(),
		detail{"last": written[len(written)-1].Period.String(), "sheets": len(written)})
	if err != nil {
		return nil, err
	}
	if err := tx.Append(entry); err != nil {
		return nil, fmt.Errorf("append to the trail: %w", err)
	}
	return written, nil
}
