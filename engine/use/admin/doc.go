// Package admin holds the use cases around accounts: signing in and out, what a
// browser's session is worth now, and adding, changing and disabling accounts.
//
// Every change, every failed try and every denial writes its audit entry in the
// same transaction. The package never sees a cookie, only the secret in it, and
// stores only the secret's SHA-256. How passwords are hashed is port.Hasher's;
// where secrets come from is the caller's, because the engine has no randomness.
package admin
