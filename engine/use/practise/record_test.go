package practise_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

func asError(err error) *engine.Error {
	var e *engine.Error
	errors.As(err, &e)
	return e
}

func TestOneRecordCountsForEveryStandardItSatisfies(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	o.task("2026-03", "Z05.会议", "", "2026-03-01", "2026-03-27")
	o.task("2026Q1", "Z04.大会", "", "2026-01-01", "2026-03-25")
	o.task("2026Q1", "Z07.党课", "", "2026-01-01", "2026-03-25")
	got := o.add("会议", with(meeting("2026-03-18", "党员大会", "党课"), "参加人", []string{"王建国", "李梅、赵工"}, "学时", []string{"１．５"}, "有讲稿", []string{"是"}))
	if want := []string{"党课 now", "大会 now"}; !slices.Equal(titles(got.Counted), want) {
		t.Errorf("counted %q", titles(got.Counted))
	}
	for _, c := range got.Counted {
		if c.About != "2026年第1季度" || c.Standard == "" || c.Task == 0 {
			t.Errorf("%+v", c)
		}
	}
	o.wantStates("after one record", "2026-03 Z05.会议 open", "2026Q1 Z04.大会 done 2026-03-18", "2026Q1 Z07.党课 done 2026-03-18")
	r := o.record(got.ID)
	if r.Day != worldDay(t, "2026-03-18") || r.PersonID != o.secretary.Person {
		t.Errorf("kept %+v", r)
	}
	if names, _ := r.Fields["参加人"].([]any); len(names) != 3 || r.Fields["学时"] != "1.5" || r.Fields["有讲稿"] != true {
		t.Errorf("fields %v", r.Fields)
	}
	entries := list[engine.AuditEntry](o.world, port.Query{Where: port.Where{"action": string(access.RecordAdd)}})
	if len(entries) != 1 || entries[0].Detail != `{"fulfilled":2,"reopened":0,"version":1}` || strings.Contains(entries[0].Detail, "研究") {
		t.Errorf("trail %+v", entries)
	}
	page, err := o.RecordHistory(t.Context(), o.secretary, got.ID)
	if err != nil || !slices.Equal(titles(page.Counted), []string{"党课 now", "大会 now"}) || page.Writer != "王建国" || page.Late {
		t.Errorf("%v %+v", err, page)
	}
}

func TestSeveralRecordsAreNeeded(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	o.task("2026-03", "Z06.小组会", "", "2026-03-01", "2026-03-27")
	first := o.add("会议", meeting("2026-03-10", "党小组会"))
	if want := []string{"小组会 1/2"}; !slices.Equal(titles(first.Counted), want) {
		t.Errorf("first %q", titles(first.Counted))
	}
	o.wantStates("one of two", "2026-03 Z06.小组会 open")
	second := o.add("会议", meeting("2026-03-12", "党小组会"))
	if want := []string{"小组会 now"}; !slices.Equal(titles(second.Counted), want) {
		t.Errorf("second %q", titles(second.Counted))
	}
	o.wantStates("two of two", "2026-03 Z06.小组会 done 2026-03-12")
	got := o.edit(first.ID, meeting("2026-03-10", "党课"))
	if want := []string{"小组会 reopened"}; !slices.Equal(titles(got.Counted), want) {
		t.Errorf("edit %q", titles(got.Counted))
	}
	o.wantStates("one is no longer one", "2026-03 Z06.小组会 open")
}

func TestEditingReopensAndFulfils(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	o.task("2026-03", "Z05.会议", "", "2026-03-01", "2026-03-27")
	o.task("2026-02", "Z05.会议", "", "2026-02-01", "2026-02-27")
	id := o.add("会议", meeting("2026-03-10", "支委会")).ID
	o.wantStates("recorded", "2026-02 Z05.会议 open", "2026-03 Z05.会议 done 2026-03-10")

	o.edit(id, meeting("2026-03-11", "支委会"))
	o.wantStates("day corrected", "2026-02 Z05.会议 open", "2026-03 Z05.会议 done 2026-03-11")

	if got := o.edit(id, meeting("2026-02-20", "支委会")); !slices.Equal(titles(got.Counted), []string{"会议 now", "会议 reopened"}) {
		t.Errorf("counted %q", titles(got.Counted))
	}
	o.wantStates("month corrected", "2026-02 Z05.会议 done 2026-02-20", "2026-03 Z05.会议 open")

	o.edit(id, meeting("2026-02-20", "党课"))
	if page, err := o.RecordHistory(t.Context(), o.secretary, id); err != nil || !slices.Equal(titles(page.Opened), []string{"会议 reopened"}) {
		t.Errorf("%v, opened %q", err, titles(page.Opened))
	}
	o.wantStates("it was another meeting", "2026-02 Z05.会议 open", "2026-03 Z05.会议 open")

	page, err := o.RecordHistory(t.Context(), o.secretary, id)
	if err != nil || len(page.History) != 3 {
		t.Fatalf("%v, %d changes", err, len(page.History))
	}
	if c := page.History[0]; c.Person != "王建国" || len(c.Fields) != 1 || c.Fields[0] != (practise.FieldChange{Label: "类别", Before: "支委会", After: "党课"}) {
		t.Errorf("newest change %+v", c)
	}
	if c := page.History[2].Fields[0]; c.Before != "2026-03-10" || c.After != "2026-03-11" {
		t.Errorf("oldest change %+v", c)
	}
}

