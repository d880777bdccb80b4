// Package session owns what the browser and the server share between requests:
// the cookie with its secret, the form tokens that guard against forged
// requests, and how passwords are hashed.
//
// It must not know pages, units or tasks; who a session belongs to and whether
// it is still open is decided by engine/use/admin.
package session
