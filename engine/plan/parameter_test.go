package plan_test

import (
	"maps"
	"testing"

	"wubiao/engine"
	"wubiao/engine/plan"
)

func TestNearestUnitWinsThenTheLatestDay(t *testing.T) {
	t.Parallel()
	values := []engine.ParameterValue{
		{ID: 1, Name: "党课", UnitID: 1, Value: "4"},
		{ID: 2, Name: "党课", UnitID: 1, From: day(t, "2026-07-01"), Value: "2"},
		{ID: 3, Name: "党课", UnitID: 4, From: day(t, "2026-03-01"), Value: "3"},
		{ID: 4, Name: "天数", UnitID: 1, From: day(t, "2026-02-01"), Value: "15"},
		{ID: 5, Name: "党课", UnitID: 40, Value: "9"},
	}
	for name, tc := range map[string]struct {
		path, day string
		want      map[string]string
	}{
		"company, before anything":     {"/1/", "2026-01-31", map[string]string{"党课": "4"}},
		"company, on the very day":     {"/1/", "2026-07-01", map[string]string{"党课": "2", "天数": "15"}},
		"below, before its own value":  {"/1/4/17/", "2026-02-28", map[string]string{"党课": "4", "天数": "15"}},
		"below, nearer although older": {"/1/4/17/", "2026-12-31", map[string]string{"党课": "3", "天数": "15"}},
		"an id is no prefix":           {"/1/40/", "2026-12-31", map[string]string{"党课": "9", "天数": "15"}},
		"elsewhere":                    {"/2/", "2026-12-31", map[string]string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := plan.Resolve(values, tc.path, day(t, tc.day)); !maps.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
	if got := plan.Resolve(nil, "/1/", day(t, "2026-01-01")); len(got) > 0 {
		t.Errorf("got %v of nothing", got)
	}
}
