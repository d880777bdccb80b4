//go:build cgo

package store_test

import (
	_ "modernc.org/sqlite" // the suite runs over both drivers

	"wubiao/store"
)

func drivers() []string { return []string{store.DriverC, store.DriverGo} }
