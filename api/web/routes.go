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
		route.On(get, "/sign-in", access.SessionStart, route.Open, w.showSignIn),
		route.On(post, "/sign-in", access.SessionStart, route.Open, w.signIn),
		route.On(get, "/static/:file", access.SessionStart, route.Open, w.serveAsset),
		route.On(get, "/favicon.ico", access.SessionStart, route.Open, w.serveIcon),
		route.On(post, "/sign-out", access.SessionEnd, route.Own, w.signOut),

		route.On(get, "/", access.HomeRead, route.Own, w.showHome),
		route.On(get, "/tasks/:task", access.TaskRead, route.Unit, w.showTask),
		route.On(post, "/tasks/:task/done", access.TaskDone, route.Unit, w.markDone),
		route.On(post, "/tasks/:task/undo", access.TaskDone, route.Unit, w.undoDone),
		route.On(post, "/notices/:notice/read", access.NoticeRead, route.Unit, w.readNotice),

		route.On(get, "/sheets", access.SheetRead, route.Own, w.chooseUnit),
		route.On(get, "/units/:unit/sheets", access.SheetRead, route.Unit, w.listSheets),
		route.On(get, "/units/:unit/sheets/:period", access.SheetRead, route.Unit, w.showSheet),

		route.On(get, "/handbook", access.HandbookRead, route.Company, w.showHandbook),
		route.On(get, "/handbook/:code", access.HandbookRead, route.Company, w.showStandard),
		route.On(get, "/handbook/:code/forms/:form", access.HandbookRead, route.Company, w.showForm),

		route.On(get, "/runs", access.RunRead, route.Company, w.listRuns),
		route.On(post, "/runs/:job", access.RunStart, route.Company, w.startRun),
	}
}
