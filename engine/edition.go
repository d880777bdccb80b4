package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// EditionRow keeps an edition of the handbook in the database as its canonical
// text, so that what was issued under it can be explained for ever.
type EditionRow struct {
	Name      string        `gorm:"primaryKey" json:"name"`
	Effective calendar.Date `json:"effective"`
	Canonical string        `json:"-"` // canonical JSON
	SHA256    string        `gorm:"column:sha256" json:"sha256"`
	CreatedAt time.Time     `json:"created_at"`
}

// TableName keeps the noun and its table apart from rule.Edition.
func (EditionRow) TableName() string { return "editions" }
