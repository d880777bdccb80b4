package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// TestEstimatedYearsAreNotSilent: dates that rest on no announced calendar are
// issued, and that is told.
func TestEstimatedYearsAreNotSilent(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	for through, years := range map[string][]string{"2027-06-30": {"2027年的放假安排是推算的"}, "2029-03-31": {"2027年", "2028年的放假安排还没有导入", "2029年"}} {
		o := here("issue", "--through", through, "--dir", dir, "--dry-run", "--json").want(t, exitDone)
		o.says(t, years...)
		warnings, _ := o.object(t)["warnings"].([]any)
		told := strings.Join(stringsOf(warnings), "\n")
		for _, y := range years {
			if !strings.Contains(told, y) {
				t.Errorf("through %s, --json does not warn of %s:\n%s", through, y, told)
			}
		}
	}
	here("issue", "--through", "2027-06-30", "--dir", dir).want(t, exitDone).says(t, "提醒：2027年")
	here("issue", "--through", "2027-06-30", "--dir", dir).want(t, exitDone).says(t, "提醒：2027年")
}

func TestIssueListsPeriodsShortly(t *testing.T) {
	t.Parallel()
	keys := []string{"2026", "2026H1", "2026Q1", "2026-01", "2026-02", "2026Q2", "2026-03", "2026-01-04", "2026-01-05", "2026-01-06"}
	want := "年 1 个（2026），半年 1 个（2026H1），季 2 个（2026Q1 至 2026Q2），月 3 个（2026-01 至 2026-03），日 3 个（2026-01-04 至 2026-01-06）"
	if got := periodList(keys); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// S01: no account after install
func TestNewDatabaseSaysSoAndHasNobody(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	if o := here("migrate", "--dir", dir).want(t, exitDone); !strings.Contains(o.out, "已建立") {
		t.Errorf("first: %s", o.out)
	}
	if o := here("migrate", "--dir", dir).want(t, exitDone); !strings.Contains(o.out, "已是最新") {
		t.Errorf("again: %s", o.out)
	}
	o := here("issue", "--through", "2026-12-31", "--dir", dir, "--json").want(t, exitDone)
	o.says(t, "还没有已启用的党支部")
	if w, _ := o.object(t)["warnings"].([]any); len(w) != 1 {
		t.Errorf("--json: %s", o.out)
	}
}

// TestWrongFactsHaveTheirPlace: also what is only seen when the facts meet the
// edition.
func TestWrongFactsHaveTheirPlace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		table, facts string
		says         []string
	}{
		"unknown names": {"agency-2022",
			"period: 2022-02\nunit: {没有属性: 1}\nrecords:\n  没有台账: [{a: 1}]\njudged:\n  党1.a: 0\n  党9.a: 1\nimports: {没有引入: 1}\nparameters: {没有参数: 1}\n",
			[]string{"facts.yaml:2:8: 没有属性「没有属性」", "facts.yaml:4:3: 手册里没有台账「没有台账」", "facts.yaml:7:3: 没有编号为「党9.a」",
				"facts.yaml:8:11: 没有规则引入", "facts.yaml:9:14: 没有参数"}},
		"wrong types": {"agency-2022",
			"period: 2022-02\nrecords:\n  平台上传:\n    - {所属月: 2022-02-01}\n    - {上传日: 2022-02-27, 所属月: 甲}\njudged: {党1.a: 甲}\n",
			[]string{"facts.yaml:5:25: 台账「平台上传」第2条", "facts.yaml:6:10: 党1.a"}},
		"several fields of one record": {"../editions/2026",
			"period: 2026Q2\nrecords:\n  自查:\n    - {所属季度: 2026Q1, 应报日期: 甲, 报送日期: 2026-04-31, 自查得分: 90, 自查得分率: 高}\n",
			[]string{"facts.yaml:4:22: 台账「自查」第1条：「应报日期」应填日期", "facts.yaml:4:31: 台账「自查」第1条：「报送日期」应填日期",
				"facts.yaml:4:49: 台账「自查」第1条：没有「自查得分」这一列，是不是想写「自查得分率」", "facts.yaml:4:59: 台账「自查」第1条：「自查得分率」应填数字"}},
		"attributes": {"branch-percent", "period: 2026\nunit:\n  正式党员: 甲\n  有支委会: 3\n",
			[]string{"facts.yaml:3:3: 属性「正式党员」应填数字", "facts.yaml:4:3: 属性「有支委会」"}},
		"a period":  {"agency-2022", "unit: {}\nperiod: 2022Q7\n", []string{"facts.yaml:2:1: 期间「2022Q7」"}},
		"an import": {"agency-2022", "period: 2022-02\nimports:\n  上级平台扣分值: 甲\n", []string{"facts.yaml:3:3: 引入的"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			here("score", "--handbook", table(c.table), "--facts", write(t, "facts.yaml", c.facts)).want(t, exitProblems).says(t, c.says...)
		})
	}
}

func TestTwoPeriodsAreRefused(t *testing.T) {
	t.Parallel()
	facts := write(t, "facts.yaml", "unit: {}\nperiod: 2022-02\n")
	line := []string{"score", "--handbook", table("agency-2022"), "--facts", facts, "--json", "--period"}
	here(append(line, "2022")...).want(t, exitProblems).says(t, "facts.yaml:2:1: ", "2022-02", "--period 写的是 2022")
	if sheet := here(append(line, "2022-02")...).want(t, exitDone).object(t); sheet["period"] != "2022-02" {
		t.Errorf("period %v", sheet["period"])
	}
}

func TestScoreIsHeadedInWords(t *testing.T) {
	t.Parallel()
	facts := write(t, "facts.yaml", "period: 2026Q3\nunit: {新书: 1, 规模: 小, 停办月数: 0, 基数: 1000}\n")
	line := []string{"score", "--handbook", table("grammar"), "--facts", facts}
	o := here(line...).want(t, exitDone)
	if !strings.HasPrefix(o.out, "手册 ") || !strings.Contains(strings.SplitN(o.out, "\n", 2)[0], "，2026年第3季度") {
		t.Errorf("header: %s", o.out)
	}
	if !strings.Contains(o.out, "G1") || !strings.Contains(o.out, "：待给分") || strings.Contains(o.out, "：适用") {
		t.Errorf("what waits for marks: %s", o.out)
	}
	item := itemOf(t, here(append(line, "--json")...).want(t, exitDone).object(t), "G1")
	if item["status"] != "applies" || item["points"] != nil {
		t.Errorf("G1 in --json: %v", item)
	}
}

func TestShowTellsEverything(t *testing.T) {
	t.Parallel()
	o := here("handbook", "show", "Z05").want(t, exitDone)
	for _, w := range []string{"规定", "满分25分", "适用：正式党员不少于7", "约60分钟", "佐证 支委会会议记录（必备）：", "范例 ", "台账 党支部会议与活动记录", "（日期，必填）",
		"来源：中国共产党支部工作条例（试行） 第十二条"} {
		if !strings.Contains(o.out, w) {
			t.Errorf("%q is not shown:\n%s", w, o.out)
		}
	}
	list := here("handbook", "list").want(t, exitDone).out
	first, second, third := strings.Index(list, "Z01 "), strings.Index(list, "H01 "), strings.Index(list, "T01 ")
	if first < 0 || second < first || third < second {
		t.Errorf("the list is not in the order of the book:\n%s", list)
	}
	if r := here("handbook", "check", "--json").want(t, exitDone).object(t); r["standards"] != json.Number("52") {
		t.Errorf("check: %v", r)
	}
}
