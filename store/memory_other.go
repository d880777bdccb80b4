//go:build !cgo || !linux

package store

// trimC does nothing: elsewhere SQLite's memory is Go's, or the C library knows
// no such wish.
func trimC() {}
