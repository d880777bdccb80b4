package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/store"
)

func TestCommitsReachTheFileBesideTheWriter(t *testing.T) {
	t.Parallel()
	for _, driver := range drivers() {
		t.Run(driver, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "a.db")
			s := open(t, store.Options{Path: path, Driver: driver})
			update(t, s, func(tx port.Tx) error { return tx.Insert(failure("kept")) })
			for begun := time.Now(); time.Since(begun) < 20*time.Second; time.Sleep(50 * time.Millisecond) {
				file, err := os.ReadFile(path) // the file alone, without the log
				if err != nil {
					t.Fatal(err)
				}
				alone := filepath.Join(t.TempDir(), "b.db")
				if err := os.WriteFile(alone, file, 0o600); err != nil {
					t.Fatal(err)
				}
				if holds(t, alone, driver, "kept") {
					return
				}
			}
			t.Error("what was committed never reached the file")
		})
	}
}

// holds says whether a file, which may be torn, holds the failure.
func holds(t *testing.T, path, driver, address string) bool {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: path, Driver: driver, Clock: newClock()})
	if err != nil {
		return false
	}
	defer s.Close() // a torn copy may not close
	found := false
	err = s.View(t.Context(), func(tx port.Tx) error {
		err := tx.Get(&engine.LoginFailure{}, everything(), port.Where{"address": address})
		found = err == nil
		return nil
	})
	return err == nil && found
}
