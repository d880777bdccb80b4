package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// An error page leads back to where the person was, and nowhere else.
func TestErrorPageLeadsBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	const back = "回到刚才的页面"
	for name, c := range map[string]struct {
		method, path, from string
		leads              string // empty: only to the first page
	}{
		"an old form":       {"POST", meetings + "/new", "http://wubiao.test" + (&url.URL{Path: meetings}).EscapedPath() + "/new?sample=1", (&url.URL{Path: meetings}).EscapedPath() + "/new?sample=1"},
		"a dead link":       {"GET", "/records/987654", "http://wubiao.test/handbook", "/handbook"},
		"the page itself":   {"GET", "/records/987654", "http://wubiao.test/records/987654", ""},
		"the first page":    {"GET", "/records/987654", "http://wubiao.test/", ""},
		"from elsewhere":    {"GET", "/records/987654", "http://evil.test/handbook", ""},
		"a strange address": {"GET", "/records/987654", "http://wubiao.test//evil.test/", ""},
		"typed":             {"GET", "/records/987654", "", ""},
	} {
		r := httptest.NewRequest(c.method, (&url.URL{Path: c.path}).EscapedPath(), strings.NewReader("token=old"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", b.origin)
		r.Header.Set("Referer", c.from)
		a := b.do(r)
		if a.Code != http.StatusForbidden && a.Code != http.StatusNotFound {
			t.Fatalf("%s: %d", name, a.Code)
		}
		leads := ""
		for _, link := range a.all("a") {
			if textOf(link) == back {
				leads = attr(link, "href")
			}
		}
		if leads != c.leads {
			t.Errorf("%s leads back to %q, want %q", name, leads, c.leads)
		}
	}
}
