package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// auditPage is how many entries are checked at a time.
const auditPage = 500

// Append adds an entry to the audit trail and chains it to the one before. The
// entry's id, hashes and, where it is empty, its moment are set here.
func (t *tx) Append(entry engine.AuditEntry) error {
	if err := t.ready(); err != nil {
		return err
	}
	last, err := t.lastLink()
	if err != nil {
		return err
	}
	entry.ID, entry.Previous = last.id+1, last.hash
	if entry.At.IsZero() {
		entry.At = t.now
	}
	entry.At = entry.At.UTC().Truncate(time.Millisecond)
	if entry.Hash, err = chained(&entry); err != nil {
		return err
	}
	if err := t.insert(t.store.nouns.must(entry), reflect.ValueOf(&entry).Elem()); err != nil {
		return err
	}
	if t.writer != nil {
		t.writer.trail = &link{entry.ID, entry.Hash}
	}
	return nil
}

// link is what the next entry of the trail is chained to.
type link struct {
	id   int64
	hash string
}

// lastLink gives the end of the trail: read once in each transaction of the writer,
// which may be many people's, and again after anything was taken back.
func (t *tx) lastLink() (link, error) {
	if t.writer != nil && t.writer.trail != nil {
		return *t.writer.trail, nil
	}
	var last []engine.AuditEntry
	q := port.Query{Order: []string{"-id"}, Limit: 1, Columns: []string{"id", "hash"}}
	err := t.list(t.store.nouns.must(engine.AuditEntry{}), reflect.ValueOf(&last).Elem(), access.Everything(), q)
	if err != nil || len(last) == 0 {
		return link{}, err
	}
	return link{last[0].ID, last[0].Hash}, nil
}

// chained is the hash of an entry: SHA-256 over the hash before it and every
// field, as a JSON list, so that no two entries read the same.
func chained(e *engine.AuditEntry) (string, error) {
	fields, err := json.Marshal([]any{e.Previous, e.ID, e.At.UTC().Format("2006-01-02T15:04:05.000Z"), e.AccountID,
		e.Action, e.Object, e.UnitID, e.Result, e.Detail, e.Address})
	if err != nil {
		return "", fmt.Errorf("计算审计记录的摘要：%w", err)
	}
	sum := sha256.Sum256(fields)
	return hex.EncodeToString(sum[:]), nil
}

// VerifyAudit checks the whole trail and gives the id of the first entry that
// is altered, missing or out of order; 0 when the trail is whole. A missing
// tail is found too: the database remembers the highest id it ever gave.
func (s *Store) VerifyAudit(ctx context.Context) (firstBad int64, err error) {
	err = s.View(ctx, func(t port.Tx) error {
		from, next, previous := int64(math.MinInt64), int64(1), ""
		for {
			var page []engine.AuditEntry
			q := port.Query{AtLeast: port.Where{"id": from}, Limit: auditPage}
			if err := t.List(&page, access.Everything(), q); err != nil {
				return err
			}
			for i := range page {
				hash, err := chained(&page[i])
				if err != nil {
					return err
				}
				if page[i].ID != next || page[i].Previous != previous || page[i].Hash != hash {
					firstBad = next
					return nil
				}
				next, previous = next+1, hash
			}
			from = next
			if len(page) < auditPage {
				highest, err := highestAuditID(t.(*tx).orm())
				if err == nil && highest != next-1 {
					firstBad = next
				}
				return err
			}
		}
	})
	return firstBad, err
}
