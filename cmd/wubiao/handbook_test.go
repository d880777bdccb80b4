package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
)

func TestHandbookCheckCounts(t *testing.T) {
	t.Parallel()
	o := here("handbook", "check", table("agency-2022"), "--json").want(t, exitDone)
	r := o.object(t)
	want := map[string]any{
		"edition": "市直机关2022", "standards": json.Number("6"), "points": json.Number("4"),
		"rules": json.Number("10"), "cases": json.Number("13"), "problems": []any{},
	}
	for key, v := range want {
		if !reflect.DeepEqual(r[key], v) {
			t.Errorf("%s is %v, want %v", key, r[key], v)
		}
	}
	if _, list := r["warnings"].([]any); !list {
		t.Errorf("warnings is no list: %v", r["warnings"])
	}
	if o.err != "" {
		t.Errorf("--json also writes on stderr: %s", o.err)
	}
	if again := here("handbook", "check", table("agency-2022"), "--json"); again.out != o.out {
		t.Error("the same handbook prints other bytes")
	}
}

func TestEmbeddedHandbookIsSound(t *testing.T) {
	t.Parallel()
	r := process(t, "handbook", "check", "--json").want(t, exitDone).object(t)
	parts := map[string]any{"制度": json.Number("22"), "活动": json.Number("12"), "台账": json.Number("18")}
	if r["standards"] != json.Number("52") || r["points"] != json.Number("1000") || !reflect.DeepEqual(r["parts"], parts) {
		t.Errorf("standards %v, points %v, parts %v", r["standards"], r["points"], r["parts"])
	}
	cases := process(t, "handbook", "cases", "--json").want(t, exitDone).object(t)
	if cases["cases"] != r["cases"] || cases["failed"] != json.Number("0") {
		t.Errorf("handbook cases: %v", cases)
	}
	list := here("handbook", "list").want(t, exitDone)
	if n := strings.Count(list.out, "分）"); n != 52 {
		t.Errorf("handbook list names %d standards", n)
	}
	shown := here("handbook", "show", "Z05").want(t, exitDone)
	for _, word := range []string{"Z05 ", "做什么：", "谁来做：", "事项 ", "评分 ", "来源："} {
		if !strings.Contains(shown.out, word) {
			t.Errorf("handbook show lacks %q:\n%s", word, shown.out)
		}
	}
	here("handbook", "show", "Z99").want(t, exitProblems).says(t, "没有编码为「Z99」")
	var schema map[string]any
	if err := json.Unmarshal([]byte(here("handbook", "schema").want(t, exitDone).out), &schema); err != nil || schema["$schema"] == nil {
		t.Errorf("handbook schema: %v", err)
	}
}

// brokenHandbook copies a table and breaks it in four places of two files.
func brokenHandbook(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(table("branch-percent"))); err != nil {
		t.Fatal(err)
	}
	alter(t, filepath.Join(dir, "edition.yaml"), "sheets: [year]", "sheets: [decade]\nsheet: [year]")
	alter(t, filepath.Join(dir, "standards", "好的班子.yaml"), "code: 书记-1", "code: 书记-2")
	alter(t, filepath.Join(dir, "standards", "好的班子.yaml"), "not 有书记", "not 有书纪")
	return dir
}

func alter(t *testing.T, path, old, fresh string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		t.Fatalf("%s has no %q to break", path, old)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(data), old, fresh, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestBrokenHandbookTellsEveryProblemWithItsPlace(t *testing.T) {
	t.Parallel()
	dir := brokenHandbook(t)
	facts := write(t, "facts.yaml", "period: 2026\n")
	says := []string{"edition.yaml:5:", "edition.yaml:6:1: 不认识的键「sheet」", "standards/好的班子.yaml:28:3: 编号 书记-2 已经"}
	for _, line := range [][]string{
		{"handbook", "check", dir}, {"handbook", "cases", dir}, {"handbook", "list", dir}, {"handbook", "show", "书记-1", dir},
		{"score", "--handbook", dir, "--facts", facts},
	} {
		here(line...).want(t, exitProblems).says(t, says...)
	}
	for _, line := range [][]string{
		{"handbook", "check", dir, "--json"}, {"handbook", "cases", dir, "--json"}, {"score", "--handbook", dir, "--facts", facts, "--json"},
	} {
		told := strings.Join(stringsOf(here(line...).want(t, exitProblems).object(t)["problems"].([]any)), "\n")
		for _, w := range says {
			if !strings.Contains(told, w) {
				t.Errorf("%v does not tell %q:\n%s", line, w, told)
			}
		}
	}
}

func TestWrongExpressionsHaveTheirPlace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(table("branch-percent"))); err != nil {
		t.Fatal(err)
	}
	alter(t, filepath.Join(dir, "standards", "好的班子.yaml"), "not 有书记", "not 有书纪")
	alter(t, filepath.Join(dir, "standards", "好的班子.yaml"), "正式党员 >= 7", "正式党员 >= 有书记")
	here("handbook", "check", dir).want(t, exitProblems).says(t, "好的班子.yaml:6:", "好的班子.yaml:7:", "有书纪")
}

func TestCasesThatFailAreTold(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(table("branch-percent"))); err != nil {
		t.Fatal(err)
	}
	alter(t, filepath.Join(dir, "standards", "好的班子.yaml"), "expect: {score: 1.5}", "expect: {score: 1.4}")
	o := here("handbook", "cases", dir, "--json").want(t, exitProblems)
	r := o.object(t)
	if r["failed"] != json.Number("1") || len(r["failures"].([]any)) != 1 {
		t.Errorf("cases: %v", r)
	}
	here("handbook", "cases", dir).want(t, exitProblems).says(t, "好的班子.yaml:", "期望 1.4，实际 1.5")
	here("handbook", "check", dir).want(t, exitProblems).says(t, "期望 1.4，实际 1.5")
}

func TestBrokenCalendarsTellEveryProblemWithItsPlace(t *testing.T) {
	t.Parallel()
	_, err := calendarIn(fstest.MapFS{
		"calendars/2026.yaml": {Data: []byte("yeer: 2026\n")},
		"calendars/2027.yaml": {Data: []byte("year: 2027\nsource: [\n")},
	})
	told := strings.Join(sentences(err), "\n")
	for _, w := range []string{"calendars/2026.yaml:1:1: 不认识的键「yeer」", "calendars/2027.yaml:"} {
		if !strings.Contains(told, w) {
			t.Errorf("%q is not told:\n%s", w, told)
		}
	}
	if cal, err := loadCalendar(); err != nil || cal == nil {
		t.Errorf("the embedded calendars: %v", err)
	}
}
