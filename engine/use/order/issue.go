package order

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/state"
	"wubiao/engine/use/follow"
)

// word is the word of the numbers of orders: 专项〔2026〕3号.
const word = "专项"

// IssueRequest lets a draft out. Over is why it goes out although it burdens a
// branch beyond the budget; whoever issues it signs for it.
type IssueRequest struct {
	Order   engine.OrderID `json:"order" validate:"gt=0"`
	Version int64          `json:"version" validate:"gt=0"`
	Over    string         `json:"over" validate:"max=300"`
}

// Issue lets an order out in one transaction: it gets its number, and every branch
// that it reaches now gets the task, is written down as addressed, and is told.
// Who was addressed does not change afterwards.
func (s *Orders) Issue(ctx context.Context, actor access.Actor, r IssueRequest) error {
	var load Load
	var units []engine.Unit
	return s.move(ctx, actor, access.OrderIssue, r.Order, r.Version, state.OrderIssue, state.ByOffice,
		func(tx port.Tx, o *engine.Order) (facts state.OrderFacts, err error) {
			today := s.Practise.Today(tx)
			missing := o.Missing(today)
			if load, units, err = s.load(tx, o); err != nil {
				return facts, err
			}
			o.Over = ""
			if load.Beyond > 0 {
				o.Over = follow.Clean(r.Over)
			}
			if load.Beyond > 0 && o.Over == "" {
				missing = append(missing, engine.Field{Name: "over", Message: fmt.Sprintf("有%d个支部那一周的用时超过上限，请写明为什么仍要下达，或换个日期、少发几个支部", load.Beyond)})
			}
			if len(units) == 0 && len(o.Targets) > 0 {
				missing = append(missing, engine.Field{Name: "targets", Message: "选中的单位里没有正在运转的支部"})
			}
			if len(missing) > 0 {
				refusal := engine.Fail(engine.Invalid, "order", "还没有下达：请补上下面标出的地方")
				refusal.Fields = missing
				return facts, refusal
			}
			n, err := follow.Draw(tx, fmt.Sprintf("%s/%d", word, o.UnitID), today.Year())
			if err != nil {
				return facts, err
			}
			now := tx.Now()
			o.Number, o.IssuedBy, o.IssuedAt = engine.PaperNumber(word, today.Year(), n), actor.Person, &now
			return state.OrderFacts{Units: len(units), Beyond: load.Beyond, Over: o.Over}, nil
		},
		func(tx port.Tx, o *engine.Order) error { return s.give(tx, o, units, load) })
}

// give issues the tasks of an order by set, writes down who is addressed and tells
// them.
func (s *Orders) give(tx port.Tx, o *engine.Order, units []engine.Unit, load Load) error {
	today := s.Practise.Today(tx)
	e, err := s.Practise.Book.On(today)
	if err != nil {
		return fmt.Errorf("edition of the day: %w", err)
	}
	batch := port.IssueBatch{Period: o.Period(), Edition: e.Name, Classes: []port.ClassPlan{{Tasks: []port.PlannedTask{{
		Duty: o.Duty(), Opens: today, Due: o.Due, Estimated: len(s.Practise.Calendar.Warnings(o.Due, o.Due)) > 0}}}}}
	loads := map[engine.UnitID]int{}
	for i := range units {
		batch.Units = append(batch.Units, port.UnitClass{Unit: units[i].ID})
	}
	for _, line := range load.Lines {
		loads[line.UnitID] = line.Have
	}
	if _, err := tx.Issue(batch); err != nil {
		return fmt.Errorf("issue the tasks: %w", err)
	}
	n, err := tx.AddressOrder(o.ID, o.Period(), o.Duty(), loads)
	if err != nil {
		return fmt.Errorf("address the branches: %w", err)
	}
	if n != len(units) {
		return fmt.Errorf("order %d addresses %d branches, written %d", o.ID, len(units), n)
	}
	return s.tellIssued(tx, o, load)
}

// tellIssued tells the post of every addressed branch, with the reason where the
// branch's week goes beyond the budget.
func (s *Orders) tellIssued(tx port.Tx, o *engine.Order, load Load) error {
	all, err := replies(tx, access.Everything(), o.ID)
	if err != nil {
		return err
	}
	over := map[engine.UnitID]bool{}
	for _, line := range load.Lines {
		over[line.UnitID] = line.Over > 0
	}
	notices := make([]engine.Notice, 0, len(all))
	for _, r := range all {
		text := fmt.Sprintf("%s交办“%s”，%s前办完，约%d分钟。", Office, o.Title, o.Due.Chinese(), o.Minutes)
		if over[r.UnitID] {
			text += "那一周的事超过用时上限，仍要下达的理由：" + o.Over
		}
		notices = append(notices, engine.Notice{Key: fmt.Sprintf("%s/issue/%d", objectOf(o.ID), r.UnitID), UnitID: r.UnitID, Post: o.Post,
			Kind: engine.NoticeFollowUp, AboutUnit: r.UnitID, TaskID: r.TaskID, Object: objectOf(o.ID), Day: s.Practise.Today(tx), Text: text})
	}
	if _, err := tx.Notify(notices); err != nil {
		return fmt.Errorf("tell the branches: %w", err)
	}
	return nil
}
