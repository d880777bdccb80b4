package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// PersonID identifies a person.
type PersonID int64

// Person is somebody in the register. Nothing more is kept than the work needs.
type Person struct {
	ID        PersonID  `gorm:"primaryKey" json:"id"`
	UnitID    UnitID    `json:"unit_id"`
	Name      string    `json:"name"`
	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// PostID identifies a holding of a post.
type PostID int64

// Post is a person holding a post in a unit from one day to another. Duties
// belong to posts; a person's list is the union of the posts held.
type Post struct {
	ID        PostID        `gorm:"primaryKey" json:"id"`
	UnitID    UnitID        `json:"unit_id"`
	PersonID  PersonID      `json:"person_id"`
	Name      string        `json:"name"` // 支部书记, 组织委员 …: the words the edition uses
	From      calendar.Date `gorm:"column:from_day" json:"from"`
	To        calendar.Date `gorm:"column:to_day" json:"to"` // zero: still held
	CreatedAt time.Time     `json:"created_at"`
}

// HeldOn says whether the post was held on the day.
func (p *Post) HeldOn(d calendar.Date) bool {
	return p.From <= d && (p.To.IsZero() || d <= p.To)
}
