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
	"wubiao/engine/rule"
)

// IssueOptions narrows a run of Issue. The zero value issues everything.
type IssueOptions struct {
	Kinds  []calendar.Kind // only these kinds of periods; nil: all five
	DryRun bool            // work out the same numbers and write nothing
}

func (o IssueOptions) wants(k calendar.Kind) bool {
	return o.Kinds == nil || slices.Contains(o.Kinds, k)
}

// IssueResult tells what one run newly issued. A day counts one sheet, however
// many units work on it.
type IssueResult struct {
	Through   calendar.Date `json:"through"`
	Sheets    int           `json:"sheets"`
	Tasks     int           `json:"tasks"`
	Notices   int           `json:"notices"`
	Periods   []string      `json:"periods"`            // the keys of the periods this run completed
	Warnings  []string      `json:"warnings,omitempty"` // facts of units that could not be read
	Estimates []string      `json:"-"`                  // years whose workdays are a guess, in sentences
	NoUnits   bool          `json:"-"`                  // nobody is there to be issued to
}

func (r *IssueResult) add(n port.IssueCount) {
	r.Sheets, r.Tasks, r.Notices = r.Sheets+n.Sheets, r.Tasks+n.Tasks, r.Notices+n.Notices
}

// Issue issues every period that begins on or before through and is not
// finished in the ledger of issued periods, from the earliest start of a unit
// on. It goes on where a run that was killed stopped; with nothing missing it
// writes nothing. On an error the result tells what had been issued until then.
func (p *Practise) Issue(ctx context.Context, through calendar.Date, o IssueOptions) (result IssueResult, err error) {
	result = IssueResult{Through: through, Periods: []string{}}
	defer func() { result.Estimates = p.estimates(result.Periods, through) }()
	f, missing, err := p.missing(ctx, through, o)
	if err != nil {
		return result, fmt.Errorf("find missing periods: %w", err)
	}
	result.NoUnits = f.earliest.IsZero()
	for _, m := range missing {
		if err := ctx.Err(); err != nil {
			return result, err
		}
		classes := m.sorter.Classes()
		for _, w := range classes.Warnings {
			if !slices.Contains(result.Warnings, w) {
				result.Warnings = append(result.Warnings, w)
			}
		}
		issue := p.issuePeriod
		if o.DryRun {
			issue = p.countPeriod
		}
		if err := issue(ctx, m, classes, &result); err != nil {
			return result, fmt.Errorf("issue %s: %w", m.period, err)
		}
	}
	if o.wants(calendar.KindDay) {
		if err := p.issueDays(ctx, f, through, o.DryRun, &result); err != nil {
			return result, fmt.Errorf("issue days: %w", err)
		}
	}
	return result, nil
}

// facts are what planning reads, taken at one moment.
type facts struct {
	issued     map[calendar.Period]engine.Issued
	units      []engine.Unit
	parameters *plan.Parameters
	earliest   calendar.Date // the first start of a unit that carries duties
}

// unitColumns are what planning needs to know of a unit.
var unitColumns = []string{"id", "parent_id", "path", "name", "kind", "attributes", "rest", "start", "closed", "updated_at"}

// missingPeriod is a period still to be issued, with the edition it is pinned to
// and the units sorted by what they get.
type missingPeriod struct {
	period  calendar.Period
	edition *rule.Edition
	sorter  *plan.Sorter
}

// missing compares what should exist with the ledger of issued periods. Units
// are read only when something may be missing.
func (p *Practise) missing(ctx context.Context, through calendar.Date, o IssueOptions) (f facts, out []missingPeriod, err error) {
	err = p.Store.View(ctx, func(tx port.Tx) error {
		if err := f.readLedger(tx); err != nil || f.earliest.IsZero() {
			return err
		}
		for _, period := range plan.Periods(f.earliest, through) {
			row := f.issued[period]
			if row.Finished != nil || !o.wants(period.Kind) {
				continue
			}
			edition, err := p.editionFor(period, row)
			if engine.CodeOf(err) == engine.NotFound && row.Edition == "" {
				continue // before the first edition nothing is asked of anybody
			}
			if err != nil {
				return err
			}
			out = append(out, missingPeriod{period: period, edition: edition})
		}
		if len(out) == 0 && !o.wants(calendar.KindDay) {
			return nil
		}
		return p.sortUnits(tx, &f, out, o.wants(calendar.KindDay))
	})
	return f, out, err
}

