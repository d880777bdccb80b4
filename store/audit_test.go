package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/store"
)

func appendEntries(t *testing.T, s *store.Store, n int) {
	t.Helper()
	for i := range n {
		update(t, s, func(tx port.Tx) error {
			return tx.Append(engine.AuditEntry{AccountID: engine.AccountID(i%7 + 1), Action: "task.done",
				Object: fmt.Sprintf("task/%d", i), UnitID: engine.UnitID(i%5 + 1), Result: "done",
				Detail: fmt.Sprintf(`{"from":"open","n":%d}`, i), Address: "10.0.0.1"})
		})
	}
}

func verify(t *testing.T, s *store.Store, want int64) {
	t.Helper()
	if got, err := s.VerifyAudit(context.Background()); got != want || err != nil {
		t.Errorf("first bad entry %d (%v), want %d", got, err, want)
	}
}

func TestAuditTrailIsAChain(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		verify(t, s, 0)
		appendEntries(t, s, 1100) // more than two pages
		// What is rolled back leaves no gap.
		_ = s.Update(context.Background(), func(tx port.Tx) error {
			return errors.Join(tx.Append(engine.AuditEntry{Action: "x", Result: "failed"}), errors.New("no"))
		})
		appendEntries(t, s, 1)
		verify(t, s, 0)
		view(t, s, func(tx port.Tx) error {
			var all []engine.AuditEntry
			err := tx.List(&all, everything(), port.Query{})
			for i := range all {
				if all[i].ID != int64(i+1) || (i > 0 && all[i].Previous != all[i-1].Hash) || all[i].At.IsZero() {
					t.Fatalf("entry %d is %+v", i, all[i])
				}
			}
			if len(all) != 1101 || all[0].Previous != "" {
				t.Errorf("%d entries, the first after %q", len(all), all[0].Previous)
			}
			return err
		})
	})
}

func TestAuditEntriesCannotBeChangedOrRemoved(t *testing.T) {
	t.Parallel()
	for _, driver := range drivers() {
		o := store.Options{Driver: driver, Path: filepath.Join(t.TempDir(), "a.db")}
		s := open(t, o)
		appendEntries(t, s, 2)
		db := raw(t, driver, o.Path)
		for _, statement := range []string{
			"UPDATE audit_entries SET result = 'denied' WHERE id = 1",
			"DELETE FROM audit_entries WHERE id = 2", "DELETE FROM audit_entries",
		} {
			if _, err := db.Exec(statement); err == nil {
				t.Errorf("%s: %s went through", driver, statement)
			}
		}
		verify(t, s, 0)
	}
}

