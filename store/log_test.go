package store

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"wubiao/engine"
	"wubiao/engine/port"
)

// sizeOf is the length of the log beside a database.
func sizeOf(t *testing.T, path string) int64 {
	t.Helper()
	log, err := os.Stat(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	return log.Size()
}

// TestLogLaidOutUnderWriters lays the log out while eight write, takes the files away as
// a power cut would leave them, and looks for every row that was acknowledged.
func TestLogLaidOutUnderWriters(t *testing.T) {
	t.Parallel()
	s := openHere(t)
	path := s.options.Path
	var laidOut, writers sync.WaitGroup
	log, err := os.OpenFile(path+"-wal", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	const long = 20<<20 + 1
	laidOut.Go(func() {
		if err := s.layOut(t.Context(), log, long); err != nil {
			t.Error(err)
		}
	})
	const each = 200
	for w := range 8 {
		writers.Go(func() {
			for i := range each {
				address := fmt.Sprintf("%d/%d", w, i)
				err := s.Update(t.Context(), func(tx port.Tx) error {
					return tx.Insert(&engine.LoginFailure{Address: address, Since: tx.Now()})
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	laidOut.Wait()
	writers.Wait()
	if got := sizeOf(t, path); got != long {
		t.Errorf("the log has %d bytes, want %d", got, long)
	}
	if err := s.layOut(t.Context(), log, long); err != nil || sizeOf(t, path) != long {
		t.Errorf("laid out once more it has %d bytes: %v", sizeOf(t, path), err)
	}
	cut := filepath.Join(t.TempDir(), "cut.db")
	for _, end := range []string{"", "-wal"} {
		content, err := os.ReadFile(path + end)
		if err == nil {
			err = os.WriteFile(cut+end, content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(t.Context(), Options{Path: cut, Clock: fixed{}})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := texts(t, again, "SELECT count(*) FROM login_failures"); got[0] != fmt.Sprint(8*each) {
		t.Errorf("%s rows after the cut, %d were acknowledged", got[0], 8*each)
	}
	if got := texts(t, again, "PRAGMA integrity_check"); got[0] != "ok" {
		t.Errorf("after the cut: %s", got)
	}
}

// TestLogGivenBack is what a full disk asks for.
func TestLogGivenBack(t *testing.T) {
	t.Parallel()
	s := openHere(t)
	if err := s.writer.tidy.cutLog(t.Context()); err != nil { // the schema, into the file
		t.Fatal(err)
	}
	database, err := os.Stat(s.options.Path)
	if err == nil {
		err = s.LayOutLog(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := sizeOf(t, s.options.Path); got != database.Size() {
		t.Errorf("the log has %d bytes, the database %d", got, database.Size())
	}
	if err := s.writer.tidy.cutLog(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := sizeOf(t, s.options.Path); got != 0 {
		t.Errorf("the log still has %d bytes", got)
	}
	lateTask(t, s)
	if got := texts(t, s, "SELECT count(*) FROM tasks"); got[0] != "1" {
		t.Errorf("%s tasks", got[0])
	}
}
