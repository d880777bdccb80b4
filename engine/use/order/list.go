package order

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

// List is the orders within reach: drafts for those who may write them, what
// runs, and what has ended.
type List struct {
	Drafts  []Line `json:"drafts"`
	Running []Line `json:"running"`
	Ended   []Line `json:"ended"` // the latest first
	Draft   bool   `json:"draft"` // the reader may write one
}

// Line is one order in a list.
type Line struct {
	ID     engine.OrderID `json:"id"`
	Number string         `json:"number"`
	Title  string         `json:"title"`
	State  string         `json:"state"` // in words
	Due    calendar.Date  `json:"due"`
	When   string         `json:"when"` // 11月28日
	Done   int            `json:"done"`
	Total  int            `json:"total"`
	Late   int            `json:"late"`
}

// listed is how many ended orders a list shows.
const listed = 60

// List lists them. A branch sees those that address it, a general branch those
// that address branches of its own, each with its own part of the replies.
func (s *Orders) List(ctx context.Context, actor access.Actor) (List, error) {
	scope, err := access.Authorize(actor, access.OrderRead)
	if err != nil {
		return List{}, err
	}
	list := List{Draft: access.May(actor.Role, access.OrderDraft)}
	err = s.Practise.Store.View(ctx, func(tx port.Tx) error {
		states := []engine.OrderState{engine.OrderIssued, engine.OrderClosed, engine.OrderWithdrawn}
		if list.Draft {
			states = append(states, engine.OrderDraft)
		}
		lines, orders, err := s.listed(tx, scope, states)
		for i, o := range orders {
			switch {
			case err != nil:
			case o.State == engine.OrderDraft:
				list.Drafts = append(list.Drafts, lines[i])
			case o.State == engine.OrderIssued:
				list.Running = append(list.Running, lines[i])
			case len(list.Ended) < listed:
				list.Ended = append(list.Ended, lines[i])
			}
		}
		return err
	})
	if err != nil {
		return List{}, fmt.Errorf("list orders: %w", err)
	}
	return list, nil
}

// listed reads the orders in the states that address somebody within the scope,
// the latest first, with how many of their branches there have done them.
func (s *Orders) listed(tx port.Tx, scope access.Scope, states []engine.OrderState) ([]Line, []engine.Order, error) {
	var orders []engine.Order
	q := port.Query{Where: port.Where{"state": states}, Order: []string{"-id"}}
	if err := tx.List(&orders, access.Everything(), q); err != nil {
		return nil, nil, fmt.Errorf("list orders: %w", err)
	}
	ids := make([]engine.OrderID, len(orders))
	for i := range orders {
		ids[i] = orders[i].ID
	}
	all, err := replies(tx, scope, ids...)
	if err != nil {
		return nil, nil, err
	}
	tasks, err := tasksOf(tx, scope, all)
	if err != nil {
		return nil, nil, err
	}
	counted := countReplies(all, tasks, s.Practise.Today(tx))
	var lines []Line
	var kept []engine.Order
	for _, o := range orders {
		line := counted[o.ID]
		if line == nil {
			if !scope.All() {
				continue
			}
			line = &Line{}
		}
		line.ID, line.Number, line.Title, line.Due = o.ID, o.Number, o.Title, o.Due
		line.State, line.When = state.Orders().Label[o.State], words(o.Due)
		lines, kept = append(lines, *line), append(kept, o)
	}
	return lines, kept, nil
}

// countReplies counts by order how many branches have done it and how many are late.
func countReplies(all []engine.OrderReply, tasks map[engine.TaskID]*engine.Task, today calendar.Date) map[engine.OrderID]*Line {
	counted := map[engine.OrderID]*Line{}
	for i := range all {
		line := counted[all[i].OrderID]
		if line == nil {
			line = &Line{}
			counted[all[i].OrderID] = line
		}
		t := tasks[all[i].TaskID]
		line.Total++
		if t != nil && t.State == engine.TaskDone {
			line.Done++
		}
		if t != nil && t.LateOn(today) {
			line.Late++
		}
	}
	return counted
}

// words says a day in words; none is empty.
func words(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.ChineseFull()
}

// Desk is what first pages show of orders: those that run within reach, with how
// far their branches are, and how many drafts wait for 党委工作部.
type Desk struct {
	Running []Line `json:"running"`
	Drafts  int    `json:"drafts"` // 0 for all but the one exit
}

// Desk reads it.
func (s *Orders) Desk(ctx context.Context, actor access.Actor) (Desk, error) {
	scope, err := access.Authorize(actor, access.OrderRead)
	if err != nil {
		return Desk{}, err
	}
	var desk Desk
	err = s.Practise.Store.View(ctx, func(tx port.Tx) error {
		if desk.Running, _, err = s.listed(tx, scope, []engine.OrderState{engine.OrderIssued}); err != nil || !scope.All() {
			return err
		}
		root, err := company(tx)
		if err != nil || !exits(actor, root.ID) {
			return ignoreRefused(err)
		}
		var drafts []engine.Order
		err = tx.List(&drafts, access.Everything(), port.Query{Where: port.Where{"state": engine.OrderDraft}, Columns: []string{"id"}})
		desk.Drafts = len(drafts)
		return err
	})
	if err != nil {
		return Desk{}, fmt.Errorf("read the orders' desk: %w", err)
	}
	return desk, nil
}

// ignoreRefused lets a first page open where there is no company yet.
func ignoreRefused(err error) error {
	if engine.CodeOf(err) == engine.Refused {
		return nil
	}
	return err
}
