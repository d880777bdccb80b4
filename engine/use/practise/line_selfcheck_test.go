package practise_test

import (
	"context"
	"testing"

	"wubiao/engine/rule"
	"wubiao/engine/use/standard"
)

// A duty that the hand-in of the self-check fulfils leads to the self-check of the
// quarter it is about, not to a ledger that nobody may fill.
func TestADutyOfTheSelfCheckLeadsThere(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-04-01 10:00")
	e := recordEdition(t)
	e.SelfCheck = &rule.Stage{Record: "会议"}
	o.Practise.Book = standard.NewBook(e)
	o.task("2026Q1", "Z04.大会", "", "2026-03-25", "2026-04-03")
	week, err := o.Week(context.Background(), o.secretary)
	if err != nil {
		t.Fatal(err)
	}
	line := week.This.Open[0].Lines[0]
	if line.SelfCheck != "2026Q1" || line.Ledger != "" {
		t.Errorf("it leads to the self-check %q and the ledger %q", line.SelfCheck, line.Ledger)
	}
	if _, err := o.try(o.secretary, "会议", meeting("2026-04-01", "党员大会")); err == nil {
		t.Error("the ledger was filled by hand")
	}
}
