package practise_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

func step(name, step, day string, numbers ...any) map[string]any {
	return with(map[string]any{"姓名": []string{name}, "步骤": []string{step}, "办理日期": []string{day}}, numbers...)
}

func TestReversedStepsAreRefusedByName(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-09-24 10:00")
	carried := []any{"应到", "10", "实到", "8", "赞成", "7"}
	o.add("发展", step("周试验", "谈话", "2026-03-10"))
	_, err := o.try(o.secretary, "发展", step("周试验", "讨论", "2026-03-09", carried...))
	wantRefusal(t, err, "办理日期", "「讨论」要在「谈话」之后", "2026年3月10日")
	_, err = o.try(o.secretary, "发展", step("周试验", "申请", "2026-03-11"))
	wantRefusal(t, err, "办理日期", "「申请」要在「谈话」之前")
	o.add("发展", step("周试验", "申请", "2026-03-10"))
	o.add("发展", step("别人", "讨论", "2026-02-01", carried...))
	id := o.add("发展", step("周试验", "讨论", "2026-04-16", carried...)).ID
	_, err = o.try(o.secretary, "发展", step("周试验", "转正", "2027-04-15", carried...))
	wantRefusal(t, err, "办理日期", "「转正」要在「讨论」满1年以后", "2027年4月16日")
	o.add("发展", step("周试验", "转正", "2027-04-16", carried...))
	_, err = o.EditRecord(t.Context(), o.secretary, practise.EditRecordRequest{Record: id, Version: 1, Fields: step("周试验", "讨论", "2026-04-17", carried...)})
	wantRefusal(t, err, "办理日期", "「转正」要在「讨论」满1年以后")
	if o.count() != 5 {
		t.Errorf("%d records, want 5", o.count())
	}
}

func TestVotesAreCheckedBeforeSaving(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fields map[string]any
		ledger string
		field  string
		words  []string
	}{
		"half is not more than half":          {step("甲", "讨论", "2026-03-10", "应到", "10", "实到", "5", "赞成", "5"), "发展", "实到", []string{"接收预备党员：到会人数没有达到规定", "到会5，应超过应到的1/2（5），不够"}},
		"one more is":                         {step("甲", "讨论", "2026-03-10", "应到", "10", "实到", "6", "赞成", "6"), "发展", "", nil},
		"half of the votes is too few":        {step("甲", "讨论", "2026-03-10", "应到", "10", "实到", "6", "赞成", "5"), "发展", "赞成", []string{"赞成5，应超过应到的1/2（5），不够"}},
		"a written vote makes it":             {step("甲", "讨论", "2026-03-10", "应到", "10", "实到", "6", "赞成", "5", "书面赞成", "1"), "发展", "", nil},
		"numbers must be there":               {step("甲", "讨论", "2026-03-10", "应到", "10", "实到", "6"), "发展", "赞成", []string{"这个数要填"}},
		"no vote, no numbers":                 {step("甲", "谈话", "2026-03-10"), "发展", "", nil},
		"committee of three with one":         {with(meeting("2026-03-10", "支委会"), "应到", "3", "实到", "1", "赞成", "1"), "会议", "实到", []string{"支委会", "到会1，应不少于应到的1/2（1.5），不够"}},
		"committee of four with two, no vote": {with(meeting("2026-03-10", "支委会"), "应到", "4", "实到", "2", "赞成", "3"), "会议", "", nil},
		"committee of four, two in favour":    {with(meeting("2026-03-10", "支委会"), "应到", "4", "实到", "2", "赞成", "2"), "会议", "赞成", []string{"赞成2，应超过应到的1/2（2），不够"}},
		"nothing was voted on":                {with(meeting("2026-03-10", "支委会"), "应到", "3", "实到", "1"), "会议", "", nil},
		"another kind of meeting":             {with(meeting("2026-03-10", "党课"), "应到", "3", "实到", "1", "赞成", "1"), "会议", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, "2026-03-20 10:00")
			_, err := o.try(o.secretary, tc.ledger, tc.fields)
			if tc.field == "" {
				if err != nil || o.count() != 1 {
					t.Errorf("%v, %d kept", err, o.count())
				}
				return
			}
			wantRefusal(t, err, tc.field, tc.words...)
			if o.count() != 0 {
				t.Error("it was kept all the same")
			}
		})
	}
}

func TestWrongFieldsAreNamedAllAtOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	_, err := o.try(o.secretary, "会议", map[string]any{"类别": []string{"茶话会"}, "应到": []string{"三"}, "日期": []string{"昨天"}, "state": []string{"done"}, "地点": []string{strings.Repeat("长", 501)}, "内容": []string{"\u202e倒过来"}})
	for field, words := range map[string]string{"类别": "只能是", "应到": "应填数字", "日期": "应填日期", "主题": "要填", "state": "没有这一列", "地点": "最多500个字", "内容": "看不见的字符"} {
		wantRefusal(t, err, field, words)
	}
	if strings.Contains(err.Error(), "茶话会") {
		t.Error("the refusal repeats what was typed")
	}
	for _, day := range []string{"1026-03-10", "2062-03-10"} {
		_, err := o.try(o.secretary, "会议", meeting(day, "支委会"))
		wantRefusal(t, err, "日期", "年份")
	}
}

func TestLedgersOfOthersAreAbsent(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	ctx := t.Context()
	id := o.add("会议", meeting("2026-03-10", "支委会")).ID
	kept, err := o.try(o.inspector, "谈话", map[string]any{"日期": []string{"2026-03-11"}, "对象": []string{"周某"}})
	if err != nil {
		t.Fatal(err)
	}
	absent := func(actor access.Actor, unit engine.UnitID, ledger string, record engine.RecordID) map[string]error {
		_, list := o.LedgerRecords(ctx, actor, practise.LedgerRecordsRequest{Unit: unit, Ledger: ledger})
		_, form := o.RecordForm(ctx, actor, practise.RecordFormRequest{Unit: unit, Ledger: ledger})
		_, add := o.AddRecord(ctx, actor, practise.AddRecordRequest{Unit: unit, Ledger: ledger, Fields: meeting("2026-03-10", "支委会")})
		_, history := o.RecordHistory(ctx, actor, record)
		_, editForm := o.EditForm(ctx, actor, practise.EditFormRequest{Record: record})
		_, edit := o.EditRecord(ctx, actor, practise.EditRecordRequest{Record: record, Version: 1, Fields: meeting("2026-03-11", "支委会")})
		return map[string]error{"list": list, "form": form, "add": add, "history": history, "edit form": editForm, "edit": edit}
	}
	want := access.Absent().Error()
	for who, got := range map[string]map[string]error{
		"a foreign secretary":               absent(o.stranger, o.unit, "会议", id),
		"nobody's unit":                     absent(o.secretary, 987654, "会议", 987654),
		"an unknown ledger":                 absent(o.secretary, o.unit, "没有", 987654),
		"a private ledger to the secretary": absent(o.secretary, o.unit, "谈话", kept.ID),
		"a private ledger to the one above": absent(o.above, o.unit, "谈话", kept.ID),
	} {
		for what, err := range got {
			if engine.CodeOf(err) != engine.NotFound || asError(err).Message != want && !strings.Contains(err.Error(), want) {
				t.Errorf("%s, %s: got %v, want as if absent", who, what, err)
			}
		}
	}
	for what, err := range absent(o.above, o.unit, "会议", id) {
		reads := what == "list" || what == "history"
		if reads != (err == nil) || !reads && engine.CodeOf(err) != engine.Forbidden {
			t.Errorf("one above, %s: %v", what, err)
		}
	}
}

