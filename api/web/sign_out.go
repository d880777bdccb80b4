package web

import (
	"net/http"

	"wubiao/api/route"
)

// signOut ends the session and has the browser forget the pages it kept.
func (w *Web) signOut(c *route.Call) error {
	if err := w.Admin.SignOut(c.Request().Context(), c.Actor, c.Secret); err != nil {
		return err
	}
	w.Cookies.Clear(c.Response())
	c.Response().Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return c.Redirect(http.StatusSeeOther, "/sign-in")
}
