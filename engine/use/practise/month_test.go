package practise_test

import (
	"context"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
)

func month(t testing.TB, key string) calendar.Period {
	t.Helper()
	p, err := calendar.ParsePeriod(key)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// march is a branch on 1 April: of five tasks of March one is done in time, one
// late, one overdue, one private, and one of the quarter falls due in it.
func march(t testing.TB) *office {
	o := newOffice(t, "2026-04-01 10:00")
	e := recordEdition(t)
	talks, _ := e.Duty("Z10.谈心")
	talks.Private = true
	o.Practise.Book = standard.NewBook(e)
	o.task("2026-03", "Z05.会议", "", "2026-03-01", "2026-03-27")
	o.task("2026-03", "Z06.小组会", "", "2026-03-01", "2026-03-27")
	o.task("2026-03", "Z10.谈心", "", "2026-03-01", "2026-03-27")
	o.task("2026Q1", "Z07.党课", "", "2026-01-01", "2026-03-25")
	o.task("2026-04", "Z05.会议", "", "2026-04-01", "2026-04-28")
	o.add("会议", meeting("2026-03-20", "支委会"))
	o.add("会议", meeting("2026-03-26", "党课"))
	return o
}

func TestAMonthIsToldFromTasksAndRecords(t *testing.T) {
	t.Parallel()
	o := march(t)
	page, err := o.Month(context.Background(), o.secretary, o.unit, month(t, "2026-03"))
	if err != nil {
		t.Fatal(err)
	}
	if want := (practise.MonthCount{Planned: 3, InTime: 1, Late: 1, Overdue: 1}); page.Count != want {
		t.Errorf("got %+v, want %+v", page.Count, want)
	}
	if len(page.Done) != 2 || len(page.Undone) != 1 || page.Undone[0].Code != "Z06" {
		t.Errorf("done %d, undone %+v", len(page.Done), page.Undone)
	}
	if len(page.Held) != 1 || page.Held[0].Count != 2 || page.Held[0].Records[0].Day != "3月20日" || page.Held[0].Records[0].About != "研究月度安排" {
		t.Errorf("held %+v", page.Held)
	}
	if len(page.Plan) != 1 || page.Plan[0].Code != "Z05" || page.PlanIssued {
		t.Errorf("plan %+v, issued %v", page.Plan, page.PlanIssued)
	}
}

func TestAMonthListsTheFirstFewRecordsOfALedger(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-04-01 10:00")
	for _, what := range []string{"甲", "乙", "丙", "丁", "戊", "己", "庚"} {
		o.add("诉求", map[string]any{"提出日期": []string{"2026-03-10"}, "诉求": []string{what}})
	}
	if _, err := o.try(o.inspector, "谈话", map[string]any{"日期": []string{"2026-03-10"}}); err != nil {
		t.Fatal(err)
	}
	page, err := o.Month(context.Background(), o.secretary, o.unit, month(t, "2026-03"))
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Held) != 1 || page.Held[0].Count != 7 || len(page.Held[0].Records) != 5 || page.Held[0].More() != 2 {
		t.Errorf("held %+v: a private ledger is nobody's here", page.Held)
	}
}

func TestMonthsCountWhatTheMonthSays(t *testing.T) {
	t.Parallel()
	o := march(t)
	for name, c := range map[string]struct {
		month, search string
		units         []string
		sum           practise.MonthCount
	}{
		"the month that is over": {"2026-03", "", []string{"第一党支部", "第二党支部", "第三党支部"}, practise.MonthCount{Planned: 3, InTime: 1, Late: 1, Overdue: 1}},
		"one by its name":        {"2026-03", "第二", []string{"第二党支部"}, practise.MonthCount{}},
		"this month":             {"", "", []string{"第一党支部", "第二党支部", "第三党支部"}, practise.MonthCount{Planned: 1, Open: 1}},
	} {
		r := practise.MonthListRequest{Search: c.search}
		if c.month != "" {
			r.Month = month(t, c.month)
		}
		list, err := o.Months(context.Background(), o.above, r)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, u := range list.Units {
			names = append(names, u.Name)
		}
		if strings.Join(names, "、") != strings.Join(c.units, "、") || list.Sum != c.sum {
			t.Errorf("%s: %v %+v, want %v %+v", name, names, list.Sum, c.units, c.sum)
		}
	}
}

func TestAMonthOutOfReachIsAbsent(t *testing.T) {
	t.Parallel()
	o := march(t)
	if _, err := o.Month(context.Background(), o.stranger, o.unit, month(t, "2026-03")); engine.CodeOf(err) != engine.NotFound {
		t.Errorf("a foreign branch: %v", err)
	}
	if _, err := o.Month(context.Background(), o.secretary, o.unit, month(t, "2026Q1")); engine.CodeOf(err) != engine.NotFound {
		t.Errorf("a quarter is no month: %v", err)
	}
	list, err := o.Months(context.Background(), o.stranger, practise.MonthListRequest{Month: month(t, "2026-03")})
	if err != nil || len(list.Units) != 1 || list.Units[0].ID != o.foreign {
		t.Errorf("a stranger sees %+v, %v", list.Units, err)
	}
}
