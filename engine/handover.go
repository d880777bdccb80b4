package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// HandoverID identifies a hand-over.
type HandoverID int64

// Handover is 交接单: who gave which posts of a unit to whom on a day, with what
// was open, late and ahead at that moment. It never changes.
type Handover struct {
	ID           HandoverID    `gorm:"primaryKey" json:"id"`
	UnitID       UnitID        `json:"unit_id"`
	FromPersonID PersonID      `json:"from_person_id"`
	ToPersonID   PersonID      `json:"to_person_id"`
	Day          calendar.Date `json:"day"`   // the successor's first day
	Posts        string        `json:"posts"` // 支部书记、工会主席
	Reason       string        `json:"reason"`
	Content      string        `json:"content"` // the 交接单 as JSON, as it was
	ByPersonID   PersonID      `json:"by_person_id"`
	CreatedAt    time.Time     `json:"created_at"`
}

// AssignmentID identifies an assignment.
type AssignmentID int64

// Assignment gives one task, whoever's post it belongs to, to another person of
// the unit, with the reason. The latest of a task counts; none given (0) takes it
// back. It stands on both lists.
type Assignment struct {
	ID         AssignmentID `gorm:"primaryKey" json:"id"`
	UnitID     UnitID       `json:"unit_id"`
	TaskID     TaskID       `json:"task_id"`
	PersonID   PersonID     `json:"person_id"` // 0: back to the post
	Reason     string       `json:"reason"`
	ByPersonID PersonID     `json:"by_person_id"`
	CreatedAt  time.Time    `json:"created_at"`
}
