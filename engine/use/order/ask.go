package order

import (
	"context"
	"fmt"
	"strconv"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/practise"
)

// Ask is what an order adds to the page of its task: where it comes from, and the
// form of what is to be answered, filled in with what the ledgers hold.
type Ask struct {
	Task     engine.TaskID        `json:"task"`
	Order    engine.OrderID       `json:"order"`
	Number   string               `json:"number"`
	Version  int64                `json:"version"` // of the reply
	Load     int                  `json:"load"`    // minutes that its week held besides, when it was issued
	Over     string               `json:"over"`    // why it goes beyond the budget; empty: it does not
	Signed   string               `json:"signed"`  // who signed it out, and when
	Fields   []practise.FormField `json:"fields"`  // empty: a tap is all that is asked
	Filled   int                  `json:"filled"`  // fields that a ledger filled in
	Answered string               `json:"answered"`
	Before   []Was                `json:"before"` // what was answered before, newest first
	May      bool                 `json:"may"`    // the actor may answer, or change the answer
	Closed   string               `json:"closed"` // why nothing is taken in any more; empty: it is
}

// OfTask reads what the order asks of the task's branch. Tasks of the handbook
// have none: nil.
func (s *Orders) OfTask(ctx context.Context, actor access.Actor, id engine.TaskID) (*Ask, error) {
	scope, err := access.Authorize(actor, access.OrderRead)
	if err != nil {
		return nil, err
	}
	var ask *Ask
	err = s.Practise.Store.View(ctx, func(tx port.Tx) error {
		asked, err := s.asked(tx, scope, id)
		if err != nil || asked == nil {
			return err
		}
		if ask, err = s.ask(tx, actor, asked); err != nil {
			return err
		}
		before, err := histories(tx, scope, &asked.order, []engine.OrderReply{asked.reply})
		ask.Before = before[asked.reply.ID]
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read what the order asks: %w", err)
	}
	return ask, nil
}

// asked is a task with its order and its branch's reply.
type asked struct {
	task  engine.Task
	order engine.Order
	reply engine.OrderReply
}

// asked finds them; nil where the handbook asks for the task.
func (s *Orders) asked(tx port.Tx, scope access.Scope, id engine.TaskID) (*asked, error) {
	var a asked
	err := tx.Get(&a.task, scope, port.Where{"id": id})
	if engine.CodeOf(err) == engine.NotFound {
		return nil, access.Absent()
	}
	if err != nil {
		return nil, fmt.Errorf("find task: %w", err)
	}
	order, ok := engine.OrderOf(a.task.Duty)
	if !ok {
		return nil, nil
	}
	if a.order, err = find(tx, order); err != nil {
		return nil, err
	}
	if err := tx.Get(&a.reply, scope, port.Where{"task_id": id}); err != nil {
		return nil, fmt.Errorf("find the reply: %w", err)
	}
	return &a, nil
}

// closed says why nothing is taken in any more.
func (a *asked) closed(today calendar.Date) string {
	switch {
	case a.order.State == engine.OrderWithdrawn:
		return "这项任务已经撤回，不用再办：" + a.order.Reason
	case a.order.State != engine.OrderIssued || today > max(a.order.Ends, a.task.Extended):
		return "这项任务已经结束，不再收了。"
	case a.task.State == engine.TaskRetired:
		return "这件事不再要求：" + a.task.Reason
	}
	return ""
}

func (s *Orders) ask(tx port.Tx, actor access.Actor, a *asked) (*Ask, error) {
	names, err := signers(tx, &a.order)
	if err != nil {
		return nil, err
	}
	out := &Ask{Task: a.task.ID, Order: a.order.ID, Number: a.order.Number, Version: a.reply.Version, Load: a.reply.Load, Over: a.order.Over,
		Signed: names[a.order.IssuedBy] + " " + s.signedAt(a.order.IssuedAt), Closed: a.closed(s.Practise.Today(tx))}
	if !a.reply.AnsweredOn.IsZero() {
		out.Answered = a.reply.AnsweredOn.ChineseFull()
	}
	stands, err := practise.StandingIn(tx, actor, &a.task, a.order.Post)
	if err != nil {
		return nil, err
	}
	out.May = len(a.order.Columns) > 0 && out.Closed == "" && practise.Answers(stands, a.task.UnitID, a.order.Post) && access.May(actor.Role, access.OrderAnswer)
	held, err := s.held(tx, &a.order, a.task.UnitID, a.task.Edition)
	if err != nil {
		return nil, err
	}
	values := held
	if a.reply.Answers != nil {
		values = a.reply.Answers
	}
	for i, c := range a.order.Columns {
		key := strconv.Itoa(i + 1)
		f := fieldOf(key, c, values[key])
		if held[key] != "" && a.reply.Answers == nil {
			out.Filled++
			f.Hint = "已按台账“" + c.Held + "”填好，核对一下就行"
		} else if c.Held != "" && held[key] != values[key] {
			f.Hint = "台账里现在是：" + held[key]
		}
		out.Fields = append(out.Fields, f)
	}
	return out, nil
}

// fieldOf is a column as a form shows it.
func fieldOf(key string, c engine.OrderColumn, value string) practise.FormField {
	spec := plan.OrderType(c)
	f := practise.FormField{ID: key, Label: c.Label, Type: spec.Name, Required: true, Value: value}
	if spec.Name == rule.TypeChoice {
		f.Choose(spec.Choices, []string{value})
	}
	return f
}

// held reads what the unit's ledgers hold of the columns, by the column's number.
func (s *Orders) held(tx port.Tx, o *engine.Order, unit engine.UnitID, edition string) (map[string]string, error) {
	e, err := s.Practise.Book.Named(edition)
	if err != nil {
		return nil, fmt.Errorf("edition of the task: %w", err)
	}
	out := map[string]string{}
	records := map[string][]engine.Record{}
	for i, c := range o.Columns {
		h, ok := plan.ParseHeld(e, c.Held)
		if !ok {
			continue
		}
		if _, read := records[h.Ledger]; !read {
			var found []engine.Record
			since, until := o.Window()
			q := port.Query{Where: port.Where{"unit_id": int64(unit), "ledger": h.Ledger}, AtLeast: port.Where{"day": since},
				AtMost: port.Where{"day": until}, Order: []string{"day", "id"}}
			if err := tx.List(&found, access.Everything(), q); err != nil {
				return nil, fmt.Errorf("list records: %w", err)
			}
			records[h.Ledger] = found
		}
		if text := h.Answer(e, records[h.Ledger]); text != "" {
			if _, err := plan.OrderType(c).Read(text); err == nil {
				out[strconv.Itoa(i+1)] = text
			}
		}
	}
	return out, nil
}
