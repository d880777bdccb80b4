package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"wubiao/engine"
)

// What cannot be done comes back on the record's own page: the message stands at
// the input, what was typed stands in it, the others are as they were.
func TestFormsOfARecordsPageComeBackWithTheirMessageAtTheField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	page, e := fmt.Sprintf("/records/%d", w.record["bridge"].ID), w.photo["bridge"]
	file := fmt.Sprintf("%s/files/%d", page, e.ID)
	long := strings.Repeat("长", 201)
	for name, tc := range map[string]struct {
		path   string
		typed  map[string]string
		status int
		field  string // the id of the input
		says   string
	}{
		"no reason to take off a file": {file + "/remove", map[string]string{"reason": "  "}, 400, fmt.Sprintf("reason-%d", e.ID), "请写一句为什么撤下"},
		"too long a reason":            {file + "/remove", map[string]string{"reason": long}, 400, fmt.Sprintf("reason-%d", e.ID), "最多200个字"},
		"an old page":                  {file + "/remove", map[string]string{"reason": "传错了", "version": "77"}, 409, fmt.Sprintf("reason-%d", e.ID), ""},
		"no name":                      {file, map[string]string{"name": " "}, 400, fmt.Sprintf("name-%d", e.ID), "这一项要填"},
		"no reason to delete":          {page + "/remove", map[string]string{"reason": ""}, 400, "remove-reason", "请写一句为什么删除"},
		"deleted from an old page":     {page + "/remove", map[string]string{"reason": "和另一条重复", "version": "77"}, 409, "remove-reason", ""},
	} {
		form := b.token()
		form.Set("version", "1")
		for k, v := range tc.typed {
			form.Set(k, v)
		}
		a := b.post(tc.path, form)
		if a.Code != tc.status || a.byID("problem") == nil {
			t.Errorf("%s: %d %s", name, a.Code, a.text())
			continue
		}
		input := a.byID(tc.field)
		if input == nil {
			t.Errorf("%s: no input %s", name, tc.field)
			continue
		}
		for k, v := range tc.typed {
			if k != "version" && attr(input, "value") != strings.TrimSpace(v) && attr(input, "value") != v {
				t.Errorf("%s: %q is gone, %q stands there", name, v, attr(input, "value"))
			}
		}
		if tc.says != "" && !strings.Contains(a.Body.String(), `href="#`+tc.field+`"`) {
			t.Errorf("%s: the message at the head does not lead to the field", name)
		}
		if attr(input, "aria-invalid") != "true" {
			t.Errorf("%s: the input is not marked", name)
		}
		if said := a.byID(tc.field + "-problem"); tc.says != "" && (said == nil || attr(input, "aria-describedby") != tc.field+"-problem" || !strings.Contains(textOf(said), tc.says)) {
			t.Errorf("%s: not told at the field", name)
		}
	}
	if kept := w.fileOf(e.ID); kept.State != engine.EvidenceKept || kept.Version != 1 || b.get(page).Code != http.StatusOK {
		t.Error("something was done all the same")
	}
}
