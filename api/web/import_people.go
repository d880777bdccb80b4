package web

import (
	"context"
	"net/http"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/org"
)

func (w *Web) peopleImport() companyImport {
	return companyImport{title: "人员", base: "/admin/people", finish: "/admin/units", finishTo: "看单位",
		lead:  "把各支部的花名册和任职一次搬进来：一个人一行，有几个岗位就写几行。新的人登记上，已有的按表更新，空着的格子不改。请先建好单位。先看预览，确认以后才写入。",
		table: w.Org.PeopleTable, export: w.Org.ExportPeople, draft: w.Org.DraftPeople, preview: w.Org.ImportOfPeople,
		confirm: func(ctx context.Context, actor access.Actor, id engine.ImportID, plan string, skip bool) error {
			return w.Org.ImportPeople(ctx, actor, org.ConfirmPeopleRequest{Import: id, Plan: plan, Skip: skip})
		}}
}

func (w *Web) choosePeopleImport(c *route.Call) error {
	return w.render(c, http.StatusOK, "import", w.companyPage(c, w.peopleImport()))
}

func (w *Web) peopleTemplate(c *route.Call) error { return w.companyTemplate(c, w.peopleImport()) }

func (w *Web) uploadPeople(c *route.Call) error { return w.uploadCompany(c, w.peopleImport()) }

func (w *Web) showPeopleImport(c *route.Call) error {
	return w.companyPreview(c, w.peopleImport(), http.StatusOK, "")
}

func (w *Web) confirmPeopleImport(c *route.Call) error { return w.confirmCompany(c, w.peopleImport()) }

func (w *Web) exportPeople(c *route.Call) error { return w.exportCompany(c, w.peopleImport()) }
