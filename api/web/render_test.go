package web

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"wubiao/engine/use/practise"
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

// A form that came back offers nothing that leads to an empty one: what was typed
// would be lost.
func TestFormThatCameBackOffersNoEmptyOne(t *testing.T) {
	t.Parallel()
	w := &Web{pages: pageCache{zone: time.UTC}, assets: assets{"x": {name: "app.css"}, "y": {name: "app.js"}, "z": {name: "icon.svg"}}}
	page := RecordFormPage{RecordForm: practise.RecordForm{Kinds: []practise.FormKind{{Duty: "Z05.会议", Title: "开一次支委会并记录"}}, Sample: "范例", About: "支委会"}}
	for message, want := range map[string]bool{"": true, "还没有保存": false} {
		page.Message = message
		var b bytes.Buffer
		if err := w.write(&b, "record_form", page); err != nil {
			t.Fatal(err)
		}
		for _, link := range []string{"开一次支委会并记录", "套用范例"} {
			if strings.Contains(b.String(), link) != want {
				t.Errorf("with message %q it offers %s: %t", message, link, !want)
			}
		}
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
