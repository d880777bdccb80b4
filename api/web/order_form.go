package web

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/order"
)

// OrderFormPage is the form of a draft.
type OrderFormPage struct {
	Frame
	order.Form
	FormKey string
	Wrong   Wrong
	Rows    []OrderRow
}

// OrderRow is one question of the form.
type OrderRow struct {
	N int
	order.DraftColumn
	Hints []string // what ledgers hold of it already
	Wrong map[string]string
}

// Kinds are the kinds of answers to choose from.
func (r OrderRow) Kinds() []string { return engine.OrderKinds() }

// Folds says whether what is seldom needed of the question may be folded: nothing of
// it is filled, wrong or proposed.
func (r OrderRow) Folds() bool {
	return r.Choices == "" && r.Held == "" && len(r.Hints) == 0 && r.Wrong["choices"] == "" && r.Wrong["held"] == "" && r.Kind != "选项"
}

// Asks says whether any question is written.
func (p OrderFormPage) Asks() bool { return len(p.Columns) > 0 }

// Action is where the form goes.
func (p OrderFormPage) Action() string {
	if p.ID == 0 {
		return "/orders/new"
	}
	return fmt.Sprintf("/orders/%d/edit", p.ID)
}

// mostQuestions bounds the questions of an order; freeRows is how many empty rows
// the form offers.
const (
	mostQuestions = 8
	freeRows      = 2
)

func (w *Web) newOrder(c *route.Call) error {
	page := OrderFormPage{FormKey: rand.Text()}
	from, err := strconv.ParseInt(c.QueryParam("from"), 10, 64)
	if err != nil || from <= 0 {
		return w.orderForm(c, 0, http.StatusOK, page)
	}
	if page.Form, err = w.Orders.Again(c.Request().Context(), c.Actor, engine.OrderID(from)); err != nil {
		return err
	}
	return w.showOrderForm(c, http.StatusOK, page)
}

func (w *Web) editOrder(c *route.Call) error {
	id, err := pathID(c, "order")
	if err != nil {
		return err
	}
	return w.orderForm(c, engine.OrderID(id), http.StatusOK, OrderFormPage{})
}

// orderForm shows the form of a draft as it is kept.
func (w *Web) orderForm(c *route.Call, id engine.OrderID, status int, page OrderFormPage) error {
	form, err := w.Orders.Form(c.Request().Context(), c.Actor, id)
	if err != nil {
		return err
	}
	page.Form = form
	return w.showOrderForm(c, status, page)
}

func (w *Web) showOrderForm(c *route.Call, status int, page OrderFormPage) error {
	title := "起草专项任务"
	if page.ID != 0 {
		title = "修改专项任务"
	}
	page.Frame = w.frame(c, title, "/orders")
	rows := min(mostQuestions, len(page.Columns)+freeRows)
	for i := range rows {
		row := OrderRow{N: i, Hints: page.HintsOf(i), Wrong: map[string]string{}}
		if i < len(page.Columns) {
			row.DraftColumn = page.Columns[i]
		}
		for _, part := range []string{"label", "choices", "held"} {
			row.Wrong[part] = page.Wrong.At[fmt.Sprintf("columns.%d.%s", i, part)]
		}
		page.Rows = append(page.Rows, row)
	}
	return w.render(c, status, "order_form", page)
}

// draftValue reads a draft from its form.
func draftValue(c *route.Call) (order.Draft, error) {
	d := order.Draft{Title: c.FormValue("title"), What: c.FormValue("what"), Why: c.FormValue("why"), Post: c.FormValue("post"), Steps: c.FormValue("steps"),
		When: c.FormValue("when"), Degree: c.FormValue("degree"), Due: dateValue(c, "due"), Ends: dateValue(c, "ends"), Since: dateValue(c, "since"), Until: dateValue(c, "until")}
	var wrong error
	if text := strings.TrimSpace(c.FormValue("minutes")); text != "" {
		n, err := strconv.Atoi(text)
		if d.Minutes = n; err != nil {
			wrong = engine.Fail(engine.Invalid, "order", "还没有保存：请改正下面标出的地方").With("minutes", "请写整数，单位是分钟").Because(err)
		}
	}
	for _, text := range c.Request().PostForm["target"] {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil && id > 0 {
			d.Targets = append(d.Targets, engine.UnitID(id))
		}
	}
	for i := range mostQuestions {
		at := func(part string) string { return c.FormValue(fmt.Sprintf("q.%d.%s", i, part)) }
		column := order.DraftColumn{Label: at("label"), Kind: at("kind"), Choices: at("choices"), Held: at("held")}
		if take := at("take"); take != "" { // a proposal was taken up
			column.Held = take
		}
		if column.Label != "" || column.Choices != "" || column.Held != "" {
			d.Columns = append(d.Columns, column)
		}
	}
	return d, wrong
}

func (w *Web) addOrder(c *route.Call) error {
	form := c.FormValue("form")
	return w.keepOrder(c, 0, OrderFormPage{FormKey: form}, func(d order.Draft) (engine.OrderID, error) {
		r := order.AddRequest{Draft: d, Form: form}
		if err := w.shape.Check(&r); err != nil {
			return 0, err
		}
		return w.Orders.Add(c.Request().Context(), c.Actor, r)
	})
}

func (w *Web) saveOrder(c *route.Call) error {
	id, err := pathID(c, "order")
	if err != nil {
		return err
	}
	version, err := versionValue(c)
	if err != nil {
		return err
	}
	return w.keepOrder(c, engine.OrderID(id), OrderFormPage{}, func(d order.Draft) (engine.OrderID, error) {
		r := order.ReviseRequest{Order: engine.OrderID(id), Version: version, Draft: d}
		if err := w.shape.Check(&r); err != nil {
			return 0, err
		}
		return r.Order, w.Orders.Revise(c.Request().Context(), c.Actor, r)
	})
}

// keepOrder keeps what was written; a form that cannot be kept comes back with it.
func (w *Web) keepOrder(c *route.Call, id engine.OrderID, page OrderFormPage, keep func(order.Draft) (engine.OrderID, error)) error {
	draft, err := draftValue(c)
	if err == nil {
		id, err = keep(draft)
	}
	if failure, back := comesBack(err); back {
		form, err := w.Orders.Form(c.Request().Context(), c.Actor, id)
		if err != nil {
			return err
		}
		if failure.Code != engine.Conflict { // else the next press counts on what is there now
			form.Version = typedVersion(c, form.Version)
		}
		form.Draft = draft
		page.Form, page.Wrong = form, wrongIn(failure)
		if failure.Code == engine.Conflict {
			page.Wrong.Message = "刚才有人改过这份草稿，还没有保存。您填的都在下面：再按一次“保存”以您的为准；要先看别人改的，请另开一页打开这份草稿。"
		}
		return w.showOrderForm(c, statusBack(failure), page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/orders/%d", id))
}

// typedVersion is the version that the form was opened with.
func typedVersion(c *route.Call, now int64) int64 {
	if v, err := versionValue(c); err == nil {
		return v
	}
	return now
}
