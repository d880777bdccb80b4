package follow

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/state"
	"wubiao/engine/use/practise"
)

// DecideRequest answers a request for more time, or takes it back.
type DecideRequest struct {
	ID      engine.ExtensionID `json:"extension" validate:"gt=0"`
	Version int64              `json:"version" validate:"gt=0"`
	Text    string             `json:"text" validate:"max=500"`
}

// Grant gives the time that was asked for. The day counts from when the request
// was made, also where the answer comes after the original day.
func (f *Follow) Grant(ctx context.Context, actor access.Actor, r DecideRequest) error {
	return f.decide(ctx, actor, access.ExtensionDecide, state.ExtensionGrant, r)
}

// Refuse says no, with the reason; the original day counts.
func (f *Follow) Refuse(ctx context.Context, actor access.Actor, r DecideRequest) error {
	return f.decide(ctx, actor, access.ExtensionDecide, state.ExtensionRefuse, r)
}

// TakeBack withdraws a request that has not been answered.
func (f *Follow) TakeBack(ctx context.Context, actor access.Actor, r DecideRequest) error {
	return f.decide(ctx, actor, access.ExtensionAsk, state.ExtensionWithdraw, r)
}

func (f *Follow) decide(ctx context.Context, actor access.Actor, action access.Action, event state.Event, r DecideRequest) error {
	scope, err := access.Authorize(actor, action)
	if err != nil {
		return err
	}
	err = f.Practise.Store.Update(ctx, func(tx port.Tx) error {
		x, s, err := f.findExtension(tx, actor, scope, r.ID)
		if err != nil {
			return err
		}
		who := state.ByAbove
		if event == state.ExtensionWithdraw {
			who = state.ByPerson
			if !practise.Answers(actor, s.unit.ID, s.post) {
				return otherPost(s.post)
			}
		} else if err := mayDecide(actor, s); err != nil {
			return err
		}
		text := clean(r.Text)
		facts := state.ExtensionFacts{Today: f.Practise.Today(tx), Deadline: s.due, Until: x.Until, Open: s.open, Reason: text}
		move, err := state.Extensions().Next(x.State, event, who, facts)
		if move.To == "" && settledAs(event) == x.State && x.DecidedBy == actor.Person {
			return nil // the second of two taps
		}
		if engine.ReasonOf(err) == "guard" && event == state.ExtensionRefuse {
			return engine.Fail(engine.Invalid, "extension", "还没有提交：请改正下面标出的地方").With("text", err.Error())
		}
		if err != nil {
			return err
		}
		if x.Version != r.Version {
			return changed()
		}
		return f.settle(tx, actor, action, &x, s, move, text)
	})
	if err != nil {
		return fmt.Errorf("%s extension: %w", event, err)
	}
	return nil
}

// settledAs is the state in which an event ends.
func settledAs(event state.Event) engine.ExtensionState {
	switch event {
	case state.ExtensionGrant:
		return engine.ExtensionGranted
	case state.ExtensionRefuse:
		return engine.ExtensionRefused
	}
	return engine.ExtensionWithdrawn
}

// mayDecide lets those above answer; of a 督办单 only its issuer.
func mayDecide(actor access.Actor, s subject) error {
	if s.paper != nil {
		return asIssuer(actor, s.paper, s.unit)
	}
	_, err := asAbove(actor, s.unit)
	return err
}

func (f *Follow) findExtension(tx port.Tx, actor access.Actor, scope access.Scope, id engine.ExtensionID) (engine.Extension, subject, error) {
	var x engine.Extension
	err := tx.Get(&x, scope, port.Where{"id": id})
	if engine.CodeOf(err) == engine.NotFound {
		return x, subject{}, access.Absent()
	}
	if err != nil {
		return x, subject{}, fmt.Errorf("find request: %w", err)
	}
	s, err := f.subjectOf(tx, actor, scope, x.TaskID, x.SupervisionID)
	return x, s, err
}

// settle writes the answer and what follows from it.
func (f *Follow) settle(tx port.Tx, actor access.Actor, action access.Action, x *engine.Extension, s subject, move state.Move[engine.ExtensionState, state.ExtensionFacts], text string) error {
	from := x.State
	x.State, x.Answer, x.DecidedOn, x.DecidedBy = move.To, text, f.Practise.Today(tx), actor.Person
	if err := tx.Save(x); err != nil {
		return fmt.Errorf("save request: %w", err)
	}
	words := "不同意，仍按" + s.due.Chinese() + "的期限"
	switch x.State {
	case engine.ExtensionWithdrawn:
		return tx.Append(note(actor, action, s.object(), x.UnitID, string(from), string(x.State)))
	case engine.ExtensionGranted:
		words = "同意，延到" + x.Until.Chinese()
		if err := extend(tx, s, x); err != nil {
			return err
		}
	}
	if text != "" {
		words += "（" + text + "）"
	}
	n := engine.Notice{Key: fmt.Sprintf("extension/%d/%s", x.ID, x.State), UnitID: x.UnitID, Post: s.post, AboutUnit: x.UnitID, TaskID: x.TaskID,
		Text: fmt.Sprintf("延期申请的答复：「%s」%s。", s.title, words)}
	if x.SupervisionID != 0 {
		n.Object = supervisionObject(x.SupervisionID)
	}
	if err := f.tell(tx, n); err != nil {
		return err
	}
	return tx.Append(note(actor, action, s.object(), x.UnitID, string(from), string(x.State)))
}

// extend moves the day that counts; the day as issued stays.
func extend(tx port.Tx, s subject, x *engine.Extension) error {
	if s.paper != nil {
		s.paper.Extended = max(s.paper.Extended, x.Until)
		if err := tx.Save(s.paper); err != nil {
			return fmt.Errorf("save supervision: %w", err)
		}
		return nil
	}
	s.task.Extended, s.task.Ladder = max(s.task.Extended, x.Until), nil
	if err := tx.Save(s.task); err != nil {
		return fmt.Errorf("save task: %w", err)
	}
	return nil
}
