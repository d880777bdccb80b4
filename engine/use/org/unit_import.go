package org

import (
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

// unitBook knows what the rows of a table of units become.
type unitBook struct{ companyBook }

// Plan finds out what rows would do to the tree.
func (o unitBook) Plan(tx port.Tx, scope access.Scope, _ engine.UnitID, pages []table.Page) (intake.Plan, error) {
	e, err := o.edition(tx)
	if err != nil {
		return nil, err
	}
	s, err := readTree(tx, scope)
	if err != nil {
		return nil, err
	}
	return planUnits(e, s, &pages[0]), nil
}

// Write adds and changes the units of the good rows. What follows for tasks comes
// with the next reconcile, as after a change by hand. The trail has one entry for
// all of them, with their ids.
func (p *unitPlan) Write(tx port.Tx, _ access.Actor, _ *engine.Import) (map[string]string, error) {
	var added, changed []engine.UnitID
	for _, row := range p.order {
		switch fresh := row.fresh(); {
		case fresh:
			if err := row.add(tx); err != nil {
				return nil, fmt.Errorf("row %d: %w", row.number, err)
			}
			added = append(added, row.unit.ID)
		case row.changed:
			if err := row.save(tx); err != nil {
				return nil, fmt.Errorf("row %d: %w", row.number, err)
			}
			changed = append(changed, row.unit.ID)
		}
	}
	return map[string]string{"added_units": ranges(added), "changed_units": ranges(changed)}, nil
}

// ranges writes ids shortly: "3-5,9".
func ranges(ids []engine.UnitID) string {
	slices.Sort(ids)
	var out strings.Builder
	for i := 0; i < len(ids); {
		last := i
		for last+1 < len(ids) && ids[last+1] == ids[last]+1 {
			last++
		}
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprint(&out, ids[i])
		if last > i {
			fmt.Fprintf(&out, "-%d", ids[last])
		}
		i = last + 1
	}
	return out.String()
}

// save keeps what the row changes of a unit that is there.
func (r *unitRow) save(tx port.Tx) error {
	if err := tx.Save(&r.unit); err != nil {
		return fmt.Errorf("save unit: %w", err)
	}
	return rescore(tx, r.unit.ID)
}

// add puts a new unit under the one above it.
func (r *unitRow) add(tx port.Tx) error {
	u, path := &r.unit, "/"
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
	return nil
}
