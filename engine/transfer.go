package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// TransferID identifies a transfer.
type TransferID int64

// TransferState is where a transfer stands; engine/state holds the table of moves.
type TransferState string

// The states of a transfer.
const (
	TransferSent      TransferState = "sent"      // on the way: the person still stands in the old register
	TransferReceived  TransferState = "received"  // the other unit has taken the person in
	TransferReturned  TransferState = "returned"  // the other unit has sent it back, with a reason
	TransferWithdrawn TransferState = "withdrawn" // the old unit has thought better of it
)

// Transfer is 组织关系转接 of one person to another unit of the company. Until it
// is received nothing has changed, so that nobody is ever in no register. Once
// received it is the history of the stay that ended.
type Transfer struct {
	ID        TransferID    `gorm:"primaryKey" json:"id"`
	PersonID  PersonID      `json:"person_id"`
	UnitID    UnitID        `json:"unit_id"` // which the person leaves
	ToUnitID  UnitID        `json:"to_unit_id"`
	State     TransferState `json:"state"`
	From      calendar.Date `gorm:"column:from_day" json:"from"` // first day of the stay that ends; zero: always there
	Left      calendar.Date `gorm:"column:left_day" json:"left"` // last day of it; zero: not received yet
	Reason    string        `json:"reason"`
	Answer    string        `json:"answer"` // why it was sent back
	SentBy    PersonID      `json:"sent_by"`
	Version   int64         `json:"version"`
	CreatedAt time.Time     `json:"created_at"`
	UpdatedAt time.Time     `json:"updated_at"`
}

// PersonChangeID identifies a line of a person's history.
type PersonChangeID int64

// PersonChange is one line of what happened to a person in a register: what was
// changed, from which day, why, and who did it.
type PersonChange struct {
	ID        PersonChangeID `gorm:"primaryKey" json:"id"`
	PersonID  PersonID       `json:"person_id"`
	UnitID    UnitID         `json:"unit_id"`
	Day       calendar.Date  `json:"day"`
	Text      string         `json:"text"` // 政治面貌：发展对象→预备党员
	Reason    string         `json:"reason"`
	ByPerson  PersonID       `json:"by_person"` // 0: the administrator or the program
	CreatedAt time.Time      `json:"created_at"`
}
