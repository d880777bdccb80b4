package practise

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// ReconcileResult tells what a run changed.
type ReconcileResult struct {
	Sheets   int // of units that opened
	Issued   int // tasks
	Moved    int // event tasks whose trigger's date was corrected
	Retired  int
	Reopened int
	Flags    int // notices of sites without a Party organisation
	Warnings []string
}

// Changed says whether the run changed anything.
func (r ReconcileResult) Changed() bool {
	return r.Sheets+r.Issued+r.Moved+r.Retired+r.Reopened+r.Flags > 0
}

func (r *ReconcileResult) add(n ReconcileResult) {
	r.Sheets, r.Issued, r.Moved = r.Sheets+n.Sheets, r.Issued+n.Issued, r.Moved+n.Moved
	r.Retired, r.Reopened, r.Flags = r.Retired+n.Retired, r.Reopened+n.Reopened, r.Flags+n.Flags
}

func (r *ReconcileResult) warn(err error) {
	if text := err.Error(); !slices.Contains(r.Warnings, text) {
		r.Warnings = append(r.Warnings, text)
	}
}

// Reconcile plans again what has been issued and puts right what the units have
// changed since: units that opened or closed, attributes that crossed a
// threshold, events that happened, sites without a Party organisation. A branch
// that crosses a threshold in the middle of a period gets only what is due from
// today on; a branch that has just opened gets everything from its start. A date
// once issued stays, whatever calendar is announced later.
func (p *Practise) Reconcile(ctx context.Context, today calendar.Date) (ReconcileResult, error) {
	var result ReconcileResult
	var f facts
	err := p.Store.View(ctx, func(tx port.Tx) error {
		if err := f.readLedger(tx); err != nil {
			return err
		}
		return f.readUnits(tx)
	})
	if err != nil {
		return result, fmt.Errorf("read units: %w", err)
	}
	for _, step := range []func(context.Context, facts, calendar.Date, *ReconcileResult) error{
		p.reconcilePeriods, p.retireOutOfTime, p.reconcileEvents, p.flagSites,
	} {
		if err := step(ctx, f, today, &result); err != nil {
			return result, fmt.Errorf("reconcile: %w", err)
		}
	}
	return result, nil
}

// reconcilePeriods goes over the periods that have been issued.
func (p *Practise) reconcilePeriods(ctx context.Context, f facts, today calendar.Date, result *ReconcileResult) error {
	rows := make([]engine.Issued, 0, len(f.issued))
	for period, row := range f.issued {
		if row.Finished != nil && period.Kind != calendar.KindDay {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b engine.Issued) int { return plan.Compare(a.Period, b.Period) })
	for _, row := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		units := f.units
		if row.Period.End() < today {
			units = changedSince(f.units, row)
		}
		if len(units) == 0 {
			continue
		}
		if err := p.reconcilePeriod(ctx, f, row, units, today, result); err != nil {
			return fmt.Errorf("period %s: %w", row.Period, err)
		}
	}
	return nil
}

// changedSince are the units that may lack a sheet of a period that is over:
// those written after it was issued. Nothing else of such a period is touched.
func changedSince(units []engine.Unit, row engine.Issued) []engine.Unit {
	var out []engine.Unit
	for i := range units {
		if plan.Issues(&units[i], row.Period) && !units[i].UpdatedAt.Before(row.Started) {
			out = append(out, units[i])
		}
	}
	return out
}

// reconcilePeriod compares a period with its plan, a chunk of units at a time.
// Only a chunk that differs is written.
func (p *Practise) reconcilePeriod(ctx context.Context, f facts, row engine.Issued, units []engine.Unit, today calendar.Date, result *ReconcileResult) error {
	edition, err := p.Book.Named(row.Edition)
	if err != nil {
		return err
	}
	r, err := newRevision(p, edition, row.Period, f.parameters, today)
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(units, p.chunk()) {
		var differs bool
		err := p.Store.View(ctx, func(tx port.Tx) error {
			d, err := r.compare(tx, chunk)
			differs = err == nil && !d.empty()
			return err
		})
		if err != nil {
			return err
		}
		for _, w := range r.warnings {
			result.warn(errors.New(w))
		}
		if !differs {
			continue
		}
		var done ReconcileResult
		err = p.Store.Update(ctx, func(tx port.Tx) error {
			d, err := r.compare(tx, chunk) // once more: somebody may have worked meanwhile
			if err != nil || d.empty() {
				return err
			}
			done, err = r.apply(tx, d)
			return err
		})
		if err != nil {
			return err
		}
		result.add(done)
	}
	return nil
}

// isEvent says whether a duty of the edition is set off by an event.
func isEvent(e *rule.Edition, duty string) bool {
	_, d := e.Duty(duty)
	return d != nil && d.Due != nil && d.Due.IsEvent()
}
