package selfcheck

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/state"
)

// AnswerRequest answers questions of a self-check: by the question's key, as typed.
// With Rest, whatever is then still open is answered with nothing: one act that is
// written down for every question it answers.
type AnswerRequest struct {
	ChangeRequest
	Answers map[string]string `json:"answers" validate:"max=300,dive,keys,required,max=60,endkeys,max=2000"`
	Rest    bool              `json:"rest"`
}

// Answer keeps answers. An empty one leaves what was answered before. After the
// review it takes the review back: 支委会 has not seen what is changed.
func (s *SelfCheck) Answer(ctx context.Context, actor access.Actor, r AnswerRequest) error {
	return s.change(ctx, actor, r.ChangeRequest, "answer", func(tx port.Tx, unit *engine.Unit, check *engine.SelfCheck) (int, error) {
		sheet, e, err := s.sheetIn(tx, check)
		if err != nil {
			return 0, err
		}
		all, err := questions(tx, e, &sheet)
		if err != nil {
			return 0, err
		}
		given, err := r.read(all)
		if err != nil {
			return 0, err
		}
		for i := range all {
			value, ok := given[all[i].Key]
			if !ok {
				continue
			}
			if err := keepAnswer(tx, actor, unit.ID, &all[i], value); err != nil {
				return 0, err
			}
		}
		if len(given) == 0 {
			return 0, nil
		}
		if _, err := tx.MarkStale(unit, check.Period.Start); err != nil {
			return 0, fmt.Errorf("mark scores: %w", err)
		}
		return len(given), nil
	})
}

// read turns what was typed into answers by key; every wrong one is named.
func (r *AnswerRequest) read(all []Question) (map[string]any, error) {
	given := map[string]any{}
	wrong := engine.Fail(engine.Invalid, "answers", "有的回答看不明白，都没有保存，请改一下：")
	for key, typed := range r.Answers {
		at := slices.IndexFunc(all, func(q Question) bool { return q.Key == key })
		if at < 0 {
			wrong.With(key, "自查表里没有这个问题")
			continue
		}
		if typed == "" {
			continue
		}
		value, err := all[at].read(typed)
		if err != nil {
			wrong.With(key, err.Error())
			continue
		}
		given[key] = value
	}
	if len(wrong.Fields) > 0 {
		return nil, wrong
	}
	for i := range all {
		if _, has := given[all[i].Key]; r.Rest && !has && !all[i].Answered {
			if none, ok := all[i].None(); ok {
				given[all[i].Key] = none
			}
		}
	}
	return given, nil
}

// keepAnswer writes an answer down, and keeps the one it takes the place of.
func keepAnswer(tx port.Tx, actor access.Actor, unit engine.UnitID, q *Question, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	var before []engine.Answer
	err = tx.List(&before, access.Everything(), port.Query{Where: port.Where{"unit_id": int64(unit), "period": q.period.String(), "question": q.Rule}})
	if err != nil {
		return fmt.Errorf("find answer: %w", err)
	}
	a := engine.Answer{UnitID: unit, Period: q.period, Question: q.Rule}
	if len(before) > 0 {
		a = before[0]
	}
	if a.Value == string(text) {
		return nil
	}
	if a.ID != 0 {
		was := engine.AnswerVersion{AnswerID: a.ID, UnitID: a.UnitID, Number: a.Version, Value: a.Value, Reason: a.Reason, PersonID: a.PersonID, CreatedAt: a.UpdatedAt}
		if err := tx.Insert(&was); err != nil {
			return fmt.Errorf("keep what was answered before: %w", err)
		}
	}
	a.Value, a.PersonID = string(text), actor.Person
	if a.ID == 0 {
		err = tx.Insert(&a)
	} else {
		err = tx.Save(&a)
	}
	if err != nil {
		return fmt.Errorf("keep answer: %w", err)
	}
	return nil
}

// change runs a change of the branch's own self-check: authorised, of the version
// that was shown, allowed by the table of states, and written into the trail.
func (s *SelfCheck) change(ctx context.Context, actor access.Actor, r ChangeRequest, what string, do func(port.Tx, *engine.Unit, *engine.SelfCheck) (int, error)) error {
	scope, err := access.Authorize(actor, access.SelfCheckFill)
	if err != nil {
		return err
	}
	err = s.Store.Update(ctx, func(tx port.Tx) error {
		unit, check, err := find(tx, scope, r.Unit, r.Period)
		switch {
		case err != nil:
			return err
		case !own(actor, unit.ID):
			return notOwn()
		}
		move, err := state.SelfChecks().Next(check.State, state.SelfCheckChange, state.ByPerson, state.SelfCheckFacts{})
		if err != nil {
			return err
		}
		if err := fresh(&check, r.Version); err != nil {
			return err
		}
		n, err := do(tx, &unit, &check)
		if err != nil || n == 0 {
			return err
		}
		check.State = move.To
		if slices.Contains(move.Effects, state.ClearReview) {
			check.ReviewedOn, check.ReviewRecord = 0, 0
		}
		if err := tx.Save(&check); err != nil {
			return fmt.Errorf("save self-check: %w", err)
		}
		e := entry(actor, access.SelfCheckFill, &check, check.State)
		e.Detail = fmt.Sprintf(`{"kept":%d,"what":%q}`, n, what)
		return tx.Append(e)
	})
	if err != nil {
		return fmt.Errorf("change self-check: %w", err)
	}
	return nil
}

// sheetIn reads the score sheet of a self-check by the facts of this moment: where
// one has changed since it was worked out, it is worked out first.
func (s *SelfCheck) sheetIn(tx port.Tx, check *engine.SelfCheck) (Sheet, *rule.Edition, error) {
	e, err := s.Book.Named(check.Edition)
	if err != nil {
		return Sheet{}, nil, fmt.Errorf("edition of the self-check: %w", err)
	}
	row, lines, err := scoreOf(tx, check)
	if err != nil {
		return Sheet{}, nil, err
	}
	if (lines == "" || row.Stale) && !row.Sealed {
		if lines, err = s.work(tx, &row); err != nil {
			return Sheet{}, nil, err
		}
	}
	sheet, err := s.lay(&row, lines)
	return sheet, e, err
}

// scoreOf reads the score of a self-check and its lines.
func scoreOf(tx port.Tx, check *engine.SelfCheck) (row engine.Score, lines string, err error) {
	if err = tx.Get(&row, access.Everything(), port.Where{"id": int64(check.ScoreID)}); err != nil {
		return row, "", fmt.Errorf("find score: %w", err)
	}
	lines, err = linesOf(tx, access.Everything(), row.ID)
	return row, lines, err
}

// linesOf reads the lines of a score as they are stored; empty where it was never
// worked out.
func linesOf(tx port.Tx, scope access.Scope, id engine.ScoreID) (string, error) {
	var kept []engine.ScoreLines
	if err := tx.List(&kept, scope, port.Query{Where: port.Where{"score_id": int64(id)}}); err != nil {
		return "", fmt.Errorf("find lines: %w", err)
	}
	if len(kept) == 0 {
		return "", nil
	}
	return kept[0].Lines, nil
}
