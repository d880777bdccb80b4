package engine

import "time"

// ImportID identifies an import.
type ImportID int64

// ImportKind is what the rows of an import become.
type ImportKind string

// The kinds of imports.
const (
	ImportRecords ImportKind = "records"
	ImportUnits   ImportKind = "units"
	ImportPeople  ImportKind = "people"
)

// Import is rows that somebody handed in and looked at before they were taken
// over. Until then it is a draft that only they can open, and is swept after a
// day; afterwards it tells where records came from.
type Import struct {
	ID        ImportID   `gorm:"primaryKey" json:"id"`
	AccountID AccountID  `json:"account_id"`
	UnitID    UnitID     `json:"unit_id"` // 0: the whole company
	Kind      ImportKind `json:"kind"`
	SHA256    string     `gorm:"column:sha256" json:"sha256"` // of the file
	Content   string     `json:"-"`                           // JSON of what was read; empty once it is done
	Added     int        `json:"added"`
	Changed   int        `json:"changed"`
	Skipped   int        `json:"skipped"`
	DoneAt    *time.Time `json:"done_at"` // nil: a draft
	Version   int64      `json:"version"`
	CreatedAt time.Time  `json:"created_at"`
	UpdatedAt time.Time  `json:"updated_at"`
}
