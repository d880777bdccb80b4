package api_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"wubiao/api"
	"wubiao/engine"
	"wubiao/engine/port"
)

// S15, S41, S42
func TestEveryAnswerCarriesTheHeaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *api.Config) { c.Insecure = false })
	w.runs.panics = true
	visitor, admin := w.browser(), w.as("guanli")
	answers := map[string]answer{
		"sign-in": visitor.get("/sign-in"), "redirect": visitor.get("/"), "no page": visitor.get("/nowhere"),
		"wrong method": visitor.get("/sign-out"), "no session": visitor.post("/sign-out", url.Values{}),
		"page": admin.get("/runs"), "denied": admin.get("/handbook"), "panic": admin.post("/runs/issue", admin.token()),
		"forged": admin.post("/runs/issue", url.Values{}), "asset": visitor.get("/static/none.css"), "health": visitor.get("/healthz"),
		"too large": visitor.post("/sign-in", url.Values{"login": {strings.Repeat("x", 2<<20)}}),
	}
	for name, a := range answers {
		h := a.Header()
		for header, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options":  "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
			"Strict-Transport-Security": "max-age=31536000", "Cache-Control": "no-store",
			"Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()", "Server": "", "X-Powered-By": "",
		} {
			if got := h.Get(header); got != want {
				t.Errorf("%s: %s is %q, want %q", name, header, got, want)
			}
		}
		if h.Get("X-Request-Id") == "" {
			t.Errorf("%s has no number", name)
		}
		for _, c := range a.Result().Cookies() {
			if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly {
				t.Errorf("%s sets %s", name, c)
			}
		}
	}
	for name, want := range map[string]int{"sign-in": 200, "redirect": 303, "no page": 404, "wrong method": 405, "no session": 401,
		"page": 200, "denied": 403, "panic": 500, "forged": 403, "asset": 404, "health": 200, "too large": 413} {
		if got := answers[name].Code; got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}

// S45
func TestAPanicIsAPageAndTheProcessLives(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("guanli")
	w.runs.panics = true
	a := b.post("/runs/issue", b.token())
	if a.Code != http.StatusInternalServerError {
		t.Fatalf("%d", a.Code)
	}
	a.says("系统出了问题", "请把这个编号告诉管理员："+a.Header().Get("X-Request-Id"))
	a.hides("a job that panics", "goroutine", ".go:")
	if !strings.Contains(w.log.String(), "a job that panics") {
		t.Error("the log does not say what happened")
	}
	w.runs.panics = false
	if a := b.post("/runs/issue", b.token()); a.Code != http.StatusSeeOther || w.runs.started != 1 {
		t.Errorf("after the panic: %d", a.Code)
	}
}

// S15
func TestSigningOutForgetsPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	a := b.press("/", "/sign-out")
	if a.Code != http.StatusSeeOther || a.Header().Get("Clear-Site-Data") != `"cache", "storage"` || b.cookies["wubiao"] != nil {
		t.Errorf("%d %v", a.Code, a.Header())
	}
}

func TestAssetsAreKeptForEverUnderTheirFingerprint(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.browser().get("/sign-in")
	for _, link := range page.all("link") {
		a := w.browser().get(attr(link, "href"))
		if a.Code != http.StatusOK || !strings.Contains(a.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %s", attr(link, "href"), a.Code, a.Header().Get("Cache-Control"))
		}
	}
}

func TestPagesAreCompressedWhereTheBrowserCan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	a := b.do(r)
	if a.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("headers are %v", a.Header())
	}
	z, err := gzip.NewReader(bytes.NewReader(a.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(z); err != nil || !bytes.Contains(body, []byte("本周")) {
		t.Errorf("%v", err)
	}
}

func TestTheLogHoldsNumbersOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	b.get("/handbook?q=CANARY-search")
	b.get("/tasks/CANARY-path")
	b.post("/sign-in", url.Values{"login": {"CANARY-login"}, "password": {"CANARY-password"}})
	log := w.log.String()
	for _, secret := range []string{"CANARY", password, "王建国", b.cookies["wubiao"].Value} {
		if strings.Contains(log, secret) {
			t.Errorf("the log has %q", secret)
		}
	}
	if !strings.Contains(log, `"route":"/tasks/:task"`) {
		t.Error("the log does not name the route")
	}
}

// S43
func TestForwardedAddressCountsFromTrustedProxiesOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *api.Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")} })
	for _, c := range []struct{ peer, forwarded, want string }{
		{"10.1.2.3:999", "198.51.100.7", "198.51.100.7"},
		{"10.1.2.3:999", "6.6.6.6, 198.51.100.7", "198.51.100.7"},
		{"10.1.2.3:999", "198.51.100.7, 10.1.9.9", "198.51.100.7"},
		{"127.0.0.1:999", "198.51.100.7", "127.0.0.1"},
		{"192.168.1.1:999", "198.51.100.7", "192.168.1.1"},
	} {
		before := len(w.trail())
		b := w.browser()
		form := b.get("/sign-in").form("/sign-in")
		form.Set("login", "nobody")
		r := httptest.NewRequest(http.MethodPost, "/sign-in", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "http://wubiao.test")
		r.Header.Set("X-Forwarded-For", c.forwarded)
		r.RemoteAddr = c.peer
		b.do(r)
		trail := w.trail()
		if len(trail) != before+1 || trail[before].Address != c.want {
			t.Errorf("%+v: the trail has %+v", c, trail[before:])
		}
	}
}

