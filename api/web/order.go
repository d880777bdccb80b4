package web

import (
	"fmt"
	"net/http"
	"strings"

	"wubiao/api/paper"
	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/table"
	"wubiao/engine/use/order"
)

// OrdersPage lists 专项任务.
type OrdersPage struct {
	Frame
	order.List
}

func (w *Web) listOrders(c *route.Call) error {
	list, err := w.Orders.List(c.Request().Context(), c.Actor)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "orders", OrdersPage{w.frame(c, "专项任务", "/orders"), list})
}

// OrderPage is one order.
type OrderPage struct {
	Frame
	order.Page
	Over  string // what was typed
	Text  string
	Wrong Wrong
	Event string // which form came back
	Back  NavItem
	Task  engine.TaskID // the reader's own task of it; 0: none
}

// Summed says whether any column adds up to something.
func (p OrderPage) Summed() bool { return strings.Join(p.Sums, "") != "" }

// Waiting names the branches that have not answered.
func (p OrderPage) Waiting() string {
	var out []string
	for _, l := range p.Lines {
		if !l.Done {
			out = append(out, l.Unit)
		}
	}
	return strings.Join(out, "、")
}

// Beyond are the branches that go beyond the budget, Within the others.
func (p OrderPage) Beyond() []order.LoadLine { return p.loads(true) }

// Within are the branches that stay within the budget.
func (p OrderPage) Within() []order.LoadLine { return p.loads(false) }

func (p OrderPage) loads(beyond bool) []order.LoadLine {
	var out []order.LoadLine
	for _, l := range p.Load.Lines {
		if (l.Over > 0) == beyond {
			out = append(out, l)
		}
	}
	return out
}

func (w *Web) showOrder(c *route.Call) error {
	id, err := pathID(c, "order")
	if err != nil {
		return err
	}
	return w.orderPage(c, engine.OrderID(id), http.StatusOK, OrderPage{})
}

func (w *Web) orderPage(c *route.Call, id engine.OrderID, status int, page OrderPage) error {
	found, err := w.Orders.Order(c.Request().Context(), c.Actor, id)
	if err != nil {
		return err
	}
	page.Frame, page.Page = w.frame(c, found.Order.Title, "/orders"), found
	page.Back = NavItem{Title: "专项任务", Path: "/orders"}
	for _, line := range found.Lines {
		for _, post := range c.Actor.Posts {
			if post.Unit == line.UnitID {
				page.Task = line.Task
			}
		}
	}
	return w.render(c, status, "order", page)
}

// orderMove is what the buttons of an order send.
type orderMove struct {
	order.IssueRequest
	reason string
}

// moveOrder passes a decision on; what is wrong comes back to the page, and what a
// draft lacks to its form.
func (w *Web) moveOrder(c *route.Call, event string, do func(orderMove) error) error {
	id, err := pathID(c, "order")
	if err != nil {
		return err
	}
	version, err := versionValue(c)
	if err != nil {
		return err
	}
	m := orderMove{order.IssueRequest{Order: engine.OrderID(id), Version: version, Over: c.FormValue("over")}, c.FormValue("reason")}
	if err := w.shape.Check(&m.IssueRequest); err != nil {
		return err
	}
	err = do(m)
	if failure, back := comesBack(err); back {
		wrong := wrongIn(failure)
		for field := range wrong.At {
			if event == "issue" && field != "over" {
				return w.orderForm(c, m.Order, statusBack(failure), OrderFormPage{Wrong: wrong})
			}
		}
		return w.orderPage(c, m.Order, statusBack(failure), OrderPage{Over: m.Over, Text: m.reason, Wrong: wrong, Event: event})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/orders/%d", id))
}

func (w *Web) issueOrder(c *route.Call) error {
	return w.moveOrder(c, "issue", func(m orderMove) error { return w.Orders.Issue(c.Request().Context(), c.Actor, m.IssueRequest) })
}

func (w *Web) withdrawOrder(c *route.Call) error {
	return w.moveOrder(c, "withdraw", func(m orderMove) error {
		r := order.WithdrawRequest{Order: m.Order, Version: m.Version, Reason: m.reason}
		if err := w.shape.Check(&r); err != nil {
			return err
		}
		return w.Orders.Withdraw(c.Request().Context(), c.Actor, r)
	})
}

func (w *Web) closeOrder(c *route.Call) error {
	return w.moveOrder(c, "close", func(m orderMove) error {
		return w.Orders.Close(c.Request().Context(), c.Actor, order.CloseRequest{Order: m.Order, Version: m.Version})
	})
}

func (w *Web) discardOrder(c *route.Call) error {
	return w.moveOrder(c, "discard", func(m orderMove) error {
		return w.Orders.Discard(c.Request().Context(), c.Actor, order.DiscardRequest{Order: m.Order, Version: m.Version})
	})
}

func (w *Web) exportOrder(c *route.Call) error {
	id, err := pathID(c, "order")
	if err != nil {
		return err
	}
	t, err := w.Orders.Export(c.Request().Context(), c.Actor, engine.OrderID(id))
	if err != nil {
		return err
	}
	return w.sendWorkbook(c, t.Title, []table.Sheet{t}, paper.Write)
}
