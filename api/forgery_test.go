package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
)

// S40
func TestForgedRequestsAreRefusedOnEveryRoute(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin, branch, other := w.as("guanli"), w.as("wangjg"), w.as("zhaoq")
	for _, r := range w.server.Routes() {
		if !r.Changes() {
			continue
		}
		b, path := branch, w.addresses(r)["bridge"]
		switch {
		case strings.HasPrefix(path, "/runs") || !access.May(engine.RoleBranch, r.Action):
			b = admin
		case path == "/sign-in":
			b = w.browser()
			b.get("/sign-in")
		}
		var token url.Values
		if path == "/sign-in" {
			token = b.get("/sign-in").form("/sign-in")
		} else {
			token = b.token()
		}
		for name, c := range map[string]struct {
			origin string
			token  string
		}{
			"no token":               {"http://wubiao.test", ""},
			"broken token":           {"http://wubiao.test", "x" + token.Get("token")},
			"another session's":      {"http://wubiao.test", other.token().Get("token")},
			"null origin":            {"null", token.Get("token")},
			"foreign origin":         {"http://evil.test", token.Get("token")},
			"no origin and no page":  {"", token.Get("token")},
			"foreign origin, no key": {"http://evil.test", ""},
		} {
			b.origin = c.origin
			a := b.forge(r, path, c.token)
			if a.Code != http.StatusForbidden {
				t.Errorf("%s %s: %d, want 403", name, path, a.Code)
			}
		}
		b.origin = "http://wubiao.test"
	}
	if got := w.task("bridge plan"); got.State != engine.TaskOpen || got.Version != 1 {
		t.Errorf("a forged request changed the task: %+v", got)
	}
	if w.runs.started != 0 {
		t.Error("a forged request started a job")
	}
	if a := branch.get("/"); a.Code != http.StatusOK {
		t.Errorf("a forged request ended the session: %d", a.Code)
	}
}

// forge sends a change with a token where the route looks for it.
func (b *browser) forge(r route.Route, path, token string) answer {
	if !r.IsJSON() {
		return b.post(path, url.Values{"token": {token}, "version": {"1"}, "login": {"wangjg"}, "password": {password}})
	}
	q := httptest.NewRequest(r.Method, path, strings.NewReader(bodies[r.Method+" "+r.Path]))
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("X-CSRF-Token", token)
	if b.origin != "" {
		q.Header.Set("Origin", b.origin)
	}
	return b.do(q)
}

func TestTheTokenIsReadFromTheFormOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	token := b.token().Get("token")
	path := w.path("bridge plan") + "/done?version=1&token=" + token
	if a := b.post(path, url.Values{}); a.Code != http.StatusForbidden {
		t.Errorf("a token in the address is accepted: %d", a.Code)
	}
}

// S40: reading changes nothing
func TestReadingChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	before := w.audited("task.done") + w.audited("notice.read") + w.audited("session.end")
	for _, r := range w.server.Routes() {
		path := w.addresses(r)["bridge"]
		if r.Changes() {
			if a := b.get(path); a.Code != http.StatusMethodNotAllowed && a.Code != http.StatusOK && a.Code != http.StatusForbidden && !strings.Contains(path, "/orders/") { // a draft is absent to a branch
				t.Errorf("GET %s: %d", path, a.Code)
			}
			continue
		}
		b.get(path)
	}
	if after := w.audited("task.done") + w.audited("notice.read") + w.audited("session.end"); after != before {
		t.Error("reading wrote something")
	}
	if got := w.task("bridge plan"); got.Version != 1 {
		t.Error("reading changed a task")
	}
}

