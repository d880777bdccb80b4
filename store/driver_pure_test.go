//go:build !cgo

package store_test

import "wubiao/store"

func drivers() []string { return []string{store.DriverGo} }
