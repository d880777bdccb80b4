package practise

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// noticesPerTransaction keeps a morning's notices from holding up people who
// submit meanwhile.
const noticesPerTransaction = 500

// tell inserts the notices that nobody has been told yet, and counts them. When
// all are known it writes nothing.
func (p *Practise) tell(ctx context.Context, action string, notices []engine.Notice) (int, error) {
	told := 0
	for chunk := range slices.Chunk(notices, noticesPerTransaction) {
		var fresh []engine.Notice
		err := p.Store.View(ctx, func(tx port.Tx) (err error) {
			fresh, err = untold(tx, chunk)
			return err
		})
		if err != nil {
			return told, err
		}
		if len(fresh) == 0 {
			continue
		}
		n := 0
		err = p.Store.Update(ctx, func(tx port.Tx) (err error) {
			if n, err = tx.Notify(fresh); err != nil || n == 0 {
				return err
			}
			entry, err := jobEntry(action, "notice", detail{"notices": n, "first": fresh[0].Key})
			if err != nil {
				return err
			}
			return tx.Append(entry)
		})
		if err != nil {
			return told, fmt.Errorf("insert notices: %w", err)
		}
		told += n
	}
	return told, nil
}

// untold leaves out the notices whose key is known.
func untold(tx port.Tx, notices []engine.Notice) ([]engine.Notice, error) {
	keys := make([]string, len(notices))
	for i, n := range notices {
		keys[i] = n.Key
	}
	var known []engine.Notice
	q := port.Query{Where: port.Where{"dedupe_key": keys}, Columns: []string{"id", "dedupe_key"}}
	if err := tx.List(&known, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	seen := map[string]bool{}
	for _, n := range known {
		seen[n.Key] = true
	}
	return slices.DeleteFunc(slices.Clone(notices), func(n engine.Notice) bool { return seen[n.Key] }), nil
}
