package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// A draft that cannot be kept, and one that cannot go out, come back with what was
// typed and the sentence at its field.
func TestAnOrdersFormComesBackWithWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("kaohe")
	form := b.get("/orders/new").form("/orders/new")
	for name, text := range map[string]string{"what": "查宿舍用电", "why": "入冬火险高", "steps": "逐间看", "minutes": "半小时", "due": "2026-09-29", "target": "3",
		"q.0.label": "查了几间", "q.0.kind": "选项", "q.1.label": "开了几次会", "q.1.held": "信访：条数"} {
		form.Set(name, text)
	}
	a := b.post("/orders/new", form)
	if a.Code != http.StatusBadRequest {
		t.Fatalf("%d", a.Code)
	}
	if body := a.Body.String(); !strings.Contains(body, `value="3" checked`) || !strings.Contains(body, `value="查了几间"`) {
		t.Error("what was ticked and asked was lost")
	}
	a.says("还没有保存", "请写整数，单位是分钟")
	form.Set("minutes", "30")
	a = b.post("/orders/new", form)
	body := a.Body.String()
	a.says("请写任务名称", "请写至少两个选项", "没有这样的台账内容")
	for _, typed := range []string{"查宿舍用电", "入冬火险高", "逐间看", `value="30"`, `value="2026-09-29"`, `value="查了几间"`, `value="信访：条数"`} {
		if !strings.Contains(body, typed) {
			t.Errorf("%s was lost", typed)
		}
	}
	form.Set("title", "用电检查")
	form.Set("q.0.choices", "都查了、没查全")
	form.Set("q.1.held", "会议：条数")
	a = b.post("/orders/new", form)
	to := a.Header().Get("Location")
	if a.Code != http.StatusSeeOther || b.post("/orders/new", form).Header().Get("Location") != to {
		t.Fatalf("the same form sent twice: %d, %s", a.Code, to)
	}
	page := b.get(to)
	page.says("请写做到什么程度")
	issue := b.token()
	issue.Set("version", "1")
	a = b.post(to+"/issue", issue) // the page does not offer it
	a.says("还没有下达", "请写做到什么程度：怎样才算办好了")
	if a.Code != http.StatusBadRequest || a.form(to+"/edit") == nil {
		t.Errorf("it came back as %d without its form", a.Code)
	}
}

// An answer that is none comes back on the task's page; the right one is taken
// once, and a later form does not overwrite it.
func TestAnAnswerComesBackOnTheTasksPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	path := w.path("bridge order read")
	page := b.get(path)
	page.says("党委工作部交办", "用电检查", "1项已按台账填好", "查宿舍用电", "入冬火险高", "每间都看过")
	form := page.form(path + "/answer#answer")
	if form.Get("c.1") != "0" { // no meeting is on record in that quarter
		t.Errorf("filled in as %q", form.Get("c.1"))
	}
	form.Set("c.1", "十二间")
	a := b.post(path+"/answer", form)
	a.says("还没有上报", "应填数字")
	if a.Code != http.StatusBadRequest || a.form(path+"/answer#answer").Get("c.1") != "十二间" {
		t.Errorf("%d, came back with %q", a.Code, a.form(path+"/answer#answer").Get("c.1"))
	}
	form.Set("c.1", "12")
	for range 2 {
		if a := b.post(path+"/answer", form); a.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", a.Code, a.text())
		}
	}
	b.get(path).says("已完成", "已上报，要改点这里")
	form.Set("c.1", "13")
	if a := b.post(path+"/answer", form); a.Code != http.StatusConflict {
		t.Errorf("an older form overwrote: %d", a.Code)
	}
	if n := w.audited("order.answer"); n != 1 {
		t.Errorf("%d entries", n)
	}
	fresh := b.get(path).form(path + "/answer#answer")
	fresh.Set("c.1", "15")
	if a := b.post(path+"/answer", fresh); a.Code != http.StatusSeeOther {
		t.Fatalf("a correction: %d %s", a.Code, a.text())
	}
	was := []string{"改过1次", "王建国，9月24日（周四）原来报的： 看了几间： 12"}
	b.get(path).says(was...)
	w.as("kaohe").get(fmt.Sprintf("/orders/%d", w.orders["bridge read"].ID)).says(append(was, "桥梁项目部党支部", "9月24日完成", "12", "15", "台账：0", "已办1／1")...)
}
