package web

import (
	"errors"
	"fmt"
	"net/http"

	"wubiao/api/paper"
	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/intake"
)

// ImportPage is where a workbook is chosen.
type ImportPage struct {
	Frame
	Heading, Lead string
	Back, BackTo  string
	Action        string
	Choices       []ImportChoice
	Chosen        string
	Several       bool // one of several tables may be chosen
	Message       string
	Export        string // where what is there already is had, to be changed and imported; empty: nowhere
}

// ProblemGroup is what must be mended in one line, or alike in some that follow each
// other.
type ProblemGroup struct {
	intake.Problem
	Last int
}

// Rows names the lines.
func (g ProblemGroup) Rows() string {
	if g.Last == g.Row {
		return fmt.Sprintf("第%d行", g.Row)
	}
	return fmt.Sprintf("第%d–%d行", g.Row, g.Last)
}

// Groups puts together what is the matter alike with lines that follow each other.
func (p PreviewPage) Groups(problems []intake.Problem) []ProblemGroup {
	var out []ProblemGroup
	for _, one := range problems {
		if n := len(out); n > 0 && out[n-1].Last == one.Row-1 && out[n-1].Column == one.Column && out[n-1].Message == one.Message && out[n-1].Said == one.Said {
			out[n-1].Last = one.Row
			continue
		}
		out = append(out, ProblemGroup{one, one.Row})
	}
	return out
}

// ImportChoice is one table that a workbook may hold.
type ImportChoice struct{ Name, Title, Template string }

// PreviewPage is what an import would do, or did.
type PreviewPage struct {
	Frame
	intake.Preview
	Back, BackTo string
	Action       string
	Message      string

	Finish, FinishTo string // where to go once it is done
}

func (w *Web) importPage(c *route.Call, k bookPages, t intake.Tables, chosen, message string) ImportPage {
	page := ImportPage{Frame: w.frame(c, k.heading, k.section), Heading: k.heading, Lead: k.lead, Several: k.title == "", Chosen: chosen,
		Back: k.back, BackTo: k.backTo, Action: k.base + "/import", Message: message}
	if k.title != "" {
		page.Choices, page.Export = []ImportChoice{{k.title, k.title, k.base + "/import/template"}}, k.base+"/export"
		return page
	}
	page.Lead = t.Unit + " · " + k.lead
	for _, s := range t.Tables {
		page.Choices = append(page.Choices, ImportChoice{s.Name, s.Title, fmt.Sprintf("%s/import/%s/template", k.base, s.Name)})
	}
	return page
}

func (w *Web) chooseImport(c *route.Call, k bookPages) error {
	var t intake.Tables
	if k.title == "" {
		var err error
		if t, err = k.book.Template(c.Request().Context(), c.Actor, intake.Which{Unit: k.unit}); err != nil {
			return err
		}
	}
	return w.render(c, http.StatusOK, "import", w.importPage(c, k, t, c.QueryParam("ledger"), ""))
}

func (w *Web) importTemplate(c *route.Call, k bookPages) error {
	t, err := k.book.Template(c.Request().Context(), c.Actor, intake.Which{Unit: k.unit, Table: c.Param("ledger")})
	if err != nil {
		return err
	}
	return w.sendWorkbook(c, t.Tables[0].Title+"（导入模板）", t.Tables, paper.Template)
}

// uploadImport reads the workbook and leads to the preview. What cannot be read
// comes back to the form with the reason.
func (w *Web) uploadImport(c *route.Call, k bookPages) error {
	all, err := k.book.Template(c.Request().Context(), c.Actor, intake.Which{Unit: k.unit})
	if err != nil {
		return err
	}
	id, err := w.draft(c, k, all)
	if failure := (*engine.Error)(nil); errors.As(err, &failure) && failure.Code == engine.Invalid {
		return w.render(c, http.StatusBadRequest, "import", w.importPage(c, k, all, c.Form.Values.Get("ledger"), failure.Message))
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("%s/imports/%d", k.base, id))
}

// draft reads the uploaded workbook as the tables that the form asks for, once all
// of it has come, and keeps what it says.
func (w *Web) draft(c *route.Call, k bookPages, tables intake.Tables) (engine.ImportID, error) {
	data, err := uploaded(c)
	if err != nil {
		return 0, err
	}
	if one := c.Form.Values.Get("ledger"); one != "" {
		if tables, err = k.book.Template(c.Request().Context(), c.Actor, intake.Which{Unit: k.unit, Table: one}); err != nil {
			return 0, err
		}
	}
	pages, err := paper.Pages(data, tables.Tables)
	if err != nil {
		return 0, err
	}
	return k.book.Draft(c.Request().Context(), c.Actor, intake.Of(k.unit, data, pages))
}

func (w *Web) showImport(c *route.Call, k bookPages) error {
	return w.importPreview(c, k, http.StatusOK, "")
}

func (w *Web) importPreview(c *route.Call, k bookPages, status int, message string) error {
	id, err := pathID(c, "import")
	if err != nil {
		return err
	}
	p, err := k.book.Preview(c.Request().Context(), c.Actor, k.unit, engine.ImportID(id))
	if err != nil {
		return err
	}
	return w.render(c, status, "import_preview", PreviewPage{Frame: w.frame(c, "导入预览", k.section), Preview: p, Message: message,
		Back: k.base + "/import", BackTo: "重新选文件", Action: fmt.Sprintf("%s/imports/%d", k.base, id), Finish: k.finish, FinishTo: k.finishTo})
}

func (w *Web) confirmImport(c *route.Call, k bookPages) error {
	id, err := pathID(c, "import")
	if err != nil {
		return err
	}
	err = k.book.Confirm(c.Request().Context(), c.Actor, k.unit, intake.ConfirmRequest{Import: engine.ImportID(id),
		Plan: c.FormValue("plan"), Skip: c.FormValue("skip") == "yes"})
	if failure := (*engine.Error)(nil); errors.As(err, &failure) && (failure.Code == engine.Conflict || failure.Code == engine.Refused) {
		return w.importPreview(c, k, http.StatusConflict, failure.Message)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("%s/imports/%d", k.base, id))
}

// exportBook sends everything, or of several tables the one that is named.
func (w *Web) exportBook(c *route.Call, k bookPages) error {
	t, err := k.book.Export(c.Request().Context(), c.Actor, intake.Which{Unit: k.unit, Table: c.Param("ledger")})
	if err != nil {
		return err
	}
	name := t.Unit
	switch {
	case c.Param("ledger") != "":
		name += t.Tables[0].Title
	case k.title == "":
		name += "台账"
	}
	return w.sendWorkbook(c, name, t.Tables, paper.Write)
}
