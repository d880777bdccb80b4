// Package selfcheck holds the use cases of the quarter's 对标自查: what a unit's
// quarter or year is worth, kept in the database and worked out anew when a fact
// changes, and how people read it down to the records that were counted.
//
// A change marks scores as stale in its own transaction; Rescore works out what is
// stale. The mark outlives a crash, so that nothing is forgotten, and a score is
// never worked out because somebody looks at a list.
//
// The package must not know HTTP, cron or SQL.
package selfcheck
