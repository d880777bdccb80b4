package web

import (
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
