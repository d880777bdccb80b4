package main

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// table is a scoring table of the handbook's testdata.
func table(name string) string {
	return filepath.Join("..", "..", "handbook", "testdata", name)
}

// handWorked are facts scored by hand, with what must come out.
var handWorked = []struct {
	table, facts           string
	items                  map[string]string // code → points
	points, rate, official string
	band                   string
	provisional            bool
	maximum                string
}{
	{
		// 党1 2×0.1 + 0.5, 党2 0.1 + 0.1, 党4 0.3×10, 党5 the heavier of one case, 基1 4 − 0.2 − 0.5.
		table: "agency-2022",
		facts: `
period: 2022-02
records:
  平台上传: [{所属月: 2022-02-01, 上传日: 2022-02-27}]
  党纪处分:
    - {案件: 甲, 部门: 一处, 种类: 轻处分, 处分日期: 2022-02-08}
    - {案件: 甲, 部门: 一处, 种类: 重处分, 处分日期: 2022-02-18}
imports: {上级平台扣分值: 0.3}
judged: {党1.a: 2, 党1.b: 1, 党2.b: 1, 党2.c: 0, 党3.a: 0, 党3.b: 0, 基1.a: [未按要求推进, 督查通报]}
`,
		items:  map[string]string{"党1": "-0.7", "党2": "-0.2", "党3": "0", "党4": "-3", "党5": "-5", "基1": "3.3"},
		points: "-5.6", official: "-9.6", maximum: "4",
	},
	{
		// 2.5 deducted of 2; 支委会 not applicable questions answered; 16 − 2 − 1 − 0.5 = 12.5.
		table: "branch-percent",
		facts: `
period: 2026
unit: {正式党员: 9, 有支委会: false, 有书记: false}
judged: {班子健全-1.c: 是, 班子健全-2.a: 是, 书记-1.a: 一般, 书记-2.a: 好, 团结-1.a: 明确,
         团结-2.a: 否, 团结-2.b: 否, 团结-3.a: 好, 团结-4.a: 否}
`,
		items: map[string]string{"班子健全-1": "0", "班子健全-2": "1", "书记-1": "1.5", "书记-2": "2", "团结-1": "2",
			"团结-2": "2", "团结-3": "2", "团结-4": "2"},
		points: "12.5", official: "12.5", maximum: "16", rate: "78.1",
	},
	{
		// 卫生 12 − 3.5 − 3.25, 读书 4 − 1 + 4 − 1 − 1 − 0.6, G1 8.5; bonus 1 + 0.6; 19.75 rounds up; 19.75 of 30.
		table: "grammar",
		facts: `
period: 2026Q3
unit: {新书: 1, 规模: 小, 停办月数: 0, 基数: 1000}
parameters: {迟还扣分: 0.2}
imports: {馆藏抽查: 中}
records:
  器具: [{单号: 1, 损坏: true, 重复: true, 隐瞒: true, 发现日: 2026-07-08}]
  读书会: [{日期: 2026-07-03}, {日期: 2026-07-10}, {日期: 2026-08-07}, {日期: 2026-08-14}, {日期: 2026-09-04}, {日期: 2026-09-11}]
  还书: [{到期日: 2026-06-30, 归还日: 2026-08-15}]
  荐书: [{日期: 2026-08-03, 书名: 一, 合荐人数: 1}]
judged: {火情: 否, W1.a: [{值: 1.5, 次数: 2}, {值: 0.5}], D1.a: 是, D1.b: 是, D1.c: 1,
         D2.b: [{已还: 87, 借出: 100}], D2.g: 3, G1: {甲组: 5.5, 乙组: 3}}
`,
		items:  map[string]string{"W1": "-6.75", "W2": "0", "G1": "8.5", "D1": "3", "D2": "1.4"},
		points: "18.15", official: "19.8", maximum: "30", rate: "65.8", band: "乙",
	},
}

func TestTablesScoreAsWorkedByHand(t *testing.T) {
	t.Parallel()
	for _, c := range handWorked {
		t.Run(c.table, func(t *testing.T) {
			t.Parallel()
			args := []string{"score", "--handbook", table(c.table), "--facts", write(t, "facts.yaml", c.facts), "--json"}
			o := here(args...).want(t, exitDone)
			if o.err != "" {
				t.Errorf("stderr: %s", o.err)
			}
			sheet := o.object(t)
			for code, points := range c.items {
				item := itemOf(t, sheet, code)
				if got := text(item["points"]); got != points {
					t.Errorf("%s scores %s, want %s: %v", code, got, points, item["findings"])
				}
			}
			totals := sheet["totals"].(map[string]any)
			want := map[string]string{"points": c.points, "score": c.official, "max": c.maximum, "band": c.band}
			if c.rate != "" { // a table of deductions has none worth the name
				want["rate"] = c.rate
			}
			for key, figure := range want {
				if got := text(totals[key]); got != figure {
					t.Errorf("%s is %s, want %s", key, got, figure)
				}
			}
			if totals["provisional"] != c.provisional {
				t.Errorf("provisional is %v: %v", totals["provisional"], totals["missing"])
			}
			if again := here(args...); again.out != o.out {
				t.Error("the same facts print other bytes")
			}
			plain := here(args[:len(args)-1]...).want(t, exitDone)
			if !strings.Contains(plain.out, "得分 "+c.official) {
				t.Errorf("without --json: %s", plain.out)
			}
		})
	}
}

// text is a JSON number or string as it is written; null is "null".
func text(v any) string {
	switch v := v.(type) {
	case json.Number:
		return v.String()
	case string:
		return v
	}
	return "null"
}

