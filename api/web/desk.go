package web

import (
	"net/http"

	"wubiao/api/route"
	"wubiao/engine/use/desk"
)

// DeskPage is the committee's first page.
type DeskPage struct {
	Frame
	desk.Page
}

func (w *Web) showDesk(c *route.Call) error {
	page, err := w.Desk.Read(c.Request().Context(), c.Actor)
	if err != nil {
		return err
	}
	f := w.frame(c, "首页", "/")
	f.Here = "/"
	return w.render(c, http.StatusOK, "desk", DeskPage{f, page})
}
