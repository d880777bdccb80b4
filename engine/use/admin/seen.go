package admin

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// seen are the sessions that were used and whose rows do not say so yet. A request
// does not wait for the disk only because somebody looked: what is lost with a
// crash is a second of a session's life.
type seen struct {
	mu  sync.Mutex
	ids map[string]bool
}

func (s *seen) note(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ids == nil {
		s.ids = map[string]bool{}
	}
	s.ids[id] = true
}

func (s *seen) take() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := slices.Sorted(maps.Keys(s.ids))
	s.ids = nil
	return ids
}

// KeepSeen writes down which sessions were used since it was last called. It is to
// be called every few seconds, and once more at the end.
func (a *Admin) KeepSeen(ctx context.Context) error {
	ids := a.seen.take()
	if len(ids) == 0 {
		return nil
	}
	err := a.store.Update(ctx, func(tx port.Tx) error {
		var sessions []engine.Session
		if err := tx.List(&sessions, access.Everything(), port.Query{Where: port.Where{"id": ids}}); err != nil {
			return fmt.Errorf("list sessions: %w", err)
		}
		for i := range sessions {
			s := &sessions[i]
			if s.EndedAt != nil || expired(*s, tx.Now()) {
				continue
			}
			s.SeenAt = tx.Now()
			if err := tx.Save(s); err != nil {
				return fmt.Errorf("save session: %w", err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep which sessions were used: %w", err)
	}
	return nil
}
