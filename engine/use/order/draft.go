package order

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/state"
	"wubiao/engine/use/follow"
)

// Draft is an order as somebody writes it. Nothing but its title must be there:
// a draft may wait, and what is missing is asked for when it is to go out.
type Draft struct {
	Title   string          `json:"title" validate:"max=60"`
	What    string          `json:"what" validate:"max=800"`
	Why     string          `json:"why" validate:"max=800"`
	Post    string          `json:"post" validate:"max=40"`
	Steps   string          `json:"steps" validate:"max=1500"`
	When    string          `json:"when" validate:"max=200"`
	Degree  string          `json:"degree" validate:"max=800"`
	Minutes int             `json:"minutes" validate:"gte=0,lte=10000"`
	Due     calendar.Date   `json:"due"`
	Ends    calendar.Date   `json:"ends"`
	Targets []engine.UnitID `json:"targets" validate:"max=2000"`
	Columns []DraftColumn   `json:"columns" validate:"max=8,dive"`
	Since   calendar.Date   `json:"since"`
	Until   calendar.Date   `json:"until"`
}

// DraftColumn is a fact to be asked for. Held names what a ledger holds already,
// in the words of plan.Held; the answer then comes filled in.
type DraftColumn struct {
	Label   string `json:"label" validate:"max=60"`
	Kind    string `json:"kind" validate:"omitempty,oneof=文字 数字 日期 是否 选项"`
	Choices string `json:"choices" validate:"max=300"` // separated by 、
	Held    string `json:"held" validate:"max=120"`
}

// AddRequest is a new draft. Form names the form it was written on: the same form
// sent twice makes one.
type AddRequest struct {
	Draft
	Form string `json:"-" validate:"omitempty,min=20,max=64,alphanum"`
}

// Add keeps a new draft.
func (s *Orders) Add(ctx context.Context, actor access.Actor, r AddRequest) (engine.OrderID, error) {
	if _, err := access.Authorize(actor, access.OrderDraft); err != nil {
		return 0, err
	}
	var id engine.OrderID
	err := s.Practise.Store.Update(ctx, func(tx port.Tx) error {
		key := ""
		if r.Form != "" {
			key = fmt.Sprintf("%d/%s", actor.Account, r.Form)
			var before []engine.Order
			if err := tx.List(&before, access.Everything(), port.Query{Where: port.Where{"form_key": key}}); err != nil {
				return fmt.Errorf("look for the form: %w", err)
			}
			if len(before) > 0 {
				id = before[0].ID
				return nil
			}
		}
		root, err := company(tx)
		if err != nil {
			return err
		}
		o := engine.Order{UnitID: root.ID, State: state.Orders().First, DraftedBy: actor.Person, FormKey: key}
		if err := s.write(tx, &o, r.Draft); err != nil {
			return err
		}
		if err := tx.Insert(&o); err != nil {
			return fmt.Errorf("insert order: %w", err)
		}
		id = o.ID
		return tx.Append(entry(actor, access.OrderDraft, &o, ""))
	})
	if err != nil {
		return 0, fmt.Errorf("add order: %w", err)
	}
	return id, nil
}

// ReviseRequest is another wording of a draft, with the version that was read.
type ReviseRequest struct {
	Order   engine.OrderID `json:"order" validate:"gt=0"`
	Version int64          `json:"version" validate:"gt=0"`
	Draft
}

// Revise keeps another wording of a draft.
func (s *Orders) Revise(ctx context.Context, actor access.Actor, r ReviseRequest) error {
	return s.move(ctx, actor, access.OrderDraft, r.Order, r.Version, state.OrderRevise, state.ByDrafter, func(tx port.Tx, o *engine.Order) (state.OrderFacts, error) {
		return state.OrderFacts{}, s.write(tx, o, r.Draft)
	}, nil)
}

