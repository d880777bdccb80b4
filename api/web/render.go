package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"time"

	"wubiao/api/route"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
)

//go:embed template
var templateFiles embed.FS

// pages are the parsed templates by the name of their page.
type pages map[string]*template.Template

// pageNames is the registry: every page with its file template/<name>.html.
func pageNames() []string {
	return []string{"sign_in", "week", "task", "units", "sheets", "sheet", "day", "handbook", "standard", "form", "runs", "error"}
}

func parsePages(zone *time.Location) (pages, error) {
	shared, err := template.New("").Option("missingkey=error").Funcs(functions(zone)).
		ParseFS(templateFiles, "template/layout.html", "template/part_*.html")
	if err != nil {
		return nil, fmt.Errorf("parse shared templates: %w", err)
	}
	all := pages{}
	for _, name := range pageNames() {
		set, err := shared.Clone()
		if err != nil {
			return nil, fmt.Errorf("clone templates: %w", err)
		}
		if all[name], err = set.ParseFS(templateFiles, "template/"+name+".html"); err != nil {
			return nil, fmt.Errorf("parse page %s: %w", name, err)
		}
	}
	return all, nil
}

// Row is one task in a list, with what its buttons need.
type Row struct {
	practise.Line
	Token, Back string
	Dated       bool // whether the line says its own day; else the heading does
}

// DayRows is one day's rows under a heading.
type DayRows struct {
	Label        string
	Today, Dated bool
	Rows         []Row
}

// SectionRows is one section with what its buttons need.
type SectionRows struct {
	Open, Folded []DayRows
	Rest         int
}

// sectionOf readies a section for the page; dated lines say their own day and
// stand in one list.
func sectionOf(s practise.Section, f Frame, dated bool) SectionRows {
	turn := func(days []practise.Day) []DayRows {
		var out []DayRows
		for _, d := range days {
			if !dated || len(out) == 0 {
				out = append(out, DayRows{Label: d.Label, Today: d.Today, Dated: dated})
			}
			last := &out[len(out)-1]
			for _, line := range d.Lines {
				last.Rows = append(last.Rows, Row{Line: line, Token: f.Token, Back: f.Here, Dated: dated})
			}
		}
		return out
	}
	return SectionRows{Open: turn(s.Open), Folded: turn(s.Folded), Rest: s.Rest}
}

func functions(zone *time.Location) template.FuncMap {
	return template.FuncMap{
		"row": func(line practise.Line, f Frame, dated bool) Row {
			return Row{Line: line, Token: f.Token, Back: f.Here, Dated: dated}
		},
		"moment": func(at time.Time) string { return at.In(zone).Format("2006-01-02 15:04") },
		"spent": func(from time.Time, to *time.Time) string {
			return fmt.Sprintf("%.1f秒", to.Sub(from).Seconds())
		},
		"sectionOf": sectionOf,
		"condition": standard.PlainCondition,
	}
}

// render writes the page to the buffer first, so that a template that fails
// half-way sends an error page and not half a page.
func (w *Web) render(c *route.Call, status int, name string, page any) error {
	var b bytes.Buffer
	if err := w.write(&b, name, page); err != nil {
		return err
	}
	return c.HTMLBlob(status, b.Bytes())
}

func (w *Web) write(out io.Writer, name string, page any) error {
	set := w.pages[name]
	if set == nil {
		return fmt.Errorf("no page %s", name)
	}
	if err := set.ExecuteTemplate(out, "layout", page); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	return nil
}
