package engine

import "time"

// TokenID identifies a token.
type TokenID int64

// Token lets a script act for an account. Only the hash of its secret is kept;
// the secret is shown once.
type Token struct {
	ID        TokenID    `gorm:"primaryKey" json:"id"`
	AccountID AccountID  `json:"account_id"`
	Label     string     `json:"label"` // what it is for
	Hash      string     `json:"-"`     // SHA-256 of the secret, hex
	ReadOnly  bool       `json:"read_only"`
	ExpiresAt time.Time  `json:"expires_at"`
	RevokedAt *time.Time `json:"revoked_at"`
	SeenAt    *time.Time `json:"seen_at"` // to the hour
	CreatedAt time.Time  `json:"created_at"`
}

// GoodAt says whether the token opens anything at the moment.
func (t *Token) GoodAt(now time.Time) bool { return t.RevokedAt == nil && now.Before(t.ExpiresAt) }

// Submission is what was answered to a request with an idempotency key, so that
// the same request sent again gets the same answer and has no second effect.
type Submission struct {
	ID        int64     `gorm:"primaryKey" json:"id"`
	AccountID AccountID `json:"account_id"`
	Key       string    `gorm:"column:request_key" json:"key"`
	Digest    string    `json:"digest"` // SHA-256 of method, address and body, hex
	Status    int       `json:"status"`
	Answer    string    `json:"answer"`
	At        time.Time `json:"at"`
}
