package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"wubiao/api/paper"
	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

// companyImport is a table of the whole company that an administrator takes over:
// the pages are the same, whatever its rows become.
type companyImport struct {
	title, lead      string
	base             string // what the addresses begin with
	finish, finishTo string

	table   func(context.Context, access.Actor) (table.Sheet, error)
	export  func(context.Context, access.Actor) (table.Sheet, error)
	draft   func(context.Context, access.Actor, intake.Request) (engine.ImportID, error)
	preview func(context.Context, access.Actor, engine.ImportID) (intake.Preview, error)
	confirm func(ctx context.Context, actor access.Actor, id engine.ImportID, plan string, skip bool) error
}

func (w *Web) companyPage(c *route.Call, k companyImport) ImportPage {
	return ImportPage{Frame: w.frame(c, "导入"+k.title, "/admin/units"), Heading: "导入" + k.title, Lead: k.lead,
		Back: "/admin/units", BackTo: "单位", Action: k.base + "/import",
		Choices: []ImportChoice{{Name: k.title, Title: k.title, Template: k.base + "/import/template"}}}
}

func (w *Web) companyTemplate(c *route.Call, k companyImport) error {
	t, err := k.table(c.Request().Context(), c.Actor)
	if err != nil {
		return err
	}
	return w.sendWorkbook(c, k.title+"（导入模板）", []table.Sheet{t}, paper.Template)
}

// uploadCompany reads the workbook and leads to the preview. What cannot be read
// comes back to the form with the reason.
func (w *Web) uploadCompany(c *route.Call, k companyImport) error {
	ctx := c.Request().Context()
	t, err := k.table(ctx, c.Actor)
	if err != nil {
		return err
	}
	tables := func() ([]table.Sheet, error) { return []table.Sheet{t}, nil }
	id, err := w.draft(c, tables, func(r intake.Request) (engine.ImportID, error) { return k.draft(ctx, c.Actor, r) })
	if failure := (*engine.Error)(nil); errors.As(err, &failure) && failure.Code == engine.Invalid {
		page := w.companyPage(c, k)
		page.Message = failure.Message
		return w.render(c, http.StatusBadRequest, "import", page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("%s/imports/%d", k.base, id))
}

func (w *Web) companyPreview(c *route.Call, k companyImport, status int, message string) error {
	id, err := pathID(c, "import")
	if err != nil {
		return err
	}
	p, err := k.preview(c.Request().Context(), c.Actor, engine.ImportID(id))
	if err != nil {
		return err
	}
	return w.render(c, status, "import_preview", PreviewPage{Frame: w.frame(c, "导入预览", "/admin/units"), Preview: p, Message: message,
		Heading: "导入" + k.title, Back: k.base + "/import", BackTo: "重新选文件", Action: fmt.Sprintf("%s/imports/%d", k.base, id),
		Finish: k.finish, FinishTo: k.finishTo})
}

func (w *Web) confirmCompany(c *route.Call, k companyImport) error {
	id, err := pathID(c, "import")
	if err != nil {
		return err
	}
	err = k.confirm(c.Request().Context(), c.Actor, engine.ImportID(id), c.FormValue("plan"), c.FormValue("skip") == "yes")
	if failure := (*engine.Error)(nil); errors.As(err, &failure) && (failure.Code == engine.Conflict || failure.Code == engine.Refused) {
		return w.companyPreview(c, k, http.StatusConflict, failure.Message)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("%s/imports/%d", k.base, id))
}

func (w *Web) exportCompany(c *route.Call, k companyImport) error {
	t, err := k.export(c.Request().Context(), c.Actor)
	if err != nil {
		return err
	}
	return w.sendWorkbook(c, k.title, []table.Sheet{t}, paper.Write)
}
