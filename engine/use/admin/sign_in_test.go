package admin_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/admin"
)

func TestSignInOpensASessionThatKnowsPostsAndName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, login := range []string{"wangjg", "WANGJG", "ｗａｎｇｊｇ", "　wangjg "} {
		if err := w.try(w.Admin, login, good, "secret-"+login); err != nil {
			t.Fatalf("%q: %v", login, err)
		}
	}
	visit, err := w.Resume(t.Context(), "secret-wangjg", "10.0.0.7")
	if err != nil {
		t.Fatal(err)
	}
	if visit.Name != "王建国" || visit.CSRF != "form-secret-wangjg" || visit.Actor.Role != engine.RoleBranch {
		t.Errorf("got %+v", visit)
	}
	if len(visit.Actor.Posts) != 2 || !visit.Actor.Holds(3, "支部书记") || visit.Actor.Posts[0].Path != "/1/3/" {
		t.Errorf("posts are %+v", visit.Actor.Posts)
	}
	if got := w.audit(access.SessionStart); !slices.Equal(got, []string{"done", "done", "done", "done"}) {
		t.Errorf("audit trail says %v", got)
	}
}

// S05
func TestEveryRefusalSaysTheSameAndIsWrittenDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.AddUser(t.Context(), access.System(), admin.AddUserRequest{Login: "gone", Password: good, Role: engine.RoleEditor}))
	if err := w.DisableUser(t.Context(), access.System(), "gone"); err != nil {
		t.Fatal(err)
	}
	messages := map[string]bool{}
	for i, c := range [][2]string{{"wangjg", "wrong"}, {"nobody", good}, {"gone", good}, {"", ""}} {
		before := w.hasher.checks
		err := w.try(w.Admin, c[0], c[1], fmt.Sprint("s", i))
		var failure *engine.Error
		if !errors.As(err, &failure) || failure.Code != engine.Unauthorized {
			t.Fatalf("%v: got %v", c, err)
		}
		messages[failure.Message] = true
		if w.hasher.checks != before+1 {
			t.Errorf("%v: %d password checks, want one as for anybody else", c, w.hasher.checks-before)
		}
		if _, err := w.Resume(t.Context(), fmt.Sprint("s", i), ""); engine.CodeOf(err) != engine.Unauthorized {
			t.Errorf("%v: a refused try opened a session", c)
		}
	}
	if len(messages) != 1 {
		t.Errorf("the refusals can be told apart: %v", messages)
	}
	if got := w.audit(access.SessionStart); len(got) != 4 || slices.ContainsFunc(got, func(r string) bool { return r != "failed" }) {
		t.Errorf("audit trail says %v, want four failures", got)
	}
}

// S05
func TestFiveFailuresLockAcrossProcessesAndRestarts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, other := w.open()
	for i := range admin.MaxFailures {
		a := []*admin.Admin{w.Admin, other}[i%2]
		if err := w.try(a, "wangjg", "wrong", "x"); engine.CodeOf(err) != engine.Unauthorized {
			t.Fatal(err)
		}
	}
	for name, a := range map[string]*admin.Admin{"first process": w.Admin, "second process": other} {
		if err := w.try(a, "wangjg", good, "y"+name); engine.CodeOf(err) != engine.Unauthorized {
			t.Errorf("%s: the right password got %v while locked", name, err)
		}
	}
	_, restarted := w.open()
	w.clock.pass(admin.LockTime - time.Second)
	if err := w.try(restarted, "wangjg", good, "z1"); engine.CodeOf(err) != engine.Unauthorized {
		t.Errorf("a restart unlocked the account: %v", err)
	}
	w.clock.pass(2 * time.Second)
	if err := w.try(restarted, "wangjg", good, "z2"); err != nil {
		t.Errorf("still locked after the lock time: %v", err)
	}
	if a := w.account("wangjg"); a.Failures != 0 || a.LockedUntil != nil {
		t.Errorf("a success left %d failures", a.Failures)
	}
}

func TestManyTriesAtOnceCannotOutrunTheLock(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() { _ = w.try(w.Admin, "wangjg", fmt.Sprint("guess", i), "g") })
	}
	wg.Wait()
	if err := w.try(w.Admin, "wangjg", good, "late"); engine.CodeOf(err) != engine.Unauthorized {
		t.Errorf("after twenty tries at once: %v", err)
	}
}

func TestFailuresFarApartDoNotAddUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 3 * admin.MaxFailures {
		if err := w.try(w.Admin, "wangjg", "wrong", "x"); engine.CodeOf(err) != engine.Unauthorized {
			t.Fatal(err)
		}
		w.clock.pass(admin.FailureWindow + time.Second)
	}
	if err := w.try(w.Admin, "wangjg", good, "y"); err != nil {
		t.Error(err)
	}
}

func TestOneAddressCannotTryManyNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range admin.MaxAddressFailures {
		if err := w.try(w.Admin, fmt.Sprint("name", i), "x", "x"); engine.CodeOf(err) != engine.Unauthorized {
			t.Fatalf("try %d: %v", i, err)
		}
	}
	if err := w.try(w.Admin, "wangjg", good, "y"); engine.CodeOf(err) != engine.Throttled {
		t.Errorf("got %v, want throttled", err)
	}
	elsewhere := w.SignIn(t.Context(), admin.SignInRequest{Login: "wangjg", Password: good, Address: "10.0.0.8", Secret: "e", CSRF: "e"})
	if elsewhere != nil {
		t.Errorf("another address is shut out too: %v", elsewhere)
	}
	w.clock.pass(admin.FailureWindow + time.Second)
	if err := w.try(w.Admin, "wangjg", good, "z"); err != nil {
		t.Error(err)
	}
}

func TestSuccessesNeverThrottleAnAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 2 * admin.MaxAddressFailures {
		if err := w.try(w.Admin, "wangjg", good, fmt.Sprint("s", i)); err != nil {
			t.Fatalf("sign-in %d: %v", i, err)
		}
	}
}

func TestAnOldHashIsRenewedAtSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.account("wangjg")
	a.Password = "v1:" + good
	w.update(func(tx port.Tx) error { return tx.Save(&a) })
	if err := w.try(w.Admin, "wangjg", good, "s"); err != nil {
		t.Fatal(err)
	}
	if got := w.account("wangjg").Password; got != "v2:"+good {
		t.Error("the hash was not renewed")
	}
}

// S10
func TestTheDatabaseHoldsNoSecretOfASession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const secret = "CANARY-SECRET-7f3a"
	err := w.SignIn(t.Context(), admin.SignInRequest{Login: "wangjg", Password: good, Address: "a", Secret: secret, CSRF: "form"})
	if err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"", "-wal"} {
		raw, err := os.ReadFile(w.path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(raw), secret) {
			t.Errorf("the cookie's secret stands in the file%s", suffix)
		}
	}
}

// S05: the more often an address was wrong, the longer its next try waits, for a
// known name as for an unknown one, whichever process it asks and after a restart.
// A success gives its own try back, and a quarter of an hour later it is forgotten.
func TestWrongTriesOfAnAddressWaitLongerAndLonger(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, other := w.open()
	var waited []time.Duration
	for _, a := range []*admin.Admin{w.Admin, other} {
		a.Pause = func(_ context.Context, d time.Duration) error { waited = append(waited, d); return nil }
	}
	for i := range admin.MaxAddressFailures {
		w.try([]*admin.Admin{w.Admin, other}[i%2], []string{"wangjg", "nobody"}[i/2%2], "wrong", fmt.Sprint("s", i)) //nolint:errcheck // refused
	}
	if len(waited) != admin.MaxAddressFailures-admin.FreeFailures-1 || waited[0] != admin.DelayStep || !slices.IsSorted(waited) || slices.Max(waited) != admin.LongestDelay {
		t.Fatalf("waited %v", waited)
	}
	if slices.Contains(waited[:admin.MaxFailures], admin.LongestDelay) {
		t.Errorf("whoever mistypes a few times waits %v", waited[:admin.MaxFailures])
	}
	waited = nil
	if err := w.try(w.Admin, "wangjg", good, "late"); engine.CodeOf(err) != engine.Throttled || len(waited) > 0 {
		t.Errorf("%v after waiting %v", err, waited)
	}
	w.clock.pass(admin.FailureWindow + admin.LockTime + time.Minute)
	if err := w.try(w.Admin, "wangjg", good, "right"); err != nil || len(waited) > 0 {
		t.Errorf("%v after waiting %v", err, waited)
	}
	w.Pause = func(context.Context, time.Duration) error { return context.Canceled }
	checks := w.hasher.checks
	for range admin.FreeFailures + 1 {
		w.try(w.Admin, "nobody", "wrong", "x") //nolint:errcheck // refused
	}
	if err := w.try(w.Admin, "nobody", "wrong", "x"); !errors.Is(err, context.Canceled) || w.hasher.checks != checks+admin.FreeFailures+1 {
		t.Errorf("whoever goes away while waiting: %v, %d passwords looked at", err, w.hasher.checks-checks)
	}
}
