package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// RecordID identifies a record.
type RecordID int64

// RecordVersionID identifies what a record said before a change.
type RecordVersionID int64

// RecordEvent is what happened to a record.
type RecordEvent string

// What happens to a record after it was entered.
const (
	RecordEdited   RecordEvent = "" // another wording
	RecordRemoved  RecordEvent = "remove"
	RecordRestored RecordEvent = "restore"
)

// RecordVersion is what a record said before somebody changed it: history is
// kept, never overwritten. PersonID and CreatedAt tell who changed it, and when.
type RecordVersion struct {
	ID        RecordVersionID `gorm:"primaryKey" json:"id"`
	RecordID  RecordID        `json:"record_id"`
	UnitID    UnitID          `json:"unit_id"`
	Number    int64           `json:"number"` // the record's version that was replaced
	Day       calendar.Date   `json:"day"`
	Fields    map[string]any  `gorm:"serializer:json" json:"fields"`
	DoneBy    PersonID        `json:"done_by"`
	Event     RecordEvent     `json:"event"`
	Reason    string          `json:"reason"` // why it was removed
	PersonID  PersonID        `json:"person_id"`
	CreatedAt time.Time       `json:"created_at"`
}

// Record is one line of a ledger of one unit: a fact. It keeps the day it
// happened (Day) and the day it was typed in (CreatedAt).
type Record struct {
	ID        RecordID       `gorm:"primaryKey" json:"id"`
	UnitID    UnitID         `json:"unit_id"`
	Ledger    string         `json:"ledger"`
	Day       calendar.Date  `json:"day"`
	Fields    map[string]any `gorm:"serializer:json" json:"fields"` // by column id
	PersonID  PersonID       `json:"person_id"`                     // who typed it
	DoneBy    PersonID       `json:"done_by"`                       // on whose behalf; 0: who typed it did it
	FormKey   string         `json:"-"`                             // the form it came from, once; empty: from none
	ImportID  ImportID       `json:"import_id"`                     // the import it came with; 0: it was typed
	RemovedAt *time.Time     `json:"removed_at"`                    // nil: it is there; else no list has it unless asked
	Version   int64          `json:"version"`
	CreatedAt time.Time      `json:"created_at"`
	UpdatedAt time.Time      `json:"updated_at"`
}

// RecordState is where a record stands; engine/state holds the table of moves.
type RecordState string

// The states of a record.
const (
	RecordThere RecordState = "there"
	RecordGone  RecordState = "gone" // removed with a reason; it counts nowhere
)

// State tells whether the record is there.
func (r *Record) State() RecordState {
	if r.RemovedAt != nil {
		return RecordGone
	}
	return RecordThere
}

// Doer is who did what the record tells of: the person on whose behalf it was
// entered, else who entered it.
func (r *Record) Doer() PersonID {
	if r.DoneBy != 0 {
		return r.DoneBy
	}
	return r.PersonID
}
