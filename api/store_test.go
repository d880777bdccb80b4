package api_test

import (
	"net/http"
	"strings"
	"testing"

	"wubiao/api/route"
)

// S15: what only somebody signed in may see is kept by no cache, whatever route
// and however it ends.
func TestNoAnswerToSomebodyIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, often)
	kept := []string{}
	for _, login := range []string{"", "wangjg", "guanli"} {
		b := w.browser()
		if login != "" {
			b = w.as(login)
		}
		for _, r := range w.server.Routes() {
			path, ok := w.own(r)
			if !ok {
				path = r.Path
			}
			if r.Changes() {
				continue // covered as forged below
			}
			a := b.get(path)
			if got := a.Header().Get("Cache-Control"); got != "no-store" && a.Code < 400 && r.Reach != route.Open {
				kept = append(kept, path+": "+got)
			}
		}
		for _, r := range w.server.Routes() {
			if !r.Changes() {
				continue
			}
			if a := b.forge(r, strings.ReplaceAll(r.Path, ":", ""), "x"); a.Header().Get("Cache-Control") != "no-store" || a.Code < http.StatusBadRequest {
				kept = append(kept, r.Path)
			}
		}
	}
	if len(kept) > 0 {
		t.Errorf("kept: %v", kept)
	}
}
