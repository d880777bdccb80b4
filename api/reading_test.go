package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/port"
)

func TestTaskPageAnswersEveryQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.as("wangjg").get(w.path("bridge meeting"))
	page.says("开一次支委会并记录", "桥梁项目部党支部", "最晚 周一 9月28日", "属于 2026年9月", "大约 60分钟", "每月28日前，遇休息日提前到前一个工作日",
		"做什么 每月召开一次支委会", "谁来做 支部书记；参加：组织委员、纪检委员", "怎么做 书记会前三天同各委员通气", "何时做 每月28日前",
		"做到什么程度 每月都开", "为什么 把要办的事先想透", "支委会会议记录 必留 为什么要：说明开过会、谁到会、定了什么",
		"九月支委会记录", "议题 学习原文；安全生产会议要求", "会议记录 5栏", "日期 必填", "为什么要：按它归入月份", "满分25分", "记录雷同每份扣2分",
		"《中国共产党支部工作条例（试行）》第十二条 A 已核对原文和条号", "在《会议记录》里登记后自动完成（类别是支委会）")
	if page.form(w.path("bridge meeting")+"/done") != nil {
		t.Error("a duty that needs a record has a tap")
	}
}

func TestTaskPageOfTheCommitteeHasNoButtons(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.as("kaohe").get(w.path("bridge plan"))
	page.says("‹ 提醒表")
	page.says("排出下月工作计划", "逾期6天")
	if page.form(w.path("bridge plan")+"/done") != nil {
		t.Error("the committee is offered a tap")
	}
}

func TestPrivateTaskIsAbsentForEverybodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	private := w.path("bridge private")
	w.as("chenjie").get(private).says("登记转报举报")
	for _, login := range []string{"wangjg", "limei", "kaohe", "zhaoq"} {
		b := w.as(login)
		got, absent := b.get(private), b.get("/tasks/987654")
		if got.Code != http.StatusNotFound || faceless(got.text()) != faceless(absent.text()) {
			t.Errorf("%s can tell that a private task exists: %d", login, got.Code)
		}
	}
}

func TestNoticesTellOnlyWhatIsNewAndMayBeKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.addTask("bridge far", engine.Task{UnitID: bridge, Period: period("2026-10"), Duty: "T01.计划", Opens: date("2026-09-24"), Due: date("2026-10-20")})
	w.update(func(tx port.Tx) error {
		_, err := tx.Notify([]engine.Notice{
			{Key: "a", UnitID: bridge, Kind: engine.NoticeOverdue, TaskID: w.tasks["bridge private"].ID, Day: date("2026-09-24"), Text: "PRIVATE"},
			{Key: "b", UnitID: bridge, Post: "支部书记", Kind: engine.NoticeOverdue, TaskID: w.tasks["bridge plan"].ID, Day: date("2026-09-24"), Text: "计划已逾期"},
			{Key: "e", UnitID: bridge, Post: "支部书记", Kind: engine.NoticeReminder, TaskID: w.tasks["bridge far"].ID, Day: date("2026-09-24"), Text: "党课快到期了"},
			{Key: "c", UnitID: 1, Kind: engine.NoticeOverdue, TaskID: w.tasks["bridge private"].ID, Day: date("2026-09-24"), Text: "PRIVATE"},
			{Key: "d", UnitID: 1, Kind: engine.NoticeOverdue, TaskID: w.tasks["tunnel plan"].ID, Day: date("2026-09-24"), Text: "隧道的计划已逾期"},
		})
		return err
	})
	b := w.as("wangjg")
	page := b.get("/")
	page.says("党课快到期了")
	page.hides("PRIVATE", "计划已逾期") // the line itself says so
	w.as("chenjie").get("/").hides("PRIVATE")
	inspector := w.as("kaohe")
	seen := inspector.get("/")
	seen.says("隧道的计划已逾期")
	seen.hides("PRIVATE")
	b.press(w.path("bridge far"), w.path("bridge far")+"/done")
	b.get("/").hides("党课快到期了")
}

func TestHandbookIsFoundAndRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("bianxiu")
	if a := b.get("/"); a.Header().Get("Location") != "/handbook" {
		t.Errorf("the editor's first page is %q", a.Header().Get("Location"))
	}
	all := b.get("/handbook")
	all.says("基层党建标准化手册（2026年版）", "共5项标准", "基层党建工作制度 2项", "党建资料台账要求及范例 3项", "Z05 支部委员会会议", "支部书记 · 25分")
	found := b.get("/handbook?q=%E7%AC%AC%E4%B8%80%E8%AE%AE%E9%A2%98+z05")
	found.says("找到1项", "支部委员会会议")
	found.hides("工作计划与总结")
	b.get("/handbook?q=%E8%AE%A1%E5%88%92").says("编码或名称里有“计划” 1项 T01 工作计划与总结")
	b.get("/handbook?q=zzz").says("没有找到含“zzz”的标准")
	b.get("/handbook/Z05").says("支部委员会会议", "规定动作", "满分25分", "每月28日前")
	b.get("/handbook/T01").says("缺计划的月数：每有一次扣1分", "九月的一份")
	b.get("/handbook/Z05/forms/%E4%BC%9A%E8%AE%AE").says("会议记录", "类别＊ 选一项", "□ 支委会 □ 党员大会 □ 党课", "一行写一个")
	b.get("/handbook/z05").says("支部委员会会议", "满分25分")
	for _, path := range []string{"/handbook/Z99", "/handbook/Z05/forms/x"} {
		if a := b.get(path); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
}

func TestHandbookBeforeAnyEditionSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.clock.set(time.Date(2025, 12, 30, 1, 0, 0, 0, time.UTC))
	a := w.as("bianxiu").get("/handbook")
	if a.Code != http.StatusNotFound {
		t.Errorf("%d", a.Code)
	}
	a.says("还没有生效的手册版次")
}

func TestRunLogAndItsButton(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("guanli")
	if a := b.get("/"); a.Header().Get("Location") != "/admin/units" {
		t.Errorf("the administrator's first page is %q", a.Header().Get("Location"))
	}
	page := b.get("/runs")
	page.says("系统管理员 退出", "下达提醒表 每天7:30 立即运行", "正在运行 2026-09-24 09:00 手动", "完成 2026-09-24 09:00 定时 用时1.5秒",
		"下达2026年10月提醒表2张、任务9件。", "没有做成", "启动时补做", "手册没有生效的版次。")
	for _, item := range page.all("a") {
		if href := attr(item, "href"); strings.HasPrefix(href, "/handbook") || href == "/sheets" {
			t.Errorf("the administrator is offered %s", href)
		}
	}
	if a := b.press("/runs", "/runs/issue"); a.Code != http.StatusSeeOther || w.runs.started != 1 {
		t.Errorf("%d, started %d", a.Code, w.runs.started)
	}
	if a := b.post("/runs/nothing", b.token()); a.Code != http.StatusNotFound {
		t.Errorf("an unknown job: %d", a.Code)
	}
}

func TestIdleSessionIsSentToSignInAndBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	w.clock.set(now.Add(31 * time.Minute))
	a := b.get("/units/3/sheets/2026-09")
	if to := a.Header().Get("Location"); to != "/sign-in?next=%2Funits%2F3%2Fsheets%2F2026-09" {
		t.Errorf("%d to %q", a.Code, to)
	}
}
