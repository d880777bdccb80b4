package web

import (
	"context"
	"fmt"
	"net/http"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/follow"
)

// ExtensionsPage lists requests for more time.
type ExtensionsPage struct {
	Frame
	follow.ExtensionList
	Tabs  []NavItem
	At    engine.ExtensionID // whose answer came back
	Text  string
	Wrong Wrong
}

func (w *Web) listExtensions(c *route.Call) error {
	return w.extensionsPage(c, http.StatusOK, ExtensionsPage{})
}

func (w *Web) extensionsPage(c *route.Call, status int, page ExtensionsPage) error {
	list, err := w.Follow.Extensions(c.Request().Context(), c.Actor, 0)
	if err != nil {
		return err
	}
	page.Frame, page.ExtensionList, page.Tabs = w.frame(c, "延期申请", "/follow"), list, w.followTabs(c, "/extensions")
	page.Here = "/extensions"
	return w.render(c, status, "extensions", page)
}

// AskPage is the form of a request for more time.
type AskPage struct {
	Frame
	follow.AskForm
	Action string
	Reason string
	Wrong  Wrong
	Back   NavItem
}

// askFor reads what the address asks more time for.
func askFor(c *route.Call) (follow.AskRequest, string, error) {
	var r follow.AskRequest
	if c.Param("task") != "" {
		id, err := pathID(c, "task")
		r.Task = engine.TaskID(id)
		return r, fmt.Sprintf("/tasks/%d", id), err
	}
	id, err := pathID(c, "supervision")
	r.Paper = engine.SupervisionID(id)
	return r, fmt.Sprintf("/supervisions/%d", id), err
}

func (w *Web) newExtension(c *route.Call) error {
	r, path, err := askFor(c)
	if err != nil {
		return err
	}
	return w.askPage(c, http.StatusOK, path, r, Wrong{})
}

func (w *Web) askPage(c *route.Call, status int, path string, r follow.AskRequest, wrong Wrong) error {
	form, err := w.Follow.AskForm(c.Request().Context(), c.Actor, r.Task, r.Paper)
	if err != nil {
		return err
	}
	if wrong.Message != "" {
		form.Until = r.Until
	}
	return w.render(c, status, "extension_form", AskPage{Frame: w.frame(c, "申请延期", "/"), AskForm: form, Action: path + "/extension", Reason: r.Reason,
		Wrong: wrong, Back: NavItem{Title: form.Title, Path: path}})
}

func (w *Web) askExtension(c *route.Call) error {
	r, path, err := askFor(c)
	if err != nil {
		return err
	}
	r.Until, r.Reason = dateValue(c, "until"), c.FormValue("reason")
	if err := w.shape.Check(&r); err != nil {
		return err
	}
	err = w.Follow.Ask(c.Request().Context(), c.Actor, r)
	if failure, back := comesBack(err); back {
		return w.askPage(c, statusBack(failure), path, r, wrongIn(failure))
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, path)
}

func (w *Web) grantExtension(c *route.Call) error    { return w.decideExtension(c, w.Follow.Grant) }
func (w *Web) refuseExtension(c *route.Call) error   { return w.decideExtension(c, w.Follow.Refuse) }
func (w *Web) takeBackExtension(c *route.Call) error { return w.decideExtension(c, w.Follow.TakeBack) }

func (w *Web) decideExtension(c *route.Call, do func(context.Context, access.Actor, follow.DecideRequest) error) error {
	id, err := pathID(c, "extension")
	if err != nil {
		return err
	}
	version, err := versionValue(c)
	if err != nil {
		return err
	}
	r := follow.DecideRequest{ID: engine.ExtensionID(id), Version: version, Text: c.FormValue("text")}
	if err := w.shape.Check(&r); err != nil {
		return err
	}
	err = do(c.Request().Context(), c.Actor, r)
	if failure, back := comesBack(err); back {
		return w.extensionsPage(c, statusBack(failure), ExtensionsPage{At: r.ID, Text: r.Text, Wrong: wrongIn(failure)})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/extensions")
}
