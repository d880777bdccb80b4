package api_test

import (
	"net/http"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/port"
)

func TestMonthSheetHasEightColumnsAndWhatLongerSheetsBring(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.as("kaohe").get("/units/3/sheets/2026-09")
	page.says("月提〔2026-09〕第3号", "2026年9月提醒表", "单位：桥梁项目部党支部", "共8项",
		"序号 标准编码 做什么 谁来做 何时做 做到什么程度 依据 完成情况",
		"排出下月工作计划 支部书记 王建国 9月18日 周五 计划写明事项、责任人和日期。 《中国共产党支部工作条例（试行）》第十二条 逾期6天",
		"季度工作小结 季", "公布工会经费 季 工会主席 王建国", "节前廉洁提醒（中秋） 年", "节前廉洁提醒（国庆） 年", "9月25日—9月30日 预计", "手册版次：2026")
	page.hides("登记转报举报", "T16", "隧道")
	for _, row := range page.all("tr") {
		cells := 0
		for c := range row.ChildNodes() {
			if c.Data == "td" || c.Data == "th" {
				cells++
			}
		}
		if cells != 8 {
			t.Errorf("a row has %d columns", cells)
		}
	}
}

func TestSheetIsTheSamePaperForEveryReader(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := tableOf(w.as("kaohe").get("/units/3/sheets/2026-09"))
	for _, login := range []string{"wangjg", "limei", "chenjie"} {
		if got := tableOf(w.as(login).get("/units/3/sheets/2026-09")); got != want {
			t.Errorf("%s reads another sheet:\n%s\n%s", login, got, want)
		}
	}
}

func tableOf(a answer) string {
	_, table, _ := strings.Cut(a.text(), "序号")
	return table
}

func TestQuarterSheetListsItsOwnOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.as("wangjg").get("/units/3/sheets/2026Q3")
	page.says("季提〔2026Q3〕第3号", "2026年第3季度提醒表", "共2项", "季度工作小结")
	page.hides("排出下月工作计划")
	w.as("wangjg").get("/units/3/sheets/2026H2").says("半年提〔2026H2〕第3号", "这一期没有要做的事")
	w.as("wangjg").get("/units/3/sheets/2026").says("年提〔2026〕第3号", "共2项", "节前廉洁提醒（国庆）")
}

func TestSheetSaysHowLinesStand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	b.press("/", w.path("bridge plan")+"/done")
	w.update(func(tx port.Tx) error {
		_, err := tx.Retire([]engine.TaskID{w.tasks["bridge roll"].ID}, "支部已改为联合支部")
		return err
	})
	page := b.get("/units/3/sheets/2026-09")
	page.says("9月24日完成", "不再要求：支部已改为联合支部", "已完成1项", "待办6项")
	b.get(w.path("bridge roll")).says("不再要求：支部已改为联合支部")
}

func TestSheetsThatWereNotIssuedAreAbsent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	for _, path := range []string{"/units/3/sheets/2026-10", "/units/3/sheets/2026-13", "/units/3/sheets/x", "/units/3/sheets/2025-12-31", "/units/x/sheets"} {
		if a := b.get(path); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
	b.get("/units/3/sheets/2026-10").says("2026年10月提醒表还没有下达，将在9月30日下达")
	b.get("/units/3/sheets/2026-10-26").says("日提醒表最多看到31天以后")
}

func TestListOfSheetsLeadsThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	if a := b.get("/sheets"); a.Header().Get("Location") != "/units/3/sheets" {
		t.Errorf("a branch with one unit is asked which: %d", a.Code)
	}
	page := b.get("/units/3/sheets")
	page.says("今天的日提醒表", "月提醒表 2026年9月 本期 月提〔2026-09〕第3号", "季提醒表", "半年提醒表", "年提醒表")
	inspector := w.as("kaohe")
	inspector.get("/sheets").says("桥梁项目部党支部", "隧道项目部党支部")
	found := inspector.get("/sheets?q=%E9%9A%A7%E9%81%93")
	found.says("隧道项目部党支部")
	found.hides("桥梁项目部党支部")
	inspector.get("/sheets?q=zzz").says("没有名称里含“zzz”的单位")
}

func TestDaySheetHasThreeBands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.as("wangjg").get("/units/3/sheets/2026-09-24")
	page.says("日提醒表", "2026年9月24日 周四", "日常规定动作", "看上级通知和交办，当天分派", "（ T12 ）",
		"今天 排出下月工作计划 已逾期6天", "核对党员名册 今天到期", "季度工作小结 今天到期", "答复职工诉求 还剩3天",
		"日子 中秋前的提醒日：节前廉洁提醒（H08） 防汛期：6月1日—9月30日")
	page.hides("登记转报举报", "开一次支委会并记录", "<form class=\"tap\"", "checkbox")
	for n := range page.tree().Descendants() {
		if n.Data == "button" && attr(n, "class") == "do" {
			t.Error("the day sheet has a tick")
		}
	}
}

func TestDaySheetFollowsTheUnitsOwnRestDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	saturday := "2026-09-19"
	w.as("wangjg").get("/units/3/sheets/"+saturday).says("本单位休息日", "今天休息，没有日常规定动作")
	site := w.as("zhaoq").get("/units/4/sheets/" + saturday)
	site.says("看上级通知和交办，当天分派")
	site.hides("本单位休息日")
}

func TestDaySheetNamesPeoplesDates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.update(func(tx port.Tx) error {
		return tx.Insert(&engine.Record{UnitID: bridge, Ledger: "会议", Day: date("2026-09-25"), Fields: map[string]any{"日期": "2026-09-25", "类别": "支委会", "议题": "研究三季度收尾"}})
	})
	w.as("wangjg").get("/units/3/sheets/2026-09-24").says("明天有会（会议记录），议题：研究三季度收尾")
	w.as("wangjg").get("/units/3/sheets/2026-09-23").hides("研究三季度收尾")
}
