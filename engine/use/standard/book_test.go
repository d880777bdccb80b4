package standard_test

import (
	"slices"
	"testing"

	"wubiao/engine/calendar"
	"wubiao/engine/rule"
	"wubiao/engine/use/standard"
)

// A duty that an edition moved from the quarter to the month still has open tasks
// of quarters; what an event sets off belongs to a month.
func TestCadencesAreThoseOfEveryEdition(t *testing.T) {
	t.Parallel()
	edition := func(name, effective, due string) *rule.Edition {
		day, err := calendar.ParseDate(effective)
		if err != nil {
			t.Fatal(err)
		}
		var d calendar.Due
		if err := d.UnmarshalText([]byte(due)); err != nil {
			t.Fatal(err)
		}
		return &rule.Edition{Name: name, Effective: day, Standards: []*rule.Standard{{Code: "Z05", Duties: []*rule.Duty{{ID: "会议", Due: &d}}}}}
	}
	for name, c := range map[string]struct {
		editions []*rule.Edition
		want     []calendar.Kind
	}{
		"one edition":   {[]*rule.Edition{edition("一", "2026-01-01", "季末月25日")}, []calendar.Kind{calendar.KindQuarter}},
		"moved":         {[]*rule.Edition{edition("一", "2026-01-01", "季末月25日"), edition("二", "2027-01-01", "每月25日↑")}, []calendar.Kind{calendar.KindQuarter, calendar.KindMonth}},
		"set off":       {[]*rule.Edition{edition("一", "2026-01-01", "事件后5工作日")}, []calendar.Kind{calendar.KindMonth}},
		"nobody has it": {nil, nil},
	} {
		if got := standard.NewBook(c.editions...).Cadences("Z05.会议"); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// What is kept by ledger is what looking through the handbook finds.
func TestDoneByListsTheDutiesOfALedger(t *testing.T) {
	t.Parallel()
	duty := func(id, ledger string, confirm bool) *rule.Duty {
		return &rule.Duty{ID: id, Done: &rule.Done{Of: ledger, Confirm: confirm}}
	}
	first := &rule.Edition{Name: "一", Standards: []*rule.Standard{
		{Code: "Z05", Duties: []*rule.Duty{duty("会议", "会议", false), {ID: "不记"}, duty("确认", "会议", true)}},
		{Code: "Z06", Duties: []*rule.Duty{duty("学习", "学习", false), duty("会上学", "会议", false)}},
	}}
	second := &rule.Edition{Name: "二", Effective: 1, Standards: []*rule.Standard{{Code: "Z05", Duties: []*rule.Duty{duty("会议", "会议", false)}}}}
	book := standard.NewBook(first, second)
	for _, c := range []struct {
		edition *rule.Edition
		ledger  string
		want    []string
	}{
		{first, "会议", []string{"Z05.会议", "Z06.会上学"}},
		{first, "学习", []string{"Z06.学习"}},
		{second, "会议", []string{"Z05.会议"}},
		{second, "学习", nil},
	} {
		var got []string
		for _, d := range book.DoneBy(c.edition, c.ledger) {
			got = append(got, d.Standard.Code+"."+d.Duty.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s of %s: %v, want %v", c.ledger, c.edition.Name, got, c.want)
		}
	}
}

// Between is what asking for every single day gives.
func TestBetweenIsEveryDaysEdition(t *testing.T) {
	t.Parallel()
	var editions []*rule.Edition
	for i, day := range []calendar.Date{5, 9, 9, 12} { // of two on one day the last counts
		editions = append(editions, &rule.Edition{Name: string(rune('一' + i)), Effective: day})
	}
	book := standard.NewBook(editions...)
	for from := calendar.Date(1); from < 16; from++ {
		for to := from - 1; to < 16; to++ {
			var want []*rule.Edition
			for d := from; d <= to; d++ {
				if e, err := book.On(d); err == nil && !slices.Contains(want, e) {
					want = append(want, e)
				}
			}
			if got := book.Between(from, to); !slices.Equal(got, want) {
				t.Fatalf("%d to %d: %v, want %v", from, to, got, want)
			}
		}
	}
}
