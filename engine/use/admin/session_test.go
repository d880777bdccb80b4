package admin_test

import (
	"slices"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/admin"
)

func (w *world) signedIn(secret string) access.Actor {
	w.t.Helper()
	if err := w.try(w.Admin, "wangjg", good, secret); err != nil {
		w.t.Fatal(err)
	}
	visit, err := w.Resume(w.t.Context(), secret, "10.0.0.7")
	if err != nil {
		w.t.Fatal(err)
	}
	return visit.Actor
}

func (w *world) open7(secret string) bool {
	_, err := w.Resume(w.t.Context(), secret, "10.0.0.7")
	if err != nil && engine.CodeOf(err) != engine.Unauthorized {
		w.t.Fatal(err)
	}
	if err := w.KeepSeen(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return err == nil
}

func TestIdleSessionEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.signedIn("s")
	for range 4 {
		w.clock.pass(admin.IdleLimit - 2*time.Minute)
		if !w.open7("s") {
			t.Fatal("a session in use ended")
		}
	}
	w.clock.pass(admin.IdleLimit)
	if w.open7("s") {
		t.Error("an idle session is still open")
	}
}

func TestNoSessionOutlivesTheAbsoluteLimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.signedIn("s")
	for left := admin.AbsoluteLimit - time.Minute; left > 0; left -= 20 * time.Minute {
		w.clock.pass(min(left, 20*time.Minute))
		if !w.open7("s") {
			t.Fatal("ended too early")
		}
	}
	w.clock.pass(time.Minute)
	if w.open7("s") {
		t.Error("a session in steady use outlived the limit")
	}
}

// S11
func TestWhatEndsASessionEndsItAtOnce(t *testing.T) {
	t.Parallel()
	system := access.System()
	for name, end := range map[string]func(*world, access.Actor) error{
		"signing out": func(w *world, a access.Actor) error { return w.SignOut(t.Context(), a, "s") },
		"new password": func(w *world, _ access.Actor) error {
			return w.SetPassword(t.Context(), system, "wangjg", "Another-2026")
		},
		"disabling": func(w *world, _ access.Actor) error { return w.DisableUser(t.Context(), system, "WANGJG") },
		"signing in again": func(w *world, _ access.Actor) error {
			return w.SignIn(t.Context(), admin.SignInRequest{Login: "wangjg", Password: good, Address: "a", Secret: "n", CSRF: "n", OldSecret: "s"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if err := end(w, w.signedIn("s")); err != nil {
				t.Fatal(err)
			}
			if w.open7("s") {
				t.Error("the old session is still open")
			}
		})
	}
}

func TestSigningOutTwiceWritesOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.signedIn("s")
	for range 2 {
		if err := w.SignOut(t.Context(), a, "s"); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.audit(access.SessionEnd); !slices.Equal(got, []string{"done"}) {
		t.Errorf("audit trail says %v", got)
	}
}

func TestNobodySignsAnotherOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.signedIn("s")
	a.Account++
	if err := w.SignOut(t.Context(), a, "s"); err != nil {
		t.Fatal(err)
	}
	if !w.open7("s") {
		t.Error("a stranger ended the session")
	}
}

func TestRightsAreReadAnewEachTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.signedIn("s")
	w.update(func(tx port.Tx) error {
		var posts []engine.Post
		if err := tx.List(&posts, access.Everything(), port.Query{Where: port.Where{"name": "支部书记"}}); err != nil {
			return err
		}
		posts[0].To = posts[0].From.AddDays(-1)
		if err := tx.Save(&posts[0]); err != nil {
			return err
		}
		a := w.account("wangjg")
		a.Role = engine.RoleEditor
		return tx.Save(&a)
	})
	visit, err := w.Resume(t.Context(), "s", "")
	if err != nil {
		t.Fatal(err)
	}
	if visit.Actor.Role != engine.RoleEditor || visit.Actor.Holds(3, "支部书记") || !visit.Actor.Holds(3, "工会主席") {
		t.Errorf("the session remembers old rights: %+v", visit.Actor)
	}
}

func TestPruneDeletesOnlyWhatCanNoLongerLive(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.signedIn("old")
	w.clock.pass(admin.AbsoluteLimit + admin.AbsoluteLimit)
	w.clock.pass(time.Minute)
	w.signedIn("fresh")
	detail, err := w.WakePrune(w.t.Context(), w.clock.Now())
	if err != nil || detail != "清理过期登录记录1条。" {
		t.Errorf("got %q, %v", detail, err)
	}
	if !w.open7("fresh") {
		t.Error("a living session was pruned")
	}
	if detail, err = w.WakePrune(w.t.Context(), w.clock.Now()); err != nil || detail != "清理过期登录记录0条。" {
		t.Errorf("a second run: %q, %v", detail, err)
	}
}
