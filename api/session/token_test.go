package session

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func b64(b []byte) string { return base64.RawStdEncoding.EncodeToString(b) }

func TestFormTokenFitsItsSecretOnly(t *testing.T) {
	t.Parallel()
	one, two := NewSecret(), NewSecret()
	a, b := FormToken(one), FormToken(one)
	if a == b {
		t.Error("two pages carry the same text")
	}
	for token, secret := range map[string]string{a: one, b: one} {
		if !TokenFits(token, secret) {
			t.Error("a token does not fit its secret")
		}
	}
	for _, c := range [][2]string{{a, two}, {a, ""}, {"", one}, {a[1:], one}, {FormToken(""), ""}, {"!!", one}, {strings.Repeat("A", len(a)), one}} {
		if TokenFits(c[0], c[1]) {
			t.Errorf("token %q fits secret %q", c[0], c[1])
		}
	}
}

func TestOriginOfChangingRequests(t *testing.T) {
	t.Parallel()
	origin, err := NewOrigin("https://party.example.cn")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		headers map[string]string
		ok      bool
	}{
		"same origin":              {map[string]string{"Origin": "http://wubiao.test"}, true},
		"same origin by fetch":     {map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": "http://wubiao.test"}, true},
		"external origin":          {map[string]string{"Origin": "https://party.example.cn", "Sec-Fetch-Site": "cross-site"}, true},
		"old browser with referer": {map[string]string{"Referer": "http://wubiao.test/tasks/1"}, true},
		"nothing said":             {nil, false},
		"foreign referer":          {map[string]string{"Referer": "http://evil.test/wubiao.test"}, false},
		"broken referer":           {map[string]string{"Referer": "::"}, false},
		"null origin":              {map[string]string{"Origin": "null"}, false},
		"foreign origin":           {map[string]string{"Origin": "http://evil.test"}, false},
		"lookalike origin":         {map[string]string{"Origin": "http://wubiao.test.evil.test"}, false},
		"other port":               {map[string]string{"Origin": "http://wubiao.test:8080"}, false},
		"cross site by fetch":      {map[string]string{"Sec-Fetch-Site": "cross-site"}, false},
		"same site by fetch":       {map[string]string{"Sec-Fetch-Site": "same-site", "Origin": "http://a.wubiao.test"}, false},
	} {
		r := httptest.NewRequest(http.MethodPost, "http://wubiao.test/tasks/1/done", nil)
		for k, v := range c.headers {
			r.Header.Set(k, v)
		}
		if err := origin.Check(r); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
		r.Method = http.MethodGet
		if err := origin.Check(r); err != nil {
			t.Errorf("%s: reading was refused: %v", name, err)
		}
	}
	if _, err := NewOrigin("party.example.cn/path"); err == nil {
		t.Error("an origin that is none was accepted")
	}
}

// S10
func TestCookieIsTiedToHostAndTLS(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		insecure bool
		name     string
	}{{false, "__Host-wubiao"}, {true, "wubiao"}} {
		w := httptest.NewRecorder()
		NewCookies(c.insecure).SetSecret(w, "s3cret")
		got := w.Result().Cookies()[0]
		if got.Name != c.name || got.Value != "s3cret" || !got.HttpOnly || got.Secure == c.insecure ||
			got.SameSite != http.SameSiteLaxMode || got.Path != "/" || got.Domain != "" {
			t.Errorf("insecure %v: %+v", c.insecure, got)
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.AddCookie(got)
		if NewCookies(c.insecure).Secret(r) != "s3cret" || NewCookies(!c.insecure).Secret(r) != "" {
			t.Error("a cookie is read under the other name")
		}
	}
	if s := NewSecret(); len(s) < 26 || s == NewSecret() {
		t.Errorf("secret %q is too short or repeats", s)
	}
}
