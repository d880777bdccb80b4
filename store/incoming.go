package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// ErrLocked says that another process has the directory.
var ErrLocked = errors.New("another process has the directory")

// What is on its way lies in incoming, under a directory of each process's own that
// it has locked for as long as it lives. So whoever sweeps can tell what a killed
// process left, which goes at once, from what another process is receiving.
const incomingName = "incoming"

// incoming gives this process's place of what is on its way. Where nothing can be
// locked that is the common place, in which only age tells what is forgotten.
func (f *Files) incoming() (string, error) {
	f.place.Lock()
	defer f.place.Unlock()
	if f.own != "" {
		if _, err := os.Stat(f.own); err == nil {
			return f.own, nil
		}
		f.unlock() // somebody tidied it away
		f.own = ""
	}
	shared := filepath.Join(f.root, incomingName)
	if err := os.MkdirAll(shared, 0o700); err != nil {
		return "", fmt.Errorf("make the place of files: %w", err)
	}
	for {
		dir, err := os.MkdirTemp(shared, "of-") // mode 0700
		if err != nil {
			return "", fmt.Errorf("make a place for what comes: %w", err)
		}
		unlock, err := LockDir(dir)
		switch {
		case errors.Is(err, ErrLocked), errors.Is(err, fs.ErrNotExist): // a sweep took it for left behind
			continue
		case err != nil:
			return shared, os.Remove(dir)
		}
		if _, err := os.Stat(dir); err == nil {
			f.own, f.unlock = dir, unlock
			return dir, nil
		}
		unlock()
	}
}

// sweepIncoming deletes what ended processes were receiving, whenever that was, and
// of what lies in this process's own or in the common place what is old.
func (f *Files) sweepIncoming(before time.Time) (gone int, err error) {
	shared := filepath.Join(f.root, incomingName)
	entries, err := os.ReadDir(shared)
	if err != nil {
		return 0, fmt.Errorf("list what is on its way: %w", err)
	}
	for _, e := range entries {
		path := filepath.Join(shared, e.Name())
		if e.IsDir() {
			n, failed := f.sweepPlace(path, before)
			gone, err = gone+n, errors.Join(err, failed)
			continue
		}
		old, failed := f.removeOld(path, before)
		if err = errors.Join(err, failed); old {
			gone++
		}
	}
	return gone, err
}

// sweepPlace empties one process's place, wholly where the process has ended.
func (f *Files) sweepPlace(dir string, before time.Time) (int, error) {
	unlock, err := LockDir(dir)
	switch {
	case errors.Is(err, ErrLocked), errors.Is(err, errors.ErrUnsupported):
		return f.sweepDir(dir, before, nil)
	case errors.Is(err, fs.ErrNotExist): // another sweep was faster
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("look whose files these are: %w", err)
	}
	defer unlock()
	left, err := os.ReadDir(dir)
	if err != nil {
		return 0, fmt.Errorf("list what was on its way: %w", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		return 0, fmt.Errorf("delete what was on its way: %w", err)
	}
	return len(left), nil
}
