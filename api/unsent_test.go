package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// hidden gives the form on an error page, as a browser would send it.
func (a answer) hidden() url.Values {
	values := url.Values{}
	for _, f := range a.all("form") {
		if attr(f, "action") == "/sign-out" {
			continue
		}
		for n := range f.Descendants() {
			if n.Type == html.ElementNode && n.Data == "input" {
				values.Add(attr(n, "name"), attr(n, "value"))
			}
		}
	}
	return values
}

// Who writes for longer than a session lasts loses nothing: the page that asks to
// sign in keeps what was typed, the next one has the new session's proof, and then
// it is the record.
func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	values := typedMeeting(b)
	topic := "学习“原文”\n研究<b>安全</b>"
	values.Set("c.议题", topic)
	w.clock.set(now.Add(31 * time.Minute))
	over := b.send(meetings+"/new", values, sending{"files", "会场.jpg", jpegBytes("late")})
	if over.Code != http.StatusUnauthorized {
		t.Fatalf("%d %s", over.Code, over.text())
	}
	over.says("请先登录", "填的内容还留在这一页上", "选的照片和文件没有留下", "在新窗口登录", "再提交一次")
	kept := over.hidden()
	for name := range values {
		if name != "token" && !slices.Equal(kept[name], values[name]) {
			t.Errorf("of %s is kept %q, typed was %q", name, kept[name], values[name])
		}
	}
	b.cookies = w.as("wangjg").cookies
	stale := b.send(meetings+"/new", kept)
	if stale.Code != http.StatusForbidden {
		t.Fatalf("with the old proof: %d %s", stale.Code, stale.text())
	}
	stale.says("页面已过期", "刚才的操作还没有做")
	stale.hides("选的照片和文件没有留下")
	if n := len(w.records("会议")); n != 1 {
		t.Fatalf("%d records before it was sent again", n)
	}
	for range 2 { // a double tap
		if a := b.send(meetings+"/new", stale.hidden()); a.Code != http.StatusSeeOther {
			t.Fatalf("sent again: %d %s", a.Code, a.text())
		}
	}
	all := w.records("会议")
	if len(all) != 2 || strings.ReplaceAll(all[1].Fields["议题"].(string), "\r\n", "\n") != strings.ReplaceAll(topic, "\r\n", "\n") {
		t.Errorf("%d records, the last says %q", len(all), all[len(all)-1].Fields["议题"])
	}
}

// What another page sends is never shown as a form of ours, nor is a password; a
// tap without anything typed is only told what happened.
func TestOnlyWhatWasTypedHereIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	const text = "不能回显的字"
	for name, c := range map[string]struct {
		path, origin string
		form         url.Values
	}{
		"another origin": {meetings + "/new", "http://evil.test", url.Values{"c.议题": {text}}},
		"no origin":      {meetings + "/new", "null", url.Values{"c.议题": {text}}},
		"a password":     {meetings + "/new", b.origin, url.Values{"c.议题": {text}, "password": {text}}},
		"signing in":     {"/sign-in", b.origin, url.Values{"login": {text}, "password": {text}}},
		"only a tap":     {w.path("bridge plan") + "/done", b.origin, url.Values{"version": {"1"}}},
	} {
		for session, cookies := range map[string]map[string]*http.Cookie{"signed in": b.cookies, "nobody": {}} {
			r := httptest.NewRequest(http.MethodPost, (&url.URL{Path: c.path}).EscapedPath(), strings.NewReader(c.form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Origin", c.origin)
			a := (&browser{w: w, cookies: cookies, origin: c.origin}).do(r)
			if a.Code != http.StatusForbidden && a.Code != http.StatusUnauthorized {
				t.Errorf("%s, %s: %d", name, session, a.Code)
			}
			if strings.Contains(a.Body.String(), text) || strings.Contains(a.text(), "再提交一次") {
				t.Errorf("%s, %s: shows what was sent: %s", name, session, a.text())
			}
		}
	}
}
