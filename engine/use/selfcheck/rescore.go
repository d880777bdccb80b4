package selfcheck

import (
	"context"
	"errors"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/score"
	"wubiao/engine/use/practise"
)

// staleBatch is how many stale scores are looked up at once.
const staleBatch = 200

// mostWrong is how many units that cannot be judged one run tells of.
const mostWrong = 5

// Open makes the missing scores of the periods that run on the day or have ended
// within the quarter before, so that a branch without a record is judged too, and
// tells how many. Opening twice adds nothing.
func (s *SelfCheck) Open(ctx context.Context, day calendar.Date) (int, error) {
	quarter := calendar.PeriodOf(calendar.KindQuarter, day)
	opened := 0
	err := s.Store.Update(ctx, func(tx port.Tx) error {
		for _, p := range []calendar.Period{quarter.Prev(), quarter, calendar.PeriodOf(calendar.KindYear, quarter.Prev().Start),
			calendar.PeriodOf(calendar.KindYear, day)} {
			e, err := s.Book.On(p.Start)
			if engine.CodeOf(err) == engine.NotFound || err == nil && !scores(e, p.Kind) {
				continue
			}
			if err != nil {
				return fmt.Errorf("edition of %s: %w", p, err)
			}
			n, err := tx.OpenScores(p, e.Name)
			if err != nil {
				return fmt.Errorf("open scores of %s: %w", p, err)
			}
			opened += n
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("open scores: %w", err)
	}
	return opened, nil
}

// scores says whether the edition has sheets of the kind.
func scores(e *rule.Edition, kind calendar.Kind) bool {
	for _, k := range e.Sheets {
		if k == kind {
			return true
		}
	}
	return len(e.Sheets) == 0 && kind == calendar.KindQuarter
}

// Age marks every score that was judged on an earlier day of its period: what has
// fallen due since counts now, also where nobody looked for weeks.
func (s *SelfCheck) Age(ctx context.Context, day calendar.Date) (int, error) {
	marked := 0
	err := s.Store.Update(ctx, func(tx port.Tx) (err error) {
		marked, err = tx.MarkOutdated(day)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("mark running scores: %w", err)
	}
	return marked, nil
}

// Rescore works out every score that is stale, and tells how many. Each is read
// and judged without holding up anybody who writes; where a fact changed meanwhile
// the score stays stale and is worked out again. A unit whose facts cannot be judged
// stays stale too and is told of; it does not keep the others waiting.
func (s *SelfCheck) Rescore(ctx context.Context) (int, error) {
	done, after := 0, engine.ScoreID(0)
	var wrong []error
	for {
		stale, err := s.stale(ctx, after, staleBatch)
		if err != nil {
			return done, err
		}
		n, err := s.renewAll(ctx, stale, &wrong)
		if done += n; err != nil {
			return done, err
		}
		if len(stale) < staleBatch {
			return done, errors.Join(wrong...)
		}
		after = stale[len(stale)-1].ScoreID
	}
}

// RescoreSome does as Rescore, with at most so many, in the order of their ids from
// behind after. It gives the last one, 0 where there were no more, and how many are
// fresh now.
func (s *SelfCheck) RescoreSome(ctx context.Context, after engine.ScoreID, most int) (last engine.ScoreID, done int, err error) {
	stale, err := s.stale(ctx, after, most)
	if err != nil {
		return after, 0, err
	}
	var wrong []error
	if done, err = s.renewAll(ctx, stale, &wrong); err != nil {
		return after, done, err
	}
	if len(stale) == most {
		last = stale[most-1].ScoreID
	}
	return last, done, errors.Join(wrong...)
}

// stale lists stale scores from behind one, in the order of their ids.
func (s *SelfCheck) stale(ctx context.Context, after engine.ScoreID, most int) (out []engine.StaleScore, err error) {
	err = s.Store.View(ctx, func(tx port.Tx) error {
		return tx.List(&out, access.Everything(), port.Query{AtLeast: port.Where{"score_id": int64(after + 1)}, Limit: most})
	})
	if err != nil {
		return nil, fmt.Errorf("list stale scores: %w", err)
	}
	return out, nil
}

// renewAll works the scores out, adds to wrong those that cannot be judged, a few
// of them, and tells how many are fresh now. Only the context's end stops it.
func (s *SelfCheck) renewAll(ctx context.Context, stale []engine.StaleScore, wrong *[]error) (done int, err error) {
	for i := range stale {
		row := engine.Score{ID: stale[i].ScoreID}
		fresh, err := s.renew(ctx, &row)
		switch {
		case ctx.Err() != nil:
			return done, fmt.Errorf("stopped at score %d: %w", row.ID, ctx.Err())
		case err != nil && len(*wrong) < mostWrong:
			*wrong = append(*wrong, fmt.Errorf("score %d of unit %d in %s: %w", row.ID, row.UnitID, row.Period, err))
		case fresh:
			done++
		}
	}
	return done, nil
}

// renew works out one score and saves it unless it was marked again meanwhile.
func (s *SelfCheck) renew(ctx context.Context, row *engine.Score) (bool, error) {
	var lines string
	err := s.Store.View(ctx, func(tx port.Tx) (err error) {
		if err := tx.Get(row, access.Everything(), port.Where{"id": int64(row.ID)}); err != nil {
			return fmt.Errorf("read score: %w", err)
		}
		lines, err = s.work(tx, row)
		return err
	})
	if err != nil {
		return false, err
	}
	err = s.Store.Update(ctx, func(tx port.Tx) error { return saveScore(tx, row, lines) })
	if engine.CodeOf(err) == engine.Conflict {
		return false, nil // it is stale still, and its turn comes again
	}
	return err == nil, err
}

// work judges the unit's period by its facts of now and writes the result into the
// row; the lines are given back as they are stored.
func (s *SelfCheck) work(tx port.Tx, row *engine.Score) (lines string, err error) {
	e, err := s.Book.Named(row.Edition)
	if err != nil {
		return "", fmt.Errorf("edition of the score: %w", err)
	}
	unit, err := practise.Unit(tx, access.Everything(), row.UnitID)
	if err != nil {
		return "", err
	}
	facts, err := s.facts(tx, e, &unit, row.Period)
	if err != nil {
		return "", err
	}
	sheet, err := score.Score(e, facts, s.Calendar)
	if err != nil {
		return "", fmt.Errorf("judge: %w", err)
	}
	if lines, err = sheet.Keep(row); err != nil {
		return "", err
	}
	row.AsOf, row.Trial = min(s.today(tx), row.Last.AddDays(1)), unit.Trial == row.Period.String()
	return lines, nil
}

// saveScore writes a score and its lines, unless a fact has changed since they were
// worked out.
func saveScore(tx port.Tx, row *engine.Score, lines string) error {
	if err := tx.Freshen(row.ID, row.Mark); err != nil {
		return fmt.Errorf("take the mark away: %w", err)
	}
	if err := tx.Save(row); err != nil {
		return fmt.Errorf("save score: %w", err)
	}
	kept := engine.ScoreLines{ScoreID: row.ID, UnitID: row.UnitID, Lines: lines}
	err := tx.Save(&kept)
	if engine.CodeOf(err) == engine.NotFound {
		err = tx.Insert(&kept)
	}
	if err != nil {
		return fmt.Errorf("save lines: %w", err)
	}
	return nil
}
