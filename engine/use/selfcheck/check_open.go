package selfcheck

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// OpenChecks makes the self-checks whose time has come, and tells how many. Opening
// twice adds nothing.
func (s *SelfCheck) OpenChecks(ctx context.Context, day calendar.Date) (int, error) {
	quarter := calendar.PeriodOf(calendar.KindQuarter, day)
	opened := 0
	err := s.Store.Update(ctx, func(tx port.Tx) error {
		for _, p := range []calendar.Period{quarter.Prev(), quarter} {
			e, err := s.Book.On(p.Start)
			if engine.CodeOf(err) == engine.NotFound || err == nil && e.SelfCheck == nil {
				continue
			}
			if err != nil {
				return fmt.Errorf("edition of %s: %w", p, err)
			}
			opens, due, err := s.stage(e.SelfCheck, p)
			if err != nil {
				return err
			}
			if day < opens {
				continue
			}
			n, err := tx.OpenSelfChecks(p, opens, due)
			if err != nil {
				return fmt.Errorf("open self-checks of %s: %w", p, err)
			}
			opened += n
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("open self-checks: %w", err)
	}
	return opened, nil
}

// stage gives the day on which the self-check of a period opens and its last good
// day.
func (s *SelfCheck) stage(st *rule.Stage, p calendar.Period) (opens, due calendar.Date, err error) {
	for _, part := range []struct {
		rule *calendar.Due
		into *calendar.Date
	}{{st.Opens, &opens}, {st.Closes, &due}} {
		if part.rule == nil {
			return 0, 0, fmt.Errorf("the self-check has no opening or closing day")
		}
		on := part.rule.IssuedFor(p)
		if on.Kind != part.rule.Cadence() {
			on = calendar.PeriodOf(part.rule.Cadence(), on.End())
		}
		all, err := part.rule.In(on, s.Calendar)
		if err != nil || len(all) == 0 {
			return 0, 0, fmt.Errorf("days of the self-check of %s: %w", p, err)
		}
		*part.into = all[0].Due
	}
	return opens, due, nil
}
