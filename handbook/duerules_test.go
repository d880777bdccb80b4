package handbook

import (
	"strconv"
	"strings"
	"testing"

	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// whenCells are the time limits of the proposal's column 何时做, as amended, that
// the list of a year cannot hold: set off by an event, where … stands for its
// date, or fulfilled by the records themselves. Dates that a paper names
// (…+0日) stay as written. The standards' own additions are not here.
var whenCells = map[string]string{
	"Z01.请示": "…+30日↑", "Z01.批复": "…+1月↑", "Z01.补书记": "…+2月↑", "Z01.撤并": "…+30日↑",
	"Z03.会前": "…前1工作日", "Z03.督办": "…+10工作日", "Z08.清单": "…+15日↑", "Z10.重点谈话": "…+5工作日",
	"Z11.谈话": "…+1月↑", "Z11.列发展对象": "…+1年↓", "Z11.审批": "…+3月↑", "Z11.转正": "…+1年↓",
	"Z12.请示": "…前6个月", "Z12.换届": "…当日↑", "Z12.补选": "…+2月↑", "Z12.延期": "…+1年↑",
	"Z14.任职培训": "…+6月↑", "Z15.重要事项": "…+5工作日", "Z16.整改清单": "…+30日↑",
	"Z19.节点监督": "…+3工作日", "Z21.届满": "…当日↑",
	"H03.授牌": "…+30日↑", "H09.方案": "…+60日↑", "H10.帮扶": "…+5工作日", "H12.签约": "…+30日↑", "H12.出师": "…+1年↓",
	"T02.登记": "…+1工作日", "T02.审签": "每月28日↑", "T02.归档": "次年1/10↓", "T03.更新": "…+3工作日",
	"T04.届满提醒": "…前6个月", "T05.更新": "每月25日↑", "T05.思想汇报": "每季末月25日↑", "T05.考察": "每半年末月20日↑",
	"T06.转接": "…+30日↑", "T07.登记": "每月20日↑", "T07.核账": "每季末月25日↑", "T08.请示": "…前1工作日", "T08.报告": "…+5工作日",
	"T09.帮扶": "…+5工作日", "T11.舆情报告": "…+1日", "T12.登记": "…+3工作日", "T12.答复": "…+0日", "T13.整改": "…+0日",
	"T14.附件": "…+3工作日", "T14.年度归档": "次年1/31↑", "T15.更新": "…+10工作日", "T16.转报": "…+1工作日",
	"T17.更新": "每月25日↑", "T17.经费": "每季末月28日↑", "T18.团费": "每月20日↑", "T18.名册": "每月25日↑",
	// chosen by the company's parameter instead of the default
	"Z07.半年课": "每半年末月25日↑", "Z20.半年会": "每半年末月20日↑",
}

func TestDutiesKeepTheTimeLimitsOfTheProposal(t *testing.T) {
	t.Parallel()
	e := dueEdition(t)
	have := map[string]*rule.Duty{}
	for _, s := range e.Standards {
		for _, d := range s.Duties {
			have[s.Code+"."+d.ID] = d
		}
	}
	for key, phrase := range whenCells {
		d := have[key]
		if d == nil || d.Due == nil {
			t.Errorf("%s: no duty says %s", key, phrase)
			continue
		}
		want, err := calendar.ParseDue(strings.Replace(phrase, "…", d.Due.Trigger, 1))
		if err != nil {
			t.Errorf("%s: %v", key, err)
		} else if got := byDefault(t, e, d.Due).Text(); got != want.Text() {
			t.Errorf("%s: says %s, the proposal %s", key, got, want.Text())
		}
	}
}

// byDefault gives a rule whose span a parameter gives with that of the edition.
func byDefault(t *testing.T, e *rule.Edition, d *calendar.Due) calendar.Due {
	t.Helper()
	due, known, err := e.DueFor(d, rule.UnitFacts{Attributes: e.Typical})
	if err != nil || !known {
		t.Fatalf("%s: %v", d.Text(), err)
	}
	return due
}

// TestArrowsFollowTheDayOfTheMonth: a deadline on the 1st to 12th goes on to the
// next workday, never into the period before; a later one goes back; an activity
// on a weekday goes on.
func TestArrowsFollowTheDayOfTheMonth(t *testing.T) {
	t.Parallel()
	checked := 0
	check := func(where string, d *calendar.Due) {
		if d == nil || d.IsEvent() {
			return
		}
		want := ""
		switch {
		case d.Weekday != "":
			want = calendar.ShiftNext
		case d.Day != 0 || d.Date != "":
			if day := dayOfMonth(t, d); 1 <= day && day <= 12 {
				want = calendar.ShiftNext
			} else {
				want = calendar.ShiftPrev
			}
		}
		if d.Shift != want {
			t.Errorf("%s: %s has shift %q, want %q", where, d.Text(), d.Shift, want)
		}
		checked++
	}
	for _, s := range dueEdition(t).Standards {
		for _, d := range s.Duties {
			check(s.Code+"."+d.ID, d.Due)
		}
		for _, r := range s.Scoring {
			check(s.Code+" scoring "+r.ID, r.Due)
		}
	}
	if checked < 80 {
		t.Errorf("only %d rules looked at", checked)
	}
}

// dayOfMonth is the day a rule names; negative from the month's end.
func dayOfMonth(t *testing.T, d *calendar.Due) int {
	t.Helper()
	if d.Date == "" {
		return d.Day
	}
	n, err := strconv.Atoi(d.Date[len("12-"):])
	if err != nil {
		t.Fatal(err)
	}
	return n
}
