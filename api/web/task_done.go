package web

import (
	"context"
	"net/http"
	"strconv"

	"wubiao/api/route"
	"wubiao/api/session"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/practise"
)

func (w *Web) markDone(c *route.Call) error { return w.tap(c, w.Practise.Done, true) }

func (w *Web) undoDone(c *route.Call) error { return w.tap(c, w.Practise.Undo, false) }

func (w *Web) redoDone(c *route.Call) error { return w.tap(c, w.Practise.Redo, true) }

// tap passes a tap on and goes back to the page it was made on.
func (w *Web) tap(c *route.Call, do func(context.Context, access.Actor, practise.TapRequest) error, tell bool) error {
	id, err := pathID(c, "task")
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
	if err != nil {
		return engine.Fail(engine.Invalid, "version", "页面不完整，请刷新后再点一次。").Because(err)
	}
	if err := do(c.Request().Context(), c.Actor, practise.TapRequest{Task: engine.TaskID(id), Version: version}); err != nil {
		return err
	}
	back := session.LocalPath(c.FormValue("back"), "/")
	if tell && back == "/" {
		back = "/?done=" + strconv.FormatInt(id, 10)
	}
	return c.Redirect(http.StatusSeeOther, back)
}

// pathID reads a number from the path; what is no number names nothing.
func pathID(c *route.Call, name string) (int64, error) {
	id, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || id <= 0 {
		return 0, access.Absent()
	}
	return id, nil
}
