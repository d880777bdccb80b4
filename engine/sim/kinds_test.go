package sim

import (
	"math/rand/v2"
	"testing"

	"wubiao/engine/calendar"
	"wubiao/engine/rule"
	"wubiao/handbook"
)

// TestSampleShowsEverySwitch wants the sample's branches to differ so that every
// standard applies to some of them, and, where it has a condition at all, not to
// others; and that every type of branch occurs.
func TestSampleShowsEverySwitch(t *testing.T) {
	t.Parallel()
	loaded := handbook.LoadFS(handbook.Embedded(), "editions/2026")
	if err := loaded.Err(); err != nil {
		t.Fatal(err)
	}
	e := loaded.Edition
	r, start := rand.New(rand.NewPCG(1, 1)), calendar.NewDate(2026, 1, 1)
	yes, no, types := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range 36 {
		a := kinds[i%len(kinds)].attributes(start, r)
		types[a["类型"].(string)] = true
		for name := range a {
			if e.Attributes[name] == nil {
				t.Fatalf("the edition has no attribute %s", name)
			}
		}
		for _, s := range e.Standards {
			applies, err := e.AppliesTo(s, rule.UnitFacts{Day: start, Attributes: a})
			if err != nil {
				t.Fatalf("%s: %v", s.Code, err)
			}
			if applies {
				yes[s.Code] = true
			} else {
				no[s.Code] = true
			}
		}
	}
	for _, s := range e.Standards {
		if !yes[s.Code] {
			t.Errorf("%s applies to no branch of the sample", s.Code)
		}
		if s.Applies != nil && !no[s.Code] {
			t.Errorf("%s (%s) applies to every branch of the sample", s.Code, s.Applies.Source)
		}
	}
	for _, want := range e.Attributes["类型"].Type.Choices {
		if !types[want] {
			t.Errorf("no branch of the type %s", want)
		}
	}
}
