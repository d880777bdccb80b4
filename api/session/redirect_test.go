package session

import (
	"net/url"
	"strings"
	"testing"
)

// S46
func TestOnlyLocalPathsAreFollowed(t *testing.T) {
	t.Parallel()
	for _, evil := range []string{
		"", "http://evil.test", "https://evil.test/", "HTTP://evil.test", "//evil.test", "///evil.test", "////evil.test",
		"/\\evil.test", "\\\\evil.test", "\\/evil.test", "/\t/evil.test", "/%09/\t", "\t//evil.test", " //evil.test", "/\n/evil.test",
		"/\r\nLocation: http://evil.test", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x",
		"evil.test", "evil.test/path", "@evil.test", "user@evil.test", "http:evil.test", "http:/evil.test", "https:///evil.test",
		"/%2f%2fevil.test/..//", "%2f%2fevil.test", "/%5cevil.test", "/\x00/evil.test", "/ /evil.test", "//evil.test/%2e%2e",
		"/%2fevil.test", "/%5c%5cevil.test", "\u2028//evil.test", "//evil.test\\@local", "/%0d%0aSet-Cookie:x", "/%zz", "://evil.test",
		"/" + strings.Repeat("a", 600), "//[::1]", "/\x7f",
	} {
		if got := LocalPath(evil, "/safe"); got != "/safe" {
			t.Errorf("%q leads to %q", evil, got)
		}
	}
	for _, good := range []string{"/", "/tasks/17", "/sheets?q=%E6%A1%A5", "/units/3/sheets/2026-11", "/handbook?q=a+b", "/tasks/1#form", "/?done=3"} {
		if got := LocalPath(good, "/safe"); got != good {
			t.Errorf("%q became %q", good, got)
		}
	}
}

func FuzzLocalPathNeverLeavesTheSite(f *testing.F) {
	for _, seed := range []string{"/a", "//b", "/\\c", "/%2f%2fd", "/a?b#c", "http://e"} {
		f.Add(seed)
	}
	base, err := url.Parse("https://local.test/start")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, target string) {
		got := LocalPath(target, "/")
		u, err := base.Parse(got)
		if err != nil || u.Host != "local.test" || u.Scheme != "https" || got[0] != '/' || strings.HasPrefix(got, "//") || strings.ContainsAny(got, "\\\r\n\t") {
			t.Fatalf("%q leads to %q (%v, %v)", target, got, u, err)
		}
	})
}
