package handbook

import (
	"os"
	"testing"

	"wubiao/engine/calendar"
	"wubiao/engine/rule"
	"wubiao/engine/score"
)

// tableDirectories are the scoring tables kept as testdata: the invented one of
// the grammar, and two real ones.
var tableDirectories = []string{"testdata/grammar", "testdata/kinds", "testdata/parameters", "testdata/weights", "testdata/agency-2022", "testdata/branch-percent"}

func testCalendar(t testing.TB) *calendar.Calendar {
	t.Helper()
	years, problems := Calendars(Embedded())
	for _, p := range problems {
		t.Fatalf("calendar: %s", p)
	}
	cal, errs := calendar.New(years)
	for _, err := range errs {
		t.Fatalf("calendar: %v", err)
	}
	return cal
}

func TestTablesScoreAsComputedByHand(t *testing.T) {
	t.Parallel()
	cal := testCalendar(t)
	for _, dir := range tableDirectories {
		t.Run(dir, func(t *testing.T) {
			t.Parallel()
			loaded := LoadFS(os.DirFS("."), dir)
			for _, p := range loaded.Problems {
				if p.Warning {
					t.Logf("%s", p)
					continue
				}
				t.Errorf("%s", p)
			}
			if t.Failed() {
				t.FailNow()
			}
			report := RunCases(loaded.Edition, cal)
			t.Logf("%d cases, idle rules: %v", report.Cases, report.Idle)
			for _, f := range report.Failures {
				t.Errorf("%s", f)
			}
		})
	}
}

func scored(t *testing.T, e *rule.Edition, f rule.Facts) *score.Sheet {
	t.Helper()
	sheet, err := score.Score(e, f, testCalendar(t))
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}
