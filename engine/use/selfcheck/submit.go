package selfcheck

import (
	"context"
	"fmt"
	"strconv"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

// Submit signs a self-check and hands it in: its score is sealed as it stands, the
// ledger of self-checks gets its line, and with it the duty to hand it in is done.
// Only the branch's secretary signs, in person. Signing twice is no error and has
// one effect.
func (s *SelfCheck) Submit(ctx context.Context, actor access.Actor, r ChangeRequest) error {
	scope, err := access.Authorize(actor, access.SelfCheckSubmit)
	if err != nil {
		return err
	}
	err = s.Store.Update(ctx, func(tx port.Tx) error {
		unit, check, row, err := findWithScore(tx, scope, r.Unit, r.Period)
		switch {
		case err != nil:
			return err
		case !own(actor, unit.ID):
			return notOwn()
		case check.State == engine.SelfCheckSubmitted && check.SignedBy == actor.Person && check.Version == r.Version+1:
			return nil // the same tap, once more
		}
		from := check.State
		open, err := s.toSeal(tx, &check, &row)
		if err != nil {
			return err
		}
		move, err := state.SelfChecks().Next(from, state.SelfCheckSubmit, state.ByPerson,
			state.SelfCheckFacts{Secretary: actor.Holds(unit.ID, Secretary), Unanswered: open})
		if err != nil {
			return err
		}
		if err := fresh(&check, r.Version); err != nil {
			return err
		}
		check.State, check.SignedBy = move.To, actor.Person
		if check.SubmittedOn.IsZero() {
			check.SubmittedOn = s.today(tx)
		}
		return s.handIn(tx, actor, &unit, &check, &row, from)
	})
	if err != nil {
		return fmt.Errorf("submit self-check: %w", err)
	}
	return nil
}

// findWithScore loads a unit, its self-check and the score that is to be sealed in one
// question: at a quarter's end everybody hands in at once.
func findWithScore(tx port.Tx, scope access.Scope, id engine.UnitID, period calendar.Period) (unit engine.Unit, check engine.SelfCheck, row engine.Score, err error) {
	err = tx.GetWith(&check, scope, port.Where{"unit_id": int64(id), "period": period.String()}, port.By{"unit_id": &unit, "score_id": &row})
	if engine.CodeOf(err) == engine.NotFound {
		if _, _, missing := find(tx, scope, id, period); missing != nil { // it says what
			err = missing
		}
	}
	if err != nil {
		err = fmt.Errorf("find self-check with score: %w", err)
	}
	return unit, check, row, err
}

// toSeal works the score that is to be sealed out by the facts of this moment, and
// counts the questions that came up since the review. Where the score wants nothing
// there can be none, and its large lines are not even read.
func (s *SelfCheck) toSeal(tx port.Tx, check *engine.SelfCheck, row *engine.Score) (int, error) {
	if row.Stale && !row.Sealed {
		lines, err := s.work(tx, row)
		if err != nil {
			return 0, err
		}
		if err := saveScore(tx, row, lines); err != nil {
			return 0, err
		}
	}
	if row.Gaps == 0 || check.State != engine.SelfCheckReviewed {
		return 0, nil
	}
	sheet, e, err := s.sheetIn(tx, check)
	if err != nil {
		return 0, err
	}
	all, err := questions(tx, e, &sheet)
	return unanswered(all), err
}

// handIn seals the score and writes everything that follows from handing it in.
func (s *SelfCheck) handIn(tx port.Tx, actor access.Actor, unit *engine.Unit, check *engine.SelfCheck, row *engine.Score, from engine.SelfCheckState) error {
	row.Sealed = true
	if err := tx.Save(row); err != nil {
		return fmt.Errorf("seal score: %w", err)
	}
	check.Result = row.Result
	if err := s.keepRecord(tx, actor, unit, check); err != nil {
		return err
	}
	if err := tx.Save(check); err != nil {
		return fmt.Errorf("save self-check: %w", err)
	}
	if err := step(tx, s, check, actor, state.SelfCheckSubmit, "", row.Result); err != nil {
		return err
	}
	if err := s.tellAbove(tx, unit, check); err != nil {
		return err
	}
	return tx.Append(entry(actor, access.SelfCheckSubmit, check, from))
}

// keepRecord notes in the ledger what was handed in, for which quarter and when.
func (s *SelfCheck) keepRecord(tx port.Tx, actor access.Actor, unit *engine.Unit, check *engine.SelfCheck) error {
	e, err := s.Book.Named(check.Edition)
	if err != nil {
		return fmt.Errorf("edition of the self-check: %w", err)
	}
	if e.SelfCheck == nil || e.SelfCheck.Record == "" {
		return nil
	}
	fields := map[string]any{"所属季度": check.Period.String(), "应报日期": check.Due.String(),
		"报送日期": check.SubmittedOn.String(), "自查得分率": float64(check.Result) / 100}
	check.RecordID, err = s.Practise.Keep(tx, actor, unit, e.SelfCheck.Record, check.RecordID, fields)
	if err != nil {
		return fmt.Errorf("note in the ledger: %w", err)
	}
	return nil
}

// tellAbove tells the general branch above that a self-check has come.
func (s *SelfCheck) tellAbove(tx port.Tx, unit *engine.Unit, check *engine.SelfCheck) error {
	if unit.ParentID == nil {
		return nil
	}
	_, err := tx.Notify([]engine.Notice{{Key: object(check) + "/" + strconv.FormatInt(check.Version, 10), UnitID: *unit.ParentID,
		Kind: engine.NoticeFollowUp, AboutUnit: unit.ID, Object: object(check), Period: check.Period.String(), Day: s.today(tx),
		Text: unit.Name + "提交了" + check.Period.Chinese() + "自查表。"}})
	if err != nil {
		return fmt.Errorf("tell above: %w", err)
	}
	return nil
}
