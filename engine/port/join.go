package port

import "context"

type joinKey struct{}

// Within gives a context under which Update and View take part in the
// transaction instead of opening one: what they do is kept or lost with it. An
// Update that fails there leaves no trace of its own. Whoever hands such a context
// on must wait for what it is handed to.
func Within(ctx context.Context, tx Tx) context.Context { return context.WithValue(ctx, joinKey{}, tx) }

// Around gives the transaction that the context stands within, or nil.
func Around(ctx context.Context) Tx {
	tx, _ := ctx.Value(joinKey{}).(Tx)
	return tx
}
