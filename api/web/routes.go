package web

import (
	"net/http"

	"wubiao/api/route"
	"wubiao/engine/access"
)

// Routes is the table of pages.
func (w *Web) Routes() []route.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []route.Route{
		{get, "/sign-in", access.SessionStart, route.Open, w.showSignIn},
		{post, "/sign-in", access.SessionStart, route.Open, w.signIn},
		{get, "/static/:file", access.SessionStart, route.Open, w.serveAsset},
		{get, "/favicon.ico", access.SessionStart, route.Open, w.serveIcon},
		{post, "/sign-out", access.SessionEnd, route.Own, w.signOut},

		{get, "/", access.HomeRead, route.Own, w.showHome},
		{get, "/tasks/:task", access.TaskRead, route.Unit, w.showTask},
		{post, "/tasks/:task/done", access.TaskDone, route.Unit, w.markDone},
		{post, "/tasks/:task/undo", access.TaskDone, route.Unit, w.undoDone},
		{post, "/notices/:notice/read", access.NoticeRead, route.Unit, w.readNotice},

		{get, "/sheets", access.SheetRead, route.Own, w.chooseUnit},
		{get, "/units/:unit/sheets", access.SheetRead, route.Unit, w.listSheets},
		{get, "/units/:unit/sheets/:period", access.SheetRead, route.Unit, w.showSheet},

		{get, "/handbook", access.HandbookRead, route.Company, w.showHandbook},
		{get, "/handbook/:code", access.HandbookRead, route.Company, w.showStandard},
		{get, "/handbook/:code/forms/:form", access.HandbookRead, route.Company, w.showForm},

		{get, "/runs", access.RunRead, route.Company, w.listRuns},
		{post, "/runs/:job", access.RunStart, route.Company, w.startRun},
	}
}
