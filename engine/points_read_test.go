package engine_test

import (
	"testing"

	"wubiao/engine"
)

func TestParsePoints(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]engine.Points{
		"0": 0, "22.5": 2250, "3": 300, "-0.25": -25, " 7.05 ": 705, "0.1": 10, "1.": 100, "007": 700,
		"90071992547408.99": 9007199254740899,
	} {
		got, err := engine.ParsePoints(text)
		if err != nil || got != want {
			t.Errorf("%q: %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "-", ".5", "1.234", "1.2x", "x", "1,5", "+1", "1e2", "1.-5", "1. 5", "--1", "99999999999999999999", "90071992547409"} {
		if got, err := engine.ParsePoints(text); err == nil {
			t.Errorf("%q: %d", text, got)
		}
	}
}