func TestARewordedRecordDoesNotCountTwice(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	o.task("2026-03", "Z05.会议", "第一周", "2026-03-01", "2026-03-06")
	o.task("2026-03", "Z05.会议", "第二周", "2026-03-01", "2026-03-13")
	id := o.add("会议", meeting("2026-03-05", "支委会")).ID
	o.edit(id, with(meeting("2026-03-05", "支委会", "党课"), "地点", []string{"食堂"}))
	o.wantStates("reworded", "2026-03 Z05.会议 done 2026-03-05", "2026-03 Z05.会议 open")
	o.edit(id, meeting("2026-03-04", "支委会"))
	o.wantStates("on another day", "2026-03 Z05.会议 done 2026-03-04", "2026-03 Z05.会议 open")
}

func TestAnotherRecordStandsInForOneThatNoLongerCounts(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	o.task("2026-03", "Z05.会议", "", "2026-03-01", "2026-03-27")
	id := o.add("会议", meeting("2026-03-10", "支委会")).ID
	o.add("会议", meeting("2026-03-17", "支委会"))
	got := o.edit(id, meeting("2026-03-10", "党课"))
	if slices.Contains(titles(got.Counted), "会议 reopened") {
		t.Errorf("counted %q", titles(got.Counted))
	}
	o.wantStates("the second meeting", "2026-03 Z05.会议 done 2026-03-17")
}

func TestARecordThatSetAWorkOffEndsIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	o.issue("2026-04-30", practise.IssueOptions{})
	first := o.add("诉求", map[string]any{"提出日期": []string{"2026-03-18"}, "诉求": []string{"食堂太咸"}}).ID
	second := o.add("诉求", map[string]any{"提出日期": []string{"2026-03-19"}, "诉求": []string{"热水不够"}}).ID
	open := func() (n int) {
		for _, task := range list[engine.Task](o.world, port.Query{Where: port.Where{"unit_id": o.unit, "duty": "T12.答复"}}) {
			if task.State == engine.TaskOpen {
				n++
			}
		}
		return n
	}
	if open() != 2 {
		t.Fatalf("%d open answers, want 2", open())
	}
	form, err := o.RecordForm(t.Context(), o.secretary, practise.RecordFormRequest{Unit: o.unit, Ledger: "诉求", Task: o.taskAbout(second)})
	if err != nil || form.Record != second {
		t.Errorf("the form opens record %d (%v), want %d", form.Record, err, second)
	}
	o.edit(second, map[string]any{"提出日期": []string{"2026-03-19"}, "诉求": []string{"热水不够"}, "答复日期": []string{"2026-03-20"}})
	if open() != 1 || o.stateOf(o.taskAbout(first)) != engine.TaskOpen || o.stateOf(o.taskAbout(second)) != engine.TaskDone {
		t.Error("the answer to one did not end just that one")
	}
	if got := o.add("诉求", map[string]any{"提出日期": []string{"2026-03-20"}, "诉求": []string{"当场答复"}, "答复日期": []string{"2026-03-20"}}); !slices.Equal(titles(got.Counted), []string{"答复 now"}) {
		t.Errorf("counted %q", titles(got.Counted))
	}
	if o.stateOf(o.taskAbout(first)) != engine.TaskOpen {
		t.Error("another's answer ended it")
	}
}

func (o *office) taskAbout(id engine.RecordID) engine.TaskID {
	for _, task := range list[engine.Task](o.world, port.Query{Where: port.Where{"unit_id": o.unit}}) {
		if strings.HasSuffix(task.Subject, fmt.Sprintf("/%d", id)) {
			return task.ID
		}
	}
	return 0
}

func (o *office) stateOf(id engine.TaskID) engine.TaskState {
	return list[engine.Task](o.world, port.Query{Where: port.Where{"id": int64(id)}})[0].State
}
