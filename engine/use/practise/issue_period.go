package practise

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
)

// issuePeriod issues one period, a chunk of units per transaction. The last
// chunk's transaction also finishes the row in the ledger; a process killed
// before that leaves the period unfinished, and the next run goes over it again
// without doubling anything. Of two processes at once both insert what the other
// has not, and the first at the end finishes.
func (p *Practise) issuePeriod(ctx context.Context, m missingPeriod, classes *plan.Classes, result *IssueResult) error {
	batch := port.IssueBatch{
		Period: m.period, Edition: m.edition.Name, Sheet: true, Classes: classes.Plans,
		Post: Secretary, Day: p.Calendar.LastWorkdayBefore(m.period),
	}
	for rest, more := classes.Units, true; more; {
		n := p.portion(rest, classes.Plans)
		batch.Units, rest = rest[:n], rest[n:]
		more = len(rest) > 0
		var step issueStep
		err := p.Store.Update(ctx, func(tx port.Tx) (err error) {
			step, err = p.issueChunk(tx, batch, !more)
			return err
		})
		if err != nil {
			return err
		}
		result.add(step.count)
		if step.finished {
			result.Periods = append(result.Periods, m.period.String())
		}
		if step.over {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// issueStep is what one transaction did.
type issueStep struct {
	count    port.IssueCount
	finished bool // it finished the period
	over     bool // another process has finished it already
}

// issueChunk issues one chunk and carries the ledger's row forward.
func (p *Practise) issueChunk(tx port.Tx, batch port.IssueBatch, last bool) (step issueStep, err error) {
	row, err := p.ledgerRow(tx, batch)
	if err != nil {
		return step, err
	}
	if row.Finished != nil {
		step.over = true
		return step, nil
	}
	batch.Text = sheetText(batch.Period, row.Late)
	if step.count, err = tx.Issue(batch); err != nil {
		return step, fmt.Errorf("insert sheets and tasks: %w", err)
	}
	row.Sheets += step.count.Sheets
	row.Tasks += step.count.Tasks
	if last {
		now := tx.Now()
		row.Finished, step.finished = &now, true
		entry, err := jobEntry("job.issue", "period/"+row.Period.String(),
			detail{"edition": row.Edition, "sheets": row.Sheets, "tasks": row.Tasks, "late": row.Late})
		if err != nil {
			return step, err
		}
		if err := tx.Append(entry); err != nil {
			return step, fmt.Errorf("append to the trail: %w", err)
		}
	}
	if err := tx.Save(&row); err != nil {
		return step, fmt.Errorf("save the ledger's row: %w", err)
	}
	return step, nil
}

// ledgerRow finds the period's row or begins it.
func (p *Practise) ledgerRow(tx port.Tx, batch port.IssueBatch) (engine.Issued, error) {
	var row engine.Issued
	err := tx.Get(&row, access.Everything(), port.Where{"period": batch.Period.String()})
	if engine.CodeOf(err) == engine.NotFound {
		row = engine.Issued{
			Period: batch.Period, Edition: batch.Edition, Started: tx.Now(),
			Late: p.day(tx.Now()) >= batch.Period.Start,
		}
		err = tx.Insert(&row)
	}
	if err != nil {
		return row, fmt.Errorf("open the ledger's row: %w", err)
	}
	return row, nil
}

// sheetText is the notice of a new sheet.
func sheetText(period calendar.Period, late bool) string {
	text := period.Chinese() + "的提醒表已下达，请查看本期要办的事项和期限。"
	if late {
		return "补发：" + text
	}
	return text
}
