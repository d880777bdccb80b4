package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/store"
)

func failure(address string) *engine.LoginFailure { return &engine.LoginFailure{Address: address} }

// addresses lists what the updates of these tests left behind.
func addresses(t *testing.T, s *store.Store) map[string]int {
	t.Helper()
	got := map[string]int{}
	view(t, s, func(tx port.Tx) error {
		var all []engine.LoginFailure
		err := tx.List(&all, everything(), port.Query{})
		for _, f := range all {
			got[f.Address] = f.Failures
		}
		return err
	})
	return got
}

func TestFiftyWritersNeverSeeALock(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		const writers, each = 50, 20
		errs := make(chan error, writers*each)
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for i := range each {
					errs <- s.Update(context.Background(), func(tx port.Tx) error {
						f := failure(fmt.Sprintf("%d", w))
						if err := tx.Get(f, everything(), port.Where{"address": f.Address}); i == 0 && engine.CodeOf(err) == engine.NotFound {
							return tx.Insert(f)
						} else if err != nil {
							return err
						}
						f.Failures++
						return tx.Save(f)
					})
					errs <- s.View(context.Background(), func(tx port.Tx) error {
						return tx.Get(failure(""), everything(), port.Where{"address": fmt.Sprint(w)})
					})
				}
			})
		}
		go func() { all.Wait(); close(errs) }()
		for err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		got := addresses(t, s)
		for w := range writers {
			if got[fmt.Sprint(w)] != each-1 {
				t.Errorf("writer %d counted %d", w, got[fmt.Sprint(w)])
			}
		}
	})
}

func TestTwoStoresOnOneFileTakeTurns(t *testing.T) {
	t.Parallel()
	for _, driver := range drivers() {
		// As far as SQLite can tell, these are two processes.
		path := filepath.Join(t.TempDir(), "a.db")
		stores := []*store.Store{open(t, store.Options{Path: path, Driver: driver}), open(t, store.Options{Path: path, Driver: driver})}
		var all sync.WaitGroup
		for at, s := range stores {
			all.Go(func() {
				for i := range 50 {
					if err := s.Update(context.Background(), func(tx port.Tx) error {
						return tx.Insert(failure(fmt.Sprintf("%d/%d", at, i)))
					}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if got := addresses(t, stores[0]); len(got) != 100 {
			t.Errorf("%s: %d rows, want 100", driver, len(got))
		}
	}
}

// TestOneFailureInAGroupIsAlone holds the writer with a first update until many
// wait behind it, so that they share a commit; every third of them fails in one
// of four ways.
func TestOneFailureInAGroupIsAlone(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		const n = 60
		broken := errors.New("broken")
		held, free := make(chan struct{}), make(chan struct{})
		var all sync.WaitGroup
		all.Go(func() {
			if err := s.Update(context.Background(), func(tx port.Tx) error {
				close(held)
				<-free
				return tx.Insert(failure("first"))
			}); err != nil {
				t.Error(err)
			}
		})
		<-held
		began := make(chan struct{}, n)
		for i := range n {
			all.Go(func() {
				bad := i%3 == 0
				defer func() {
					reason := recover()
					if panics := bad && i%4 == 1; (reason != nil) != panics {
						t.Errorf("update %d panicked with %v", i, reason)
					}
				}()
				began <- struct{}{}
				err := s.Update(context.Background(), func(tx port.Tx) error {
					if err := tx.Insert(failure(fmt.Sprint(i))); err != nil {
						return err
					}
					switch {
					case !bad:
						return nil
					case i%4 == 0:
						return broken
					case i%4 == 1:
						panic("boom")
					case i%4 == 2:
						return tx.Insert(failure("first")) // a taken key
					default:
						return tx.Insert(&engine.Account{Login: "x", Role: "皇帝"})
					}
				})
				if (err != nil) != bad {
					t.Errorf("update %d: %v", i, err)
				}
			})
		}
		for range n {
			<-began
		}
		runtime.Gosched()
		close(free)
		all.Wait()
		got := addresses(t, s)
		for i := range n {
			if _, there := got[fmt.Sprint(i)]; there != (i%3 != 0) {
				t.Errorf("update %d: there is %v", i, there)
			}
		}
	})
}

func TestGoexitInsideUpdateFreesTheWriter(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		var gone sync.WaitGroup
		gone.Go(func() {
			_ = s.Update(context.Background(), func(tx port.Tx) error {
				if err := tx.Insert(failure("gone")); err != nil {
					return err
				}
				runtime.Goexit() // what t.FailNow does
				return nil
			})
		})
		gone.Wait()
		update(t, s, func(tx port.Tx) error { return tx.Insert(failure("next")) })
		if got := addresses(t, s); len(got) != 1 {
			t.Errorf("got %v", got)
		}
	})
}

func TestCancelledContextStopsBeforeTheStart(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		ran := func(port.Tx) error { t.Error("it ran"); return nil }
		dead, cancel := context.WithCancel(context.Background())
		cancel()
		if err := errors.Join(s.Update(dead, ran), s.View(dead, ran)); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		// Cancelled while waiting for the writer.
		live, cancel := context.WithCancel(context.Background())
		update(t, s, func(port.Tx) error {
			done := make(chan error)
			go func() { done <- s.Update(live, ran) }()
			cancel()
			if err := <-done; !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			return nil
		})
		// Cancelled half-way: the next verb says so, and nothing remains.
		half, cancel := context.WithCancel(context.Background())
		err := s.Update(half, func(tx port.Tx) error {
			if err := tx.Insert(failure("half")); err != nil {
				return err
			}
			cancel()
			return tx.Insert(failure("rest"))
		})
		if got := addresses(t, s); !errors.Is(err, context.Canceled) || len(got) != 0 {
			t.Errorf("%v, left behind: %v", err, got)
		}
	})
}

func TestOneMomentPerUpdate(t *testing.T) {
	t.Parallel()
	c := newClock()
	for _, driver := range drivers() {
		s := open(t, store.Options{Driver: driver, Clock: c})
		update(t, s, func(tx port.Tx) error {
			before := tx.Now()
			c.advance(1e9)
			if !tx.Now().Equal(before) {
				t.Error("time moved inside an update")
			}
			return nil
		})
	}
}

func TestTxIsUselessAfterItsEnd(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		var kept port.Tx
		update(t, s, func(tx port.Tx) error { kept = tx; return nil })
		if err := kept.Insert(failure("late")); engine.ReasonOf(err) != "store_misuse" {
			t.Error(err)
		}
		view(t, s, func(tx port.Tx) error { kept = tx; return nil })
		if err := kept.Get(failure(""), everything(), nil); engine.ReasonOf(err) != "store_misuse" {
			t.Error(err)
		}
	})
}

func TestClosedStoreSaysSo(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		none := func(port.Tx) error { return nil }
		if err := s.Update(context.Background(), none); engine.ReasonOf(err) != "store_closed" {
			t.Error(err)
		}
		if err := s.View(context.Background(), none); engine.ReasonOf(err) != "store_closed" {
			t.Error(err)
		}
	})
}
