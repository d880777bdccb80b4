package practise_test

import (
	"context"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/use/practise"
)

// The calendar of the small company knows 2026 alone.
func TestIssuingIntoAGuessedYearIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	if r := w.issue("2026-11-30", practise.IssueOptions{}); len(r.Estimates) > 0 || r.NoUnits {
		t.Errorf("a known year: %+v", r.Estimates)
	}
	r := w.issue("2028-02-29", practise.IssueOptions{DryRun: true})
	if len(r.Estimates) != 2 || !strings.HasPrefix(r.Estimates[0], "2027年的放假安排还没有导入") || !strings.HasPrefix(r.Estimates[1], "2028年") {
		t.Errorf("two years ahead: %q", r.Estimates)
	}
}

// The run log keeps calendar and units apart: they are put right by different
// people.
func TestRunLogTellsCalendarFromUnits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	w.add(w.root, "坏数据党支部", engine.Branch, engine.Attributes{"正式党员": "许多", "在建": true})
	w.issue("2026-11-30", practise.IssueOptions{})
	detail, err := w.WakeIssue(context.Background(), w.at("2026-12-31 18:00"))
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{"单位信息无法识别", "日历提醒：2027年的放假安排还没有导入"} {
		if !strings.Contains(detail, said) {
			t.Errorf("%q is not in the run log: %s", said, detail)
		}
	}
	again, err := w.WakeIssue(context.Background(), w.at("2026-12-31 18:00"))
	if err != nil || strings.Contains(again, "日历提醒") {
		t.Errorf("with nothing to issue: %s, %v", again, err)
	}
}
