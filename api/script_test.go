package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"wubiao/api/session"
	"wubiao/engine/access"
	"wubiao/engine/use/admin"
)

// script asks the JSON interface, by a token or with a browser's session. Every
// exchange is held against the document.
type script struct {
	w        *world
	browser  *browser // nil: none
	token    string
	csrf     string
	contract *contract // nil: the exchange is not held against the document
}

// script makes a script with a token of the account.
func (w *world) script(login string) *script {
	w.t.Helper()
	secret := session.NewToken()
	_, err := w.admin.AddToken(w.t.Context(), access.System(), admin.AddTokenRequest{Login: login, Label: "test", Secret: secret})
	if err != nil {
		w.t.Fatal(err)
	}
	return &script{w: w, token: secret, contract: w.documented()}
}

// page makes a script of a page on which somebody is signed in.
func (b *browser) script() *script {
	return &script{w: b.w, browser: b, csrf: b.token().Get("token"), contract: b.w.documented()}
}

func (w *world) documented() *contract {
	if w.contract == nil {
		w.contract = newContract(w.t, w.server.Routes())
	}
	return w.contract
}

// said is an answer with its JSON.
type said struct {
	answer
	json map[string]any
}

// send asks; body is a JSON text or empty, headers are "Name: value".
func (s *script) send(method, path, body string, headers ...string) said {
	s.w.t.Helper()
	r := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if s.token != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	if s.browser != nil {
		r.Header.Set("Origin", s.browser.origin)
		r.Header.Set("X-CSRF-Token", s.csrf)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	b := s.browser
	if b == nil {
		b = s.w.browser()
	}
	a := b.do(r)
	out := said{answer: a}
	if method == http.MethodHead {
		return out
	}
	if s.contract == nil {
		return out
	}
	s.contract.check(s.w.t, r, []byte(body), a.ResponseRecorder)
	if strings.Contains(a.Header().Get("Content-Type"), "json") && a.Body.Len() > 0 {
		if err := json.Unmarshal(a.Body.Bytes(), &out.json); err != nil {
			s.w.t.Errorf("%s %s: no JSON: %v\n%s", method, path, err, a.Body)
		}
	}
	return out
}

func (s *script) get(path string) said { s.w.t.Helper(); return s.send(http.MethodGet, path, "") }

// key makes an idempotency key.
func key(n any) string { return fmt.Sprintf("Idempotency-Key: key-%020v", n) }

// wants fails unless the answer has the status and, for a refusal, the reason.
func (a said) wants(t testing.TB, code int, reason string) said {
	t.Helper()
	got, _ := a.json["reason"].(string)
	if a.Code != code || code >= 400 && got != reason {
		t.Errorf("got %d %q, want %d %q: %s", a.Code, got, code, reason, a.Body)
	}
	if code >= 400 && !strings.HasPrefix(a.Header().Get("Content-Type"), "application/problem+json") {
		t.Errorf("a refusal comes as %q", a.Header().Get("Content-Type"))
	}
	return a
}

// field gives the sentence of a wrong field.
func (a said) field(name string) string {
	fields, _ := a.json["fields"].([]any)
	for _, f := range fields {
		if m, _ := f.(map[string]any); m["name"] == name {
			return fmt.Sprint(m["message"])
		}
	}
	return ""
}
