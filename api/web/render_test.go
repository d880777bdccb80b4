package web

import (
	"io"
	"sync"
	"testing"
	"time"
)

func TestEffortIsSaidAsPeopleDo(t *testing.T) {
	t.Parallel()
	for minutes, want := range map[int]string{0: "0分钟", 40: "40分钟", 119: "119分钟", 120: "2小时", 121: "2.5小时", 150: "2.5小时", 151: "3小时", 1440: "24小时"} {
		if got := effort(minutes); got != want {
			t.Errorf("%d: %s, want %s", minutes, got, want)
		}
	}
}

func TestEveryPageInTheRegistryParses(t *testing.T) {
	t.Parallel()
	files, err := templateFiles.ReadDir("template")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := parsePages(time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"layout": true}
	for name := range pages {
		known[name] = true
	}
	for _, f := range files {
		name := f.Name()[:len(f.Name())-len(".html")]
		if !known[name] && name[:min(5, len(name))] != "part_" {
			t.Errorf("template %s belongs to no page", f.Name())
		}
	}
}

func TestNamesOfAPageAreItsOwn(t *testing.T) {
	t.Parallel()
	text := `{{define "content"}}{{template "day" .}}{{template "row" .}}{{end}}{{- define "day"}}{{block "mark" .}}x{{end}}{{end}}`
	want := `{{define "week/content"}}{{template "week/day" .}}{{template "row" .}}{{end}}{{- define "week/day"}}{{block "week/mark" .}}x{{end}}{{end}}`
	if got := ownNames("week", text); got != want {
		t.Errorf("got %s", got)
	}
}

// Whoever asks while the pages are let go of gets the page all the same.
func TestPagesOutliveARest(t *testing.T) {
	t.Parallel()
	w := &Web{pages: pageCache{zone: time.UTC}}
	var asking sync.WaitGroup
	for range 4 {
		asking.Go(func() {
			for range 10 {
				if err := w.write(io.Discard, "error", ErrorPage{}); err != nil {
					t.Error(err)
				}
				w.Rest()
			}
		})
	}
	asking.Wait()
	if w.pages.held.Load() != nil {
		t.Error("the pages are still held after a rest")
	}
}
