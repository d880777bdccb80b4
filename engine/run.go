package engine

import "time"

// RunID identifies a run of a job.
type RunID int64

// Run is one line of the run log: a scheduled job or a press of 立即运行.
type Run struct {
	ID        RunID      `gorm:"primaryKey" json:"id"`
	Job       string     `json:"job"`
	Trigger   string     `json:"trigger"`    // "cron", "start", "button", "command"
	AccountID AccountID  `json:"account_id"` // who pressed; 0: nobody
	StartedAt time.Time  `json:"started_at"`
	EndedAt   *time.Time `json:"ended_at"`
	Outcome   string     `json:"outcome"` // "", "done", "failed"
	Detail    string     `json:"detail"`  // one Chinese sentence: what was issued or why it failed
}
