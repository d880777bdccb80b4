package admin

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

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
	for ids := range slices.Chunk(a.seen.take(), seenBatch) {
		err := a.store.Update(ctx, func(tx port.Tx) error {
			return tx.SeeSessions(ids, tx.Now().Add(-IdleLimit), tx.Now().Add(-AbsoluteLimit))
		})
		if err != nil {
			return fmt.Errorf("keep which sessions were used: %w", err)
		}
	}
	return nil
}

// seenBatch is how many sessions are written down at once: whoever saves something
// meanwhile waits no longer than for a few rows.
const seenBatch = 64
