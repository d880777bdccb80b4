package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"wubiao/api/session"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/admin"
)

// S14: a token opens what its account may do, as long as both are good.
func TestATokenIsAsGoodAsItsAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.script("wangjg")
	s.get("/week").wants(t, 200, "")
	s.get("/users").wants(t, 403, "role")
	s.get(fmt.Sprintf("/tasks/%d", w.tasks["tunnel plan"].ID)).wants(t, 404, "absent")
	(&script{w: w, token: "wubiao_unknown", contract: s.contract}).get("/week").wants(t, 401, "token")
	if a := s.send("GET", "/week", "", "Authorization: Basic abc"); a.Code != 401 {
		t.Errorf("another kind of authorization: %d", a.Code)
	}
	if err := w.admin.DisableUser(t.Context(), access.System(), "wangjg"); err != nil {
		t.Fatal(err)
	}
	s.get("/week").wants(t, 401, "token")

	zhao := w.script("zhaoq")
	if err := w.admin.SetPassword(t.Context(), access.System(), "zhaoq", "Suidao-2026-neu"); err != nil {
		t.Fatal(err)
	}
	zhao.get("/week").wants(t, 401, "token")
	limei := w.script("limei")
	w.clock.set(now.Add((admin.TokenDays*24 + 1) * time.Hour))
	limei.get("/week").wants(t, 401, "token")
}

func TestATokenThatReadsOnlyChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.script("wangjg")
	s.token = session.NewToken()
	_, err := w.admin.AddToken(t.Context(), access.System(), admin.AddTokenRequest{Login: "wangjg", Label: "x", ReadOnly: true, Secret: s.token})
	if err != nil {
		t.Fatal(err)
	}
	before := len(w.trail())
	s.get("/week").wants(t, 200, "")
	s.send("POST", fmt.Sprintf("/tasks/%d/done", w.tasks["bridge plan"].ID), "", `If-Match: "1"`).wants(t, 403, "read_only")
	if n := len(w.trail()) - before; n != 1 {
		t.Errorf("a denial writes %d entries", n)
	}
}

func TestTokensAreMadeListedAndEndedBySession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.as("wangjg").script()
	made := page.send("POST", "/tokens", `{"label":"看数","days":30,"read_only":true}`).wants(t, 201, "")
	secret, _ := made.json["secret"].(string)
	s := &script{w: w, token: secret, contract: page.contract}
	s.get("/week").wants(t, 200, "")
	// A token makes no token, whatever its account may.
	w.script("wangjg").send("POST", "/tokens", `{"label":"另一个"}`).wants(t, 403, "session_only")
	list := page.get("/tokens").wants(t, 200, "")
	if strings.Contains(list.Body.String(), secret) || !strings.Contains(list.Body.String(), "看数") {
		t.Errorf("the list tells the secret or leaves the token out: %s", list.Body)
	}
	w.as("zhaoq").script().send("POST", fmt.Sprintf("/tokens/%v/revoke", made.json["id"]), "").wants(t, 404, "absent")
	page.send("POST", fmt.Sprintf("/tokens/%v/revoke", made.json["id"]), "").wants(t, 204, "")
	s.get("/week").wants(t, 401, "token")
	page.send("POST", "/tokens", `{"label":"太久","days":400}`).wants(t, 400, "shape")
}

// S14: only the hash of a secret is in the database.
func TestSecretsAreNotKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.script("wangjg")
	s.get("/week")
	b := w.as("wangjg")
	dump := w.dump()
	for name, secret := range map[string]string{"token": s.token, "cookie": b.cookies["wubiao"].Value} {
		if strings.Contains(dump, secret) {
			t.Errorf("the database holds the %s", name)
		}
	}
	if strings.Contains(w.log.String(), s.token) {
		t.Error("the log holds the token")
	}
}

// S40: a browser's script needs the page's token; a cookie beside a bad token
// opens nothing.
func TestABrowsersScriptNeedsThePagesToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.as("wangjg").script()
	done := fmt.Sprintf("/tasks/%d/done", w.tasks["bridge plan"].ID)
	page.csrf = ""
	page.send("POST", done, "", `If-Match: "1"`).wants(t, 403, "stale")
	page.csrf = page.browser.token().Get("token")
	page.browser.origin = "http://evil.test"
	page.send("POST", done, "", `If-Match: "1"`).wants(t, 403, "forged")
	page.browser.origin = "http://wubiao.test"
	page.token = "wubiao_bad"
	page.send("POST", done, "", `If-Match: "1"`).wants(t, 401, "token")
	page.token = ""
	page.send("POST", done, "", `If-Match: "1"`).wants(t, 204, "")
}

// S50
func TestATokenMayNotAskTooOften(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.script("bianxiu")
	refused := 0
	for range 400 {
		if a := s.get("/tokens?limit=1"); a.Code == http.StatusTooManyRequests {
			refused++
			a.wants(t, 429, "rate")
			if a.Header().Get("Retry-After") == "" {
				t.Fatal("nothing says how long to wait")
			}
			if refused == 3 {
				break
			}
		}
	}
	if refused == 0 {
		t.Error("400 calls in one go are answered")
	}
	w.script("bianxiu").get("/tokens").wants(t, 200, "") // another token is not held back
}

// dump is every row of the tables that hold secrets or what was sent, as text.
func (w *world) dump() string {
	w.t.Helper()
	var b strings.Builder
	err := w.store.View(w.t.Context(), func(tx port.Tx) error { return dumpAll(tx, &b) })
	if err != nil {
		w.t.Fatal(err)
	}
	return b.String()
}
