package practise

import (
	"fmt"
	"maps"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

// apply writes a difference and tells the trail.
func (r *revision) apply(tx port.Tx, d *difference) (ReconcileResult, error) {
	done, err := r.issue(tx, d.issue)
	if err != nil {
		return done, err
	}
	var ids []engine.TaskID
	for _, reason := range slices.Sorted(maps.Keys(d.retire)) {
		n, err := retire(tx, d.retire[reason], reason)
		if err != nil {
			return done, err
		}
		done.Retired += n
		ids = append(ids, d.retire[reason]...)
	}
	for _, t := range d.reopen {
		if t, err = reopened(t, r.today); err != nil {
			return done, err
		}
		if err := tx.Save(&t); err != nil {
			return done, fmt.Errorf("reopen task %d: %w", t.ID, err)
		}
		done.Reopened++
		ids = append(ids, t.ID)
	}
	return done, record(tx, "period/"+r.period.String(), done, ids)
}

// issue inserts what units lack and adds it to the ledger's row.
func (r *revision) issue(tx port.Tx, lacking []unitTasks) (done ReconcileResult, err error) {
	if len(lacking) == 0 {
		return done, nil
	}
	var row engine.Issued
	if err := tx.Get(&row, access.Everything(), port.Where{"period": r.period.String()}); err != nil {
		return done, fmt.Errorf("open the ledger's row: %w", err)
	}
	batch := port.IssueBatch{
		Period: r.period, Edition: r.edition.Name, Sheet: true, Post: Secretary,
		Day: r.practise.Calendar.LastWorkdayBefore(r.period), Text: sheetText(r.period, row.Late),
	}
	for i, l := range lacking {
		batch.Units = append(batch.Units, port.UnitClass{Unit: l.unit, Class: i})
		batch.Classes = append(batch.Classes, port.ClassPlan{Tasks: l.tasks})
	}
	n, err := tx.Issue(batch)
	if err != nil {
		return done, fmt.Errorf("insert tasks: %w", err)
	}
	row.Sheets, row.Tasks = row.Sheets+n.Sheets, row.Tasks+n.Tasks
	if err := tx.Save(&row); err != nil {
		return done, fmt.Errorf("save the ledger's row: %w", err)
	}
	done.Sheets, done.Issued = n.Sheets, n.Tasks
	return done, nil
}

// retire moves open tasks to retired by the table; tasks that somebody has done
// meanwhile stay done.
func retire(tx port.Tx, ids []engine.TaskID, reason string) (int, error) {
	if _, err := state.Tasks().Next(engine.TaskOpen, state.TaskRetire, state.ByJob, state.TaskFacts{Reason: reason}); err != nil {
		return 0, err
	}
	n, err := tx.Retire(ids, reason)
	if err != nil {
		return 0, fmt.Errorf("retire tasks: %w", err)
	}
	return n, nil
}

// record appends the entry of a reconciling transaction; none when it changed
// nothing.
func record(tx port.Tx, object string, done ReconcileResult, ids []engine.TaskID) error {
	if !done.Changed() {
		return nil
	}
	slices.Sort(ids)
	entry, err := jobEntry("job.reconcile", object, detail{
		"sheets": done.Sheets, "issued": done.Issued, "moved": done.Moved,
		"retired": done.Retired, "reopened": done.Reopened, "tasks": ids,
	})
	if err != nil {
		return err
	}
	if err := tx.Append(entry); err != nil {
		return fmt.Errorf("append to the trail: %w", err)
	}
	return nil
}
