package session

import (
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"wubiao/engine"
)

// S04
func TestHashDescribesItselfAndFitsOnlyItsPassword(t *testing.T) {
	t.Parallel()
	h := NewHasher()
	hash, err := h.Hash("桥梁-Secret-1")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("settings are not in the text: %s", hash)
	}
	again, err := h.Hash("桥梁-Secret-1")
	if err != nil || again == hash {
		t.Errorf("two hashes of one password are equal (%v)", err)
	}
	for password, want := range map[string]bool{"桥梁-Secret-1": true, "桥梁-secret-1": false, "": false} {
		if ok, renew, err := h.Check(password, hash); err != nil || ok != want || renew {
			t.Errorf("%q: ok %v, renew %v, %v", password, ok, renew, err)
		}
	}
}

func TestDecoyTakesTheSameSettingsAndFitsNothing(t *testing.T) {
	t.Parallel()
	h := NewHasher()
	decoy := h.Decoy()
	if again := h.Decoy(); again == decoy {
		t.Error("two decoys are equal")
	}
	hash, err := h.Hash("桥梁-Secret-1")
	if err != nil {
		t.Fatal(err)
	}
	if len(decoy) != len(hash) || decoy[:31] != hash[:31] {
		t.Errorf("a decoy looks different: %s, a hash: %s", decoy, hash)
	}
	if ok, renew, err := h.Check("", decoy); err != nil || ok || renew {
		t.Errorf("ok %v, renew %v, %v", ok, renew, err)
	}
}

func TestWeakerSettingsAreRenewed(t *testing.T) {
	t.Parallel()
	h := NewHasher()
	// made with m=8,t=1,p=1 from the salt "saltsalt"
	s := settings{8, 1, 1, []byte("saltsalt"), 32}
	key, err := h.derive("Old-secret-1", s)
	if err != nil {
		t.Fatal(err)
	}
	hash := "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$" + b64(key)
	if ok, renew, err := h.Check("Old-secret-1", hash); err != nil || !ok || !renew {
		t.Errorf("ok %v, renew %v, %v", ok, renew, err)
	}
	if ok, renew, err := h.Check("wrong", hash); err != nil || ok || renew {
		t.Errorf("a wrong password: ok %v, renew %v, %v", ok, renew, err)
	}
}

func TestHashesThatWouldTakeTheMachineAreRefused(t *testing.T) {
	t.Parallel()
	h := NewHasher()
	for _, hash := range []string{
		"", "x", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ", "$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5",
		"$argon2id$v=18$m=8,t=1,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5", "$argon2id$v=19$m=99999999,t=1,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5",
		"$argon2id$v=19$m=8,t=1,p=1$c2E$a2V5a2V5a2V5a2V5a2V5", "$argon2id$v=19$m=8,t=0,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5",
		"$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$!!!", "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$a2V5",
	} {
		if ok, _, err := h.Check("p", hash); err == nil || ok {
			t.Errorf("%q was accepted", hash)
		}
	}
}

func TestOnlySoManyHashAtOnce(t *testing.T) {
	t.Parallel()
	h := &Hasher{turn: make(chan struct{}, 2), wait: 20 * time.Millisecond}
	h.turn <- struct{}{}
	h.turn <- struct{}{}
	if _, err := h.Hash("x"); engine.CodeOf(err) != engine.Throttled {
		t.Errorf("with every turn taken: %v", err)
	}
	<-h.turn
	if _, err := h.Hash("x"); err != nil {
		t.Errorf("with a turn free: %v", err)
	}
	if got, want := cap(NewHasher().turn), 2*runtime.GOMAXPROCS(0); got != want {
		t.Errorf("%d turns, want %d", got, want)
	}
}

// S04
func TestManyAtOnceStayWithinMemory(t *testing.T) {
	h := NewHasher()
	var peak uint64
	done := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapInuse)
				runtime.Gosched()
			}
		}
	})
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, err := h.Hash("x"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	close(done)
	watch.Wait()
	if limit := uint64(4*cap(h.turn)+2) * 20 << 20; peak > limit {
		t.Errorf("heap rose to %d MiB, want at most %d", peak>>20, limit>>20)
	}
}
