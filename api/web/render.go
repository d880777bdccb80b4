package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"wubiao/api/paper"
	"wubiao/api/route"
	"wubiao/engine/rule"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
)

//go:embed template
var templateFiles embed.FS

// pages are the layouts around each page by the name of the page.
type pages map[string]*template.Template

// pageCache keeps the parsed pages while they are used. They are a quarter of what
// the program holds, and are parsed again in a few milliseconds.
type pageCache struct {
	zone *time.Location
	held atomic.Pointer[pages]
}

// get gives the parsed pages.
func (c *pageCache) get() (pages, error) {
	if held := c.held.Load(); held != nil {
		return *held, nil
	}
	all, err := parsePages(c.zone)
	if err == nil {
		c.held.Store(&all)
	}
	return all, err
}

// Rest lets go of what is only kept to answer sooner.
func (w *Web) Rest() { w.pages.held.Store(nil) }

// pageNames is the registry: every page with its file template/<name>.html.
func pageNames() []string {
	return []string{"sign_in", "week", "task", "units", "sheets", "sheet", "day", "handbook", "standard", "form", "runs", "error",
		"follow", "branch_follow", "supervisions", "supervision", "supervision_form", "extensions", "extension_form", "rate",
		"months", "month", "grid", "score", "score_line", "selfcheck", "selfcheck_print", "selfchecks", "ledger_units", "import", "import_preview", "ledgers", "ledger", "record", "record_form", "input_form", "register_units", "register", "person",
		"desk", "handover", "orders", "order", "order_form", "tree", "admin_unit", "accounts", "parameters"}
}

// parsePages parses every page into one set. A set for each page would hold a
// copy of all that pages share, and most of the memory of the program with it.
func parsePages(zone *time.Location) (pages, error) {
	shared, err := template.New("").Option("missingkey=error").Funcs(functions(zone)).
		ParseFS(templateFiles, "template/part_*.html")
	if err != nil {
		return nil, fmt.Errorf("parse shared templates: %w", err)
	}
	layout, err := templateFiles.ReadFile("template/layout.html")
	if err != nil {
		return nil, fmt.Errorf("read the layout: %w", err)
	}
	all := pages{}
	for _, name := range pageNames() {
		body, err := templateFiles.ReadFile("template/" + name + ".html")
		if err != nil {
			return nil, fmt.Errorf("read page %s: %w", name, err)
		}
		text := ownNames(name, string(layout)+string(body))
		if _, err := shared.New(name + ".html").Parse(text); err != nil {
			return nil, fmt.Errorf("parse page %s: %w", name, err)
		}
		all[name] = shared.Lookup(name + "/layout")
	}
	return all, nil
}

// definition finds the name of a template in its definition.
var definition = regexp.MustCompile(`{{-? *(?:define|block) ("[^"]+")`)

// ownNames puts the page's name before those of the templates that the text
// defines, so that every page may have its own "content".
func ownNames(page, text string) string {
	for _, found := range definition.FindAllStringSubmatch(text, -1) {
		name := found[1]
		for _, word := range []string{"define ", "block ", "template "} {
			text = strings.ReplaceAll(text, word+name, word+strconv.Quote(page+"/"+strings.Trim(name, `"`)))
		}
	}
	return text
}

func functions(zone *time.Location) template.FuncMap {
	return template.FuncMap{
		"row":    rowOf,
		"moment": func(at time.Time) string { return at.In(zone).Format("2006-01-02 15:04") },
		"spent": func(from time.Time, to *time.Time) string {
			return fmt.Sprintf("%.1f秒", to.Sub(from).Seconds())
		},
		"effort":    effort,
		"sectionOf": sectionOf,
		"noticesOf": noticesOf,
		"condition": standard.PlainCondition,
		"readable":  readable,
		"cells":     gridCells,
		"ask":       askOf,

		"mostUpload":   func() int64 { return route.MostUpload },
		"mostFiles":    func() int { return practise.MostFiles },
		"mostFile":     func() int64 { return mostFile },
		"mostWorkbook": func() int64 { return paper.MaxFile },
	}
}

// readable says whether an input of the type can show the value: what a date or
// a number input does not understand it would throw away.
func readable(kind, value string) bool {
	if value == "" {
		return true
	}
	if kind == rule.TypeDate {
		_, err := time.Parse(time.DateOnly, value)
		return err == nil
	}
	_, err := strconv.ParseFloat(value, 64)
	return err == nil
}

// effort says minutes as people do: 40分钟, 2小时, 24.5小时.
func effort(minutes int) string {
	if minutes < 120 {
		return fmt.Sprintf("%d分钟", minutes)
	}
	halves := (minutes + 29) / 30
	if halves%2 == 1 {
		return fmt.Sprintf("%d.5小时", halves/2)
	}
	return fmt.Sprintf("%d小时", halves/2)
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
	all, err := w.pages.get()
	if err != nil {
		return err
	}
	set := all[name]
	if set == nil {
		return fmt.Errorf("no page %s", name)
	}
	if err := set.Execute(out, page); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	return nil
}
