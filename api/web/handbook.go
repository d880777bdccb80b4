package web

import (
	"net/http"

	"wubiao/api/route"
	"wubiao/engine/access"
	"wubiao/engine/use/standard"
)

// HandbookPage is the table of contents with its search.
type HandbookPage struct {
	Frame
	standard.Contents
}

// StandardPage is one standard to read.
type StandardPage struct {
	Frame
	standard.Page
}

// FormPage is one blank form to print.
type FormPage struct {
	Frame
	Standard string
	Code     string
	standard.Form
}

func (w *Web) showHandbook(c *route.Call) error {
	contents, err := w.Handbook.Contents(c.Request().Context(), c.Actor, c.QueryParam("q"))
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "handbook", HandbookPage{w.frame(c, "手册", "/handbook"), contents})
}

func (w *Web) showStandard(c *route.Call) error {
	page, err := w.Handbook.Standard(c.Request().Context(), c.Actor, c.Param("code"))
	if err != nil {
		return err
	}
	title := page.Standard.Code + " " + page.Standard.Title
	return w.render(c, http.StatusOK, "standard", StandardPage{w.frame(c, title, "/handbook"), page})
}

func (w *Web) showForm(c *route.Call) error {
	page, err := w.Handbook.Standard(c.Request().Context(), c.Actor, c.Param("code"))
	if err != nil {
		return err
	}
	for _, f := range page.Forms {
		if f.Name == c.Param("form") {
			return w.render(c, http.StatusOK, "form", FormPage{Frame: w.frame(c, f.Title, "/handbook"),
				Standard: page.Standard.Title, Code: page.Standard.Code, Form: f})
		}
	}
	return access.Absent()
}
