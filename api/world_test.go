package api_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"wubiao/api"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/admin"
	"wubiao/engine/use/desk"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/job"
	"wubiao/engine/use/order"
	"wubiao/engine/use/org"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/selfcheck"
	"wubiao/engine/use/standard"
	"wubiao/store"
)

const password = "Qiaoliang-2026"

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

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// plainHasher stands in for the slow one.
type plainHasher struct{}

func (plainHasher) Hash(password string) (string, error) { return "plain:" + password, nil }

func (plainHasher) Decoy() string { return "decoy" }

func (plainHasher) Check(password, hash string) (ok, renew bool, err error) {
	return "plain:"+password == hash, false, nil
}

// runs is a run log of one job that can be told to fail or panic.
type runs struct {
	mu      sync.Mutex
	started int
	panics  bool
}

func (r *runs) List(context.Context, access.Actor) (job.Board, error) {
	end := now.Add(1500 * time.Millisecond)
	return job.Board{Jobs: []job.Job{{Name: "issue", Title: "下达提醒表", When: "每天7:30"}},
		Runs: []engine.Run{
			{ID: 3, Job: "issue", Trigger: "button", StartedAt: now},
			{ID: 2, Job: "issue", Trigger: "cron", StartedAt: now, EndedAt: &end, Outcome: "done", Detail: "下达2026年10月提醒表2张、任务9件。"},
			{ID: 1, Job: "issue", Trigger: "start", StartedAt: now, EndedAt: &end, Outcome: "failed", Detail: "手册没有生效的版次。"},
		}}, nil
}

func (r *runs) RunNow(_ context.Context, _ access.Actor, name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.panics {
		panic("a job that panics")
	}
	if name != "issue" {
		return access.Absent()
	}
	r.started++
	return nil
}

// now is Thursday 24 September 2026, nine in the morning in Beijing.
var now = time.Date(2026, 9, 24, 1, 0, 0, 0, time.UTC)

var beijing = time.FixedZone("Asia/Shanghai", 8*3600)

// world is a server over a real database with two branches in it.
type world struct {
	t            testing.TB
	file         string
	store        *store.Store
	clock        *clock
	selfcheck    *selfcheck.SelfCheck
	practise     *practise.Practise
	follow       *follow.Follow
	orders       map[string]engine.Order       // see order_kit_test.go
	supervision  map[string]engine.Supervision // a 督办单 of each branch, one for pages, one for scripts
	request      map[string]engine.Extension   // and a request for more time
	admin        *admin.Admin
	runs         *runs
	log          *lockedBuffer
	server       *api.Server
	tasks        map[string]engine.Task // by name, see people_test.go
	notice       map[string]engine.Notice
	asked        int                        // requests of scripts, for their keys
	fill         []string                   // pairs that bodies of scripts are filled with, see trail_turn_test.go
	foreignToken engine.TokenID             // of an account that no test signs in with
	contract     *contract                  // what JSON traffic is held against
	photo        map[string]engine.Evidence // one of each branch's record
	evidence     string                     // where contents lie
	record       map[string]engine.Record   // one of each branch, see people_test.go
	imported     map[string]engine.Import   // one of each branch, done
	person       map[string]engine.Person
	post         map[string]engine.Post
	paper        map[string]engine.Handover
	goes         map[string]engine.Person   // to be handed over
	transfer     map[string]engine.Transfer // by the branch they go to
	sent         map[string]engine.Transfer // by the branch they come from
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newWorld(t testing.TB, alter ...func(*api.Config)) *world {
	t.Helper()
	return newWorldWith(t, plainHasher{}, alter...)
}

func newWorldWith(t testing.TB, hasher port.Hasher, alter ...func(*api.Config)) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{at: now}, runs: &runs{}, log: &lockedBuffer{},
		tasks: map[string]engine.Task{}, notice: map[string]engine.Notice{}, record: map[string]engine.Record{}, imported: map[string]engine.Import{}, photo: map[string]engine.Evidence{},
		orders: map[string]engine.Order{}, supervision: map[string]engine.Supervision{}, request: map[string]engine.Extension{},
		person: map[string]engine.Person{}, goes: map[string]engine.Person{}, paper: map[string]engine.Handover{}, post: map[string]engine.Post{}, transfer: map[string]engine.Transfer{}, sent: map[string]engine.Transfer{}}
	w.file = filepath.Join(t.TempDir(), "wubiao.db")
	s, err := store.Open(t.Context(), store.Options{Path: w.file, Clock: w.clock, AnySchema: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.store = s
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w.admin = admin.New(s, hasher, beijing)
	book := standard.NewBook(smallEdition(t))
	days, faults := calendar.New([]calendar.Year{year2026()})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	config := api.Config{Insecure: true, Zone: beijing, Log: slog.New(slog.NewJSONHandler(w.log, nil))}
	for _, a := range alter {
		a(&config)
	}
	w.evidence = filepath.Join(t.TempDir(), "evidence")
	w.practise = &practise.Practise{Store: s, Book: book, Calendar: days, Zone: beijing, Files: store.NewFiles(w.evidence)}
	w.selfcheck = &selfcheck.SelfCheck{Store: s, Book: book, Calendar: days, Practise: w.practise, Zone: beijing}
	w.follow = &follow.Follow{Practise: w.practise}
	orders := &order.Orders{Practise: w.practise}
	w.server, err = api.New(config, api.UseCases{Admin: w.admin, SelfCheck: w.selfcheck, Follow: w.follow, Orders: orders, Desk: &desk.Desk{Practise: w.practise, Follow: w.follow, SelfCheck: w.selfcheck, Orders: orders}, Runs: w.runs, Org: &org.Org{Store: s, Zone: beijing, Book: book, Practise: w.practise},
		Practise: w.practise,
		Handbook: &standard.Reader{Store: s, Book: book, Zone: beijing}})
	if err != nil {
		t.Fatal(err)
	}
	w.people()
	if _, err := w.selfcheck.WakeScore(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) update(fn func(port.Tx) error) {
	w.t.Helper()
	if err := w.store.Update(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

// browser keeps cookies and sends what a browser would.
type browser struct {
	w       *world
	cookies map[string]*http.Cookie
	origin  string
	extra   url.Values // that every form is sent with beside its own
}

func (w *world) browser() *browser {
	return &browser{w: w, cookies: map[string]*http.Cookie{}, origin: "http://wubiao.test"}
}

// as gives a browser that is signed in.
func (w *world) as(login string) *browser {
	w.t.Helper()
	b := w.browser()
	form := b.get("/sign-in").form("/sign-in")
	form.Set("login", login)
	form.Set("password", password)
	if a := b.post("/sign-in", form); a.Code != http.StatusSeeOther {
		w.t.Fatalf("%s cannot sign in: %d %s", login, a.Code, a.text())
	}
	return b
}

type answer struct {
	*httptest.ResponseRecorder
	t testing.TB
}

func (b *browser) do(r *http.Request) answer {
	r.Host = "wubiao.test"
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	rec := httptest.NewRecorder()
	b.w.server.Handler().ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c
		}
	}
	return answer{rec, b.w.t}
}

func (b *browser) get(path string) answer {
	return b.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (b *browser) post(path string, form url.Values) answer {
	for name, values := range b.extra {
		if _, own := form[name]; !own {
			form[name] = values
		}
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if b.origin != "" {
		r.Header.Set("Origin", b.origin)
	}
	return b.do(r)
}

// press sends the form of a page that goes to action.
func (b *browser) press(page, action string) answer {
	b.w.t.Helper()
	return b.post(action, b.get(page).form(action))
}
