package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A sweep takes at once what an ended process was receiving, and by age alone what
// this or another living one is, or what lies in the common place.
func TestASweepKnowsWhoseIncomingFilesAre(t *testing.T) {
	t.Parallel()
	root, now := t.TempDir(), time.Now()
	f := NewFiles(root)
	own, err := f.incoming()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := f.incoming(); err != nil || again != own {
		t.Errorf("one process has two places: %s, %s, %v", own, again, err)
	}
	beside := NewFiles(root) // as another process
	other, err := beside.incoming()
	if err != nil || other == own {
		t.Fatalf("two have the place %s: %v", other, err)
	}
	defer beside.unlock()
	shared := filepath.Join(root, incomingName)
	ended := filepath.Join(shared, "of-ended")
	if err := os.Mkdir(ended, 0o700); err != nil {
		t.Fatal(err)
	}
	stays := map[string]bool{}
	for dir, freshStays := range map[string]bool{own: true, other: true, shared: true, ended: false} {
		for name, at := range map[string]time.Time{"fresh": now, "old": now.Add(-25 * time.Hour)} {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte("half a photo"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(path, at, at); err != nil {
				t.Fatal(err)
			}
			stays[path] = freshStays && name == "fresh"
		}
	}
	gone, err := f.Sweep(t.Context(), now.Add(-24*time.Hour), nil)
	if err != nil || gone != 5 {
		t.Errorf("%d files went, want 5: %v", gone, err)
	}
	for path, want := range stays {
		if _, err := os.Stat(path); (err == nil) != want {
			t.Errorf("%s: there is %t, want %t", path, err == nil, want)
		}
	}
	if _, err := os.Stat(ended); err == nil {
		t.Error("the place of an ended process is still there")
	}
	if err := os.RemoveAll(own); err != nil { // somebody tidies up by hand
		t.Fatal(err)
	}
	if again, err := f.incoming(); err != nil || again == own {
		t.Errorf("received in a place that is gone: %s, %v", again, err)
	}
}
