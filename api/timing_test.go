package api_test

import (
	"slices"
	"testing"
	"time"

	"wubiao/api/session"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/admin"
)

// S05: how long a refusal takes does not tell whether the name is known.
func TestARefusalTakesAsLongForAnUnknownName(t *testing.T) {
	w := newWorld(t)
	a := admin.New(w.store, session.NewHasher(), beijing)
	if _, err := a.AddUser(t.Context(), access.System(), admin.AddUserRequest{Login: "known", Password: password, Role: engine.RoleEditor}); err != nil {
		t.Fatal(err)
	}
	took := map[string][]time.Duration{}
	for i := range 21 {
		for _, login := range []string{"known", "unknown"} {
			w.clock.set(now.Add(time.Duration(i) * time.Hour)) // before any lock
			begun := time.Now()
			err := a.SignIn(t.Context(), admin.SignInRequest{Login: login, Password: "Falsch-2026-x", Address: "192.0.2.7", Secret: session.NewSecret(), CSRF: "c"})
			took[login] = append(took[login], time.Since(begun))
			if engine.CodeOf(err) != engine.Unauthorized {
				t.Fatal(err)
			}
		}
	}
	// The shortest of many: what else the machine does only ever adds.
	known, unknown := slices.Min(took["known"]), slices.Min(took["unknown"])
	if d := (known - unknown).Abs(); d > 20*time.Millisecond {
		t.Errorf("a known name is refused after %v, an unknown one after %v", known, unknown)
	}
}
