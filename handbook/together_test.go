package handbook

import (
	"reflect"
	"sync"
	"testing"
)

// TestCasesComeOutAlikeTogether runs every case several times at once: judgements
// share what an edition remembers, and must not disturb one another.
func TestCasesComeOutAlikeTogether(t *testing.T) {
	t.Parallel()
	e, cal := LoadFS(Embedded(), "editions/2026").Edition, testCalendar(t)
	alone := RunCases(e, cal)
	var together [4]CaseReport
	var all sync.WaitGroup
	for i := range together {
		all.Go(func() { together[i] = RunCases(e, cal) })
	}
	all.Wait()
	for i, report := range together {
		if report.Cases == 0 || !reflect.DeepEqual(report, alone) {
			t.Errorf("run %d: %d cases, %d failed; alone %d, %d", i, report.Cases, report.Failed, alone.Cases, alone.Failed)
		}
	}
}
