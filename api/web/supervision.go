package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"strconv"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/follow"
)

// PapersPage lists 督办单.
type PapersPage struct {
	Frame
	follow.PaperList
	Tabs []NavItem
}

func (w *Web) listPapers(c *route.Call) error {
	list, err := w.Follow.Papers(c.Request().Context(), c.Actor, 0)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "supervisions", PapersPage{w.frame(c, "督办单", "/follow"), list, w.followTabs(c, "/supervisions")})
}

// IssuePage is the form of a new 督办单.
type IssuePage struct {
	Frame
	follow.IssueForm
	FormKey string
	Wrong   Wrong
}

func (w *Web) newPaper(c *route.Call) error {
	id, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	form, err := w.Follow.IssueForm(c.Request().Context(), c.Actor, engine.UnitID(id), taskIDs(c.QueryParams()["task"]))
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "supervision_form", IssuePage{Frame: w.frame(c, "下发督办单", "/follow"), IssueForm: form, FormKey: rand.Text()})
}

// taskIDs reads ids; what is no id is left out.
func taskIDs(texts []string) []engine.TaskID {
	var ids []engine.TaskID
	for _, text := range texts {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil && id > 0 {
			ids = append(ids, engine.TaskID(id))
		}
	}
	return ids
}

func (w *Web) issuePaper(c *route.Call) error {
	id, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	r := follow.IssueRequest{Unit: engine.UnitID(id), Tasks: taskIDs(c.Request().PostForm["task"]), Asks: c.FormValue("asks"), Due: dateValue(c, "due"), Form: c.FormValue("form")}
	if err := w.shape.Check(&r); err != nil {
		return err
	}
	paper, err := w.Follow.Issue(ctx, c.Actor, r)
	if failure, back := comesBack(err); back {
		form, err := w.Follow.IssueForm(ctx, c.Actor, r.Unit, nil)
		if err != nil {
			return err
		}
		form.Chosen, form.Asks, form.Due = r.Tasks, r.Asks, r.Due
		return w.render(c, statusBack(failure), "supervision_form", IssuePage{w.frame(c, "下发督办单", "/follow"), form, r.Form, wrongIn(failure)})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/supervisions/%d", paper))
}

// PaperPage is one 督办单.
type PaperPage struct {
	Frame
	follow.Paper
	Text  string // what was typed
	Wrong Wrong
	Event string // which form came back
	Back  NavItem
}

// When is the day in the return's form: what was typed, or the usual one.
func (p PaperPage) When() string { return p.Again.String() }

func (w *Web) showSupervision(c *route.Call) error {
	id, err := pathID(c, "supervision")
	if err != nil {
		return err
	}
	return w.paperPage(c, engine.SupervisionID(id), http.StatusOK, PaperPage{})
}

func (w *Web) paperPage(c *route.Call, id engine.SupervisionID, status int, page PaperPage) error {
	paper, err := w.Follow.Paper(c.Request().Context(), c.Actor, id)
	if err != nil {
		return err
	}
	again := page.Again
	page.Frame, page.Paper = w.frame(c, "督办单"+paper.Number, "/follow"), paper
	if page.Event != "" {
		page.Again = again
	}
	page.Back = NavItem{Title: "督办单", Path: "/supervisions"}
	if page.Reply && !access.May(c.Actor.Role, access.SupervisionIssue) {
		page.Back = NavItem{Title: "本周", Path: "/"}
	}
	return w.render(c, status, "supervision", page)
}

func (w *Web) replyPaper(c *route.Call) error  { return w.movePaper(c, "reply", w.Follow.Reply) }
func (w *Web) closePaper(c *route.Call) error  { return w.movePaper(c, "close", w.Follow.Close) }
func (w *Web) returnPaper(c *route.Call) error { return w.movePaper(c, "return", w.Follow.Return) }
func (w *Web) withdrawPaper(c *route.Call) error {
	return w.movePaper(c, "withdraw", w.Follow.Withdraw)
}

// movePaper passes a decision on; what is wrong comes back to the page.
func (w *Web) movePaper(c *route.Call, event string, do func(context.Context, access.Actor, follow.MoveRequest) error) error {
	id, err := pathID(c, "supervision")
	if err != nil {
		return err
	}
	version, err := versionValue(c)
	if err != nil {
		return err
	}
	r := follow.MoveRequest{ID: engine.SupervisionID(id), Version: version, Text: c.FormValue("text"), Due: dateValue(c, "due")}
	if err := w.shape.Check(&r); err != nil {
		return err
	}
	err = do(c.Request().Context(), c.Actor, r)
	if failure, back := comesBack(err); back {
		page := PaperPage{Text: r.Text, Wrong: wrongIn(failure), Event: event}
		page.Again = r.Due
		return w.paperPage(c, r.ID, statusBack(failure), page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/supervisions/%d", id))
}
