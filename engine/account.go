package engine

import "time"

// AccountID identifies an account.
type AccountID int64

// Role decides what an account may do; where it may do it follows from the
// posts of its person (see engine/access).
type Role string

// The roles.
const (
	RoleBranch    Role = "支部"    // works in the units where the person holds posts, and below
	RoleCommittee Role = "党委考核组" // sees every unit
	RoleEditor    Role = "手册编修"  // reads and revises the handbook
	RoleAdmin     Role = "系统管理员" // accounts, runs; no business data
)

// Roles lists every role, in the order pages show them.
func Roles() []Role { return []Role{RoleBranch, RoleCommittee, RoleEditor, RoleAdmin} }

// Account is a way to sign in.
type Account struct {
	ID          AccountID  `gorm:"primaryKey" json:"id"`
	Login       string     `json:"login"` // folded: lower case, half width
	PersonID    PersonID   `json:"person_id"`
	UnitID      UnitID     `json:"unit_id"` // the person's unit, so that scope applies
	Role        Role       `json:"role"`
	Password    string     `json:"-"` // self-describing hash, never shown
	Disabled    bool       `json:"disabled"`
	Failures    int        `json:"failures"` // wrong passwords in a row
	LockedUntil *time.Time `json:"locked_until"`
	Version     int64      `json:"version"`
	CreatedAt   time.Time  `json:"created_at"`
	UpdatedAt   time.Time  `json:"updated_at"`
}

// Session is one signed-in browser. Only the hash of its secret is kept.
type Session struct {
	ID        string     `gorm:"primaryKey" json:"id"` // SHA-256 of the cookie's secret, hex
	AccountID AccountID  `json:"account_id"`
	CSRF      string     `json:"-"`
	CreatedAt time.Time  `json:"created_at"`
	SeenAt    time.Time  `json:"seen_at"`
	EndedAt   *time.Time `json:"ended_at"`
}

// LoginFailure counts wrong tries from one address, so that guessing many names
// from one place is slowed down too. It survives restarts.
type LoginFailure struct {
	Address  string    `gorm:"primaryKey" json:"address"`
	Failures int       `json:"failures"`
	Since    time.Time `json:"since"`
}
