package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// Quality is how well a completed task was done. Unrated is nothing: nobody has
// to rate.
type Quality string

// The qualities.
const (
	Unrated   Quality = ""
	Excellent Quality = "excellent" // 优
	Pass      Quality = "pass"      // 合格
	Returned  Quality = "returned"  // 退回: to be done again
)

// Chinese is the word for people; empty where unrated.
func (q Quality) Chinese() string {
	switch q {
	case Excellent:
		return "优"
	case Pass:
		return "合格"
	case Returned:
		return "退回"
	}
	return ""
}

// AppraisalID identifies an appraisal.
type AppraisalID int64

// Appraisal keeps who found the completion of a task how good, and when it had
// been completed: a task that is returned and done again keeps its history here.
type Appraisal struct {
	ID        AppraisalID   `gorm:"primaryKey" json:"id"`
	TaskID    TaskID        `json:"task_id"`
	UnitID    UnitID        `json:"unit_id"`
	Quality   Quality       `json:"quality"`
	Reason    string        `json:"reason"` // of a return
	DoneOn    calendar.Date `json:"done_on"`
	DoneBy    PersonID      `json:"done_by"`
	PersonID  PersonID      `json:"person_id"` // who rated it
	CreatedAt time.Time     `json:"created_at"`
}
