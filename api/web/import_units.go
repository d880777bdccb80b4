package web

import (
	"context"
	"net/http"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/org"
)

func (w *Web) unitImport() companyImport {
	return companyImport{title: "单位", base: "/admin", finish: "/admin/units", finishTo: "看单位",
		lead:  "把整棵组织树和各单位的情况一次搬进来：新单位建起来，已有的按表更新，空着的格子不改。先看预览，确认以后才写入。",
		table: w.Org.UnitTable, export: w.Org.ExportUnits, draft: w.Org.DraftUnits, preview: w.Org.ImportOfUnits,
		confirm: func(ctx context.Context, actor access.Actor, id engine.ImportID, plan string, skip bool) error {
			return w.Org.ImportUnits(ctx, actor, org.ConfirmUnitsRequest{Import: id, Plan: plan, Skip: skip})
		}}
}

func (w *Web) chooseUnitImport(c *route.Call) error {
	return w.render(c, http.StatusOK, "import", w.companyPage(c, w.unitImport()))
}

func (w *Web) unitTemplate(c *route.Call) error { return w.companyTemplate(c, w.unitImport()) }

func (w *Web) uploadUnits(c *route.Call) error { return w.uploadCompany(c, w.unitImport()) }

func (w *Web) showUnitImport(c *route.Call) error {
	return w.companyPreview(c, w.unitImport(), http.StatusOK, "")
}

func (w *Web) confirmUnitImport(c *route.Call) error { return w.confirmCompany(c, w.unitImport()) }

func (w *Web) exportUnits(c *route.Call) error { return w.exportCompany(c, w.unitImport()) }
