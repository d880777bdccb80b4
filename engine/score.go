package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// ScoreID identifies a score.
type ScoreID int64

// Score is what one unit's quarter or year is worth so far, in one small row: the
// totals and one number per standard. It is worked out again when a fact changes,
// until it is sealed by the submission of the self-check.
type Score struct {
	ID        ScoreID         `gorm:"primaryKey" json:"id"`
	Period    calendar.Period `gorm:"<-:create" json:"period"`
	UnitID    UnitID          `gorm:"<-:create" json:"unit_id"`
	Edition   string          `json:"edition"`                                   // pinned for life
	Last      calendar.Date   `gorm:"column:last_day;<-:create" json:"last_day"` // of the period
	AsOf      calendar.Date   `json:"as_of"`                                     // the day it was judged on, the day after the period once that is over; zero: not scored yet
	Points    Points          `json:"points"`                                    // without bonus
	Max       Points          `json:"max"`
	Bonus     Points          `json:"bonus"`
	Result    Points          `json:"result"` // the official figure, with bonus (得分)
	Band      string          `json:"band"`
	Vetoes    string          `json:"vetoes"`          // what set a veto off, joined; empty: nothing
	Lost      int             `json:"lost"`            // items that lost points (扣分项数)
	Gaps      int             `json:"gaps"`            // facts that nobody has supplied yet; more than none: provisional
	Standards string          `json:"-"`               // points and maximum of every standard of the edition, in its order; engine/score writes and reads it
	Trial     bool            `json:"trial"`           // a quarter that does not count (试运行)
	Stale     bool            `gorm:"->" json:"stale"` // a fact has changed since it was worked out
	Mark      int64           `gorm:"->" json:"-"`     // of StaleScore; 0: not stale
	Sealed    bool            `json:"sealed"`
	Version   int64           `json:"version"`
	CreatedAt time.Time       `json:"created_at"`
	UpdatedAt time.Time       `json:"updated_at"`
}

// Provisional says whether facts are missing, so that the total may still change.
func (s *Score) Provisional() bool { return s.Gaps > 0 }

// StaleScore is the mark of a score that rests on a fact which has changed since. It
// stands beside the score, because marks are set by everybody who writes and a
// score's own row is large. Mark grows with every change, so that whoever works the
// score out from older facts cannot take the mark away.
type StaleScore struct {
	ScoreID ScoreID `gorm:"primaryKey;autoIncrement:false" json:"score_id"`
	Mark    int64   `json:"mark"`
}

// ScoreLines is what every rule found for a score: numbers and records, no
// sentences; these are made from the pinned edition when somebody reads them.
type ScoreLines struct {
	ScoreID ScoreID `gorm:"primaryKey;autoIncrement:false" json:"score_id"`
	UnitID  UnitID  `json:"unit_id"`
	Lines   string  `json:"-"`
}

// TableName keeps the plural that the noun has already.
func (ScoreLines) TableName() string { return "score_lines" }
