package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// UnitID identifies a unit.
type UnitID int64

// UnitKind is what an organisation is. Only some kinds carry duties.
type UnitKind string

// The kinds of the organisation tree.
const (
	Company       UnitKind = "公司党委"
	GeneralBranch UnitKind = "党总支"
	Branch        UnitKind = "党支部"
	Project       UnitKind = "项目部" // a site; flagged while it has no branch in time (三同步)
)

// Unit is one organisation of the tree: the company's Party committee, a
// general branch, a branch, a project site.
type Unit struct {
	ID         UnitID        `gorm:"primaryKey" json:"id"`
	ParentID   *UnitID       `json:"parent_id"`
	Path       string        `json:"path"` // "/1/4/17/": the ids from the root down; scopes are prefixes of it
	Name       string        `json:"name"`
	Kind       UnitKind      `json:"kind"`
	Attributes Attributes    `gorm:"serializer:json" json:"attributes"`
	Rest       string        `json:"rest"`  // its own rest days: 双休, 单休 or 不休; statutory dates ignore it
	Start      calendar.Date `json:"start"` // go-live: nothing before it is late
	Closed     calendar.Date `json:"closed"`
	Trial      string        `json:"trial"` // the quarter that is scored and does not count, 2026Q3; empty: none
	Version    int64         `json:"version"`
	CreatedAt  time.Time     `json:"created_at"`
	UpdatedAt  time.Time     `json:"updated_at"`
}

// Attributes are what applicability rules read, keyed by the edition's names.
// A value is a number, text, a yes/no or a date written as text.
type Attributes map[string]any

// CarriesDuties says whether standards are addressed to the unit at all.
func (u *Unit) CarriesDuties() bool { return u.Kind == Branch }

// OpenOn says whether the unit had begun and not been closed on the day.
func (u *Unit) OpenOn(d calendar.Date) bool {
	return u.Start <= d && (u.Closed.IsZero() || d <= u.Closed)
}
