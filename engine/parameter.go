package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// ParameterValue is a company's choice for a parameter of the edition: for the
// whole company or for one unit and all below it, from a day on, with the
// source that decided it. The latest From not after the day wins; a nearer unit
// wins over a farther one.
type ParameterValue struct {
	ID        int64         `gorm:"primaryKey" json:"id"`
	Name      string        `json:"name"`
	UnitID    UnitID        `json:"unit_id"` // the root for the whole company
	From      calendar.Date `gorm:"column:from_day" json:"from"`
	Value     string        `json:"value"` // as the edition would write it
	Source    string        `json:"source"`
	CreatedAt time.Time     `json:"created_at"`
}
