//go:build cgo

package store

import (
	"errors"

	"github.com/mattn/go-sqlite3"
)

// builtIn is the driver of a build with a C compiler.
const builtIn = DriverC

// nativeCode gives SQLite's extended result code of an error of the C driver,
// or 0.
func nativeCode(err error) int {
	var e sqlite3.Error
	if errors.As(err, &e) {
		return int(e.ExtendedCode)
	}
	return 0
}
