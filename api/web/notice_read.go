package web

import (
	"net/http"

	"wubiao/api/route"
	"wubiao/api/session"
	"wubiao/engine"
)

func (w *Web) readNotice(c *route.Call) error {
	id, err := pathID(c, "notice")
	if err != nil {
		return err
	}
	if err := w.Practise.ReadNotice(c.Request().Context(), c.Actor, engine.NoticeID(id)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, session.LocalPath(c.FormValue("back"), "/"))
}
