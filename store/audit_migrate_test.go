package store

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"
)

// A trail whose tail was cut off must still be found out after its table was made
// anew.
func TestTheTrailMovesWithItsHighestID(t *testing.T) {
	t.Parallel()
	o, err := Options{Path: filepath.Join(t.TempDir(), "a.db"), Clock: fixed{}, AnySchema: true}.complete()
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open(o.Driver, o.dsn(false))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	steps, err := goose.NewProvider(goose.DialectSQLite3, db, sqliteMigrations(), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := steps.UpTo(t.Context(), 22); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"INSERT INTO audit_entries VALUES (1, 0, 0, 'a', '', 0, 'done', '', '', '', 'x'), (2, 0, 0, 'a', '', 0, 'done', '', '', 'x', 'y')",
		"UPDATE sqlite_sequence SET seq = 5 WHERE name = 'audit_entries'",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := steps.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	var rows, highest, tables, guards int
	for query, into := range map[string]*int{
		"SELECT count(*) FROM audit_entries":                                                       &rows,
		"SELECT seq FROM sqlite_sequence WHERE name = 'audit_entries'":                             &highest,
		"SELECT count(*) FROM sqlite_sequence WHERE name LIKE 'audit_entries%'":                    &tables,
		"SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entries'": &guards,
	} {
		if err := db.QueryRow(query).Scan(into); err != nil {
			t.Fatal(query, err)
		}
	}
	if rows != 2 || highest != 5 || tables != 1 || guards != 2 {
		t.Errorf("%d rows, highest id %d in %d sequences, %d guards; want 2, 5, 1, 2", rows, highest, tables, guards)
	}
}
