package api_test

import (
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// trail is the whole audit trail, oldest first.
func (w *world) trail() []engine.AuditEntry {
	w.t.Helper()
	var entries []engine.AuditEntry
	err := w.store.View(w.t.Context(), func(tx port.Tx) error {
		return tx.List(&entries, access.Everything(), port.Query{})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return entries
}

// audited counts the audit entries of an action.
func (w *world) audited(action access.Action) int {
	w.t.Helper()
	n := 0
	for _, e := range w.trail() {
		if e.Action == string(action) {
			n++
		}
	}
	return n
}