func itemOf(t *testing.T, sheet map[string]any, code string) map[string]any {
	t.Helper()
	for _, it := range sheet["standards"].([]any) {
		if item := it.(map[string]any); item["code"] == code {
			return item
		}
	}
	t.Fatalf("no standard %s", code)
	return nil
}

func TestScoreObjectHasItsKeys(t *testing.T) {
	t.Parallel()
	facts := write(t, "facts.json", `{"period": "2022-02", "imports": {"上级平台扣分值": 0.3}}`)
	sheet := process(t, "score", "--handbook", table("agency-2022"), "--facts", facts, "--json").want(t, exitDone).object(t)
	item := itemOf(t, sheet, "党4")
	if v, ok := item["max"]; !ok || v != nil {
		t.Errorf("an item without a maximum says %v", v)
	}
	finding := item["findings"].([]any)[0].(map[string]any)
	for _, key := range []string{"rule", "outcome", "deducted", "need", "have", "records", "reason"} {
		if _, ok := finding[key]; !ok {
			t.Errorf("a finding has no %s: %v", key, finding)
		}
	}
	if finding["deducted"] != json.Number("3") || finding["outcome"] != "deducted" || !chinese(finding["reason"].(string)) {
		t.Errorf("finding %v", finding)
	}
	if _, list := finding["records"].([]any); !list {
		t.Errorf("records is no list: %v", finding["records"])
	}
	totals := sheet["totals"].(map[string]any)
	for _, key := range []string{"points", "max", "rate", "bonus", "band", "vetoes", "provisional"} {
		if _, ok := totals[key]; !ok {
			t.Errorf("the totals have no %s: %v", key, totals)
		}
	}
	if totals["provisional"] != true {
		t.Error("questions nobody answered leave the total final")
	}
}

func TestPeriodOfTheCommandLineFillsIn(t *testing.T) {
	t.Parallel()
	facts := write(t, "facts.yaml", "unit: {}\n")
	sheet := here("score", "--handbook", table("agency-2022"), "--facts", facts, "--period", "2022", "--json").want(t, exitDone).object(t)
	if sheet["period"] != "2022" {
		t.Errorf("period %v", sheet["period"])
	}
	o := here("score", "--handbook", table("agency-2022"), "--facts", facts, "--period", "2022Q1", "--json").want(t, exitProblems)
	o.says(t, "不按「2022Q1」")
}

// TestEveryWrongFactIsTold: all at once, in Chinese, with the place where the
// reader of the file knows it and the file's name where it does not.
func TestEveryWrongFactIsTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, table, facts string
		says               []string
	}{
		{"unknown keys and wrong types", "agency-2022", "perod: 2022-02\nunit: [1]\nrecords: {平台上传: 3}\n",
			[]string{"facts.yaml:1:1: 不认识的键「perod」", "facts.yaml:2:7: unit", "facts.yaml:3:17: "}},
		{"broken YAML", "agency-2022", "period: 2022-02\nunit: {甲: 1\n", []string{"facts.yaml:2:", "YAML 写法不对"}},
		{"empty file", "agency-2022", "", []string{"facts.yaml:1:1: 文件是空的"}},
		{"a key twice", "agency-2022", "period: 2022-02\nperiod: 2022-03\n", []string{"facts.yaml:2:1: "}},
		{"unknown names of every sort", "agency-2022",
			"period: 2022-02\nunit: {没有属性: 1}\nrecords: {没有台账: [{a: 1}]}\njudged: {党9.a: 1}\nimports: {没有引入: 1}\nparameters: {没有参数: 1}\n",
			[]string{"没有台账「没有台账」", "没有编号为「党9.a」的规则", "没有规则引入「没有引入」", "没有属性「没有属性」", "没有参数「没有参数」"}},
		{"attributes of the wrong type", "branch-percent", "period: 2026\nunit: {正式党员: 甲, 有支委会: 3}\n",
			[]string{"属性「正式党员」应填数字", "属性「有支委会」应填是或否"}},
		{"records of the wrong type", "agency-2022",
			"period: 2022-02\nrecords:\n  平台上传: [{所属月: 5}, {所属月: 2022-02-01}, {所属月: 甲}]\n  党纪处分: [{处分日期: 3}]\njudged: {党1.a: 甲}\n",
			[]string{"「平台上传」第1条", "「平台上传」第3条", "「党纪处分」第1条", "党1.a"}},
		{"a period that is none", "agency-2022", "period: 2022Q7\n", []string{"2022Q7"}},
		{"an import that is no number", "agency-2022", "period: 2022-02\nimports: {上级平台扣分值: 甲}\n", []string{"「上级平台扣分值」应是数字"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			args := []string{"score", "--handbook", table(c.table), "--facts", write(t, "facts.yaml", c.facts)}
			o := here(args...).want(t, exitProblems)
			o.says(t, append(c.says, "facts.yaml")...)
			if o.out != "" {
				t.Errorf("stdout without a result: %s", o.out)
			}
			for line := range strings.Lines(o.err) {
				if !strings.Contains(line, "facts.yaml:") || !chinese(line) {
					t.Errorf("a problem without its place: %s", line)
				}
			}
			first := here(append(args, "--json")...).want(t, exitProblems)
			told := first.object(t)["problems"].([]any)
			lines := strings.Split(strings.TrimRight(o.err, "\n"), "\n")
			if !slices.Equal(lines, stringsOf(told)) {
				t.Errorf("--json tells %v", told)
			}
			if again := here(append(args, "--json")...); !reflect.DeepEqual(again, first) {
				t.Error("the same mistake prints other bytes")
			}
		})
	}
}

func stringsOf(list []any) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i], _ = v.(string)
	}
	return out
}
