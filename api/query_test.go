package api_test

import (
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"wubiao/api/request"
	"wubiao/api/route"
	"wubiao/engine/access"
)

// hostile are values for a query that break what is built from text.
var hostile = []string{"", "'", "' OR 1=1 --", "1; DROP TABLE tasks", `"`, "%", "_", "%' OR '1'='1", "\\", "0x41", "-1", "0", "1e9", "9223372036854775808",
	"99999999999999999999999999", "NaN", "null", "true", "[]", "{}", "../../etc/passwd", "\x00", "\xff\xfe", strings.Repeat("长", 3000), "id DESC", "unit_id,(SELECT 1)", "隧道' --", "1 UNION SELECT login FROM accounts"}

// pageQueries are the names that our own pages put into addresses.
var pageQueries = regexp.MustCompile(`[?&]([a-z_]+)=`)

// S48: no value in a query breaks a page or an answer, or shows what is another
// branch's.
func TestNoQueryBreaksOrWidensAnAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, often)
	b := w.as("wangjg")
	s := w.script("wangjg")
	s.contract = nil
	names := map[string]bool{"q": true, "page": true, "year": true, "task": true, "duty": true, "sample": true, "sort": true, "order": true, "limit": true}
	for _, r := range w.server.Routes() {
		if path, ok := w.own(r); ok && !r.IsJSON() && !r.Changes() {
			for _, m := range pageQueries.FindAllStringSubmatch(b.get(path).Body.String(), -1) {
				names[m[1]] = true
			}
		}
	}
	tried := 0
	for _, r := range w.server.Routes() {
		path, ok := w.own(r)
		if r.Changes() || !ok || r.Reach == route.Open {
			continue
		}
		for name := range names {
			if r.IsJSON() && !asksFor(r, name) {
				continue
			}
			for _, value := range hostile {
				tried++
				to := path + "?" + url.Values{name: {value}}.Encode()
				var a answer
				if r.IsJSON() {
					a = s.get(strings.TrimPrefix(to, "/api/v1")).answer
				} else {
					a = b.get(to)
				}
				if a.Code >= http.StatusInternalServerError {
					t.Errorf("%s %s=%.40q: %d", path, name, value, a.Code)
				}
				if strings.Contains(a.Body.String(), "隧道项目部党支部") && r.Action != access.TransferSend { // where to somebody may go is no secret
					t.Errorf("%s %s=%.40q shows another branch", path, name, value)
				}
			}
		}
	}
	if tried < 3000 {
		t.Errorf("only %d queries tried", tried)
	}
}

// asksFor says whether a JSON route reads a name of the query.
func asksFor(r route.Route, name string) bool {
	if r.JSON.In.Kind() != reflect.Struct {
		return false
	}
	for _, f := range request.Fields(r.JSON.In) {
		if f.Name == name {
			return true
		}
	}
	return false
}
