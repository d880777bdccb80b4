package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// ExtensionID identifies a request for more time.
type ExtensionID int64

// ExtensionState is where a request stands; engine/state holds the table.
type ExtensionState string

// The states of a request. None is where it begins and is never stored.
const (
	ExtensionNone      ExtensionState = "none"
	ExtensionAsked     ExtensionState = "asked"
	ExtensionGranted   ExtensionState = "granted"
	ExtensionRefused   ExtensionState = "refused"
	ExtensionWithdrawn ExtensionState = "withdrawn"
)

// Extension is a branch's request for more time, for a task or for a 督办单,
// asked before it is due. Without one the original day counts.
type Extension struct {
	ID            ExtensionID    `gorm:"primaryKey" json:"id"`
	UnitID        UnitID         `json:"unit_id"`
	TaskID        TaskID         `json:"task_id"`        // 0: none
	SupervisionID SupervisionID  `json:"supervision_id"` // 0: none
	Due           calendar.Date  `json:"due"`            // the day that counted when it was asked
	Until         calendar.Date  `json:"until"`          // the day by which it is expected to be done
	Reason        string         `json:"reason"`
	AskedOn       calendar.Date  `json:"asked_on"`
	AskedBy       PersonID       `json:"asked_by"`
	State         ExtensionState `json:"state"`
	Answer        string         `json:"answer"` // why refused; of a grant it may be empty
	DecidedOn     calendar.Date  `json:"decided_on"`
	DecidedBy     PersonID       `json:"decided_by"`
	Version       int64          `json:"version"`
	CreatedAt     time.Time      `json:"created_at"`
	UpdatedAt     time.Time      `json:"updated_at"`
}