// write puts what somebody wrote into the order, and refuses what cannot be kept
// even in a draft.
func (s *Orders) write(tx port.Tx, o *engine.Order, d Draft) error {
	e, err := s.Practise.Book.On(s.Practise.Today(tx))
	if err != nil {
		return fmt.Errorf("edition of the day: %w", err)
	}
	wrong := engine.Fail(engine.Invalid, "order", "还没有保存：请改正下面标出的地方")
	o.Title, o.What, o.Why, o.Post = follow.Clean(d.Title), follow.Clean(d.What), follow.Clean(d.Why), follow.Clean(d.Post)
	o.Steps, o.When, o.Degree, o.Minutes = follow.Clean(d.Steps), follow.Clean(d.When), follow.Clean(d.Degree), d.Minutes
	o.Due, o.Ends, o.Since, o.Until = d.Due, d.Ends, d.Since, d.Until
	if o.Ends.IsZero() {
		o.Ends = o.Due
	}
	if o.Title == "" {
		wrong.With("title", "请写任务名称，哪怕先写个大概")
	}
	if o.Post != "" && len(e.Posts) > 0 && !slices.Contains(e.Posts, o.Post) {
		wrong.With("post", "请从岗位里选")
	}
	if !o.Since.IsZero() && !o.Until.IsZero() && o.Until < o.Since {
		wrong.With("until", "统计时段的末日不能早于首日")
	}
	if o.Targets, err = knownTargets(tx, d.Targets); err != nil {
		return err
	}
	o.Columns = nil
	for i, c := range d.Columns {
		column, ok := columnOf(e, i, c, wrong)
		if ok {
			o.Columns = append(o.Columns, column)
		}
	}
	if len(wrong.Fields) > 0 {
		return wrong
	}
	return nil
}

// knownTargets keeps the units that are there, each once.
func knownTargets(tx port.Tx, ids []engine.UnitID) ([]engine.UnitID, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var units []engine.Unit
	if err := tx.List(&units, access.Everything(), port.Query{Where: port.Where{"id": ids}, Columns: []string{"id"}, Order: []string{"id"}}); err != nil {
		return nil, fmt.Errorf("list targets: %w", err)
	}
	out := make([]engine.UnitID, len(units))
	for i := range units {
		out[i] = units[i].ID
	}
	return out, nil
}

// columnOf reads one question. A row left empty is none. Where a ledger answers
// it, the ledger says what kind of answer it is.
func columnOf(e *rule.Edition, i int, c DraftColumn, wrong *engine.Error) (engine.OrderColumn, bool) {
	at := func(part string) string { return fmt.Sprintf("columns.%d.%s", i, part) }
	out := engine.OrderColumn{Label: follow.Clean(c.Label), Kind: cmp.Or(c.Kind, engine.OrderKinds()[0]), Held: follow.Clean(c.Held)}
	for _, choice := range strings.FieldsFunc(c.Choices, func(r rune) bool { return strings.ContainsRune("、，,；;\n\r", r) }) {
		if choice = follow.Clean(choice); choice != "" && !slices.Contains(out.Choices, choice) {
			out.Choices = append(out.Choices, choice)
		}
	}
	if out.Label == "" && len(out.Choices) == 0 && out.Held == "" {
		return out, false
	}
	if out.Label == "" {
		wrong.With(at("label"), "请写要问什么")
	}
	if out.Held != "" {
		h, ok := plan.ParseHeld(e, out.Held)
		if !ok {
			wrong.With(at("held"), "没有这样的台账内容，请从列出的里面选，或清空由支部自己填")
			return out, true
		}
		out.Kind, out.Choices = h.Kind, nil
	}
	if out.Kind == "选项" && len(out.Choices) < 2 {
		wrong.With(at("choices"), "请写至少两个选项，用顿号隔开")
	}
	if out.Kind != "选项" {
		out.Choices = nil
	}
	return out, true
}

// DiscardRequest throws a draft away.
type DiscardRequest struct {
	Order   engine.OrderID `json:"order" validate:"gt=0"`
	Version int64          `json:"version" validate:"gt=0"`
}

// Discard throws a draft away.
func (s *Orders) Discard(ctx context.Context, actor access.Actor, r DiscardRequest) error {
	return s.move(ctx, actor, access.OrderDraft, r.Order, r.Version, state.OrderDiscard, state.ByDrafter, nothing, nil)
}

// nothing is to be prepared.
func nothing(port.Tx, *engine.Order) (state.OrderFacts, error) { return state.OrderFacts{}, nil }
