package admin_test

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/admin"
	"wubiao/store"
)

const good = "Qiaoliang-2026"

// clock is a moment that tests move.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// plainHasher stands in for the slow one; it counts what it was asked.
type plainHasher struct {
	mu     sync.Mutex
	checks int
}

func (h *plainHasher) Hash(password string) (string, error) { return "v2:" + password, nil }

func (h *plainHasher) Decoy() string { return "v2:nobody knows" }

func (h *plainHasher) Check(password, hash string) (ok, renew bool, err error) {
	h.mu.Lock()
	h.checks++
	h.mu.Unlock()
	version, kept, _ := strings.Cut(hash, ":")
	return kept == password, version == "v1" && kept == password, nil
}

// world is one database with one branch and one account in it.
type world struct {
	*admin.Admin
	t      testing.TB
	path   string
	store  *store.Store
	clock  *clock
	hasher *plainHasher
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, path: filepath.Join(t.TempDir(), "wubiao.db"), hasher: &plainHasher{},
		clock: &clock{at: time.Date(2026, 9, 24, 1, 0, 0, 0, time.UTC)}}
	s, err := store.Open(t.Context(), store.Options{Path: w.path, Clock: w.clock, AnySchema: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	w.store, w.Admin = w.open()
	w.update(func(tx port.Tx) error {
		root := engine.UnitID(1)
		if err := tx.Insert(&engine.Unit{ID: 1, Path: "/1/", Name: "公司党委", Kind: engine.Company}); err != nil {
			return err
		}
		return tx.Insert(&engine.Unit{ID: 3, ParentID: &root, Path: "/1/3/", Name: "桥梁项目部党支部", Kind: engine.Branch})
	})
	w.must(w.AddUser(t.Context(), access.System(), admin.AddUserRequest{Login: "WangJG", Password: good,
		Role: engine.RoleBranch, Name: "王建国", UnitID: 3, Posts: []string{"支部书记", "工会主席"}}))
	return w
}

// open opens the same database once more, as another process would.
func (w *world) open() (*store.Store, *admin.Admin) {
	w.t.Helper()
	s, err := store.Open(w.t.Context(), store.Options{Path: w.path, Clock: w.clock})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		if err := s.Close(); err != nil {
			w.t.Error(err)
		}
	})
	return s, admin.New(s, w.hasher, time.FixedZone("CST", 8*3600))
}

func (w *world) must(_ engine.AccountID, err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) update(fn func(port.Tx) error) {
	w.t.Helper()
	if err := w.store.Update(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

// try signs in with a session secret of its own.
func (w *world) try(a *admin.Admin, login, password, secret string) error {
	return a.SignIn(w.t.Context(), admin.SignInRequest{Login: login, Password: password, Address: "10.0.0.7",
		Secret: secret, CSRF: "form-" + secret})
}

func (w *world) account(login string) engine.Account {
	w.t.Helper()
	var a engine.Account
	err := w.store.View(w.t.Context(), func(tx port.Tx) error {
		return tx.Get(&a, access.Everything(), port.Where{"login": login})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

// audit lists the results written for an action, oldest first.
func (w *world) audit(action access.Action) []string {
	w.t.Helper()
	var entries []engine.AuditEntry
	err := w.store.View(w.t.Context(), func(tx port.Tx) error {
		return tx.List(&entries, access.Everything(), port.Query{Where: port.Where{"action": string(action)}})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	var results []string
	for _, e := range entries {
		results = append(results, e.Result)
	}
	return results
}
