package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wubiao/engine"
)

type fixed struct{}

func (fixed) Now() time.Time { return time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC) }

func openHere(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "a.db"), Clock: fixed{}, AnySchema: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func texts(t *testing.T, s *Store, query string, args ...any) []string {
	t.Helper()
	var got []string
	err := s.readers.perform(context.Background(), func(conn *connection) error {
		rows, err := conn.QueryContext(context.Background(), query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				return err
			}
			got = append(got, text)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(got)
	return got
}

func TestSchemaAndStructsAgree(t *testing.T) {
	t.Parallel()
	s := openHere(t)
	var tables []string
	for _, n := range s.nouns {
		tables = append(tables, n.Table)
		var fields []string
		for _, f := range n.Fields {
			if f.DBName != "" && (f.Creatable || f.Updatable) { // else it is worked out from other tables
				fields = append(fields, f.DBName)
			}
		}
		slices.Sort(fields)
		if columns := texts(t, s, "SELECT name FROM pragma_table_info(?)", n.Table); !slices.Equal(columns, fields) {
			t.Errorf("%s has columns %v, its struct %v", n.Table, columns, fields)
		}
		key := texts(t, s, "SELECT name FROM pragma_table_info(?) WHERE pk", n.Table)
		if len(key) != 1 || key[0] != n.PrioritizedPrimaryField.DBName {
			t.Errorf("%s has key %v, its struct %s", n.Table, key, n.PrioritizedPrimaryField.DBName)
		}
	}
	slices.Sort(tables)
	found := texts(t, s, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'")
	if !slices.Equal(tables, found) {
		t.Errorf("tables %v, structs for %v", found, tables)
	}
}

func TestChecksListTheEnginesStates(t *testing.T) {
	t.Parallel()
	s := openHere(t)
	for table, words := range map[string][]string{
		"accounts": strs(engine.Roles()),
		"people":   strs(engine.Standings()),
		"units":    strs([]engine.UnitKind{engine.Company, engine.GeneralBranch, engine.Branch, engine.Project}),
		"tasks":    strs([]engine.TaskState{engine.TaskOpen, engine.TaskDone, engine.TaskRetired}),
		"notices": strs([]engine.NoticeKind{engine.NoticeSheet, engine.NoticeReminder, engine.NoticeOverdue,
			engine.NoticeFlag, engine.NoticeCalendar, engine.NoticeFollowUp}),
		"supervisions": strs([]engine.SupervisionState{engine.SupervisionProposed, engine.SupervisionIssued, engine.SupervisionReplied,
			engine.SupervisionClosed, engine.SupervisionWithdrawn}),
		"orders":     strs([]engine.OrderState{engine.OrderDraft, engine.OrderIssued, engine.OrderClosed, engine.OrderWithdrawn, engine.OrderDiscarded}),
		"extensions": strs([]engine.ExtensionState{engine.ExtensionAsked, engine.ExtensionGranted, engine.ExtensionRefused, engine.ExtensionWithdrawn}),
		"appraisals": strs([]engine.Quality{engine.Excellent, engine.Pass, engine.Returned}),
	} {
		ddl := texts(t, s, "SELECT sql FROM sqlite_master WHERE name = ?", table)[0]
		for _, word := range words {
			if !strings.Contains(ddl, "'"+word+"'") {
				t.Errorf("%s does not allow %s", table, word)
			}
		}
	}
}

func strs[T ~string](words []T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}

func TestHotTableHasOneIndexInTheOrderThatDoesNotAge(t *testing.T) {
	t.Parallel()
	s := openHere(t)
	// Partial indexes are free while issuing: no fresh task meets their condition.
	indexes := texts(t, s, "SELECT name FROM pragma_index_list('tasks') WHERE NOT partial")
	if len(indexes) != 1 {
		t.Fatalf("tasks has indexes %v", indexes)
	}
	columns := texts(t, s, "SELECT seqno || name FROM pragma_index_info(?)", indexes[0])
	if want := []string{"0period", "1unit_id", "2duty", "3subject"}; !slices.Equal(columns, want) {
		t.Errorf("got %v", columns)
	}
}

func TestConnectionsHaveTheirSettings(t *testing.T) {
	t.Parallel()
	s := openHere(t)
	for _, reader := range []bool{false, true} {
		db, err := sql.Open(s.options.Driver, s.options.dsn(reader))
		if err != nil {
			t.Fatal(err)
		}
		conn, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.options.verify(t.Context(), conn, reader); err != nil {
			t.Error(err)
		}
		for _, p := range s.options.settings(reader) {
			other := map[string]string{"busy_timeout": "1", "journal_mode": "delete", "synchronous": "1",
				"foreign_keys": "0", "cache_size": "-1", "query_only": map[bool]string{true: "0", false: "1"}[reader]}[p.name]
			if _, err := conn.ExecContext(t.Context(), "PRAGMA "+p.name+" = "+other); err != nil {
				if p.name != "journal_mode" { // held by the store
					t.Fatal(err)
				}
				continue
			}
			if err := s.options.verify(t.Context(), conn, reader); engine.ReasonOf(err) != "pragma_mismatch" {
				t.Errorf("%s = %s was not noticed: %v", p.name, other, err)
			}
			if _, err := conn.ExecContext(t.Context(), "PRAGMA "+p.name+" = "+p.value); err != nil {
				t.Fatal(err)
			}
		}
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// A draft does not wait for the disk; everything else does.
func TestOnlyADraftDoesNotWaitForTheDisk(t *testing.T) {
	t.Parallel()
	for _, draft := range []bool{false, true} {
		s, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "wubiao.db"), Clock: fixed{}, Draft: draft, AnySchema: true})
		if err != nil { // Open reads every setting back
			t.Fatal(err)
		}
		want := map[bool]string{false: "2", true: "0"}[draft]
		if at := slices.IndexFunc(s.options.settings(false), func(p pragma) bool { return p.name == "synchronous" && p.value == want }); at < 0 {
			t.Errorf("draft %v: synchronous is not %s", draft, want)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
