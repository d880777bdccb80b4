package selfcheck

import (
	"context"
	"fmt"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

// ReturnRequest hands a self-check back, with the reason.
type ReturnRequest struct {
	ChangeRequest
	Reason string `json:"reason" validate:"required,max=500"`
}

// Accept takes a self-check as it was submitted.
func (s *SelfCheck) Accept(ctx context.Context, actor access.Actor, r ChangeRequest) error {
	return s.decide(ctx, actor, r, state.SelfCheckAccept, "")
}

// Return hands a self-check back to the branch. Its score is opened again and
// worked out by the facts of now; what was submitted stays in its history.
func (s *SelfCheck) Return(ctx context.Context, actor access.Actor, r ReturnRequest) error {
	return s.decide(ctx, actor, r.ChangeRequest, state.SelfCheckReturn, strings.TrimSpace(r.Reason))
}

func (s *SelfCheck) decide(ctx context.Context, actor access.Actor, r ChangeRequest, event state.Event, text string) error {
	scope, err := access.Authorize(actor, access.SelfCheckDecide)
	if err != nil {
		return err
	}
	err = s.Store.Update(ctx, func(tx port.Tx) error {
		unit, check, err := find(tx, scope, r.Unit, r.Period)
		if err != nil {
			return err
		}
		from := check.State
		move, err := state.SelfChecks().Next(from, event, state.ByAbove, state.SelfCheckFacts{Text: text})
		if err != nil {
			return err
		}
		if err := fresh(&check, r.Version); err != nil {
			return err
		}
		check.State = move.To
		said := "核收了" + check.Period.Chinese() + "自查表，得分" + check.Result.String() + "。"
		if event == state.SelfCheckReturn {
			check.ReviewedOn, check.ReviewRecord = 0, 0
			said = "退回了" + check.Period.Chinese() + "自查表，请按意见修改后重新审议、提交：" + text
			if err := s.unseal(tx, &unit, &check); err != nil {
				return err
			}
		}
		if err := tx.Save(&check); err != nil {
			return fmt.Errorf("save self-check: %w", err)
		}
		if err := step(tx, s, &check, actor, event, text, check.Result); err != nil {
			return err
		}
		_, err = tx.Notify([]engine.Notice{{Key: fmt.Sprintf("%s/%d", object(&check), check.Version), UnitID: unit.ID, Post: Secretary,
			Kind: engine.NoticeFollowUp, AboutUnit: unit.ID, Object: object(&check), Period: check.Period.String(), Day: s.today(tx),
			Text: "党委考核组" + said}})
		if err != nil {
			return fmt.Errorf("tell the branch: %w", err)
		}
		return tx.Append(entry(actor, access.SelfCheckDecide, &check, from))
	})
	if err != nil {
		return fmt.Errorf("decide self-check: %w", err)
	}
	return nil
}

// unseal lets the score follow the facts again.
func (s *SelfCheck) unseal(tx port.Tx, unit *engine.Unit, check *engine.SelfCheck) error {
	var row engine.Score
	if err := tx.Get(&row, access.Everything(), port.Where{"id": int64(check.ScoreID)}); err != nil {
		return fmt.Errorf("find score: %w", err)
	}
	row.Sealed = false
	if err := tx.Save(&row); err != nil {
		return fmt.Errorf("open score: %w", err)
	}
	if _, err := tx.MarkStale(unit, row.Last); err != nil {
		return fmt.Errorf("mark score: %w", err)
	}
	return nil
}
