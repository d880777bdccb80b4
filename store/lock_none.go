//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package store

import "errors"

// LockDir cannot lock where the system has no such lock.
func LockDir(string) (unlock func(), err error) { return nil, errors.ErrUnsupported }