// readPage is how many units are in memory at once with all that is known of
// them.
const readPage = 200

// issueColumns are what issuing needs to know of a branch.
var issueColumns = []string{"id", "path", "kind", "attributes", "rest", "start", "closed"}

// sortUnits sorts the branches for every missing period, page by page. Of each
// it keeps in f what days are issued by, if they are.
func (p *Practise) sortUnits(tx port.Tx, f *facts, missing []missingPeriod, keep bool) error {
	if err := f.readParameters(tx); err != nil {
		return err
	}
	var editions []*rule.Edition
	for i := range missing {
		editions = append(editions, missing[i].edition)
		schedule, err := plan.NewSchedule(missing[i].edition, p.Calendar, missing[i].period)
		if err != nil {
			return err
		}
		missing[i].sorter = schedule.Sorter(f.parameters)
	}
	for next := engine.UnitID(1); ; {
		var page []engine.Unit
		err := tx.List(&page, access.Everything(), port.Query{Where: port.Where{"kind": string(engine.Branch)},
			AtLeast: port.Where{"id": int64(next)}, Limit: readPage, Columns: issueColumns})
		if err != nil {
			return fmt.Errorf("list units: %w", err)
		}
		if err := sortPage(tx, page, missing, editions); err != nil {
			return err
		}
		for _, u := range page {
			if keep {
				f.units = append(f.units, engine.Unit{ID: u.ID, Kind: u.Kind, Rest: u.Rest, Start: u.Start, Closed: u.Closed})
			}
			next = u.ID + 1
		}
		if len(page) < readPage {
			return nil
		}
	}
}

// sortPage sorts a page of branches for every missing period, with their people.
func sortPage(tx port.Tx, page []engine.Unit, missing []missingPeriod, editions []*rule.Edition) error {
	if len(missing) == 0 {
		return nil
	}
	// The periods come in the order of their first days.
	registers, err := registersOf(tx, page, missing[0].period.Start.AddMonths(-stayMonths), editions...)
	if err != nil {
		return err
	}
	for _, m := range missing {
		m.sorter.Add(page, registers)
	}
	return nil
}

// editionFor gives the edition a period is issued under: that which a run has
// begun with, else the one in force on its first day.
func (p *Practise) editionFor(period calendar.Period, row engine.Issued) (*rule.Edition, error) {
	if row.Edition != "" {
		return p.Book.Named(row.Edition)
	}
	return p.Book.On(period.Start)
}

// readLedger reads the ledger of issued periods and the day the first unit went
// live.
func (f *facts) readLedger(tx port.Tx) error {
	var rows []engine.Issued
	if err := tx.List(&rows, access.Everything(), port.Query{}); err != nil {
		return fmt.Errorf("list issued periods: %w", err)
	}
	f.issued = make(map[calendar.Period]engine.Issued, len(rows))
	for _, row := range rows {
		f.issued[row.Period] = row
	}
	var first []engine.Unit
	err := tx.List(&first, access.Everything(), port.Query{
		Where: port.Where{"kind": string(engine.Branch)}, AtLeast: port.Where{"start": "0001-01-01"},
		Order: []string{"start"}, Limit: 1, Columns: []string{"id", "start"},
	})
	if err != nil {
		return fmt.Errorf("find the first unit: %w", err)
	}
	if len(first) == 1 {
		f.earliest = first[0].Start
	}
	return nil
}

// readUnits reads the units and the company's choices.
func (f *facts) readUnits(tx port.Tx) error {
	if err := tx.List(&f.units, access.Everything(), port.Query{Columns: unitColumns}); err != nil {
		return fmt.Errorf("list units: %w", err)
	}
	return f.readParameters(tx)
}

// readParameters reads the company's choices.
func (f *facts) readParameters(tx port.Tx) error {
	var values []engine.ParameterValue
	if err := tx.List(&values, access.Everything(), port.Query{}); err != nil {
		return fmt.Errorf("list parameters: %w", err)
	}
	f.parameters = plan.NewParameters(values)
	return nil
}
