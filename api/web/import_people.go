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

func (w *Web) peopleImportPage(c *route.Call) ImportPage {
	return ImportPage{Frame: w.frame(c, "导入人员", "/admin/units"), Heading: "导入人员",
		Lead: "把各支部的花名册和任职一次搬进来：一个人一行，有几个岗位就写几行。新的人登记上，已有的按表更新，空着的格子不改。请先建好单位。先看预览，确认以后才写入。",
		Back: "/admin/units", BackTo: "单位", Action: "/admin/people/import",
		Choices: []ImportChoice{{Name: "人员", Title: "人员", Template: "/admin/people/import/template"}}}
}

func (w *Web) choosePeopleImport(c *route.Call) error {
	return w.render(c, http.StatusOK, "import", w.peopleImportPage(c))
}

func (w *Web) peopleTemplate(c *route.Call) error {
	t, err := w.Org.PeopleTable(c.Request().Context(), c.Actor)
	if err != nil {
		return err
	}
	return w.sendWorkbook(c, "人员（导入模板）", []table.Sheet{t}, paper.Template)
}

func (w *Web) uploadPeople(c *route.Call) error {
	ctx := c.Request().Context()
	t, err := w.Org.PeopleTable(ctx, c.Actor)
	if err != nil {
		return err
	}
	tables := func() ([]table.Sheet, error) { return []table.Sheet{t}, nil }
	id, err := w.draft(c, tables, func(r intake.Request) (engine.ImportID, error) { return w.Org.DraftPeople(ctx, c.Actor, r) })
	if failure := (*engine.Error)(nil); errors.As(err, &failure) && failure.Code == engine.Invalid {
		page := w.peopleImportPage(c)
		page.Message = failure.Message
		return w.render(c, http.StatusBadRequest, "import", page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/admin/people/imports/%d", id))
}

func (w *Web) showPeopleImport(c *route.Call) error { return w.peoplePreview(c, http.StatusOK, "") }

func (w *Web) peoplePreview(c *route.Call, status int, message string) error {
	id, err := pathID(c, "import")
	if err != nil {
		return err
	}
	p, err := w.Org.ImportOfPeople(c.Request().Context(), c.Actor, engine.ImportID(id))
	if err != nil {
		return err
	}
	return w.render(c, status, "import_preview", PreviewPage{Frame: w.frame(c, "导入预览", "/admin/units"), Preview: p, Message: message,
		Heading: "导入人员", Back: "/admin/people/import", BackTo: "重新选文件", Action: fmt.Sprintf("/admin/people/imports/%d", id), Finish: "/admin/units", FinishTo: "看单位"})
}

func (w *Web) confirmPeopleImport(c *route.Call) error {
	id, err := pathID(c, "import")
	if err != nil {
		return err
	}
	r := org.ConfirmPeopleRequest{Import: engine.ImportID(id), Plan: c.FormValue("plan"), Skip: c.FormValue("skip") == "yes"}
	err = w.Org.ImportPeople(c.Request().Context(), c.Actor, r)
	if failure := (*engine.Error)(nil); errors.As(err, &failure) && (failure.Code == engine.Conflict || failure.Code == engine.Refused) {
		return w.peoplePreview(c, http.StatusConflict, failure.Message)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/admin/people/imports/%d", id))
}

func (w *Web) exportPeople(c *route.Call) error {
	t, err := w.Org.ExportPeople(c.Request().Context(), c.Actor)
	if err != nil {
		return err
	}
	return w.sendWorkbook(c, "人员", []table.Sheet{t}, paper.Write)
}