// evil are texts that would run if a page did not escape them.
var evil = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'><svg/onload=alert(1)>`, `</title><script>alert(1)</script>`,
	`{{.Token}}`, `javascript:alert(1)`, `<!--`, `]]>`, `&lt;b&gt;`, "\u202e<b>x</b>", `<a href="javascript:alert(1)">x</a>`,
	`" onfocus=alert(1) autofocus="`, `' style='x`, `</textarea><script>1</script>`, `<iframe src=//evil.test>`, `<base href=//evil.test>`,
	`<meta http-equiv=refresh content=0>`, `<form action=//evil.test>`, `${alert(1)}`, "`;alert(1)//",
}

// S47
func TestEveryTextIsEscaped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, text := range evil {
		w.user(fmt.Sprint("evil", i), text, bridge, "组织委员")
		w.addTask(fmt.Sprint("evil ", i), engine.Task{UnitID: bridge, Period: period("2026-09"), Duty: "T01.名册",
			Subject: strings.ReplaceAll(text, "/", "∕"), Opens: date("2026-09-01"), Due: date("2026-09-24"), Reason: text})
		w.update(func(tx port.Tx) error {
			return tx.Insert(&engine.Notice{Key: fmt.Sprint("evil ", i), UnitID: bridge, Kind: engine.NoticeSheet, Day: date("2026-09-24"), Text: text, Period: text})
		})
	}
	root := engine.UnitID(1)
	w.update(func(tx port.Tx) error {
		return tx.Insert(&engine.Unit{ID: 66, ParentID: &root, Path: "/1/66/", Name: strings.Join(evil, " "), Kind: engine.Branch, Start: date("2026-01-01")})
	})
	b, inspector := w.as("wangjg"), w.as("kaohe")
	pages := map[string]answer{"week": b.get("/"), "task": b.get(w.path("evil 0")), "sheet": b.get("/units/3/sheets/2026-09"),
		"day": b.get("/units/3/sheets/2026-09-24"), "units": inspector.get("/sheets"), "unit": inspector.get("/units/66/sheets"),
		"unit day": inspector.get("/units/66/sheets/2026-09-24"), "evil name": w.as("evil1").get("/")}
	for i, text := range evil {
		q := url.QueryEscape(text)
		pages[fmt.Sprint("search ", i)] = b.get("/handbook?q=" + q)
		pages[fmt.Sprint("units ", i)] = inspector.get("/sheets?q=" + q)
		pages[fmt.Sprint("sign-in ", i)] = w.browser().get("/sign-in?next=" + q)
		pages[fmt.Sprint("path ", i)] = b.get("/handbook/" + url.PathEscape(text))
		form := w.browser().get("/sign-in").form("/sign-in")
		form.Set("login", text)
		pages[fmt.Sprint("login ", i)] = w.browser().post("/sign-in", form)
	}
	for name, a := range pages {
		a.clean(name)
	}
	pages["week"].says(evil[0], evil[1])
}

// clean checks that a page has only the elements our templates write.
func (a answer) clean(name string) {
	a.t.Helper()
	if a.Code >= http.StatusInternalServerError {
		a.t.Errorf("%s: %d", name, a.Code)
	}
	if n := len(a.all("script")); n != 1 {
		a.t.Errorf("%s has %d scripts, want ours alone", name, n)
	}
	for _, tag := range []string{"svg", "iframe", "base", "style", "textarea", "b", "object", "embed"} {
		if len(a.all(tag)) > 0 {
			a.t.Errorf("%s has an element %s", name, tag)
		}
	}
	for n := range a.tree().Descendants() {
		for _, at := range n.Attr {
			if strings.HasPrefix(at.Key, "on") || at.Key == "style" || strings.HasPrefix(strings.ToLower(at.Val), "javascript:") && (at.Key == "href" || at.Key == "src" || at.Key == "action") {
				a.t.Errorf("%s has %s=%q on %s", name, at.Key, at.Val, n.Data)
			}
			if (at.Key == "action" || at.Key == "href" || at.Key == "src") && strings.Contains(at.Val, "evil.test") && !strings.Contains(at.Val, "%") {
				a.t.Errorf("%s leads to %q", name, at.Val)
			}
		}
	}
}

func FuzzNoAddressBreaksTheServer(f *testing.F) {
	for _, seed := range []string{"/tasks/1", "/units/3/sheets/2026-13", "/units/-1/sheets", "/handbook/%00", "/handbook?q=%ff", "/units/3/sheets/9999-12-31", "/units/3/sheets/0001-01-01", "/sheets?q=%", "/?done=99999999999999999999"} {
		f.Add(seed)
	}
	w := newWorld(f)
	b := w.as("wangjg")
	f.Fuzz(func(t *testing.T, path string) {
		u, err := url.ParseRequestURI(path)
		if err != nil || u.Host != "" || !strings.HasPrefix(path, "/") {
			t.Skip()
		}
		r, err := http.NewRequest(http.MethodGet, path, nil)
		if err != nil || r.URL.Host != "" {
			t.Skip()
		}
		r.RequestURI, r.RemoteAddr = path, "192.0.2.1:1"
		if a := b.do(r); a.Code >= http.StatusInternalServerError {
			t.Errorf("%q: %d\n%s", path, a.Code, w.log.String())
		}
	})
}
