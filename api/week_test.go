package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/admin"
)

func TestWeekMergesPostsAndSaysWhatIsDue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.as("wangjg").get("/")
	page.says("本周 9月21日—9月27日", "今天周四 9月24日", "桥梁项目部党支部", "王建国",
		"逾期 1件", "排出下月工作计划", "逾期6天", "周五 9月18日", "支部书记 王建国", "约20分钟",
		"今天 · 周四 9月24日", "季度工作小结", "节前廉洁提醒（中秋）", "周日 9月27日", "答复职工诉求",
		"接下来两周 3件", "开一次支委会并记录", "在《会议记录》里登记后自动完成（类别是支委会）", "公布工会经费", "工会主席 王建国",
		"本单位其他岗位的事 1件", "核对党员名册", "组织委员 李梅", "2026年9月提醒表已下达")
	page.hides("隧道", "登记转报举报", "T16")
	if page.form(w.path("bridge meeting")+"/done") != nil {
		t.Error("a duty fulfilled by a record has a tap")
	}
	for _, task := range []string{"bridge plan", "bridge quarter", "bridge roll", "bridge union"} {
		if page.form(w.path(task)+"/done") == nil {
			t.Errorf("%s has no tap", task)
		}
	}
}

func TestWeekOfAnotherPostHasItsOwnLinesOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.as("limei").get("/")
	page.says("核对党员名册", "今天 · 周四 9月24日")
	page.hides("季度工作小结", "本单位其他岗位的事", "提醒表已下达", "登记转报举报")
	w.as("chenjie").get("/").says("登记转报举报")
}

func TestWeekMarksEstimatedDatesAndSaysWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.as("wangjg").get("/")
	page.says("标“预计”的日期，是在放假通知公布之前推算的", "预计")
	if page := w.as("limei").get("/"); strings.Contains(page.text(), "预计") {
		t.Error("a page without estimated dates warns of them")
	}
}

func TestWeekWithoutWorkIsKind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.as("none").get("/").says("您现在没有担任支部职务")
	root := engine.UnitID(1)
	w.update(func(tx port.Tx) error {
		return tx.Insert(&engine.Unit{ID: 5, ParentID: &root, Path: "/1/5/", Name: "新建支部", Kind: engine.Branch, Start: date("2026-09-01")})
	})
	_, err := w.admin.AddUser(t.Context(), access.System(), admin.AddUserRequest{Login: "new", Password: password,
		Role: engine.RoleBranch, Name: "新书记", UnitID: 5, Posts: []string{"支部书记"}})
	if err != nil {
		t.Fatal(err)
	}
	w.as("new").get("/").says("本周没有到期的事", "接下来两周目前也没有", "10月的提醒表9月30日下达，之后这里会列出10月的事")
}

func TestWeekShowsFiveAndFoldsTheRest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 20 {
		w.addTask(fmt.Sprint("more ", i), engine.Task{UnitID: bridge, Period: period("2026-09"), Duty: "T01.计划",
			Subject: fmt.Sprintf("第%d份", i), Opens: date("2026-09-01"), Due: date("2026-09-25")})
	}
	page := w.as("wangjg").get("/")
	page.says("本周 23件", "还有19件")
	open := 0
	for _, li := range page.all("li") {
		folded := false
		for p := li.Parent; p != nil; p = p.Parent {
			folded = folded || p.Data == "details"
		}
		if !folded && strings.HasPrefix(attr(li, "class"), "row") {
			open++
		}
	}
	if open != 5 {
		t.Errorf("%d lines stand open, want 5", open)
	}
}

func TestTapHasOneEffectAndCanBeTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	done := w.path("bridge plan") + "/done"
	form := b.get("/").form(done)
	for i := range 2 { // the thumb trembles
		a := b.post(done, form)
		if a.Code != http.StatusSeeOther {
			t.Fatalf("tap %d: %d %s", i+1, a.Code, a.text())
		}
		b.get(a.Header().Get("Location")).says("已完成：排出下月工作计划", "本周已完成 1件")
	}
	got := w.task("bridge plan")
	if got.State != engine.TaskDone || got.DoneOn != date("2026-09-24") || got.DoneBy == 0 || got.Version != 2 {
		t.Errorf("after two taps: %+v", got)
	}
	if n := w.audited("task.done"); n != 1 {
		t.Errorf("%d audit entries for one effect", n)
	}
	undo := w.path("bridge plan") + "/undo"
	if a := b.press("/", undo); a.Code != http.StatusSeeOther {
		t.Fatalf("undo: %d %s", a.Code, a.text())
	}
	if got := w.task("bridge plan"); got.State != engine.TaskOpen || !got.DoneOn.IsZero() || got.DoneBy != 0 {
		t.Errorf("after undo: %+v", got)
	}
	if a := b.post(done, form); a.Code != http.StatusConflict {
		t.Errorf("a tap from a stale page: %d, want a conflict", a.Code)
	}
}

func TestTapRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("limei")
	form := b.get("/").form(w.path("bridge roll") + "/done")
	for name, c := range map[string]struct {
		path   string
		status int
	}{
		"another post's task": {w.path("bridge plan") + "/done", http.StatusForbidden},
		"a private task":      {w.path("bridge private") + "/done", http.StatusNotFound},
		"a foreign task":      {w.path("tunnel roll") + "/done", http.StatusNotFound},
		"no task":             {"/tasks/999999/done", http.StatusNotFound},
		"no number":           {"/tasks/x/done", http.StatusNotFound},
	} {
		if a := b.post(c.path, form); a.Code != c.status {
			t.Errorf("%s: %d, want %d", name, a.Code, c.status)
		}
	}
	secretary := w.as("wangjg")
	form = secretary.get("/").form(w.path("bridge plan") + "/done")
	a := secretary.post(w.path("bridge meeting")+"/done", form)
	if a.Code != http.StatusUnprocessableEntity {
		t.Errorf("a duty that needs a record: %d", a.Code)
	}
	a.says("在《会议记录》里登记后自动完成")
	form.Set("version", "x")
	if a := secretary.post(w.path("bridge plan")+"/done", form); a.Code != http.StatusBadRequest {
		t.Errorf("a broken version: %d", a.Code)
	}
}

func TestNoticeIsPutAwayByItsPostOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := fmt.Sprintf("/notices/%d/read", w.notice["bridge"].ID)
	colleague := w.as("limei")
	form := colleague.get("/").form("/sign-out")
	if a := colleague.post(path, form); a.Code != http.StatusNotFound {
		t.Errorf("another post: %d", a.Code)
	}
	b := w.as("wangjg")
	for range 2 {
		form := b.get("/").form(path)
		if form == nil {
			form = b.get("/").form("/sign-out")
		}
		if a := b.post(path, form); a.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", a.Code, a.text())
		}
	}
	b.get("/").hides("提醒表已下达")
	if n := w.audited("notice.read"); n != 1 {
		t.Errorf("%d audit entries for one effect", n)
	}
}
