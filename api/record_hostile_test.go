package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// payloads are what an attacker would type; {0} makes each one findable.
var payloads = []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onfocus=alert(1) autofocus='`, `</textarea><svg onload=alert(1)>`,
	`javascript:alert(1)`, `{{.Frame.Token}}`, `</title><script>alert(1)</script>`, `--><b>x`, `&lt;i&gt;`, "`${alert(1)}`"}

// S47
func TestWhatIsTypedIsNeverCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	path := "/units/3/ledgers/活动/new"
	for i, evil := range payloads {
		values := b.get(path).filledForm()
		for _, name := range []string{"c.主题", "c.主持人", "others.参加人", "c.经过"} {
			values.Set(name, fmt.Sprint(evil, i))
		}
		bad := url.Values{}
		for name := range values {
			bad[name] = values[name]
		}
		for _, name := range []string{"c.日期", "c.学时", "c.形式"} {
			bad.Set(name, evil)
		}
		pages := []answer{b.post(path, bad)}
		saved := b.post(path, values)
		if saved.Code != http.StatusSeeOther {
			t.Fatalf("%q: %d %s", evil, saved.Code, saved.text())
		}
		record, _, _ := strings.Cut(saved.Header().Get("Location"), "?")
		edit := b.get(record + "/edit").filledForm()
		edit.Set("c.主题", "改成好的")
		b.post(record+"/edit", edit)
		pages = append(pages, b.get(saved.Header().Get("Location")), b.get(record+"/edit"), b.get("/units/3/ledgers/活动"), b.get(path))
		for _, page := range pages {
			harmless(t, page, evil)
		}
		if got := b.get(record).text(); !strings.Contains(got, strings.Join(strings.Fields(evil), " ")) {
			t.Errorf("%q cannot be read: %s", evil, got)
		}
	}
}

// harmless wants a page on which nothing typed has become an element, an
// attribute or a script.
func harmless(t *testing.T, page answer, evil string) {
	t.Helper()
	for n := range page.tree().Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "svg" || n.Data == "b" || n.Data == "i" || n.Data == "script" && attr(n, "src") == "" || n.Data == "img" && attr(n, "src") == "x" {
			t.Errorf("%q became <%s>", evil, n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || (a.Key == "href" || a.Key == "src" || a.Key == "action") && strings.HasPrefix(a.Val, "javascript") {
				t.Errorf("%q became %s=%q", evil, a.Key, a.Val)
			}
		}
	}
}

// S23
func TestOnlyColumnsAreTakenFromAForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	path := "/units/3/ledgers/活动/new"
	for _, name := range []string{"id", "unit_id", "person_id", "created_at", "day", "fields", "form_key", "c.", "c.person_id", "c.倒置", "state"} {
		values := b.get(path).filledForm()
		values.Set("c.主题", "好的")
		values.Set(name, "7")
		if a := b.post(path, values); a.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", name, a.Code)
		}
	}
	values := b.get(path).filledForm()
	values.Set("c.主题", "好的")
	values.Set("version", "99")
	for _, form := range []string{"short", strings.Repeat("x", 65), "<script>aaaaaaaaaaaaaaaaaa"} {
		values.Set("form", form)
		if a := b.post(path, values); a.Code != http.StatusBadRequest {
			t.Errorf("form %q: %d", form, a.Code)
		}
	}
	if n := len(w.records("活动")); n != 0 {
		t.Errorf("%d records are kept", n)
	}
}
