package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
)

func TestJSONReadsWhatPagesShow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.script("wangjg")
	for _, path := range []string{
		"/openapi.json", "/week", fmt.Sprintf("/tasks/%d", w.tasks["bridge plan"].ID), "/units", "/units?q=桥梁", fmt.Sprintf("/units/%d/sheets", bridge),
		fmt.Sprintf("/units/%d/sheets/2026-09", bridge), fmt.Sprintf("/units/%d/days/2026-09-24", bridge),
		fmt.Sprintf("/units/%d/ledgers", bridge), fmt.Sprintf("/units/%d/ledgers/会议/records?year=2026&page=1", bridge),
		fmt.Sprintf("/units/%d/ledgers/会议/form?sample=true", bridge), fmt.Sprintf("/records/%d", w.record["bridge"].ID),
		fmt.Sprintf("/records/%d/form", w.record["bridge"].ID), "/handbook", "/handbook?q=会议", "/handbook/Z05", "/tokens?limit=10",
	} {
		if path == "/openapi.json" {
			continue // described by itself, not by a struct
		}
		if a := s.get(path); a.Code != http.StatusOK {
			t.Errorf("%s: %d %s", path, a.Code, a.Body)
		}
	}
	for _, path := range []string{"/users?limit=2", "/runs"} {
		w.script("guanli").get(path).wants(t, 200, "")
	}
	a := w.script("guanli").get("/users?limit=2")
	if link := a.Header().Get("Link"); !strings.Contains(link, "page=2") || !strings.Contains(link, "limit=2") || !strings.Contains(link, `rel="next"`) {
		t.Errorf("the next page is not linked: %q", link)
	}
	a = s.get(fmt.Sprintf("/tasks/%d", w.tasks["bridge plan"].ID))
	if a.Header().Get("ETag") != `"1"` || a.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", a.Header())
	}
	if strings.Contains(a.Body.String(), "null,") && strings.Contains(a.Body.String(), `"forms":null`) {
		t.Error("an empty list is null")
	}
}

func TestJSONRefusesWhatItDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.script("wangjg")
	records := fmt.Sprintf("/units/%d/ledgers/会议/records", bridge)
	for name, c := range map[string]struct {
		method, path, body string
		headers            []string
		status             int
		reason, field      string
	}{
		"no such address":      {"GET", "/nothing", "", nil, 404, "no_address", ""},
		"wrong method":         {"DELETE", "/week", "", nil, 405, "method", ""},
		"absent task":          {"GET", "/tasks/987654", "", nil, 404, "absent", ""},
		"no number":            {"GET", "/tasks/abc", "", nil, 404, "absent", ""},
		"negative":             {"GET", "/tasks/-1", "", nil, 404, "absent", ""},
		"no period":            {"GET", fmt.Sprintf("/units/%d/sheets/jan", bridge), "", nil, 404, "absent", ""},
		"unknown query":        {"GET", "/week?sort=1", "", nil, 400, "query", "sort"},
		"query twice":          {"GET", "/units?q=a&q=b", "", nil, 400, "query", "q"},
		"query no number":      {"GET", records + "?page=one", "", nil, 400, "query", "page"},
		"query too large":      {"GET", records + "?page=9999999", "", nil, 400, "shape", "page"},
		"query too long":       {"GET", "/units?q=" + strings.Repeat("a", 61), "", nil, 400, "shape", "q"},
		"no body":              {"POST", records, "", []string{key(1)}, 400, "no_body", ""},
		"no JSON":              {"POST", records, "{", []string{key(1)}, 400, "json", ""},
		"not UTF-8":            {"POST", records, "{\"a\":\"\xff\"}", []string{key(1)}, 400, "json", ""},
		"a list":               {"POST", records, "[]", []string{key(1)}, 400, "shape", "body"},
		"unknown field":        {"POST", records, `{"fields":{"日期":"2026-09-22"},"state":"CANARY"}`, []string{key(1)}, 400, "shape", "state"},
		"field of the path":    {"POST", records, `{"fields":{"日期":"2026-09-22"},"unit":3}`, []string{key(1)}, 400, "shape", "unit"},
		"other letters":        {"POST", records, `{"Fields":{"日期":"2026-09-22"}}`, []string{key(1)}, 400, "shape", "Fields"},
		"twice":                {"POST", records, `{"fields":{},"fields":{}}`, []string{key(1)}, 400, "shape", "fields"},
		"wrong type":           {"POST", records, `{"fields":"CANARY"}`, []string{key(1)}, 400, "shape", "fields"},
		"wrong type inside":    {"POST", records, `{"fields":{"日期":{"a":"CANARY"}}}`, []string{key(1)}, 400, "shape", "fields.日期"},
		"null":                 {"POST", records, `{"fields":null}`, []string{key(1)}, 400, "shape", "fields"},
		"what the ledger says": {"POST", records, `{"fields":{"日期":"CANARY","类别":"支委会"}}`, []string{key(1)}, 400, "", "日期"},
		"other media type":     {"POST", records, `{"fields":{}}`, []string{key(1), "Content-Type: text/plain"}, 415, "media_type", ""},
		"a form":               {"POST", records, `a=b`, []string{key(1), "Content-Type: application/x-www-form-urlencoded"}, 415, "media_type", ""},
		"too large":            {"POST", records, `{"fields":{"x":"` + strings.Repeat("a", 1<<20) + `"}}`, []string{key(1)}, 413, "too_large", ""},
		"no key":               {"POST", records, `{"fields":{"日期":"2026-09-22","类别":"支委会"}}`, nil, 400, "key_missing", ""},
		"short key":            {"POST", records, `{"fields":{"日期":"2026-09-22","类别":"支委会"}}`, []string{"Idempotency-Key: 1"}, 400, "key", ""},
		"no version":           {"PUT", fmt.Sprintf("/records/%d", w.record["bridge"].ID), `{"fields":{"日期":"2026-09-22"}}`, nil, 428, "version_missing", ""},
		"any version":          {"PUT", fmt.Sprintf("/records/%d", w.record["bridge"].ID), `{"fields":{"日期":"2026-09-22"}}`, []string{"If-Match: *"}, 400, "version", ""},
		"weak version":         {"PUT", fmt.Sprintf("/records/%d", w.record["bridge"].ID), `{"fields":{"日期":"2026-09-22"}}`, []string{`If-Match: W/"1"`}, 400, "version", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := s.send(c.method, c.path, c.body, c.headers...)
			reason := c.reason
			if reason == "" {
				reason, _ = a.json["reason"].(string)
			}
			a.wants(t, c.status, reason)
			if c.field != "" && a.field(c.field) == "" {
				t.Errorf("%s is not blamed: %s", c.field, a.Body)
			}
			if strings.Contains(a.Body.String(), "CANARY") {
				t.Errorf("the answer repeats what was sent: %s", a.Body)
			}
		})
	}
	if a := s.send("DELETE", "/week", ""); !strings.Contains(a.Header().Get("Allow"), "GET") {
		t.Errorf("405 without Allow: %v", a.Header())
	}
	if a := s.send("HEAD", "/week", ""); a.Code != 200 {
		t.Errorf("HEAD: %d", a.Code)
	}
}

func TestJSONTapsWithVersions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.script("wangjg")
	task := fmt.Sprintf("/tasks/%d", w.tasks["bridge plan"].ID)
	s.send("POST", task+"/done", "").wants(t, 428, "version_missing")
	s.send("POST", task+"/done", "", `If-Match: "7"`).wants(t, 412, "changed")
	s.send("POST", task+"/done", "", `If-Match: "1"`).wants(t, 204, "")
	s.send("POST", task+"/done", "", `If-Match: "1"`).wants(t, 204, "") // done already: the same effect
	if got := w.task("bridge plan"); got.State != engine.TaskDone || got.Version != 2 {
		t.Errorf("the task is %+v", got)
	}
	s.send("POST", task+"/undo", "{}", `If-Match: "2"`).wants(t, 204, "")
	if n := w.audited(access.TaskDone); n != 2 {
		t.Errorf("%d entries for two changes", n)
	}
}

func TestJSONRecordsOnceUnderAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.script("wangjg")
	records := fmt.Sprintf("/units/%d/ledgers/会议/records", bridge)
	body := `{"fields":{"日期":"2026-09-22","类别":"支委会"}}`
	before := w.audited(access.RecordAdd)
	first := s.send("POST", records, body, key("a")).wants(t, 201, "")
	again := s.send("POST", records, body, key("a")).wants(t, 201, "")
	if first.Body.String() != again.Body.String() || again.Header().Get("Idempotency-Replayed") != "true" || first.Header().Get("Idempotency-Replayed") != "" {
		t.Errorf("two answers to one submission:\n%s%s", first.Body, again.Body)
	}
	if n := w.audited(access.RecordAdd) - before; n != 1 {
		t.Errorf("one submission wrote %d entries", n)
	}
	s.send("POST", records, strings.Replace(body, "22", "21", 1), key("a")).wants(t, 422, "key_reused")
	s.send("POST", fmt.Sprintf("/units/%d/ledgers/培训/records", bridge), body, key("a")).wants(t, 422, "key_reused")
	if n := w.audited(access.RecordAdd) - before; n != 1 {
		t.Errorf("another request under the key left something: %d entries", n)
	}
	// Another account's key is another key.
	w.script("zhaoq").send("POST", fmt.Sprintf("/units/%d/ledgers/会议/records", tunnel), body, key("a")).wants(t, 201, "")
	// What was refused may be tried again under the same key.
	s.send("POST", records, `{"fields":{"类别":"支委会"}}`, key("b")).wants(t, 400, "record")
	s.send("POST", records, strings.Replace(body, "22", "20", 1), key("b")).wants(t, 201, "")
	// A day later the key is forgotten.
	w.clock.set(now.Add(25 * 60 * 60 * 1e9))
	s.send("POST", records, strings.Replace(body, "22", "19", 1), key("a")).wants(t, 201, "")
}

func TestJSONEditsWithVersions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.script("wangjg")
	at := fmt.Sprintf("/records/%d", w.record["bridge"].ID)
	tag := s.get(at).Header().Get("ETag")
	body := `{"fields":{"日期":"2026-09-21","类别":"支委会"}}`
	s.send("PUT", at, body, "If-Match: "+tag).wants(t, 200, "")
	a := s.send("PUT", at, `{"fields":{"日期":"2026-09-20","类别":"支委会"}}`, "If-Match: "+tag).wants(t, 412, "changed")
	if strings.Contains(a.Body.String(), "下面") {
		t.Error("a script is told of a form")
	}
	if now := s.get(at).Header().Get("ETag"); now == tag {
		t.Errorf("the version stayed %s", now)
	}
}

func TestJSONListsEveryUnitByPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	all := w.grow(5, 90)
	s := w.script("kaohe")
	seen := map[string]bool{}
	for next := "/units"; next != ""; {
		a := s.get(next).wants(t, 200, "")
		units, _ := a.json["units"].([]any)
		for _, u := range units {
			id := fmt.Sprint(u.(map[string]any)["id"])
			if seen[id] {
				t.Errorf("unit %s stands on two pages", id)
			}
			seen[id] = true
		}
		link, _, _ := strings.Cut(strings.TrimPrefix(a.Header().Get("Link"), "</api/v1"), ">")
		next = link
	}
	if len(seen) != len(all)+2 {
		t.Errorf("%d units of %d", len(seen), len(all)+2)
	}
}
