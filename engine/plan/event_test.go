package plan_test

import (
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
)

func TestRecordSetsOffItsDuty(t *testing.T) {
	t.Parallel()
	ev := plan.NewEvents(sample(t), national(t))
	u := branch(3, engine.Attributes{"类型": "单独"})
	for name, tc := range map[string]struct {
		ledger, date, step string
		change             func(*engine.Unit)
		want               string // period and due day; empty: nothing
	}{
		"an application":                {"发展", "2026-08-31", "申请", nil, "2026-09 2026-09-30"},
		"month ends clamp":              {"发展", "2026-01-31", "申请", nil, "2026-02 2026-02-28"},
		"another step":                  {"发展", "2026-08-31", "谈话", nil, ""},
		"no date yet":                   {"发展", "", "申请", nil, ""},
		"another ledger":                {"会议", "2026-08-31", "申请", nil, ""},
		"due before the unit's start":   {"发展", "2026-08-31", "申请", func(u *engine.Unit) { u.Start = day(t, "2026-10-01") }, ""},
		"event before, due after start": {"发展", "2026-08-31", "申请", func(u *engine.Unit) { u.Start = day(t, "2026-09-20") }, "2026-09 2026-09-30"},
		"unit has closed":               {"发展", "2026-08-31", "申请", func(u *engine.Unit) { u.Closed = day(t, "2026-09-29") }, ""},
		"does not apply":                {"发展", "2026-08-31", "申请", func(u *engine.Unit) { u.Attributes = engine.Attributes{"类型": "临时"} }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			unit := u
			if tc.change != nil {
				tc.change(&unit)
			}
			r := engine.Record{ID: 17, UnitID: u.ID, Ledger: tc.ledger, Fields: map[string]any{"日期": tc.date, "步骤": tc.step}}
			got, err := plan.NewEvents(sample(t), national(t)).FromRecord(&unit, &r, nil)
			if err != nil {
				t.Fatal(err)
			}
			text := ""
			if len(got) == 1 {
				text = got[0].Period.String() + " " + got[0].Due.String()
				if got[0].Subject != "记录/17" || got[0].Duty != "Z11.谈话" {
					t.Errorf("key %s %s", got[0].Duty, got[0].Subject)
				}
			}
			if text != tc.want || len(got) > 1 {
				t.Errorf("got %q (%d tasks), want %q", text, len(got), tc.want)
			}
		})
	}
	if _, err := ev.FromRecord(&u, &engine.Record{Ledger: "发展", Fields: map[string]any{"日期": "昨天"}}, nil); err == nil {
		t.Error("an unreadable date was taken")
	}
}

func TestDateOfTheUnitSetsOffItsDuty(t *testing.T) {
	t.Parallel()
	ev := plan.NewEvents(sample(t), national(t))
	u := branch(3, engine.Attributes{"在建": true, "开工日期": "2026-03-02"})
	got, err := ev.FromUnit(&u, nil)
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	// 30 days after is 1 April, a workday; the festival begins on the 4th.
	if g := got[0]; g.Subject != "开工日期/2026-03-02" || g.Due != day(t, "2026-04-01") || g.Opens != day(t, "2026-03-02") || g.Period != period(t, "2026-04") {
		t.Errorf("got %+v", got[0])
	}
	u.Attributes["开工日期"] = "三月"
	if _, err := ev.FromUnit(&u, nil); err == nil {
		t.Error("an unreadable date was taken")
	}
}

// TestPeriodOfAnEventDoesNotDependOnTheWorkdays plans the same events with an
// announced and an unknown calendar.
func TestPeriodOfAnEventDoesNotDependOnTheWorkdays(t *testing.T) {
	t.Parallel()
	known := national(t)
	unknown, _ := calendar.New(nil)
	spans := []calendar.Span{{N: 3, Unit: calendar.UnitWorkday}, {N: 30, Unit: calendar.UnitDay}, {N: -6, Unit: calendar.UnitMonth}, {N: 1, Unit: calendar.UnitYear}, {N: 1, Unit: calendar.UnitWeek}}
	for d := day(t, "2026-01-01"); d <= day(t, "2026-12-31"); d++ {
		for _, s := range spans {
			if a, b := plan.EventPeriod(d, s, known), plan.EventPeriod(d, s, unknown); a != b || a.IsZero() {
				t.Fatalf("%s %s: %s and %s", d, s, a, b)
			}
		}
	}
	if p := plan.EventPeriod(day(t, "2026-01-30"), spans[0], known); p != period(t, "2026-01") {
		t.Errorf("workdays moved the period to %s", p)
	}
}
