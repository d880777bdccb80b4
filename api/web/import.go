package web

import (
	"errors"
	"fmt"
	"net/http"

	"wubiao/api/paper"
	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
	"wubiao/engine/use/practise"
)

// ImportPage is where a workbook is chosen.
type ImportPage struct {
	Frame
	Heading, Lead string
	Back, BackTo  string
	Action        string
	Template      string // what the address of a template begins with
	Choices       []ImportChoice
	Chosen        string
	Several       bool // one of several tables may be chosen
	Message       string
}

// ImportChoice is one table that a workbook may hold.
type ImportChoice struct{ Name, Title, Template string }

// PreviewPage is what an import would do, or did.
type PreviewPage struct {
	Frame
	intake.Preview
	Heading      string
	Back, BackTo string
	Action       string
	Message      string

	Finish, FinishTo string // where to go once it is done
}

func (w *Web) importPage(c *route.Call, t practise.LedgerTables, chosen string) ImportPage {
	page := ImportPage{Frame: w.frame(c, "导入旧台账", "/ledgers"), Heading: "导入旧台账", Several: true, Chosen: chosen,
		Lead: t.Unit + " · 把以前用表格记的台账一次搬进来。先看预览，确认以后才写入；照片等附件不在表里。",
		Back: fmt.Sprintf("/units/%d/ledgers", t.UnitID), BackTo: "台账", Action: fmt.Sprintf("/units/%d/import", t.UnitID)}
	for _, s := range t.Tables {
		page.Choices = append(page.Choices, ImportChoice{s.Name, s.Title, fmt.Sprintf("/units/%d/import/%s/template", t.UnitID, s.Name)})
	}
	return page
}

func (w *Web) chooseImport(c *route.Call) error {
	unit, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	t, err := w.Practise.ImportTables(c.Request().Context(), c.Actor, engine.UnitID(unit), "")
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "import", w.importPage(c, t, c.QueryParam("ledger")))
}

func (w *Web) recordTemplate(c *route.Call) error {
	unit, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	t, err := w.Practise.ImportTables(c.Request().Context(), c.Actor, engine.UnitID(unit), c.Param("ledger"))
	if err != nil {
		return err
	}
	return w.sendWorkbook(c, t.Tables[0].Title+"（导入模板）", t.Tables, paper.Template)
}

// uploadRecords reads the workbook and leads to the preview. What cannot be read
// comes back to the form with the reason.
func (w *Web) uploadRecords(c *route.Call) error {
	unit, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	all, err := w.Practise.ImportTables(ctx, c.Actor, engine.UnitID(unit), "")
	if err != nil {
		return err
	}
	tables := func() ([]table.Sheet, error) {
		ledger := c.Form.Values.Get("ledger")
		if ledger == "" {
			return all.Tables, nil
		}
		one, err := w.Practise.ImportTables(ctx, c.Actor, engine.UnitID(unit), ledger)
		return one.Tables, err
	}
	id, err := w.draft(c, tables, func(r intake.Request) (engine.ImportID, error) {
		r.Unit = engine.UnitID(unit)
		return w.Practise.DraftRecords(ctx, c.Actor, r)
	})
	if failure := (*engine.Error)(nil); errors.As(err, &failure) && failure.Code == engine.Invalid {
		page := w.importPage(c, all, c.Form.Values.Get("ledger"))
		page.Message = failure.Message
		return w.render(c, http.StatusBadRequest, "import", page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/units/%d/imports/%d", unit, id))
}

// draft reads the uploaded workbook as the tables that the form asks for, once all
// of it has come, and keeps what it says.
func (w *Web) draft(c *route.Call, wanted func() ([]table.Sheet, error), keep func(intake.Request) (engine.ImportID, error)) (engine.ImportID, error) {
	data, err := uploaded(c)
	if err != nil {
		return 0, err
	}
	tables, err := wanted()
	if err != nil {
		return 0, err
	}
	r, err := readTables(data, tables)
	if err != nil {
		return 0, err
	}
	return keep(r)
}

func (w *Web) showRecordImport(c *route.Call) error {
	return w.recordPreview(c, http.StatusOK, "")
}

func (w *Web) recordPreview(c *route.Call, status int, message string) error {
	unit, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	id, err := pathID(c, "import")
	if err != nil {
		return err
	}
	p, err := w.Practise.ImportOfRecords(c.Request().Context(), c.Actor, engine.UnitID(unit), engine.ImportID(id))
	if err != nil {
		return err
	}
	return w.render(c, status, "import_preview", PreviewPage{Frame: w.frame(c, "导入预览", "/ledgers"), Preview: p, Message: message,
		Heading: "导入旧台账", Back: fmt.Sprintf("/units/%d/import", unit), BackTo: "重新选文件", Action: fmt.Sprintf("/units/%d/imports/%d", unit, id),
		Finish: fmt.Sprintf("/units/%d/ledgers", unit), FinishTo: "看台账"})
}

func (w *Web) confirmRecordImport(c *route.Call) error {
	unit, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	id, err := pathID(c, "import")
	if err != nil {
		return err
	}
	err = w.Practise.ImportRecords(c.Request().Context(), c.Actor, practise.ConfirmImportRequest{Unit: engine.UnitID(unit), Import: engine.ImportID(id),
		Plan: c.FormValue("plan"), Skip: c.FormValue("skip") == "yes"})
	if failure := (*engine.Error)(nil); errors.As(err, &failure) && (failure.Code == engine.Conflict || failure.Code == engine.Refused) {
		return w.recordPreview(c, http.StatusConflict, failure.Message)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/units/%d/imports/%d", unit, id))
}

// exportRecords sends one ledger of a unit, or all that hold something.
func (w *Web) exportRecords(c *route.Call) error {
	unit, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	t, err := w.Practise.ExportRecords(c.Request().Context(), c.Actor, engine.UnitID(unit), c.Param("ledger"))
	if err != nil {
		return err
	}
	name := t.Unit + "台账"
	if c.Param("ledger") != "" {
		name = t.Unit + t.Tables[0].Title
	}
	return w.sendWorkbook(c, name, t.Tables, paper.Write)
}
