package org

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

// DraftUnits keeps the rows of a table of units. Nothing in the tree changes.
func (o *Org) DraftUnits(ctx context.Context, actor access.Actor, r intake.Request) (id engine.ImportID, err error) {
	if _, err := access.Authorize(actor, access.UnitImport); err != nil {
		return 0, err
	}
	if err := r.Check(); err != nil {
		return 0, err
	}
	r.Unit = 0
	err = o.Store.Update(ctx, func(tx port.Tx) (err error) {
		id, err = intake.Keep(tx, actor, access.UnitImport, engine.ImportUnits, &r)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("draft units: %w", err)
	}
	return id, nil
}

// ImportOfUnits shows what a draft of units would do, or what became of it.
func (o *Org) ImportOfUnits(ctx context.Context, actor access.Actor, id engine.ImportID) (intake.Preview, error) {
	scope, err := access.Authorize(actor, access.UnitImport)
	if err != nil {
		return intake.Preview{}, err
	}
	var out intake.Preview
	err = o.Store.View(ctx, func(tx port.Tx) error {
		i, page, e, plan, err := o.planOf(tx, actor, scope, id)
		if err != nil {
			return err
		}
		out = intake.Preview{ID: i.ID, Unit: "单位", Added: i.Added, Changed: i.Changed, Wrong: i.Skipped, DoneAt: i.DoneAt}
		if plan != nil {
			out.Plan = plan.digest()
			plan.show(e, page, &out)
		}
		return nil
	})
	if err != nil {
		return intake.Preview{}, fmt.Errorf("look at an import: %w", err)
	}
	return out, nil
}

// planOf opens a draft and plans it; done imports have no plan.
func (o *Org) planOf(tx port.Tx, actor access.Actor, scope access.Scope, id engine.ImportID) (i engine.Import, page *table.Page, e *rule.Edition, plan *unitPlan, err error) {
	i, pages, err := intake.Open(tx, actor, scope, engine.ImportUnits, id)
	if err != nil || i.DoneAt != nil || len(pages) == 0 {
		return i, nil, nil, nil, err
	}
	if e, err = o.Book.On(o.today(tx)); err != nil {
		return i, nil, nil, nil, fmt.Errorf("edition of the day: %w", err)
	}
	s, err := readTree(tx, scope)
	if err != nil {
		return i, nil, nil, nil, err
	}
	return i, &pages[0], e, planUnits(e, s, &pages[0]), nil
}

// ConfirmUnitsRequest says that a draft of units is to be taken over as it was
// shown, with or without the rows that have something to mend.
type ConfirmUnitsRequest struct {
	Import engine.ImportID
	Plan   string // of the preview that the person saw
	Skip   bool
}

// ImportUnits takes a draft of units over: all good rows in one transaction, once.
// What follows for tasks comes with the next reconcile, as after a change by hand.
func (o *Org) ImportUnits(ctx context.Context, actor access.Actor, r ConfirmUnitsRequest) error {
	scope, err := access.Authorize(actor, access.UnitImport)
	if err != nil {
		return err
	}
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		i, _, _, plan, err := o.planOf(tx, actor, scope, r.Import)
		if err != nil || plan == nil {
			return err
		}
		added, changed, wrong := plan.count()
		if err := intake.Ready(r.Plan, plan.digest(), wrong, added+changed, r.Skip); err != nil {
			return err
		}
		for _, row := range plan.order {
			if err := row.write(tx, actor); err != nil {
				return fmt.Errorf("row %d: %w", row.number, err)
			}
		}
		if err := intake.Close(tx, &i, added, changed, wrong); err != nil {
			return err
		}
		return tx.Append(intake.Entry(actor, access.UnitImport, &i))
	})
	if err != nil {
		return fmt.Errorf("import units: %w", err)
	}
	return nil
}

// write adds the unit or saves what has changed of it.
func (r *unitRow) write(tx port.Tx, actor access.Actor) error {
	u := &r.unit
	if !r.fresh() {
		if !r.changed {
			return nil
		}
		if err := tx.Save(u); err != nil {
			return fmt.Errorf("save unit: %w", err)
		}
		return written(tx, entry(actor, access.UnitChange, fmt.Sprintf("unit/%d", u.ID), u.ID))
	}
	path := "/"
	if r.above != nil {
		u.ParentID = &r.above.unit.ID
	}
	if u.ParentID != nil {
		parent, err := unitIn(tx, access.Everything(), *u.ParentID)
		if err != nil {
			return err
		}
		path = parent.Path
	}
	if err := tx.Insert(u); err != nil {
		return fmt.Errorf("insert unit: %w", err)
	}
	u.Path = fmt.Sprintf("%s%d/", path, u.ID)
	if err := tx.Save(u); err != nil {
		return fmt.Errorf("place unit: %w", err)
	}
	return tx.Append(entry(actor, access.UnitAdd, fmt.Sprintf("unit/%d", u.ID), u.ID))
}