// S11
func TestSignInRotatesTheSecretAndFollowsLocalPathsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for next, want := range map[string]string{
		"/tasks/1": "/tasks/1", "//evil.test": "/", "https://evil.test/": "/", "/\\evil.test": "/", "javascript:alert(1)": "/", "": "/",
	} {
		b := w.browser()
		form := b.get("/sign-in?next=" + url.QueryEscape(next)).form("/sign-in")
		form.Set("next", next) // as a forged page would
		form.Set("login", "wangjg")
		form.Set("password", password)
		a := b.post("/sign-in", form)
		if to := a.Header().Get("Location"); a.Code != http.StatusSeeOther || to != want {
			t.Errorf("%q: %d to %q, want %q", next, a.Code, to, want)
		}
		first := b.cookies["wubiao"].Value
		form = b.get("/sign-in").form("/sign-in")
		form.Set("login", "wangjg")
		form.Set("password", password)
		b.post("/sign-in", form)
		if b.cookies["wubiao"].Value == first {
			t.Error("signing in again keeps the secret")
		}
		old := w.browser()
		old.cookies["wubiao"] = &http.Cookie{Name: "wubiao", Value: first}
		if a := old.get("/"); a.Code != http.StatusSeeOther {
			t.Errorf("the old secret still opens a page: %d", a.Code)
		}
	}
}

func TestBackFieldCannotLeadElsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	form := b.get("/").form(w.path("bridge plan") + "/done")
	form.Set("back", "//evil.test/")
	a := b.post(w.path("bridge plan")+"/done", form)
	if to := a.Header().Get("Location"); !strings.HasPrefix(to, "/?done=") {
		t.Errorf("leads to %q", to)
	}
}

func TestWrongSignInKeepsTheNameAndSaysWhatToDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.browser()
	form := b.get("/sign-in").form("/sign-in")
	form.Set("login", "wangjg")
	form.Set("password", "CANARY-wrong-1")
	a := b.post("/sign-in", form)
	if a.Code != http.StatusUnauthorized || b.cookies["wubiao"] != nil {
		t.Errorf("%d, cookie %v", a.Code, b.cookies["wubiao"])
	}
	a.says("登录名或密码不对", "联系系统管理员")
	a.hides("CANARY-wrong-1")
	if a.form("/sign-in").Get("login") != "wangjg" {
		t.Error("the name must be typed again")
	}
	for range 5 {
		form := b.get("/sign-in").form("/sign-in")
		form.Set("login", "wangjg")
		form.Set("password", "wrong")
		b.post("/sign-in", form)
	}
	form = b.get("/sign-in").form("/sign-in")
	form.Set("login", "wangjg")
	form.Set("password", password)
	if a := b.post("/sign-in", form); a.Code != http.StatusUnauthorized {
		t.Errorf("the locked account opens: %d", a.Code)
	}
}

// S43
func TestSpoofedAddressesDoNotReachTheTrail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, header := range []string{"X-Forwarded-For", "X-Real-Ip", "Forwarded", "X-Client-Ip", "Cf-Connecting-Ip", "True-Client-Ip"} {
		b := w.browser()
		form := b.get("/sign-in").form("/sign-in")
		form.Set("login", "wangjg")
		form.Set("password", "wrong")
		r := httptest.NewRequest(http.MethodPost, "/sign-in", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "http://wubiao.test")
		r.Header.Set(header, "203.0.113.99")
		r.RemoteAddr = "192.0.2.1:1234"
		b.do(r)
	}
	for _, e := range w.trail() {
		if strings.Contains(e.Address, "203.0.113") {
			t.Errorf("the trail believes %s", e.Address)
		}
		if e.Action == "session.start" && e.Address != "192.0.2.1" {
			t.Errorf("the trail has %q", e.Address)
		}
	}
}

func TestAStaleFormIsToldSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	form := b.get("/").form(w.path("bridge plan") + "/done")
	form.Set("token", "of-another-session")
	a := b.post(w.path("bridge plan")+"/done", form)
	a.says("页面已过期", "刚才的操作还没有做", "再提交一次")
	if a.Code != http.StatusForbidden || w.task("bridge plan").State != engine.TaskOpen {
		t.Errorf("%d, and the task is %s", a.Code, w.task("bridge plan").State)
	}
}
