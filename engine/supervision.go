package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// SupervisionID identifies a 督办单.
type SupervisionID int64

// SupervisionState is where a 督办单 stands; engine/state holds the table.
type SupervisionState string

// The states of a 督办单.
const (
	SupervisionProposed  SupervisionState = "proposed"  // the ladder reached the top; the committee decides
	SupervisionIssued    SupervisionState = "issued"    // numbered; the branch works on it
	SupervisionReplied   SupervisionState = "replied"   // the branch says what it did; the issuer decides
	SupervisionClosed    SupervisionState = "closed"    // 办结
	SupervisionWithdrawn SupervisionState = "withdrawn" // taken back with a reason, or never issued
)

// Supervision is a 督办单: overdue tasks of one branch that those above ask for
// by a day, in writing, under a number.
type Supervision struct {
	ID        SupervisionID    `gorm:"primaryKey" json:"id"`
	UnitID    UnitID           `json:"unit_id"`   // the branch that is asked
	FromUnit  UnitID           `json:"from_unit"` // who asks: the company, or a general branch
	Number    string           `json:"number"`    // 督〔2026〕12号; empty until issued
	Asks      string           `json:"asks"`
	IssuedOn  calendar.Date    `json:"issued_on"`
	IssuedBy  PersonID         `json:"issued_by"`
	Due       calendar.Date    `json:"due"`      // as issued; it stays
	Extended  calendar.Date    `json:"extended"` // a later day that was granted, or given with a return
	State     SupervisionState `json:"state"`
	RepliedOn calendar.Date    `json:"replied_on"`
	ClosedOn  calendar.Date    `json:"closed_on"`
	FormKey   string           `json:"-"` // the form it came from, once; empty: from none
	Version   int64            `json:"version"`
	CreatedAt time.Time        `json:"created_at"`
	UpdatedAt time.Time        `json:"updated_at"`
}

// Deadline is the day that counts: the due day, or the later one granted.
func (s *Supervision) Deadline() calendar.Date { return max(s.Due, s.Extended) }

// LateOn says whether the branch's reply is overdue on the day.
func (s *Supervision) LateOn(d calendar.Date) bool {
	return s.State == SupervisionIssued && s.Deadline() < d
}

// Live says whether it still waits for somebody.
func (s *Supervision) Live() bool {
	return s.State == SupervisionIssued || s.State == SupervisionReplied
}

// SupervisionTask says that a 督办单 asks for a task.
type SupervisionTask struct {
	ID            int64         `gorm:"primaryKey" json:"id"`
	SupervisionID SupervisionID `json:"supervision_id"`
	TaskID        TaskID        `json:"task_id"`
	UnitID        UnitID        `json:"unit_id"`
	Dropped       bool          `json:"dropped"` // proposed, and left out when it was issued
}

// SupervisionStep is one line of what happened to a 督办单: issued, replied,
// returned, closed. What the branch and the issuer wrote is kept here.
type SupervisionStep struct {
	ID            int64         `gorm:"primaryKey" json:"id"`
	SupervisionID SupervisionID `json:"supervision_id"`
	UnitID        UnitID        `json:"unit_id"`
	Event         string        `json:"event"` // an event of the table of states
	Text          string        `json:"text"`
	Day           calendar.Date `json:"day"`
	PersonID      PersonID      `json:"person_id"` // 0: the program itself
	CreatedAt     time.Time     `json:"created_at"`
}
