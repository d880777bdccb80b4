//go:build race

package api_test

// raced says that the race detector is on, under which times mean nothing.
const raced = true
