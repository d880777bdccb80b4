package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// Issued is one line of the ledger of issued periods: it decides what is
// missing, whatever cron slept through. Finished is set in the transaction that
// issues the last unit; until then another run goes on where this one stopped.
type Issued struct {
	Period   calendar.Period `gorm:"primaryKey" json:"period"`
	Edition  string          `json:"edition"`
	Sheets   int             `json:"sheets"`
	Tasks    int             `json:"tasks"`
	Late     bool            `json:"late"` // issued after the period had begun (补发)
	Finished *time.Time      `json:"finished"`
	Started  time.Time       `json:"started"`
}

// TableName keeps the ledger's plural readable.
func (Issued) TableName() string { return "issued_periods" }
