package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
)

// turn brings about what has to come before the route: a reply, something that was
// done, something overdue, a draft. It gives the address to ask then and what a
// page's form is sent with beside the usual; bodies of scripts take it from w.fill.
// Of the bridge branch alone.
func (w *world) turn(path string) (address string, typed url.Values) {
	w.t.Helper()
	unit := fmt.Sprintf("/units/%d", bridge)
	switch {
	case strings.Contains(path, "/supervisions/") && (strings.HasSuffix(path, "/close") || strings.HasSuffix(path, "/return")):
		w.replies(strings.TrimPrefix(path[:strings.LastIndex(path, "/")], "/api/v1"))
	case strings.Contains(path, unit+"/supervisions"):
		id := fmt.Sprint(w.overdue().ID)
		w.fill = append(w.fill, `"tasks":[]`, `"tasks":[`+id+`]`)
		return path, url.Values{"task": {id}, "asks": {"请办完"}, "due": {"2026-09-29"}}
	case strings.Contains(path, unit+"/quality"):
		done := w.doneByAnother()
		w.fill = append(w.fill, `"tasks":{}`, fmt.Sprintf(`"tasks":{"%d":%d}`, done.ID, done.Version))
		return path, url.Values{"task": {fmt.Sprintf("%d@%d", done.ID, done.Version)}}
	case strings.Contains(path, "/imports/"):
		shown, draft, plan := `"seen"`, "", ""
		switch {
		case strings.Contains(path, unit):
			draft, plan = w.draft()
		case strings.Contains(path, "/people/"):
			shown = `"seen people"`
			draft, plan = w.companyDraft("/workbooks/people", w.peopleBook(map[string]any{"党组织": "桥梁项目部党支部", "姓名": "新来的", "政治面貌": "群众"}))
		default:
			shown = `"seen units"`
			draft, plan = w.companyDraft("/workbooks/units", w.units(map[string]any{"单位名称": "新桥项目部党支部", "性质": "党支部", "上级单位": "第二党总支", "启用日期": "2026-08-10"}))
		}
		w.fill = append(w.fill, shown, fmt.Sprintf("%q", plan))
		return path[:strings.LastIndex(path, "/")] + draft[strings.LastIndex(draft, "/"):], url.Values{"plan": {plan}}
	}
	return path, nil
}

// replies has the secretary say what was done about a 督办单.
func (w *world) replies(paper string) {
	w.t.Helper()
	b := w.as("wangjg")
	form := b.get(paper).form(paper + "/reply")
	form.Set("text", "已经办完")
	if a := b.post(paper+"/reply", form); a.Code != http.StatusSeeOther {
		w.t.Fatalf("%d %s", a.Code, a.text())
	}
}

// august gives the branch a task of August, once.
func (w *world) august(name, duty string) string {
	w.t.Helper()
	if _, there := w.tasks[name]; !there {
		w.addTask(name, engine.Task{UnitID: bridge, Period: period("2026-08"), Duty: duty, Opens: date("2026-08-01"), Due: date("2026-08-20")})
	}
	return w.path(name)
}

// overdue is a task that no 督办单 asks for.
func (w *world) overdue() engine.Task {
	w.t.Helper()
	w.august("bridge late", "T01.计划")
	return w.task("bridge late")
}

// doneByAnother is a task that somebody below the secretary has done.
func (w *world) doneByAnother() engine.Task {
	w.t.Helper()
	page := w.august("bridge rolled", "T01.名册")
	if w.task("bridge rolled").State == engine.TaskOpen {
		w.as("limei").press(page, page+"/done")
	}
	return w.task("bridge rolled")
}

// draft has the secretary send older meetings, and gives the preview's address and
// what it showed.
func (w *world) draft() (preview, plan string) {
	w.t.Helper()
	b := w.as("wangjg")
	preview = b.upload(importPath, b.get(importPath).form(importPath), w.workbook(meeting("2026-02-03", "党课"))).Header().Get("Location")
	return preview, b.get(preview).form(preview).Get("plan")
}

// companyDraft has the administrator send a workbook of the company, and gives the
// same.
func (w *world) companyDraft(book string, file []byte) (preview, plan string) {
	w.t.Helper()
	s := w.script("guanli")
	id := s.book(book, file).wants(w.t, http.StatusCreated, "").json["id"]
	preview = fmt.Sprintf("%s/imports/%v", book, id)
	return preview, fmt.Sprint(s.get(preview).wants(w.t, http.StatusOK, "").json["plan"])
}

// What is rated together is traced one by one: the trail of a task is whole.
func TestWhatIsRatedTogetherIsTracedOneByOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.doneByAnother()
	w.as("limei").press(w.path("bridge roll"), w.path("bridge roll")+"/done")
	second := w.task("bridge roll")
	body := fmt.Sprintf(`{"quality":"pass","tasks":{"%d":%d,"%d":%d}}`, first.ID, first.Version, second.ID, second.Version)
	s := w.script("wangjg")
	for range 2 { // the second of two taps adds none
		s.send("POST", fmt.Sprintf("/units/%d/quality", bridge), body).wants(t, http.StatusNoContent, "")
	}
	of := map[string]int{}
	for _, e := range w.trail() {
		if e.Action == string(access.TaskRate) {
			of[e.Object]++
		}
	}
	if len(of) != 2 || of[fmt.Sprintf("task/%d", first.ID)] != 1 || of[fmt.Sprintf("task/%d", second.ID)] != 1 {
		t.Errorf("two tasks rated left the entries %v", of)
	}
}

// More time is asked for a task or for a 督办单, each at its own address.
func TestScriptsAskForMoreTimeOfEither(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.script("wangjg")
	more := `{"until":"2026-09-30","reason":"支委出差"}`
	task, paper := fmt.Sprintf("/tasks/%d/extension", w.tasks["bridge roll"].ID), w.supervision["bridge"].ID
	s.send("POST", task, fmt.Sprintf(`{"until":"2026-09-30","reason":"支委出差","supervision":%d}`, paper)).wants(t, http.StatusBadRequest, "shape")
	s.send("POST", fmt.Sprintf("/supervisions/%d/extension", paper), `{"until":"2026-09-30","reason":"支委出差","task":1}`).wants(t, http.StatusBadRequest, "shape")
	for range 2 {
		s.send("POST", task, more).wants(t, http.StatusNoContent, "")
		s.send("POST", fmt.Sprintf("/supervisions/%d/extension", paper), more).wants(t, http.StatusNoContent, "")
	}
	if n := w.audited(access.ExtensionAsk); n != 2 {
		t.Errorf("%d entries for two requests", n)
	}
}
