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
	"wubiao/engine/use/org"
)

func (w *Web) unitImportPage(c *route.Call) ImportPage {
	return ImportPage{Frame: w.frame(c, "导入单位", "/admin/units"), Heading: "导入单位",
		Lead: "把整棵组织树和各单位的情况一次搬进来：新单位建起来，已有的按表更新，空着的格子不改。先看预览，确认以后才写入。",
		Back: "/admin/units", BackTo: "单位", Action: "/admin/import",
		Choices: []ImportChoice{{Name: "单位", Title: "单位", Template: "/admin/import/template"}}}
}

func (w *Web) chooseUnitImport(c *route.Call) error {
	return w.render(c, http.StatusOK, "import", w.unitImportPage(c))
}

func (w *Web) unitTemplate(c *route.Call) error {
	t, err := w.Org.UnitTable(c.Request().Context(), c.Actor)
	if err != nil {
		return err
	}
	return w.sendWorkbook(c, "单位（导入模板）", []table.Sheet{t}, paper.Template)
}

func (w *Web) uploadUnits(c *route.Call) error {
	ctx := c.Request().Context()
	t, err := w.Org.UnitTable(ctx, c.Actor)
	if err != nil {
		return err
	}
	tables := func() ([]table.Sheet, error) { return []table.Sheet{t}, nil }
	id, err := w.draft(c, tables, func(r intake.Request) (engine.ImportID, error) { return w.Org.DraftUnits(ctx, c.Actor, r) })
	if failure := (*engine.Error)(nil); errors.As(err, &failure) && failure.Code == engine.Invalid {
		page := w.unitImportPage(c)
		page.Message = failure.Message
		return w.render(c, http.StatusBadRequest, "import", page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/admin/imports/%d", id))
}

func (w *Web) showUnitImport(c *route.Call) error { return w.unitPreview(c, http.StatusOK, "") }

func (w *Web) unitPreview(c *route.Call, status int, message string) error {
	id, err := pathID(c, "import")
	if err != nil {
		return err
	}
	p, err := w.Org.ImportOfUnits(c.Request().Context(), c.Actor, engine.ImportID(id))
	if err != nil {
		return err
	}
	return w.render(c, status, "import_preview", PreviewPage{Frame: w.frame(c, "导入预览", "/admin/units"), Preview: p, Message: message,
		Heading: "导入单位", Back: "/admin/import", BackTo: "重新选文件", Action: fmt.Sprintf("/admin/imports/%d", id), Finish: "/admin/units", FinishTo: "看单位"})
}

func (w *Web) confirmUnitImport(c *route.Call) error {
	id, err := pathID(c, "import")
	if err != nil {
		return err
	}
	r := org.ConfirmUnitsRequest{Import: engine.ImportID(id), Plan: c.FormValue("plan"), Skip: c.FormValue("skip") == "yes"}
	err = w.Org.ImportUnits(c.Request().Context(), c.Actor, r)
	if failure := (*engine.Error)(nil); errors.As(err, &failure) && (failure.Code == engine.Conflict || failure.Code == engine.Refused) {
		return w.unitPreview(c, http.StatusConflict, failure.Message)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/admin/imports/%d", id))
}

func (w *Web) exportUnits(c *route.Call) error {
	t, err := w.Org.ExportUnits(c.Request().Context(), c.Actor)
	if err != nil {
		return err
	}
	return w.sendWorkbook(c, "单位", []table.Sheet{t}, paper.Write)
}
