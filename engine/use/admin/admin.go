package admin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// The limits of signing in. They are rules of the product, not settings, so
// that nobody can weaken them by accident.
const (
	MaxFailures        = 5                // wrong passwords in FailureWindow that lock an account
	MaxAddressFailures = 30               // wrong tries from one address in FailureWindow; a site shares one
	FailureWindow      = 15 * time.Minute // after so long without a wrong try, counting starts anew
	LockTime           = 15 * time.Minute // how long an account stays locked
	FreeFailures       = 3                // so many wrong tries from one address are answered at once
	DelayStep          = 100 * time.Millisecond
	LongestDelay       = 2 * time.Second
	IdleLimit          = 30 * time.Minute // a session unused for so long has ended
	AbsoluteLimit      = 12 * time.Hour   // no session lives longer
	seenStep           = time.Minute      // SeenAt is written at most this often
)

// Admin runs the use cases of this package.
type Admin struct {
	store  port.Store
	hasher port.Hasher
	zone   *time.Location
	decoy  string // a hash of nothing anybody knows, checked for unknown names
	seen   seen

	// Pause waits before a password is looked at: the longer, the more wrong tries
	// came from the address. nil: nobody waits.
	Pause func(context.Context, time.Duration) error
}

// New makes the use cases. A try with an unknown login name is checked against
// the hasher's decoy, so that it takes as long as one with a known name.
func New(store port.Store, hasher port.Hasher, zone *time.Location) *Admin {
	return &Admin{store: store, hasher: hasher, zone: zone, decoy: hasher.Decoy()}
}

func (a *Admin) today(tx port.Tx) calendar.Date { return calendar.DateOf(tx.Now(), a.zone) }

// fingerprint is what the database keeps of a session's secret.
func fingerprint(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func accountObject(id engine.AccountID) string { return "account/" + strconv.FormatInt(int64(id), 10) }

// entry starts an audit entry of the actor.
func entry(actor access.Actor, action access.Action, object, result string) engine.AuditEntry {
	return engine.AuditEntry{
		AccountID: actor.Account, Action: string(action), Object: object,
		UnitID: actor.Unit, Result: result, Address: actor.Address, Detail: "{}",
	}
}

// Results of an audit entry.
const (
	resultDone   = "done"
	resultDenied = "denied"
	resultFailed = "failed"
)
