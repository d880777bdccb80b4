package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// AnswerID identifies an answer.
type AnswerID int64

// Answer is what a person says of a question that a rule or a veto asks: once per
// unit and window. What is not answered is no evidence.
type Answer struct {
	ID        AnswerID        `gorm:"primaryKey" json:"id"`
	UnitID    UnitID          `json:"unit_id"`
	Period    calendar.Period `json:"period"`   // the window it answers for
	Question  string          `json:"question"` // a rule's key, "Z05.c", or a veto's id
	Value     string          `json:"value"`    // JSON: a yes or no, a number, a level, a list
	Reason    string          `json:"reason"`
	PersonID  PersonID        `json:"person_id"`
	Version   int64           `json:"version"`
	CreatedAt time.Time       `json:"created_at"`
	UpdatedAt time.Time       `json:"updated_at"`
}

// AnswerVersionID identifies what an answer was before a change.
type AnswerVersionID int64

// AnswerVersion is what was answered before somebody answered otherwise: history is
// kept, never overwritten. PersonID and CreatedAt tell who had answered so, and when.
type AnswerVersion struct {
	ID        AnswerVersionID `gorm:"primaryKey" json:"id"`
	AnswerID  AnswerID        `json:"answer_id"`
	UnitID    UnitID          `json:"unit_id"`
	Number    int64           `json:"number"` // the answer's version that was replaced
	Value     string          `json:"value"`
	Reason    string          `json:"reason"`
	PersonID  PersonID        `json:"person_id"`
	CreatedAt time.Time       `json:"created_at"`
}
