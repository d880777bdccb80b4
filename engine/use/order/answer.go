package order

import (
	"context"
	"fmt"
	"maps"
	"strconv"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/state"
	"wubiao/engine/use/practise"
)

// AnswerRequest is what a branch answers, by the column's number, with the version
// of the reply that was read.
type AnswerRequest struct {
	Task    engine.TaskID  `json:"task" validate:"gt=0"`
	Version int64          `json:"version" validate:"gt=0"`
	Answers map[string]any `json:"answers" validate:"max=20,dive,keys,required,max=4,endkeys"`
}

// Answer keeps what the branch answers and fulfils its task. Until the order ends
// the answer can be changed; the same answer sent twice has one effect.
func (s *Orders) Answer(ctx context.Context, actor access.Actor, r AnswerRequest) error {
	scope, err := access.Authorize(actor, access.OrderAnswer)
	if err != nil {
		return err
	}
	err = s.Practise.Store.Update(ctx, func(tx port.Tx) error {
		a, err := s.asked(tx, scope, r.Task)
		if err != nil {
			return err
		}
		if a == nil {
			return access.Absent()
		}
		answers, err := s.mayAnswer(tx, actor, a, r)
		if err != nil || a.task.State == engine.TaskDone && maps.Equal(answers, a.reply.Answers) {
			return err
		}
		if a.reply.Version != r.Version {
			return engine.Fail(engine.Conflict, "changed", "刚才有人报过这件事，您填的还在下面：请看一下现在的情况，再按一次“上报”。")
		}
		return s.keepAnswer(tx, actor, a, answers)
	})
	if err != nil {
		return fmt.Errorf("answer an order: %w", err)
	}
	return nil
}

// mayAnswer refuses who may not answer and what is no answer.
func (s *Orders) mayAnswer(tx port.Tx, actor access.Actor, a *asked, r AnswerRequest) (map[string]string, error) {
	stands, err := practise.StandingIn(tx, actor, &a.task, a.order.Post)
	if err != nil {
		return nil, err
	}
	if !practise.Answers(stands, a.task.UnitID, a.order.Post) {
		return nil, engine.Fail(engine.Forbidden, "other_post", "这件事由"+a.order.Post+"来办，请由"+a.order.Post+"或支部书记上报。")
	}
	if why := a.closed(s.Practise.Today(tx)); why != "" {
		return nil, engine.Fail(engine.Refused, "order_ended", why)
	}
	if len(a.order.Columns) == 0 {
		return nil, engine.Fail(engine.Refused, "needs_tap", "这件事不用填报，办完后点一下“完成”就行。")
	}
	return checkAnswers(&a.order, r.Answers)
}

// checkAnswers reads the answers and says at each column what is wrong with it.
func checkAnswers(o *engine.Order, typed map[string]any) (map[string]string, error) {
	form := &rule.Ledger{Name: o.Duty()}
	for i, c := range o.Columns {
		form.Columns = append(form.Columns, &rule.Column{ID: strconv.Itoa(i + 1), Label: c.Label, Type: plan.OrderType(c)})
	}
	fields := practise.Tidy(form, typed)
	wrong := engine.Fail(engine.Invalid, "answer", "还没有上报：请改正下面标出的地方")
	wrong.Fields = practise.TooMuch(form, fields)
	out := map[string]string{}
	for _, c := range form.Columns {
		v, err := c.Type.Read(fields[c.ID])
		switch {
		case fields[c.ID] == nil:
			wrong.With(c.ID, "这一项要填")
		case err != nil:
			wrong.With(c.ID, err.Error())
		default:
			out[c.ID] = v.String()
		}
		delete(fields, c.ID)
	}
	for name := range fields {
		wrong.With(name, "没有这一项")
	}
	if len(wrong.Fields) > 0 {
		return nil, wrong
	}
	return out, nil
}

// keepAnswer writes the answer, beside the one it takes the place of, and fulfils
// the task, where it is open.
func (s *Orders) keepAnswer(tx port.Tx, actor access.Actor, a *asked, answers map[string]string) error {
	held, err := s.held(tx, &a.order, a.task.UnitID, a.task.Edition)
	if err != nil {
		return err
	}
	if err := keepHistory(tx, &a.reply, answers); err != nil {
		return err
	}
	today, from := s.Practise.Today(tx), a.task.State
	a.reply.Answers, a.reply.Held, a.reply.AnsweredOn, a.reply.AnsweredBy = answers, held, today, actor.Person
	if err := tx.Save(&a.reply); err != nil {
		return fmt.Errorf("save the reply: %w", err)
	}
	if a.task.State != engine.TaskDone {
		move, err := state.Tasks().Next(a.task.State, state.TaskFulfil, state.ByRecord, state.TaskFacts{Today: today})
		if err != nil {
			return err
		}
		a.task.State, a.task.DoneOn, a.task.DoneBy, a.task.Quality = move.To, today, actor.Person, engine.Unrated
		if err := tx.Save(&a.task); err != nil {
			return fmt.Errorf("save task: %w", err)
		}
	}
	return tx.Append(engine.AuditEntry{AccountID: actor.Account, Action: string(access.OrderAnswer), Object: fmt.Sprintf("task/%d", a.task.ID),
		UnitID: a.task.UnitID, Result: "done", Address: actor.Address,
		Detail: fmt.Sprintf(`{"order":%d,"from":%q,"to":%q,"version":%d}`, a.order.ID, from, a.task.State, a.reply.Version)})
}
