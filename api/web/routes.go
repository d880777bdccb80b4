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
		route.On(get, "/tasks/:task/assign", access.TaskAssign, route.Unit, w.assignForm),
		route.On(post, "/tasks/:task/assign", access.TaskAssign, route.Unit, w.assign),
		route.On(post, "/notices/:notice/read", access.NoticeRead, route.Unit, w.readNotice),

		route.On(get, "/sheets", access.SheetRead, route.Own, w.chooseUnit),
		route.On(get, "/units/:unit/sheets", access.SheetRead, route.Unit, w.listSheets),
		route.On(get, "/units/:unit/sheets/:period", access.SheetRead, route.Unit, w.showSheet),

		route.On(get, "/months", access.MonthRead, route.Own, w.listMonths),
		route.On(get, "/units/:unit/months/:period", access.MonthRead, route.Unit, w.showMonth),

		route.On(get, "/scores", access.ScoreRead, route.Own, w.showGrid),
		route.On(get, "/units/:unit/scores", access.ScoreRead, route.Unit, w.showScore),
		route.On(get, "/units/:unit/scores/:quarter", access.ScoreRead, route.Unit, w.showScore),
		route.On(get, "/units/:unit/scores/:quarter/:code", access.ScoreRead, route.Unit, w.showScoreLine),

		route.On(get, "/selfchecks", access.SelfCheckRead, route.Own, w.listSelfChecks),
		route.On(get, "/units/:unit/selfcheck/:quarter", access.SelfCheckRead, route.Unit, w.showSelfCheck),
		route.On(get, "/units/:unit/selfcheck/:quarter/print", access.SelfCheckRead, route.Unit, w.printSelfCheck),
		route.On(post, "/units/:unit/selfcheck/:quarter/answers", access.SelfCheckFill, route.Unit, w.answerSelfCheck),
		route.On(post, "/units/:unit/selfcheck/:quarter/remarks", access.SelfCheckFill, route.Unit, w.explainSelfCheck),
		route.On(post, "/units/:unit/selfcheck/:quarter/review", access.SelfCheckFill, route.Unit, w.reviewSelfCheck),
		route.On(post, "/units/:unit/selfcheck/:quarter/submit", access.SelfCheckSubmit, route.Unit, w.submitSelfCheck),
		route.On(post, "/units/:unit/selfcheck/:quarter/accept", access.SelfCheckDecide, route.Unit, w.acceptSelfCheck),
		route.On(post, "/units/:unit/selfcheck/:quarter/return", access.SelfCheckDecide, route.Unit, w.returnSelfCheck),

		route.On(get, "/follow", access.LateRead, route.Own, w.listLate),
		route.On(get, "/units/:unit/follow", access.LateRead, route.Unit, w.showBranchFollow),
		route.On(get, "/units/:unit/quality", access.TaskRate, route.Unit, w.listUnrated),
		route.On(post, "/units/:unit/quality/:quality", access.TaskRate, route.Unit, w.rateTasks),
		route.On(get, "/supervisions", access.SupervisionRead, route.Own, w.listPapers),
		route.On(get, "/units/:unit/supervisions/new", access.SupervisionIssue, route.Unit, w.newPaper),
		route.On(post, "/units/:unit/supervisions/new", access.SupervisionIssue, route.Unit, w.issuePaper),
		route.On(get, "/supervisions/:supervision", access.SupervisionRead, route.Unit, w.showSupervision),
		route.On(post, "/supervisions/:supervision/reply", access.SupervisionReply, route.Unit, w.replyPaper),
		route.On(post, "/supervisions/:supervision/return", access.SupervisionJudge, route.Unit, w.returnPaper),
		route.On(post, "/supervisions/:supervision/close", access.SupervisionJudge, route.Unit, w.closePaper),
		route.On(post, "/supervisions/:supervision/withdraw", access.SupervisionJudge, route.Unit, w.withdrawPaper),
		route.On(get, "/supervisions/:supervision/extension", access.ExtensionAsk, route.Unit, w.newExtension),
		route.On(post, "/supervisions/:supervision/extension", access.ExtensionAsk, route.Unit, w.askExtension),
		route.On(get, "/extensions", access.ExtensionRead, route.Own, w.listExtensions),
		route.On(post, "/extensions/:extension/grant", access.ExtensionDecide, route.Unit, w.grantExtension),
		route.On(post, "/extensions/:extension/refuse", access.ExtensionDecide, route.Unit, w.refuseExtension),
		route.On(post, "/extensions/:extension/withdraw", access.ExtensionAsk, route.Unit, w.takeBackExtension),
		route.On(post, "/tasks/:task/redo", access.TaskDone, route.Unit, w.redoDone),
		route.On(get, "/tasks/:task/extension", access.ExtensionAsk, route.Unit, w.newExtension),
		route.On(post, "/tasks/:task/extension", access.ExtensionAsk, route.Unit, w.askExtension),

		route.On(get, "/ledgers", access.RecordRead, route.Own, w.chooseLedgerUnit),
		route.On(get, "/units/:unit/ledgers", access.RecordRead, route.Unit, w.listLedgers),
		route.On(get, "/units/:unit/ledgers/:ledger", access.RecordRead, route.Unit, w.showLedger),
		route.On(get, "/units/:unit/ledgers/:ledger/new", access.RecordAdd, route.Unit, w.newRecord),
		route.On(post, "/units/:unit/ledgers/:ledger/new", access.RecordAdd, route.Unit, w.addRecord),
		route.On(get, "/units/:unit/import", access.RecordImport, route.Unit, w.chooseImport),
		route.On(post, "/units/:unit/import", access.RecordImport, route.Unit, w.uploadRecords).Uploading(uploadBytes),
		route.On(get, "/units/:unit/import/:ledger/template", access.RecordImport, route.Unit, w.recordTemplate),
		route.On(get, "/units/:unit/imports/:import", access.RecordImport, route.Unit, w.showRecordImport),
		route.On(post, "/units/:unit/imports/:import", access.RecordImport, route.Unit, w.confirmRecordImport),
		route.On(get, "/units/:unit/export", access.RecordExport, route.Unit, w.exportRecords),
		route.On(get, "/units/:unit/ledgers/:ledger/export", access.RecordExport, route.Unit, w.exportRecords),
		route.On(get, "/records/:record", access.RecordRead, route.Unit, w.showRecord),
		route.On(get, "/records/:record/edit", access.RecordEdit, route.Unit, w.editRecord),
		route.On(post, "/records/:record/edit", access.RecordEdit, route.Unit, w.saveRecord),

		route.On(get, "/register", access.RegisterRead, route.Own, w.chooseRegister),
		route.On(get, "/units/:unit/register", access.RegisterRead, route.Unit, w.showRegister),
		route.On(get, "/units/:unit/register/new", access.RegisterAdd, route.Unit, w.enrolForm),
		route.On(post, "/units/:unit/register/new", access.RegisterAdd, route.Unit, w.enrol),
		route.On(get, "/units/:unit/handover", access.PostHandOver, route.Unit, w.handOverForm),
		route.On(post, "/units/:unit/handover", access.PostHandOver, route.Unit, w.handOver),
		route.On(get, "/handovers/:handover", access.HandoverRead, route.Unit, w.showHandover),
		route.On(get, "/people/:person", access.RegisterRead, route.Unit, w.showPerson),
		route.On(get, "/people/:person/edit", access.RegisterChange, route.Unit, w.changeForm),
		route.On(post, "/people/:person/edit", access.RegisterChange, route.Unit, w.changePerson),
		route.On(get, "/people/:person/leave", access.RegisterLeave, route.Unit, w.leaveForm),
		route.On(get, "/people/:person/transfer", access.TransferSend, route.Unit, w.sendForm),
		route.On(post, "/people/:person/transfer", access.TransferSend, route.Unit, w.send),
		route.On(post, "/people/:person/leave", access.RegisterLeave, route.Unit, w.leave),
		route.On(get, "/transfers/:transfer", access.TransferAnswer, route.Unit, w.answerForm),
		route.On(post, "/transfers/:transfer", access.TransferAnswer, route.Unit, w.answerTransfer),
		route.On(post, "/sendings/:sent/withdraw", access.TransferSend, route.Unit, w.withdrawTransfer),

		route.On(get, "/handbook", access.HandbookRead, route.Company, w.showHandbook),
		route.On(get, "/handbook/:code", access.HandbookRead, route.Company, w.showStandard),
		route.On(get, "/handbook/:code/forms/:form", access.HandbookRead, route.Company, w.showForm),

		route.On(get, "/admin/units", access.UnitRead, route.Company, w.showTree),
		route.On(get, "/admin/units/new", access.UnitAdd, route.Company, w.newUnit),
		route.On(post, "/admin/units/new", access.UnitAdd, route.Company, w.addUnit),
		route.On(get, "/admin/units/:unit", access.UnitRead, route.Unit, w.showAdminUnit),
		route.On(get, "/admin/units/:unit/edit", access.UnitChange, route.Unit, w.editUnit),
		route.On(post, "/admin/units/:unit/edit", access.UnitChange, route.Unit, w.saveUnit),
		route.On(get, "/admin/units/:unit/appoint", access.PostAppoint, route.Unit, w.appointForm),
		route.On(post, "/admin/units/:unit/appoint", access.PostAppoint, route.Unit, w.appoint),
		route.On(post, "/admin/posts/:post/end", access.PostEnd, route.Unit, w.endPost),
		route.On(get, "/admin/accounts", access.UserList, route.Company, w.listAccounts),
		route.On(get, "/admin/accounts/new", access.UserAdd, route.Company, w.newAccount),
		route.On(post, "/admin/accounts/new", access.UserAdd, route.Company, w.addAccount),
		route.On(post, "/admin/accounts/:login/password", access.UserPassword, route.Company, w.renewPassword),
		route.On(post, "/admin/accounts/:login/disable", access.UserDisable, route.Company, w.disableAccount),
		route.On(get, "/parameters", access.ParameterRead, route.Company, w.listParameters),
		route.On(get, "/parameters/:parameter", access.ParameterSet, route.Company, w.parameterForm),
		route.On(post, "/parameters/:parameter", access.ParameterSet, route.Company, w.setParameter),

		route.On(get, "/runs", access.RunRead, route.Company, w.listRuns),
		route.On(post, "/runs/:job", access.RunStart, route.Company, w.startRun),
	}
}
