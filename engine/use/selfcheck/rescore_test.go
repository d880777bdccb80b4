package selfcheck

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// halfRead is a store that gives one batch of stale scores, cannot judge any, and
// then cannot be read.
type halfRead struct {
	port.Tx

	lists int
}

var errUnreadable = errors.New("the disk is gone")

func (h *halfRead) View(_ context.Context, fn func(port.Tx) error) error { return fn(h) }

func (h *halfRead) Update(context.Context, func(port.Tx) error) error { return errUnreadable }

func (h *halfRead) Get(any, access.Scope, port.Where) error { return errUnreadable }

func (h *halfRead) List(nouns any, _ access.Scope, q port.Query) error {
	if h.lists++; h.lists > 1 {
		return errUnreadable
	}
	batch := make([]engine.StaleScore, q.Limit)
	for i := range batch {
		batch[i].ScoreID = engine.ScoreID(i + 1)
	}
	reflect.ValueOf(nouns).Elem().Set(reflect.ValueOf(batch))
	return nil
}

// A store that fails half-way ends the run with its error, and is not asked again
// for ever.
func TestRescoringEndsWhereTheStoreFails(t *testing.T) {
	t.Parallel()
	ended := make(chan error, 1)
	store := &halfRead{}
	go func() {
		_, err := (&SelfCheck{Store: store}).Rescore(context.Background())
		ended <- err
	}()
	select {
	case err := <-ended:
		if !errors.Is(err, errUnreadable) || store.lists != 2 {
			t.Errorf("after %d lists: %v", store.lists, err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it goes on for ever")
	}
}
