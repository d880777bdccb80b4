package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// PersonID identifies a person.
type PersonID int64

// Standing is 政治面貌: where somebody stands on the way into the Party.
type Standing string

// The standings, from full members outwards.
const (
	FullMember Standing = "正式党员"
	Probation  Standing = "预备党员"
	Candidate  Standing = "发展对象"
	Activist   Standing = "入党积极分子"
	Applicant  Standing = "入党申请人"
	League     Standing = "共青团员"
	Masses     Standing = "群众"
)

// Standings lists every standing, in the order pages show them.
func Standings() []Standing {
	return []Standing{FullMember, Probation, Candidate, Activist, Applicant, League, Masses}
}

// Member says whether somebody of the standing is a member of the Party.
func (s Standing) Member() bool { return s == FullMember || s == Probation }

// Applies says whether somebody of the standing has asked to become a member.
func (s Standing) Applies() bool { return s == Candidate || s == Activist || s == Applicant }

// Person is somebody in the register. Nothing more is kept than the work needs:
// no phone, no number of an identity card.
type Person struct {
	ID        PersonID      `gorm:"primaryKey" json:"id"`
	UnitID    UnitID        `json:"unit_id"`
	Name      string        `json:"name"`
	Standing  Standing      `json:"standing"`                        // empty: not yet known
	Joined    calendar.Date `json:"joined"`                          // 入党日期, the 政治生日; zero: none or not known
	FullOn    calendar.Date `json:"full_on"`                         // 转正日期; of a probationer the day the probation ends
	Group     string        `gorm:"column:party_group" json:"group"` // 党小组
	Title     string        `json:"title"`                           // 岗位, as the work calls it: 物资部长
	NoVote    bool          `json:"no_vote"`                         // 停止表决权
	Away      bool          `json:"away"`                            // 流动党员
	From      calendar.Date `gorm:"column:from_day" json:"from"`     // first day in the unit's register; zero: always there
	Left      calendar.Date `gorm:"column:left_day" json:"left"`     // last day in it; zero: still there
	Version   int64         `json:"version"`
	CreatedAt time.Time     `json:"created_at"`
	UpdatedAt time.Time     `json:"updated_at"`
}

// InRegisterOn says whether the person stood in the unit's register on the day.
func (p *Person) InRegisterOn(d calendar.Date) bool {
	return p.From <= d && (p.Left.IsZero() || d <= p.Left)
}

// StandingOn is where the person stood on the day. Only the two dates of a
// member are known; what somebody was earlier than 发展对象 is not kept by day.
func (p *Person) StandingOn(d calendar.Date) Standing {
	switch {
	case p.Standing.Member() && !p.Joined.IsZero() && d < p.Joined:
		return Candidate
	case p.Standing == FullMember && !p.FullOn.IsZero() && d < p.FullOn:
		return Probation
	}
	return p.Standing
}

// ProbationEnds is the day on which a probationer's time is over: the day that
// was set, else a year after the day of joining. No day: no probationer.
func (p *Person) ProbationEnds() calendar.Date {
	switch {
	case p.Standing != Probation:
		return 0
	case !p.FullOn.IsZero():
		return p.FullOn
	}
	return p.Joined.AddMonths(12)
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
