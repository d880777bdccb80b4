package standard

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// Kept gives the editions the database keeps, by name.
func Kept(ctx context.Context, store port.Store) (map[string]engine.EditionRow, error) {
	var rows []engine.EditionRow
	err := store.View(ctx, func(tx port.Tx) error { return tx.List(&rows, access.Everything(), port.Query{}) })
	if err != nil {
		return nil, fmt.Errorf("list kept editions: %w", err)
	}
	out := map[string]engine.EditionRow{}
	for _, r := range rows {
		out[r.Name] = r
	}
	return out, nil
}

// Keep puts an edition into the database for ever. Two processes that keep the
// same edition at once both succeed.
func Keep(ctx context.Context, store port.Store, actor access.Actor, row engine.EditionRow) error {
	err := store.Update(ctx, func(tx port.Tx) error {
		if err := tx.Insert(&row); err != nil {
			return err
		}
		return tx.Append(engine.AuditEntry{AccountID: actor.Account, Action: "edition.keep", Object: "edition/" + row.Name,
			Result: "done", Detail: fmt.Sprintf(`{"sha256":%q}`, row.SHA256), Address: actor.Address})
	})
	if engine.CodeOf(err) == engine.Conflict {
		return nil
	}
	if err != nil {
		return fmt.Errorf("keep edition %s: %w", row.Name, err)
	}
	return nil
}
