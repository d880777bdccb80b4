//go:build !cgo

package store

import _ "modernc.org/sqlite" // registers the driver "sqlite"

// builtIn is the driver of a build without a C compiler.
const builtIn = DriverGo

// nativeCode knows no C driver in this build.
func nativeCode(error) int { return 0 }
