package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// NoticeID identifies a notice.
type NoticeID int64

// NoticeKind says why a notice exists.
type NoticeKind string

// The kinds of notices.
const (
	NoticeSheet    NoticeKind = "sheet"    // a reminder sheet was issued
	NoticeReminder NoticeKind = "reminder" // a task is due soon
	NoticeOverdue  NoticeKind = "overdue"  // a task is overdue; one per rung of the ladder
	NoticeFlag     NoticeKind = "flag"     // a site without a Party organisation past its deadline (三同步)
	NoticeCalendar NoticeKind = "calendar" // dates rest on an estimated calendar
	NoticeFollowUp NoticeKind = "followup" // a 督办单, an extension or a return asks for something, or answers
)

// Notice is one line on a post's first page. Key makes it single: the same
// event never tells the same post twice, however often a job runs.
type Notice struct {
	ID        NoticeID      `gorm:"primaryKey" json:"id"`
	Key       string        `gorm:"column:dedupe_key" json:"key"`
	UnitID    UnitID        `json:"unit_id"` // whose first page it stands on
	Post      string        `json:"post"`    // the addressed post; empty: everybody of the unit
	Kind      NoticeKind    `json:"kind"`
	AboutUnit UnitID        `json:"about_unit"` // the unit it speaks of
	TaskID    TaskID        `json:"task_id"`    // 0: none
	Period    string        `json:"period"`     // the sheet's period key, or empty
	Object    string        `json:"object"`     // what else it speaks of, "supervision/12"; empty: nothing
	Day       calendar.Date `json:"day"`        // the nominal day, not the moment of the run
	Text      string        `json:"text"`
	ReadAt    *time.Time    `json:"read_at"`
	CreatedAt time.Time     `json:"created_at"`
}
