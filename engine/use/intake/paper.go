package intake

import (
	"context"
	"encoding/json"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// Template gives the tables that the actor may fill, empty: all of them, or the one
// that is named.
func (w *Workbook) Template(ctx context.Context, actor access.Actor, of Which) (Tables, error) {
	scope, err := access.Authorize(actor, w.In)
	if err != nil {
		return Tables{}, err
	}
	var out Tables
	err = w.Store.View(ctx, func(tx port.Tx) (err error) {
		out, err = w.Owner.Blank(tx, actor, scope, of)
		return err
	})
	if err != nil {
		return Tables{}, fmt.Errorf("tables of %s: %w", w.Kind, err)
	}
	return out, nil
}

// Export gives tables with everything in them. That somebody took them out is
// written down.
func (w *Workbook) Export(ctx context.Context, actor access.Actor, of Which) (Tables, error) {
	scope, err := access.Authorize(actor, w.Out)
	if err != nil {
		return Tables{}, err
	}
	var out Tables
	err = w.Store.Update(ctx, func(tx port.Tx) error {
		tables, counts, err := w.Owner.Filled(tx, scope, of)
		if err != nil {
			return err
		}
		detail, err := json.Marshal(counts)
		if err != nil {
			return fmt.Errorf("write the trail: %w", err)
		}
		object := string(w.Kind)
		if tables.UnitID != 0 {
			object = fmt.Sprintf("unit/%d", tables.UnitID)
		}
		out = tables
		return tx.Append(engine.AuditEntry{AccountID: actor.Account, Action: string(w.Out), Object: object, UnitID: tables.UnitID,
			Result: "done", Address: actor.Address, Detail: string(detail)})
	})
	if err != nil {
		return Tables{}, fmt.Errorf("export %s: %w", w.Kind, err)
	}
	return out, nil
}
