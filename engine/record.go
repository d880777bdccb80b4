package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// RecordID identifies a record.
type RecordID int64

// Record is one line of a ledger of one unit: a fact. It keeps the day it
// happened (Day) and the day it was typed in (CreatedAt).
type Record struct {
	ID        RecordID       `gorm:"primaryKey" json:"id"`
	UnitID    UnitID         `json:"unit_id"`
	Ledger    string         `json:"ledger"`
	Day       calendar.Date  `json:"day"`
	Fields    map[string]any `gorm:"serializer:json" json:"fields"` // by column id
	PersonID  PersonID       `json:"person_id"`                     // who typed it
	Version   int64          `json:"version"`
	CreatedAt time.Time      `json:"created_at"`
	UpdatedAt time.Time      `json:"updated_at"`
}
