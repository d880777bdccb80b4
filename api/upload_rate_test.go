package api_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"wubiao/api"
)

// S50: an account sends files so and so often a minute, by whichever form; then it
// is asked to wait, in seconds that a person can count, and nothing is kept. Others
// and everything else go on.
func TestFilesAreSentSoOftenAMinute(t *testing.T) {
	t.Parallel()
	const most = 7
	w := newWorld(t, func(c *api.Config) { c.UploadsPerMinute = most })
	b, other := w.as("wangjg"), w.as("zhaoq")
	page := fmt.Sprintf("/records/%d", w.record["bridge"].ID)
	form, values := b.token(), b.get(meetings+"/new").filledForm()
	values.Set("c.类别", "") // comes back
	for i := range most {
		path, sent := page+"/files", form
		if i%2 == 1 {
			path, sent = meetings+"/new", values
		}
		if a := b.send(path, sent, sending{"files", "会场.jpg", jpegBytes(fmt.Sprint("rate", i))}); a.Code == http.StatusTooManyRequests {
			t.Fatalf("the %dth of %d is refused", i+1, most)
		}
	}
	rows, contents := len(w.allFiles()), len(w.contents())
	for _, path := range []string{page + "/files", meetings + "/new", page + "/files"} {
		a := b.send(path, form, sending{"files", "会场.jpg", jpegBytes("one too many")})
		wait, err := strconv.Atoi(a.Header().Get("Retry-After"))
		if a.Code != http.StatusTooManyRequests || err != nil || wait < 1 || wait > 60/most+1 {
			t.Errorf("%s: %d, Retry-After %q", path, a.Code, a.Header().Get("Retry-After"))
		}
		a.says("请稍后再试", "每分钟最多传7次", "这一次没有收", fmt.Sprintf("请过%d秒", wait))
	}
	values.Set("c.议题", "学习原文")
	a := b.send(meetings+"/new", values, sending{"files", "会场.jpg", jpegBytes("one too many")})
	a.says("请稍后再试", "填的内容还留在这一页上", "再提交一次")
	if got := a.hidden().Get("c.议题"); a.Code != http.StatusTooManyRequests || got != "学习原文" {
		t.Errorf("%d, of what was typed is kept %q", a.Code, got)
	}
	if len(w.allFiles()) != rows || len(w.contents()) != contents {
		t.Error("something was kept all the same")
	}
	if a := b.get(page); a.Code != http.StatusOK {
		t.Errorf("reading: %d", a.Code)
	}
	if a := b.post(meetings+"/new", values); a.Code == http.StatusTooManyRequests {
		t.Error("a form without files counts as one with")
	}
	if a := other.send(fmt.Sprintf("/records/%d/files", w.record["tunnel"].ID), other.token(), sending{"files", "会场.jpg", jpegBytes("other")}); a.Code != http.StatusSeeOther {
		t.Errorf("somebody else: %d", a.Code)
	}
}

// S50: workbooks are made so and so often a minute for an account, whichever they
// are; pages go on.
func TestWorkbooksAreMadeSoOftenAMinute(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	for i := range 6 {
		path := []string{"/units/3/ledgers/会议/export", "/units/3/export"}[i%2]
		if a := b.get(path); a.Code != http.StatusOK {
			t.Fatalf("the %dth: %d %s", i+1, a.Code, a.text())
		}
	}
	a := b.get("/units/3/export")
	wait, err := strconv.Atoi(a.Header().Get("Retry-After"))
	if a.Code != http.StatusTooManyRequests || err != nil || wait < 1 || wait > 10 {
		t.Errorf("the seventh: %d, Retry-After %q", a.Code, a.Header().Get("Retry-After"))
	}
	a.says("每分钟最多导出6次", fmt.Sprintf("请过%d秒", wait))
	if a := b.get("/units/3/ledgers/会议"); a.Code != http.StatusOK {
		t.Errorf("reading: %d", a.Code)
	}
	if a := w.as("zhaoq").get("/units/4/export"); a.Code != http.StatusOK {
		t.Errorf("somebody else: %d", a.Code)
	}
}
