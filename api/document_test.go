package api_test

import (
	"cmp"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wubiao/api/rest"
)

func TestRoutesAndDocumentAgree(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := newContract(t, w.server.Routes())
	var table, document, summaries []string
	for _, r := range w.server.Routes() {
		if !r.IsJSON() {
			if strings.HasPrefix(r.Path, "/api/") {
				t.Errorf("%s %s stands under /api and has no contract", r.Method, r.Path)
			}
			continue
		}
		path := regexp.MustCompile(`:(\w+)`).ReplaceAllString(r.Path, "{$1}")
		table = append(table, r.Method+" "+path)
		if r.JSON.Summary == "" || slices.Contains(summaries, r.JSON.Summary) {
			t.Errorf("%s %s: the summary %q is empty or another route's", r.Method, r.Path, r.JSON.Summary)
		}
		summaries = append(summaries, r.JSON.Summary)
		if r.JSON.Edit && r.Method == http.MethodGet {
			t.Errorf("%s %s edits by reading", r.Method, r.Path)
		}
	}
	for path, item := range c.doc.Paths.Map() {
		for method := range item.Operations() {
			document = append(document, method+" "+path)
		}
	}
	slices.Sort(table)
	slices.Sort(document)
	if !slices.Equal(table, document) {
		t.Errorf("the table has\n%v\nthe document\n%v", table, document)
	}
	ids := map[string]bool{}
	for _, item := range c.doc.Paths.Map() {
		for _, op := range item.Operations() {
			if op.OperationID == "" || ids[op.OperationID] {
				t.Errorf("operation id %q stands twice", op.OperationID)
			}
			ids[op.OperationID] = true
		}
	}
	served := w.browser().get("/api/v1/openapi.json")
	if served.Code != http.StatusOK || !strings.Contains(served.Body.String(), `"openapi": "3.1.0"`) {
		t.Errorf("the document is not served: %d", served.Code)
	}
}

// Every field of every answer has a name of its own for JSON, in small letters.
func TestRoutesAnswerInStableNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	snake := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	for name, schema := range newContract(t, w.server.Routes()).doc.Components.Schemas {
		for field := range schema.Value.Properties {
			if !snake.MatchString(field) {
				t.Errorf("%s: the field %q has no json tag", name, field)
			}
		}
	}
	for _, r := range w.server.Routes() {
		if r.IsJSON() && !snake.MatchString(strings.ReplaceAll(strings.TrimPrefix(r.Path, "/api/v1/"), "/", "_")) {
			for part := range strings.SplitSeq(strings.TrimPrefix(r.Path, "/api/v1/"), "/") {
				if !snake.MatchString(strings.TrimPrefix(part, ":")) && part != "openapi.json" {
					t.Errorf("%s: %q", r.Path, part)
				}
			}
		}
	}
}

// Every use case that somebody may call is served as JSON, except those listed
// with the reason.
func TestEveryUseCaseIsServedAsJSON(t *testing.T) {
	t.Parallel()
	exceptions := map[string]string{
		"admin.SignOut":           "ends the session of a cookie; a script ends its token",
		"admin.Denied":            "called by the guard itself",
		"admin.Once":              "carries other use cases",
		"admin.ListTokensOf":      "the command user token, for somebody else's account",
		"follow.AskForm":          "what a page shows around a request for more time",
		"follow.IssueForm":        "what a page shows around a new 督办单",
		"follow.OfTask":           "what a page shows beside a task",
		"follow.Standing":         "the heading of pages",
		"job.Begin":               "called by the scheduler around each run",
		"practise.AddDraft":       "comes with the form of a page",
		"order.Export":            "the same lines are in the order's JSON",
		"practise.MayAddEvidence": "asked by the page before files come",
	}
	var source strings.Builder
	files, err := filepath.Glob("rest/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(text)
	}
	// What the source calls them by: the field of rest.Config, by the package and type
	// of the use cases behind it. A workbook is handed over by the use cases it is of.
	field := map[string]string{"job": `\br\.Runs`, "intake.Workbook": `\bbook(?:\(\))?`}
	for f := range reflect.TypeFor[rest.Config]().Fields() {
		if f.Type.Kind() == reflect.Pointer {
			field[f.Type.Elem().String()] = `\br\.` + f.Name
		}
	}
	method := regexp.MustCompile(`(?m)^func \(\w+ \*?(\w+)\) ([A-Z]\w*)\((?:ctx context\.Context, actor access\.Actor|(\) \*intake\.Workbook))`)
	cases, err := filepath.Glob("../engine/use/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, f := range cases {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range method.FindAllStringSubmatch(string(text), -1) {
			found++
			name := filepath.Base(filepath.Dir(f)) + "." + m[2]
			behind := cmp.Or(field[filepath.Base(filepath.Dir(f))+"."+m[1]], field[filepath.Base(filepath.Dir(f))], "none")
			served := regexp.MustCompile(behind + `\.` + m[2] + `\b`).MatchString(source.String())
			if m[3] != "" { // a workbook: its routes come together, or one for each thing that is done with it
				served = wholeBook(source.String(), behind+`\.`+m[2])
			}
			switch reason := exceptions[name]; {
			case served && reason != "":
				t.Errorf("%s is served and listed as an exception", name)
			case !served && reason == "":
				t.Errorf("%s has no JSON route: add a line to api/rest/routes_*.go", name)
			}
			delete(exceptions, name)
		}
	}
	for name := range exceptions {
		t.Errorf("the exception %s is no use case", name)
	}
	if found < 20 {
		t.Errorf("only %d use cases found", found)
	}
}

// wholeBook says whether everything that can be done with a workbook is served.
func wholeBook(source, book string) bool {
	if regexp.MustCompile(`bookRoutes\(.*` + book + `\)`).MatchString(source) {
		return true
	}
	for _, do := range []string{"Template", "Draft", "Preview", "Confirm", "Export"} {
		if !regexp.MustCompile(book + `\(\)\.` + do + `\b`).MatchString(source) {
			return false
		}
	}
	return true
}