// TestAuditTamperingIsFound changes a trail of 40 entries at random a thousand
// times, triggers gone, as somebody with the file in hand could.
func TestAuditTamperingIsFound(t *testing.T) {
	t.Parallel()
	driver := drivers()[0] // the file is the same for both
	o := store.Options{Driver: driver, Path: filepath.Join(t.TempDir(), "a.db")}
	s := open(t, o)
	const entries = 40
	appendEntries(t, s, entries)
	db := raw(t, driver, o.Path)
	tamper(t, db, "DROP TRIGGER audit_entries_no_update", "DROP TRIGGER audit_entries_no_delete",
		"CREATE TABLE kept AS SELECT * FROM audit_entries")
	rng := rand.New(rand.NewPCG(5, 2))
	for round := range 1000 {
		at := rng.IntN(entries) + 1
		bad := int64(at)
		statements := []string{""}
		text := []string{"action", "object", "detail", "address", "previous", "hash", "result", "at", "account_id", "unit_id"}
		switch kind := rng.IntN(6); kind {
		case 0, 1: // a field
			column := text[rng.IntN(len(text))]
			value := "'" + fmt.Sprint("x", rng.Int()) + "'"
			switch column {
			case "result":
				value = "'denied'"
			case "at":
				value = "at + 1"
			case "account_id", "unit_id":
				value = column + " + 1"
			}
			statements[0] = fmt.Sprintf("UPDATE audit_entries SET %s = %s WHERE id = %d", column, value, at)
		case 2: // a missing entry
			statements[0] = fmt.Sprintf("DELETE FROM audit_entries WHERE id = %d", at)
		case 3: // the tail cut off
			statements[0] = fmt.Sprintf("DELETE FROM audit_entries WHERE id >= %d", at)
		case 4: // two entries swapped
			bad = int64(min(at, entries-1))
			statements = []string{
				fmt.Sprintf("UPDATE audit_entries SET id = 1000 WHERE id = %d", bad),
				fmt.Sprintf("UPDATE audit_entries SET id = %d WHERE id = %d", bad, bad+1),
				fmt.Sprintf("UPDATE audit_entries SET id = %d WHERE id = 1000", bad+1),
			}
		default: // an entry slipped in, before the first or after the last
			id := []int{-3, 0, entries + 1}[rng.IntN(3)]
			bad = int64(max(id, 1))
			statements[0] = fmt.Sprintf(`INSERT INTO audit_entries SELECT %d, at, account_id, action, object, unit_id, result,
				detail, address, 'x', hash FROM audit_entries WHERE id = %d`, id, at)
		}
		tamper(t, db, statements...)
		if got, err := s.VerifyAudit(context.Background()); err != nil || got != bad {
			t.Fatalf("round %d: %v gave %d (%v), want %d", round, statements, got, err, bad)
		}
		restore(t, db, entries)
	}
	verify(t, s, 0)
}

func restore(t *testing.T, db *sql.DB, entries int) {
	t.Helper()
	tamper(t, db, "DELETE FROM audit_entries", "INSERT INTO audit_entries SELECT * FROM kept",
		fmt.Sprintf("UPDATE sqlite_sequence SET seq = %d WHERE name = 'audit_entries'", entries))
}

// TestTrailGoesOnOverWhatIsTakenBack appends in groups in which some fail, wholly or
// in a part, while another process writes too.
func TestTrailGoesOnOverWhatIsTakenBack(t *testing.T) {
	t.Parallel()
	for _, driver := range drivers() {
		o := store.Options{Driver: driver, Path: filepath.Join(t.TempDir(), "a.db")}
		stores := []*store.Store{open(t, o), open(t, o)}
		no := errors.New("no")
		var kept atomic.Int64
		var group sync.WaitGroup
		for worker := range 12 {
			group.Go(func() {
				rng := rand.New(rand.NewPCG(7, uint64(worker)))
				for range 12 {
					entry := engine.AuditEntry{Action: "test", Result: "done"}
					inner, outer, part, before := rng.IntN(3) == 0, rng.IntN(4) == 0, rng.IntN(2) == 0, rng.IntN(2) == 0
					written := int64(0)
					s := stores[rng.IntN(2)]
					err := s.Update(t.Context(), func(tx port.Tx) error {
						if before {
							written++
							if err := tx.Append(entry); err != nil {
								return err
							}
						}
						if part {
							err := s.Update(port.Within(t.Context(), tx), func(tx port.Tx) error {
								if err := tx.Append(entry); err != nil || !inner {
									return err
								}
								return no
							})
							if err != nil && !errors.Is(err, no) {
								return err
							}
							if err == nil {
								written++
							}
						}
						if outer {
							return no
						}
						return tx.Append(entry)
					})
					switch {
					case err == nil:
						kept.Add(written + 1)
					case !errors.Is(err, no):
						t.Errorf("%s: %v", driver, err)
					}
				}
			})
		}
		group.Wait()
		verify(t, stores[0], 0)
		var entries []engine.AuditEntry
		view(t, stores[1], func(tx port.Tx) error { return tx.List(&entries, access.Everything(), port.Query{}) })
		if int64(len(entries)) != kept.Load() {
			t.Errorf("%s: %d entries, want %d", driver, len(entries), kept.Load())
		}
	}
}
