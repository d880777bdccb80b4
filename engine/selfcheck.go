package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// SelfCheckID identifies a self-check.
type SelfCheckID int64

// SelfCheckState is where a self-check stands; engine/state holds the table.
type SelfCheckState string

// The states of a self-check.
const (
	SelfCheckFilling   SelfCheckState = "filling"   // the branch answers and explains
	SelfCheckReviewed  SelfCheckState = "reviewed"  // 支委会 has gone through it
	SelfCheckSubmitted SelfCheckState = "submitted" // signed and handed in; its score is sealed
	SelfCheckReturned  SelfCheckState = "returned"  // handed back with a reason
	SelfCheckAccepted  SelfCheckState = "accepted"  // taken as it is
)

// SelfCheck is a branch's 对标自查评分表 of a quarter. It arrives scored; the branch
// answers what only people know, explains where it disagrees, lets 支委会 go through
// it, and its secretary signs.
type SelfCheck struct {
	ID           SelfCheckID     `gorm:"primaryKey" json:"id"`
	Period       calendar.Period `gorm:"<-:create" json:"period"`
	UnitID       UnitID          `gorm:"<-:create" json:"unit_id"`
	ScoreID      ScoreID         `json:"score_id"`
	Edition      string          `json:"edition"` // pinned for life
	Opens        calendar.Date   `json:"opens"`
	Due          calendar.Date   `json:"due"` // the last good day
	State        SelfCheckState  `json:"state"`
	ReviewedOn   calendar.Date   `json:"reviewed_on"`   // the day 支委会 went through it; zero: not yet
	ReviewRecord RecordID        `json:"review_record"` // the meeting's record; 0: none
	SubmittedOn  calendar.Date   `json:"submitted_on"`  // the first time: a return does not make it late
	SignedBy     PersonID        `json:"signed_by"`
	Result       Points          `json:"result"`    // as submitted
	RecordID     RecordID        `json:"record_id"` // its line in the ledger of self-checks; 0: none yet
	Version      int64           `json:"version"`
	CreatedAt    time.Time       `json:"created_at"`
	UpdatedAt    time.Time       `json:"updated_at"`
}

// LateOn says whether it is overdue on the day.
func (s *SelfCheck) LateOn(d calendar.Date) bool { return s.SubmittedOn.IsZero() && s.Due < d }

// SelfCheckStep is one line of what happened to a self-check: reviewed, submitted,
// returned with a reason, accepted.
type SelfCheckStep struct {
	ID          int64         `gorm:"primaryKey" json:"id"`
	SelfCheckID SelfCheckID   `json:"self_check_id"`
	UnitID      UnitID        `json:"unit_id"`
	Event       string        `json:"event"` // an event of the table of states
	Text        string        `json:"text"`
	Day         calendar.Date `json:"day"`
	Result      Points        `json:"result"` // what the sheet was worth then
	PersonID    PersonID      `json:"person_id"`
	CreatedAt   time.Time     `json:"created_at"`
}

// Remark is what a branch says about one standard of its self-check where it
// disagrees with what the records say.
type Remark struct {
	ID          int64       `gorm:"primaryKey" json:"id"`
	SelfCheckID SelfCheckID `json:"self_check_id"`
	UnitID      UnitID      `json:"unit_id"`
	Standard    string      `json:"standard"`
	Text        string      `json:"text"`
	PersonID    PersonID    `json:"person_id"`
	Version     int64       `json:"version"`
	CreatedAt   time.Time   `json:"created_at"`
	UpdatedAt   time.Time   `json:"updated_at"`
}
