package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// RecordID identifies a record.
type RecordID int64

// RecordVersionID identifies what a record said before a change.
type RecordVersionID int64

// RecordVersion is what a record said before somebody changed it: history is
// kept, never overwritten. PersonID and CreatedAt tell who changed it, and when.
type RecordVersion struct {
	ID        RecordVersionID `gorm:"primaryKey" json:"id"`
	RecordID  RecordID        `json:"record_id"`
	UnitID    UnitID          `json:"unit_id"`
	Number    int64           `json:"number"` // the record's version that was replaced
	Day       calendar.Date   `json:"day"`
	Fields    map[string]any  `gorm:"serializer:json" json:"fields"`
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
	FormKey   string         `json:"-"`                             // the form it came from, once; empty: from none
	ImportID  ImportID       `json:"import_id"`                     // the import it came with; 0: it was typed
	Version   int64          `json:"version"`
	CreatedAt time.Time      `json:"created_at"`
	UpdatedAt time.Time      `json:"updated_at"`
}
