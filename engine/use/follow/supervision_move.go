package follow

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

// redoDays is how many workdays there are to do something again.
const redoDays = 3

// MoveRequest is what somebody decides about a 督办单, with the version that the
// page showed.
type MoveRequest struct {
	ID      engine.SupervisionID `json:"supervision" validate:"gt=0"`
	Version int64                `json:"version" validate:"gt=0"`
	Text    string               `json:"text" validate:"max=1000"`
	Due     calendar.Date        `json:"due"` // of a return: by when it is asked again
}

// Reply says what the branch has done. Until the issuer has decided, it may be
// said again.
func (f *Follow) Reply(ctx context.Context, actor access.Actor, r MoveRequest) error {
	return f.move(ctx, actor, access.SupervisionReply, state.SupervisionReply, r)
}

// Close ends a 督办单: what was asked has been done.
func (f *Follow) Close(ctx context.Context, actor access.Actor, r MoveRequest) error {
	return f.move(ctx, actor, access.SupervisionJudge, state.SupervisionClose, r)
}

// Return asks again, with the reason and a day.
func (f *Follow) Return(ctx context.Context, actor access.Actor, r MoveRequest) error {
	return f.move(ctx, actor, access.SupervisionJudge, state.SupervisionReturn, r)
}

// Withdraw takes a 督办单 back, or drops a proposal, with the reason.
func (f *Follow) Withdraw(ctx context.Context, actor access.Actor, r MoveRequest) error {
	return f.move(ctx, actor, access.SupervisionJudge, state.SupervisionWithdraw, r)
}

func (f *Follow) move(ctx context.Context, actor access.Actor, action access.Action, event state.Event, r MoveRequest) error {
	scope, err := access.Authorize(actor, action)
	if err != nil {
		return err
	}
	err = f.Practise.Store.Update(ctx, func(tx port.Tx) error {
		s, u, err := findSupervision(tx, actor, scope, r.ID)
		if err != nil {
			return err
		}
		who, err := f.mover(actor, event, &s, u)
		if err != nil {
			return err
		}
		if s.Version != r.Version {
			if same, err := moved(tx, &s, actor, event, clean(r.Text)); err != nil || same {
				return err // the second of two taps
			}
			return changed()
		}
		return f.moveOn(tx, actor, action, event, who, &s, r)
	})
	if err != nil {
		return fmt.Errorf("%s supervision: %w", event, err)
	}
	return nil
}

// mover says as whom the actor acts: the branch replies, the issuer decides.
func (f *Follow) mover(actor access.Actor, event state.Event, s *engine.Supervision, u engine.Unit) (state.Who, error) {
	if event != state.SupervisionReply {
		return state.ByAbove, asIssuer(actor, s, u)
	}
	if !actor.Holds(u.ID, Secretary) {
		return "", engine.Fail(engine.Forbidden, "other_post", "督办单由支部书记回复办理情况。")
	}
	return state.ByPerson, nil
}

// moved says whether the same person has just done the very same.
func moved(tx port.Tx, s *engine.Supervision, actor access.Actor, event state.Event, text string) (bool, error) {
	var last []engine.SupervisionStep
	err := tx.List(&last, access.Everything(), port.Query{Where: port.Where{"supervision_id": s.ID}, Order: []string{"-id"}, Limit: 1})
	if err != nil {
		return false, fmt.Errorf("look at the last step: %w", err)
	}
	return len(last) == 1 && last[0].Event == string(event) && last[0].Text == text && last[0].PersonID == actor.Person, nil
}

func (f *Follow) moveOn(tx port.Tx, actor access.Actor, action access.Action, event state.Event, who state.Who, s *engine.Supervision, r MoveRequest) error {
	today, text, from := f.Practise.Today(tx), clean(r.Text), s.State
	move, err := state.Supervisions().Next(from, event, who, state.SupervisionFacts{Today: today, Due: r.Due, Text: text})
	if err != nil {
		return missing(err, text)
	}
	s.State = move.To
	switch event {
	case state.SupervisionReply:
		s.RepliedOn = today
	case state.SupervisionReturn:
		s.Extended = max(r.Due, s.Extended)
	case state.SupervisionClose:
		s.ClosedOn = today
	}
	if err := tx.Save(s); err != nil {
		return fmt.Errorf("save supervision: %w", err)
	}
	if err := f.step(tx, s, event, text, actor.Person); err != nil {
		return err
	}
	if err := f.tellMove(tx, s, event); err != nil {
		return err
	}
	return tx.Append(note(actor, action, supervisionObject(s.ID), s.UnitID, string(from), string(s.State)))
}

// missing puts a guard's refusal at the field that it is about.
func missing(err error, text string) error {
	if engine.ReasonOf(err) != "guard" {
		return err
	}
	field, wrong := "text", engine.Fail(engine.Invalid, "supervision", "还没有提交：请改正下面标出的地方")
	if text != "" {
		field = "due"
	}
	return wrong.With(field, err.Error())
}

// tellMove tells who has to know.
func (f *Follow) tellMove(tx port.Tx, s *engine.Supervision, event state.Event) error {
	key := fmt.Sprintf("%s/%d", event, s.Version)
	switch event {
	case state.SupervisionReply:
		names, err := unitNames(tx, s.UnitID)
		if err != nil {
			return err
		}
		return f.tellIssuer(tx, s, key, fmt.Sprintf("%s已回复%s，请审核办结或退回。", names[s.UnitID], s.Number))
	case state.SupervisionReturn:
		return f.tellBranch(tx, s, key, fmt.Sprintf("%s退回重办，请在%s前办理并再次回复。", s.Number, s.Deadline().Chinese()))
	case state.SupervisionClose:
		return f.tellBranch(tx, s, key, s.Number+"已办结。")
	case state.SupervisionWithdraw:
		if s.Number != "" {
			return f.tellBranch(tx, s, key, s.Number+"已撤销，不用再回复。")
		}
	}
	return nil
}
