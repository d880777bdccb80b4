package handbook

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"wubiao/engine/calendar"
)

func TestFactsReadTheSameFromYAMLAndJSON(t *testing.T) {
	t.Parallel()
	fromYAML, ps := ReadFacts("facts.yaml", []byte(`
unit: {正式党员: 9, 类型: 单独}
period: 2026Q4
records: {会议: [{日期: 2026-10-08, 实到: 7, 编号: 007, 备注: }]}
judged: {Z05.c: 0, Z05.f: 好, Z05.g: [{值: 1.50, 次数: 2}]}
imports: {上级平台扣分值: 0.30}
parameters: {党课每年次数: 3}
objects: {党小组: [一组, 二组]}
`))
	if len(ps) > 0 {
		t.Fatal(listed(ps))
	}
	fromJSON, ps := ReadFacts("facts.json", []byte(`{
  "unit": {"正式党员": 9, "类型": "单独"}, "period": "2026Q4",
  "records": {"会议": [{"日期": "2026-10-08", "实到": 7, "编号": "007", "备注": null}]},
  "judged": {"Z05.c": 0, "Z05.f": "好", "Z05.g": [{"值": 1.50, "次数": 2}]},
  "imports": {"上级平台扣分值": 0.30}, "parameters": {"党课每年次数": 3}, "objects": {"党小组": ["一组", "二组"]}
}`))
	if len(ps) > 0 {
		t.Fatal(listed(ps))
	}
	row := map[string]any{"日期": "2026-10-08", "实到": json.Number("7"), "编号": "007", "备注": nil}
	if !reflect.DeepEqual(fromYAML.Records["会议"][0], row) {
		t.Errorf("row: %#v", fromYAML.Records["会议"][0])
	}
	if fromYAML.Imports["上级平台扣分值"] != json.Number("0.30") {
		t.Errorf("a number was not kept as written: %v", fromYAML.Imports)
	}
	if at := fromYAML.Place("records", "会议", "0", "实到").String(); at != "facts.yaml:4:33" {
		t.Errorf("a column stands at %s", at)
	}
	if at := fromJSON.Place("judged", "Z05.f").String(); at != "facts.json:4:26" {
		t.Errorf("an answer stands at %s", at)
	}
	if at := fromYAML.Place("records", "会议", "7", "实到").String(); at != "facts.yaml:4:11" {
		t.Errorf("a record that is not there stands at %s", at)
	}
	forget(reflect.ValueOf(&fromYAML.Case))
	forget(reflect.ValueOf(&fromJSON.Case))
	if !reflect.DeepEqual(fromYAML.Case, fromJSON.Case) {
		t.Errorf("YAML %#v\nJSON %#v", fromYAML, fromJSON)
	}
}

func TestFactsAreStrict(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, text, want string }{
		"unknown key":             {"a.yaml", "units: {}", "a.yaml:1:1: 不认识的键「units」，是不是想写 unit？"},
		"expectations":            {"a.yaml", "period: 2026\nexpect: {}", "a.yaml:2:1: 不认识的键「expect」"},
		"records without ledger":  {"a.yaml", "records: [{日期: 2026-01-01}]", "a.yaml:1:10: records：应写成若干“名称: 内容”，现在是一个列表"},
		"column written twice":    {"a.json", "{\"records\": {\"会议\": [{\"日期\": 1,\n  \"日期\": 2}]}}", "a.json:2:3: 会议：「日期」写了两遍"},
		"JSON with a stray comma": {"a.json", "{\"unit\": {},\n}", "a.json:2:1: JSON 写法不对"},
		"long number":             {"a.yaml", "unit: {编号: " + strings.Repeat("9", 40) + "}", "a.yaml:1:12: 编号：数字太长"},
		"not UTF-8":               {"a.json", "{\"unit\": {\"\xff\": 1}}", "a.json:1:12: 这里不是 UTF-8 文字"},
		"too large":               {"a.yaml", "# " + strings.Repeat("x", maxFileBytes), "a.yaml:1:1: 文件太大"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, ps := ReadFacts(c.file, []byte(c.text)); len(ps) != 1 || !strings.HasPrefix(ps[0].String(), c.want) {
				t.Errorf("got %s\nwant %s", listed(ps), c.want)
			}
		})
	}
}

func TestEmbeddedCalendarsReadWithoutProblem(t *testing.T) {
	t.Parallel()
	years, ps := Calendars(Embedded())
	if len(ps) > 0 || len(years) == 0 {
		t.Fatalf("%d years, problems:\n%s", len(years), listed(ps))
	}
	if _, errs := calendar.New(years); len(errs) > 0 {
		t.Error(errs)
	}
}

func TestBrokenCalendarsAreReported(t *testing.T) {
	t.Parallel()
	const free = "source: 通知\ngrade: A\nholidays: []\nworkdays: []\n"
	for name, c := range map[string]struct{ file, text, want string }{
		"unknown key":        {"2026.yaml", "year: 2026\nholiday: []\n", "calendars/2026.yaml:2:1: 不认识的键「holiday」，是不是想写 holidays？"},
		"bad date":           {"2026.yaml", "year: 2026\nworkdays: [2026-02-30]\n", "calendars/2026.yaml:2:12: workdays：日期“2026-02-30”无法识别"},
		"festivals missing":  {"2026.yaml", "year: 2026\n" + free, "calendars/2026.yaml:1:1: 2026年日历：缺少“元旦”"},
		"folder has no file": {"README.md", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			years, ps := Calendars(fstest.MapFS{"calendars/" + c.file: {Data: []byte(c.text)}})
			if len(years) > 0 || c.want == "" && len(ps) > 0 || c.want != "" && !strings.Contains(listed(ps), c.want) {
				t.Errorf("%v, problems:\n%s\nwant %s", years, listed(ps), c.want)
			}
		})
	}
	t.Run("no folder", func(t *testing.T) {
		t.Parallel()
		if _, ps := Calendars(fstest.MapFS{}); len(ps) != 1 {
			t.Errorf("problems: %v", ps)
		}
	})
}
