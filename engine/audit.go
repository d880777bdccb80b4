package engine

import "time"

// AuditEntry is one line of the append-only trail. It is written in the
// transaction of the change it tells of and carries the hash of the entry
// before it, so that an altered or missing line is found.
type AuditEntry struct {
	ID        int64     `gorm:"primaryKey" json:"id"`
	At        time.Time `json:"at"`
	AccountID AccountID `json:"account_id"` // 0: the program itself
	Action    string    `json:"action"`     // an access.Action or "job.…"
	Object    string    `json:"object"`     // "task/17": kind and id, never a name
	UnitID    UnitID    `json:"unit_id"`
	Result    string    `json:"result"` // "done", "denied", "failed"
	Detail    string    `json:"detail"` // canonical JSON of ids and states; no free text
	Address   string    `json:"address"`
	Previous  string    `json:"previous"` // hash of the entry before
	Hash      string    `json:"hash"`
}
