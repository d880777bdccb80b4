package handbook

import "testing"

// TestEdition2026 loads the embedded edition without a problem and runs all its
// cases.
func TestEdition2026(t *testing.T) {
	t.Parallel()
	loaded := LoadFS(Embedded(), "editions/2026")
	for _, p := range loaded.Problems {
		if p.Warning {
			t.Logf("%s", p)
		} else {
			t.Errorf("%s", p)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
	report := RunCases(loaded.Edition, testCalendar(t))
	for _, f := range report.Failures {
		t.Errorf("%s", f)
	}
	for _, idle := range report.Idle {
		t.Errorf("no case makes %s count", idle)
	}
	t.Logf("%d standards, %d cases", len(loaded.Edition.Standards), report.Cases)
}
