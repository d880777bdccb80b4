package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/store"
)

// raw opens the file behind the store's back.
func raw(t *testing.T, driver, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// tamper runs statements behind the store's back.
func tamper(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func TestFilesBelongToTheirOwnerOnly(t *testing.T) {
	t.Parallel()
	for _, driver := range drivers() {
		path := filepath.Join(t.TempDir(), "a.db")
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		s := open(t, store.Options{Driver: driver, Path: path})
		update(t, s, func(tx port.Tx) error { return tx.Insert(failure("x")) })
		for _, name := range []string{path, path + "-wal", path + "-shm"} {
			info, err := os.Stat(name)
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s %s: %v, %v", driver, name, info.Mode(), err)
			}
		}
	}
}

func TestOpenRefusesWhatItCannotUse(t *testing.T) {
	t.Parallel()
	for _, driver := range drivers() {
		noise := filepath.Join(t.TempDir(), "noise.db")
		if err := os.WriteFile(noise, bytes.Repeat([]byte("这不是数据库"), 1000), 0o600); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			o      store.Options
			reason string
		}{
			"postgres":     {store.Options{Path: "postgres://user@host/db", Clock: newClock()}, "postgres_unsupported"},
			"memory":       {store.Options{Path: ":memory:", Clock: newClock()}, "no_database_file"},
			"nothing":      {store.Options{Clock: newClock()}, "no_database_file"},
			"no clock":     {store.Options{Path: noise}, "no_clock"},
			"no directory": {store.Options{Path: filepath.Join(t.TempDir(), "a", "b.db"), Clock: newClock()}, "database_file"},
			"noise":        {store.Options{Path: noise, Clock: newClock()}, "not_a_database"},
			"empty":        {store.Options{Path: filepath.Join(t.TempDir(), "a.db"), Clock: newClock()}, "schema_older"},
		} {
			c.o.Driver = driver
			s, err := store.Open(context.Background(), c.o)
			if engine.ReasonOf(err) != c.reason || s != nil {
				t.Errorf("%s %s: got %v", driver, name, err)
			}
		}
	}
}

func TestOlderSchemaIsRefusedUntilMigrated(t *testing.T) {
	t.Parallel()
	for _, driver := range drivers() {
		o := store.Options{Driver: driver, Path: filepath.Join(t.TempDir(), "a.db"), Clock: newClock()}
		_, err := store.Open(context.Background(), o)
		wantCode(t, err, engine.Refused)
		if !strings.Contains(err.Error(), "wubiao migrate") {
			t.Errorf("the message does not say what to do: %v", err)
		}
		s := open(t, o)
		if err := s.Migrate(context.Background()); err != nil {
			t.Errorf("migrating twice: %v", err)
		}
		again, err := store.Open(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNewerSchemaIsRefusedWithoutAWrite(t *testing.T) {
	t.Parallel()
	for _, driver := range drivers() {
		o := store.Options{Driver: driver, Path: filepath.Join(t.TempDir(), "a.db"), Clock: newClock()}
		if err := open(t, o).Close(); err != nil {
			t.Fatal(err)
		}
		db := raw(t, driver, o.Path)
		tamper(t, db, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		before := snapshot(t, filepath.Dir(o.Path))
		for _, any := range []bool{false, true} {
			o.AnySchema = any
			_, err := store.Open(context.Background(), o)
			if engine.ReasonOf(err) != "schema_newer" || !strings.Contains(err.Error(), "9999") {
				t.Errorf("%s: got %v", driver, err)
			}
		}
		if after := snapshot(t, filepath.Dir(o.Path)); after != before {
			t.Errorf("%s: the files changed", driver)
		}
	}
}

// snapshot is the content of every file with something in it.
func snapshot(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "-shm") { // an index in memory, not data
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		if len(data) > 0 {
			all.WriteString(path + "\x00" + string(data))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
