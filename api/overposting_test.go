package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"wubiao/api/request"
	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
)

// nounFields are the names of every field of every noun.
func nounFields() []string {
	seen := map[string]bool{}
	var names []string
	for _, list := range nouns() {
		for _, f := range request.Fields(reflect.TypeOf(list).Elem().Elem()) {
			if !seen[f.Name] {
				seen[f.Name] = true
				names = append(names, f.Name)
			}
		}
	}
	return append(names, "score", "password", "hash", "form_key", "csrf")
}

// S23: no field of a noun can be set by sending it: a script is told that there is
// none, and nothing is changed.
func TestScriptsCannotSetFieldsOfNouns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, often)
	scripts := map[string]*script{}
	for _, login := range []string{"wangjg", "guanli", "kaohe", "bianxiu"} {
		scripts[login] = w.as(login).script()
	}
	before, tried := w.business(), 0
	for _, r := range w.server.Routes() {
		path, ok := w.own(r)
		login := asker(r, true)
		if !r.IsJSON() || !r.Changes() || !ok || login == "" {
			continue
		}
		takes := map[string]bool{}
		for _, f := range request.Fields(r.JSON.In) {
			takes[f.Name] = !strings.Contains(r.Path, ":"+f.Name) && !(r.JSON.Edit && f.Name == "version")
		}
		for _, name := range nounFields() {
			if takes[name] {
				continue
			}
			body := map[string]any{}
			if text := bodies[r.Method+" "+r.Path]; text != "" {
				if err := json.Unmarshal([]byte(text), &body); err != nil {
					t.Fatal(err)
				}
			}
			body[name] = 7
			text, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			tried++
			if r.JSON.Takes {
				path = strings.TrimSuffix(path, "?name=a.jpg") + "?name=a.jpg"
				a := scripts[login].send(r.Method, strings.TrimPrefix(path, "/api/v1")+"&"+name+"=7", "x", "Content-Type: application/octet-stream")
				if a.Code != http.StatusBadRequest || a.field(name) == "" {
					t.Errorf("%s %s with %s: %d %s", r.Method, path, name, a.Code, a.Body)
				}
				continue
			}
			a := scripts[login].send(r.Method, strings.TrimPrefix(path, "/api/v1"), string(text), key(fmt.Sprint("over", tried)), `If-Match: "1"`)
			if a.Code != http.StatusBadRequest || a.field(name) == "" {
				t.Errorf("%s %s with %s: %d %s", r.Method, path, name, a.Code, a.Body)
			}
		}
	}
	if w.business() != before {
		t.Error("something was changed")
	}
	if tried < 300 {
		t.Errorf("only %d fields sent", tried)
	}
}

// S23: a form with every field of every noun beside its own does what it would
// without them, or is refused and does nothing.
func TestFormsCannotSetFieldsOfNouns(t *testing.T) {
	t.Parallel()
	for _, r := range newWorld(t).server.Routes() {
		if r.IsJSON() || !r.Changes() || r.Reach == route.Open || r.Action == access.RunStart {
			continue
		}
		plain, over := newWorld(t), newWorld(t)
		path, ok := plain.own(r)
		login := asker(r, true)
		if !ok || login == "" {
			continue
		}
		untouched := over.business()
		a := plain.as(login).visit(r, path)
		b := over.as(login)
		b.extra = map[string][]string{}
		for _, name := range nounFields() {
			if name != "version" { // a field of our forms
				b.extra[name] = []string{"7"}
			}
		}
		c := b.visit(r, path)
		want := plain.business()
		if c.Code == http.StatusBadRequest {
			want = untouched
		} else if c.Code != a.Code {
			t.Errorf("%s %s: %d, with fields of nouns %d", r.Method, path, a.Code, c.Code)
		}
		if got := over.business(); accountless(got) != accountless(want) {
			t.Errorf("%s %s: fields of nouns were taken from the form", r.Method, path)
		}
	}
}

// accountless leaves out the accounts, which signing in touches.
func accountless(dump string) string {
	var kept []string
	for line := range strings.Lines(dump) {
		if !strings.HasPrefix(line, reflect.TypeFor[engine.Account]().String()+" ") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}
