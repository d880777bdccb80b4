package practise_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/use/practise"
)

// filled says what a form holds: "日期=2026-03-20 类别=支委会".
func filled(fields []practise.FormField) string {
	var out []string
	for _, f := range fields {
		value := f.Value
		for _, c := range f.Choices {
			if c.Chosen {
				value = strings.TrimPrefix(value+"、"+c.Value, "、")
			}
		}
		if value != "" {
			out = append(out, f.ID+"="+value)
		}
	}
	return strings.Join(out, " ")
}

func (o *office) form(r practise.RecordFormRequest) practise.RecordForm {
	o.t.Helper()
	r.Unit = o.unit
	form, err := o.RecordForm(o.t.Context(), o.secretary, r)
	if err != nil {
		o.t.Fatal(err)
	}
	return form
}

func TestFormIsFilledWithWhatIsKnown(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	task := o.task("2026-03", "Z05.会议", "", "2026-03-01", "2026-03-27")
	plain := o.form(practise.RecordFormRequest{Ledger: "会议"})
	if got := filled(plain.Main); got != "日期=2026-03-20 记录人=王建国" {
		t.Errorf("plain: %s", got)
	}
	if len(plain.Kinds) != 4 || plain.Sample != "一次支委会" {
		t.Errorf("kinds %v, sample %q", plain.Kinds, plain.Sample)
	}
	o.add("会议", with(meeting("2026-03-12", "支委会"), "地点", "二楼会议室", "主持人", "王建国", "记录人", "李梅"))
	o.add("会议", with(meeting("2026-03-15", "党课"), "地点", "食堂", "主持人", "陈洁"))
	opened := o.form(practise.RecordFormRequest{Ledger: "会议", Task: task})
	if got := filled(opened.Main); got != "日期=2026-03-20 类别=支委会 地点=二楼会议室 主持人=王建国 记录人=李梅 应到=3" {
		t.Errorf("from the task: %s", got)
	}
	if opened.Duty != "Z05.会议" || opened.Kinds != nil || len(opened.More) == 0 || !slices.Equal(opened.People, []string{"王建国", "李梅", "陈洁"}) {
		t.Errorf("%+v", opened)
	}
	drafted := o.form(practise.RecordFormRequest{Ledger: "会议", Task: task, Sample: true})
	if got := filled(drafted.Main); got != "日期=2026-03-20 类别=支委会 主题=研究月度安排 地点=二楼会议室 主持人=王建国 记录人=李梅 应到=3 内容=逐项表态。" {
		t.Errorf("from the example: %s", got)
	}
}

func TestWhatTheFormProposesDoesTheDuty(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	for duty, ledger := range map[string]string{"Z04.大会": "会议", "Z05.会议": "会议", "Z06.小组会": "会议", "Z07.党课": "会议"} {
		form := o.form(practise.RecordFormRequest{Ledger: ledger, Duty: duty})
		got := filled(form.Main)
		want := map[string]string{"Z04.大会": "党员大会", "Z05.会议": "支委会", "Z06.小组会": "党小组会", "Z07.党课": "党课"}[duty]
		if !strings.Contains(got, "类别="+want) {
			t.Errorf("%s: %s", duty, got)
		}
	}
}

func TestWordsTheDutyAsksForAreLeftToThePerson(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	form := o.form(practise.RecordFormRequest{Ledger: "设置", Duty: "Z01.请示"})
	if got := filled(form.Main); got != "事项=成立" {
		t.Errorf("proposed %q", got)
	}
}

func TestAProceduresNextStepIsAboutTheSamePerson(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	o.issue("2026-05-31", practise.IssueOptions{})
	id := o.add("发展", step("周试验", "申请", "2026-03-10")).ID
	other := o.add("发展", step("吴钢筋", "申请", "2026-03-12")).ID
	form := o.form(practise.RecordFormRequest{Ledger: "发展", Task: o.taskAbout(id)})
	if got := filled(form.Main); form.Record != 0 || got != "姓名=周试验 步骤=谈话 办理日期=2026-03-20" {
		t.Errorf("record %d: %s", form.Record, got)
	}
	o.add("发展", step("吴钢筋", "谈话", "2026-03-20"))
	if o.stateOf(o.taskAbout(id)) != engine.TaskOpen || o.stateOf(o.taskAbout(other)) != engine.TaskDone {
		t.Error("a talk with one ended the task about another")
	}
}

func TestFormOfATaskWhoseTimeIsOverSaysWhichDaysCount(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	task := o.task("2026-02", "Z05.会议", "", "2026-02-01", "2026-02-27")
	form := o.form(practise.RecordFormRequest{Ledger: "会议", Task: task})
	if !strings.Contains(form.Days, "2026年2月1日到2026年2月28日") || strings.Contains(filled(form.Main), "日期=") {
		t.Errorf("%q, %s", form.Days, filled(form.Main))
	}
}

func TestAFormThatComesBackHasEverythingTyped(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	typed := map[string]any{"日期": []string{"昨天下午"}, "类别": []string{"党课", "茶话会"}, "应到": []string{"三十"}, "参加人": []string{"李梅", "外请老师"}, "内容": []string{"第一行\n第二行"}}
	form := o.form(practise.RecordFormRequest{Ledger: "会议", Typed: typed})
	got := map[string]practise.FormField{}
	for _, f := range append(form.Main, form.More...) {
		got[f.ID] = f
	}
	if got["日期"].Value != "昨天下午" || got["应到"].Value != "三十" || got["内容"].Value != "第一行\n第二行" || got["参加人"].Others != "外请老师" || got["类别"].Others != "茶话会" {
		t.Errorf("%+v", got)
	}
	_, err := o.try(o.secretary, "会议", typed)
	rest := form.Blame(append(asError(err).Fields, engine.Field{Name: "不在表上", Message: "x"}))
	if len(rest) != 1 || rest[0].Name != "不在表上" {
		t.Errorf("left over: %v", rest)
	}
	var names []string
	for _, f := range form.Problems() {
		names = append(names, f.ID)
	}
	if fmt.Sprint(names) != "[日期 类别 主题 应到]" {
		t.Errorf("problems at %v", names)
	}
}
