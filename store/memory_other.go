//go:build !cgo || !linux

package store

// Elsewhere SQLite's memory is Go's, or the C library knows no such wishes.
func oneArena() {}
func trimC()    {}