func TestPrivateLedgerStandsInNobodysListAndItsReadingIsWrittenDown(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	committee := access.Actor{Account: 9, Role: engine.RoleCommittee}
	for who, c := range map[string]struct {
		actor access.Actor
		sees  bool
	}{"secretary": {o.secretary, false}, "inspector": {o.inspector, true}, "committee": {committee, false}, "above": {o.above, false}} {
		got, err := o.Ledgers(t.Context(), c.actor, o.unit)
		if err != nil {
			t.Fatal(err)
		}
		if sees := strings.Contains(fmt.Sprint(got.Groups), "谈话记录"); sees != c.sees {
			t.Errorf("%s sees the private ledger: %t", who, sees)
		}
		if strings.Contains(fmt.Sprint(got.Groups), "出国") {
			t.Errorf("%s is offered a ledger of a standard that does not apply", who)
		}
	}
	if _, err := o.LedgerRecords(t.Context(), o.inspector, practise.LedgerRecordsRequest{Unit: o.unit, Ledger: "谈话"}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.LedgerRecords(t.Context(), o.inspector, practise.LedgerRecordsRequest{Unit: o.unit, Ledger: "会议"}); err != nil {
		t.Fatal(err)
	}
	read := list[engine.AuditEntry](o.world, port.Query{Where: port.Where{"action": string(access.RecordRead)}})
	if len(read) != 1 || read[0].Object != "ledger/谈话" || read[0].AccountID != o.inspector.Account {
		t.Errorf("the trail tells of %+v", read)
	}
}

func TestLedgersCountThisYearsRecords(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	for _, day := range []string{"2025-12-30", "2026-03-10", "2026-03-16"} {
		o.add("会议", meeting(day, "支委会"))
	}
	got, err := o.Ledgers(t.Context(), o.secretary, o.unit)
	if err != nil || len(got.Groups) != 1 || got.Groups[0].Title != "党支部" {
		t.Fatalf("%v %+v", err, got)
	}
	l := got.Groups[0].Ledgers[0]
	if l.Name != "会议" || l.Records != 2 || l.Last != "周一 3月16日" || !slices.Equal(l.Standards, []string{"Z04", "Z05", "Z06", "Z07"}) || !got.Fill {
		t.Errorf("%+v", l)
	}
	records, err := o.LedgerRecords(t.Context(), o.secretary, practise.LedgerRecordsRequest{Unit: o.unit, Ledger: "会议", Year: 2026})
	if err != nil || len(records.Rows) != 2 || records.Rows[0].Day != "2026-03-16" || !slices.Equal(records.Years, []int{2026, 2025}) || records.Next {
		t.Errorf("%v %+v", err, records)
	}
	if records.Rows[1].Late != true || records.Rows[0].Late != true {
		t.Error("entries of four workdays and more are not marked")
	}
}

func TestLateEntryFromThreeWorkdays(t *testing.T) {
	t.Parallel()
	for day, late := range map[string]bool{"2026-03-20": false, "2026-03-19": false, "2026-03-18": false, "2026-03-17": true, "2026-03-13": true, "2026-03-25": false} {
		o := newOffice(t, "2026-03-20 10:00") // a Friday
		id := o.add("会议", meeting(day, "支委会")).ID
		page, err := o.RecordHistory(t.Context(), o.secretary, id)
		if err != nil || page.Late != late {
			t.Errorf("%s: late %t (%v), want %t", day, page.Late, err, late)
		}
	}
}

func TestPagesOfALedgerDoNotOverlap(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-12-20 10:00")
	for i := range 53 {
		o.add("会议", with(meeting(fmt.Sprintf("2026-%02d-%02d", 1+i%10, 1+i%25), "支委会"), "主题", fmt.Sprint("第", i, "次")))
	}
	seen := map[engine.RecordID]bool{}
	for page, want := range map[int]int{1: 50, 2: 3, 3: 0} {
		got, err := o.LedgerRecords(t.Context(), o.secretary, practise.LedgerRecordsRequest{Unit: o.unit, Ledger: "会议", Page: page})
		if err != nil || len(got.Rows) != want || got.Next != (page == 1) {
			t.Errorf("page %d: %d rows, next %t, %v", page, len(got.Rows), got.Next, err)
		}
		for _, r := range got.Rows {
			if seen[r.ID] {
				t.Errorf("record %d stands on two pages", r.ID)
			}
			seen[r.ID] = true
		}
	}
}
