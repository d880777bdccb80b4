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
