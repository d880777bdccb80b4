package selfcheck

import (
	"context"
	"fmt"
	"time"

	"wubiao/engine/calendar"
)

// WakeScore is the nightly job: it opens the scores of new periods and units, and
// works out what a new day changes.
func (s *SelfCheck) WakeScore(ctx context.Context, now time.Time) (string, error) {
	day := calendar.DateOf(now, s.Zone)
	opened, err := s.Open(ctx, day)
	if err != nil {
		return "", err
	}
	checks, err := s.OpenChecks(ctx, day)
	if err != nil {
		return "", err
	}
	if _, err := s.Age(ctx, day); err != nil {
		return "", err
	}
	done, err := s.Rescore(ctx)
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf("新建计分表%d份，重算%d份。", opened, done)
	if checks > 0 {
		text += fmt.Sprintf("开放自查表%d份。", checks)
	}
	return text, nil
}
