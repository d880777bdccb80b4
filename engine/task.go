package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// TaskID identifies a task.
type TaskID int64

// TaskState is where a task stands; engine/state holds the table of moves.
type TaskState string

// The states of a task.
const (
	TaskOpen    TaskState = "open"    // issued, to be done
	TaskDone    TaskState = "done"    // done by a tap or by a record
	TaskRetired TaskState = "retired" // the duty no longer applies to the unit; with a reason
)

// Task is one duty of one unit in one period. Its natural key is (period, unit,
// duty, subject); issuing twice adds nothing.
type Task struct {
	ID        TaskID          `gorm:"primaryKey" json:"id"`
	Period    calendar.Period `gorm:"<-:create" json:"period"`
	UnitID    UnitID          `gorm:"<-:create" json:"unit_id"`
	Duty      string          `gorm:"<-:create" json:"duty"`    // "Z05.会议": standard code and duty id
	Subject   string          `gorm:"<-:create" json:"subject"` // empty, or what set an event duty off: "记录/17", "开工日期/2026-03-01", a holiday's name
	Edition   string          `json:"edition"`                  // pinned for life
	Opens     calendar.Date   `json:"opens"`
	Due       calendar.Date   `json:"due"`       // as issued; it stays
	Extended  calendar.Date   `json:"extended"`  // a later day that was granted, or given with a return; zero: none
	Estimated bool            `json:"estimated"` // the calendar of the due day is 预计
	State     TaskState       `json:"state"`
	DoneOn    calendar.Date   `json:"done_on"` // the day it was done, not the day it was typed in
	DoneBy    PersonID        `json:"done_by"`
	Reason    string          `json:"reason"`  // why retired
	Quality   Quality         `json:"quality"` // of the last completion; returned: it is to be done again
	Ladder    *int            `json:"ladder"`  // rungs of the ladder reached; nil: not seen overdue
	Version   int64           `json:"version"`
	CreatedAt time.Time       `json:"created_at"`
	UpdatedAt time.Time       `json:"updated_at"`
}

// Standard gives the code before the point of the duty.
func (t *Task) Standard() string {
	for i := range t.Duty {
		if t.Duty[i] == '.' {
			return t.Duty[:i]
		}
	}
	return t.Duty
}

// Deadline is the day that counts for lateness: the due day, or the later one
// that was granted.
func (t *Task) Deadline() calendar.Date { return max(t.Due, t.Extended) }

// LateOn says whether the task is overdue on the day.
func (t *Task) LateOn(d calendar.Date) bool { return t.State == TaskOpen && t.Deadline() < d }
