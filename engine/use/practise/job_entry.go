package practise

import (
	"encoding/json"
	"fmt"

	"wubiao/engine"
)

// detail is what the trail keeps of a job: numbers, states and ids, no text.
type detail map[string]any

// jobEntry makes the audit entry of a job that changed something. Its detail is
// canonical: keys in order.
func jobEntry(action, object string, d detail) (engine.AuditEntry, error) {
	text, err := json.Marshal(d)
	if err != nil {
		return engine.AuditEntry{}, fmt.Errorf("write the trail's detail: %w", err)
	}
	return engine.AuditEntry{Action: action, Object: object, Result: "done", Detail: string(text)}, nil
}
