package main

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"testing"
)

// everyCommandOn lists what may be started over a data directory.
func everyCommandOn(dir string) [][]string {
	return [][]string{
		{"issue", "--through", "2026-12-31", "--dir", dir}, {"issue", "--through", "2026-12-31", "--dry-run", "--json", "--dir", dir},
		{"user", "list", "--dir", dir}, {"migrate", "--dir", dir}, {"serve", "--addr", "127.0.0.1:0", "--dir", dir},
		{"demo", "--prepare", "--dir", dir}, {"demo", "--addr", "127.0.0.1:0", "--dir", dir},
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestNewerDatabaseIsRefusedAndLeftAlone(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	path := filepath.Join(dir, "wubiao.db")
	fromTheFuture(t, path)
	before := read(t, path)
	for _, line := range everyCommandOn(dir) {
		o := process(t, line...).want(t, exitProblems)
		o.says(t, "更新版本的程序", "第 99 版", "请改用新版程序")
		if line[len(line)-3] == "--json" {
			o.object(t)
		} else if o.out != "" {
			t.Errorf("%v prints %s", line, o.out)
		}
		if !bytes.Equal(read(t, path), before) || sizeOf(path) != int64(len(before)) {
			t.Fatalf("%v changed the database", line)
		}
	}
}

// fromTheFuture makes the database one of a later version.
func fromTheFuture(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open(driverName(), "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)"); err != nil {
		t.Fatal(err)
	}
}

func TestOlderDatabaseAsksForMigrate(t *testing.T) {
	t.Parallel()
	dir := filepath.Dir(write(t, "wubiao.db", ""))
	for _, line := range everyCommandOn(dir)[:3] {
		here(line...).want(t, exitProblems).says(t, "请先备份", "wubiao migrate")
	}
	here("migrate", "--dir", dir).want(t, exitDone)
	here("issue", "--through", "2026-12-31", "--dir", dir).want(t, exitDone)
	look(t, dir).sound()
}

func TestFileThatIsNoDatabaseIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Dir(write(t, "wubiao.db", "这是一封信，不是数据库。\n"))
	path := filepath.Join(dir, "wubiao.db")
	before := read(t, path)
	for _, line := range everyCommandOn(dir) {
		here(line...).want(t, exitProblems).says(t, "不是本程序的数据库")
		if !bytes.Equal(read(t, path), before) {
			t.Fatalf("%v changed the file", line)
		}
	}
}

func TestMigratingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	here("migrate", "--dir", dir).want(t, exitDone)
	all := func() string { return look(t, dir).digest("SELECT * FROM audit_entries ORDER BY 1") }
	before := all()
	o := here("migrate", "--dir", dir).want(t, exitDone)
	if !chinese(o.out) || o.err != "" || all() != before {
		t.Errorf("migrating again: %+v", o)
	}
	info, err := os.Stat(filepath.Join(dir, "wubiao.db"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the database: %v %v", info.Mode(), err)
	}
	look(t, dir).sound()
}
