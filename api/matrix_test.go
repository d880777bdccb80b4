package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// person is one signed-in browser with the role the matrix asks about.
type person struct {
	login string
	role  engine.Role
}

// people of the matrix: both branches, so that every object is foreign to
// somebody, and every other role.
var matrixPeople = []person{
	{"wangjg", engine.RoleBranch}, {"zhaoq", engine.RoleBranch}, {"none", engine.RoleBranch},
	{"kaohe", engine.RoleCommittee}, {"bianxiu", engine.RoleEditor}, {"guanli", engine.RoleAdmin},
}

// addresses fills a route's path with objects: of the bridge branch, of the
// tunnel branch, and ones that do not exist.
func (w *world) addresses(r route.Route) map[string]string {
	fill := func(path string, task engine.TaskID, notice engine.NoticeID, unit engine.UnitID, record engine.RecordID, person engine.PersonID, transfer, sent engine.TransferID, post engine.PostID, paper engine.HandoverID, taken engine.ImportID, supervision engine.SupervisionID, request engine.ExtensionID) string {
		return strings.NewReplacer(":file", fmt.Sprint(w.fileBeside(record)), ":supervision", fmt.Sprint(supervision), ":extension", fmt.Sprint(request), ":quality", "pass", ":import", fmt.Sprint(taken), ":task", fmt.Sprint(task), ":notice", fmt.Sprint(notice), ":unit", fmt.Sprint(unit),
			":person", fmt.Sprint(person), ":transfer", fmt.Sprint(transfer), ":sent", fmt.Sprint(sent), ":post", fmt.Sprint(post), ":handover", fmt.Sprint(paper), ":parameter", "党课每年次数",
			":record", fmt.Sprint(record), ":ledger", "会议", ":period", "2026-09", ":quarter", "2026Q3", ":day", "2026-09-24", ":login", "luren", ":token", fmt.Sprint(w.foreignToken), ":code", "Z05", ":form", "会议", ":job", "issue", ":order", "987654").Replace(path)
	}
	of := func(name string, unit engine.UnitID) string {
		key, people := name, w.person
		if r.IsJSON() { // the page of the same has been there already
			key = "json " + name
		}
		if r.Action == access.TransferSend {
			people = w.goes
		}
		taken := w.importFor(r, name)
		order, task := w.orderOf(r, name)
		if !strings.HasSuffix(r.Path, "/answer") {
			task = w.tasks[name+" plan"].ID
		}
		return fill(strings.ReplaceAll(r.Path, ":order", fmt.Sprint(order)), task, w.notice[name].ID, unit, w.record[name].ID, people[key].ID, w.transfer[key].ID, w.sent[key].ID, w.post[key].ID, w.paper[key].ID, taken.ID, w.supervision[key].ID, w.request[key].ID)
	}
	return map[string]string{"bridge": of("bridge", bridge), "tunnel": of("tunnel", tunnel),
		"absent": fill(r.Path, 987654, 987654, 987654, 987654, 987654, 987654, 987654, 987654, 987654, 987654, 987654, 987654)}
}

// allowed is what the reviewed policy says: the status for the person and the
// object. It is written again here and does not ask the policy.
func allowed(r route.Route, p person, object string) int {
	own := map[string]string{"wangjg": "bridge", "zhaoq": "tunnel"}[p.login]
	roles := map[access.Action][]engine.Role{
		access.HomeRead: engine.Roles(), access.SessionEnd: engine.Roles(),
		access.TaskRead: {engine.RoleBranch, engine.RoleCommittee}, access.SheetRead: {engine.RoleBranch, engine.RoleCommittee}, access.MonthRead: {engine.RoleBranch, engine.RoleCommittee}, access.ScoreRead: {engine.RoleBranch, engine.RoleCommittee},
		access.DeskRead: {engine.RoleBranch, engine.RoleCommittee}, access.WeekRead: {engine.RoleBranch}, access.SelfCheckRead: {engine.RoleBranch, engine.RoleCommittee}, access.SelfCheckFill: {engine.RoleBranch},
		access.SelfCheckSubmit: {engine.RoleBranch}, access.SelfCheckDecide: {engine.RoleCommittee},
		access.TaskDone: {engine.RoleBranch}, access.NoticeRead: {engine.RoleBranch, engine.RoleCommittee},
		access.RecordImport: {engine.RoleBranch}, access.RecordExport: {engine.RoleBranch, engine.RoleCommittee}, access.UnitImport: {engine.RoleAdmin}, access.UnitExport: {engine.RoleCommittee, engine.RoleAdmin}, access.PeopleImport: {engine.RoleAdmin}, access.PeopleExport: {engine.RoleAdmin},
		access.RecordRead: {engine.RoleBranch, engine.RoleCommittee}, access.RecordAdd: {engine.RoleBranch}, access.RecordEdit: {engine.RoleBranch}, access.RecordRemove: {engine.RoleBranch},
		access.EvidenceRead: {engine.RoleBranch, engine.RoleCommittee}, access.EvidenceAdd: {engine.RoleBranch}, access.EvidenceChange: {engine.RoleBranch}, access.EvidenceRemove: {engine.RoleBranch},
		access.HandbookRead: {engine.RoleBranch, engine.RoleCommittee, engine.RoleEditor},
		access.RunRead:      {engine.RoleAdmin}, access.RunStart: {engine.RoleAdmin},
		access.TaskAssign: {engine.RoleBranch}, access.UnitRead: {engine.RoleAdmin}, access.PostHandOver: {engine.RoleBranch, engine.RoleAdmin}, access.HandoverRead: {engine.RoleBranch, engine.RoleCommittee}, access.PostEnd: {engine.RoleAdmin}, access.ParameterSet: {engine.RoleAdmin},
		access.ParameterRead: {engine.RoleCommittee, engine.RoleEditor, engine.RoleAdmin},
		access.RegisterRead:  {engine.RoleBranch, engine.RoleCommittee}, access.RegisterAdd: {engine.RoleBranch}, access.RegisterChange: {engine.RoleBranch},
		access.RegisterLeave: {engine.RoleBranch}, access.TransferSend: {engine.RoleBranch}, access.TransferAnswer: {engine.RoleBranch},
		access.LateRead: {engine.RoleBranch, engine.RoleCommittee}, access.TaskRate: {engine.RoleBranch, engine.RoleCommittee},
		access.SupervisionRead: {engine.RoleBranch, engine.RoleCommittee}, access.SupervisionIssue: {engine.RoleBranch, engine.RoleCommittee},
		access.SupervisionReply: {engine.RoleBranch}, access.SupervisionJudge: {engine.RoleBranch, engine.RoleCommittee},
		access.ExtensionRead: {engine.RoleBranch, engine.RoleCommittee}, access.ExtensionAsk: {engine.RoleBranch},
		access.ExtensionDecide: {engine.RoleBranch, engine.RoleCommittee},
		access.OrderRead:       {engine.RoleBranch, engine.RoleCommittee}, access.OrderDraft: {engine.RoleCommittee}, access.OrderIssue: {engine.RoleCommittee}, access.OrderAnswer: {engine.RoleBranch},
		access.UnitAdd: {engine.RoleAdmin}, access.UnitChange: {engine.RoleAdmin}, access.PersonAdd: {engine.RoleAdmin}, access.PersonRename: {engine.RoleAdmin}, access.PostAppoint: {engine.RoleAdmin},
		access.UserList: {engine.RoleAdmin}, access.UserAdd: {engine.RoleAdmin}, access.UserPassword: {engine.RoleAdmin}, access.UserDisable: {engine.RoleAdmin}, access.UserEnable: {engine.RoleAdmin},
		access.TokenList: engine.Roles(), access.TokenAdd: engine.Roles(), access.TokenRevoke: engine.Roles(),
	}[r.Action]
	permitted := false
	for _, role := range roles {
		permitted = permitted || role == p.role
	}
	switch {
	case !permitted:
		return http.StatusForbidden
	case r.Action == access.TokenRevoke: // somebody else's
		return http.StatusNotFound
	case (r.Reach == route.Unit || strings.HasSuffix(r.Path, "/imports/:import")) && object == "absent":
		return http.StatusNotFound
	case r.Action == access.NoticeRead && p.role == engine.RoleCommittee: // addressed to others
		return http.StatusNotFound
	case r.Reach == route.Unit && p.role == engine.RoleBranch && own != object:
		return http.StatusNotFound
	case fromAbove[r.Action] && p.role == engine.RoleBranch: // nobody stands above himself
		return http.StatusForbidden
	}
	return http.StatusOK
}

// fromAbove are the actions that only those above a unit may do in it.
var fromAbove = map[access.Action]bool{access.SupervisionIssue: true, access.SupervisionJudge: true, access.ExtensionDecide: true}

// judged are the paths whose use case may have its own reasons to say no once the
// person and the object have been let through: nothing was ticked, it is late.
var judged = []string{"/supervisions", "/extension", "/quality", "/redo", "/orders/", "/answer"}

// arrived counts such a no as having been let through.
func arrived(r route.Route, code int) int {
	if !r.Changes() || code != http.StatusBadRequest && code != http.StatusConflict && code != http.StatusUnprocessableEntity {
		return settled(code)
	}
	for _, part := range judged {
		if strings.Contains(r.Path, part) {
			return http.StatusOK
		}
	}
	return code
}

// S20
func TestMatrixOfRolesRoutesAndBranches(t *testing.T) {
	t.Parallel()
	cells := 0
	for _, p := range matrixPeople {
		w := newWorld(t, often)
		b := w.as(p.login)
		for _, r := range w.server.Routes() {
			if r.Reach == route.Open {
				continue
			}
			absent := ""
			for _, object := range []string{"absent", "bridge", "tunnel"} {
				cells++
				path, want := w.addresses(r)[object], allowed(r, p, object)
				a := b.visit(r, path)
				if r.Action == access.SessionEnd {
					b = w.as(p.login) // each press ends the session
				}
				name := fmt.Sprintf("%s %s as %s", r.Method, path, p.login)
				got := arrived(r, a.Code)
				if got == http.StatusUnprocessableEntity && strings.HasSuffix(path, "/redo") {
					got = http.StatusOK // let in, and nothing there was returned
				}
				if (a.Code == http.StatusUnprocessableEntity || a.Code == http.StatusConflict) && strings.Contains(path, "/selfcheck/") {
					got = http.StatusOK // let in, and not its turn
				}
				if got != want {
					t.Errorf("%s (%s): %d, want %d", name, object, a.Code, want)
				}
				switch text := faceless(a.text()); {
				case object == "absent":
					absent = text
				case want == http.StatusNotFound && text != absent:
					t.Errorf("%s: a foreign object can be told from an absent one:\n%s\n%s", name, text, absent)
				}
			}
		}
	}
	if cells < 200 {
		t.Errorf("only %d cells tried", cells)
	}
}

// visit opens or presses, with the right proofs.
func (b *browser) visit(r route.Route, path string) answer {
	if r.IsJSON() {
		return b.script().ask(r, path).answer
	}
	if !r.Changes() {
		return b.get(path)
	}
	form := b.token()
	if r.Upload > 0 && strings.HasSuffix(r.Path, "/import") {
		if book := b.w.bookFor(r); book != nil {
			return b.upload(path, form, book)
		}
		return b.upload(path, form, b.w.workbook(meeting("2026-09-21", "支委会")))
	}
	form.Set("version", "1")
	if strings.HasSuffix(path, "/undo") { // after the tap that came before it in the table
		form.Set("version", "2")
	}
	if strings.Contains(path, "/ledgers/") || strings.Contains(path, "/records/") {
		form.Set("c.日期", "2026-09-22")
		form.Set("c.类别", "支委会")
	}
	if strings.HasSuffix(path, "/files") {
		b.w.asked++
		return b.send(path, form, sending{"files", "现场.jpg", jpegBytes(fmt.Sprint("visit ", b.w.asked))})
	}
	if strings.Contains(path, "/files/") || strings.HasSuffix(path, "/remove") || strings.HasSuffix(path, "/restore") {
		form.Set("version", fmt.Sprint(b.w.recordVersion(path)))
		form.Set("reason", "传错了")
		form.Set("name", "会议照片")
	}
	if strings.Contains(path, "/people/") {
		form.Set("version", fmt.Sprint(b.w.versionOf(path)))
	}
	if strings.Contains(path, "/people/") || strings.Contains(path, "/register/") || strings.Contains(path, "/transfers/") {
		for name, text := range map[string]string{"name": "孙钢", "standing": "正式党员", "joined": "2012-07-01", "group": "一组", "twin": "是",
			"day": "2026-09-20", "reason": "调动", "to": "第一党总支", "answer": "接收"} {
			form.Set("c."+name, text)
		}
	}
	if strings.HasSuffix(path, "/assign") {
		form.Set("c.person", b.w.leaver(path, ""))
		form.Set("c.reason", "外出培训")
	}
	if strings.HasSuffix(path, "/handover") {
		for name, text := range map[string]string{"from": b.w.leaver(path, ""), "to": "名单里没有，填下面的姓名", "name": "接班人", "day": "2026-09-24"} {
			form.Set("c."+name, text)
		}
	}
	if strings.Contains(path, "/supervisions/") || strings.Contains(path, "/extension") {
		for name, text := range map[string]string{"text": "已办完", "due": "2026-09-29", "until": "2026-09-30", "reason": "支委出差"} {
			form.Set(name, text)
		}
		form.Set("version", fmt.Sprint(b.w.versionOf(path)))
	}
	if strings.Contains(path, "/orders/") || strings.HasSuffix(path, "/answer") {
		for name, text := range orderForm() {
			form.Set(name, text)
		}
		if strings.HasSuffix(path, "/answer") { // that form has no other fields
			form = url.Values{"token": form["token"], "version": form["version"], "c.1": form["c.1"]}
		}
		form.Set("version", fmt.Sprint(b.w.versionOf(path)))
	}
	if strings.Contains(path, "/selfcheck/") {
		for name, text := range map[string]string{"version": fmt.Sprint(b.w.versionOf(path)), "code": "Z05", "reason": "请补充", "text": "已补记", "day": "2026-09-23"} {
			form.Set(name, text)
		}
	}
	if strings.Contains(path, "/admin/") || strings.Contains(path, "/parameters/") {
		for name, text := range map[string]string{"name": fmt.Sprint("新单位", b.w.asked), "kind": "党支部", "parent": "第一党总支", "start": "2026-01-01", "rest": "双休",
			"posts": "支部书记", "from": fmt.Sprintf("2026-09-%02d", 1+b.w.asked%28), "day": "2026-09-20", "login": fmt.Sprint("xin", b.w.asked), "role": "手册编修",
			"value": "2", "unit": "路桥公司党委", "source": "公司党字〔2026〕8号"} {
			form.Set("c."+name, text)
		}
		b.w.asked++
		if strings.HasSuffix(path, "/edit") {
			form.Set("version", fmt.Sprint(b.w.versionOf(path)))
		}
	}
	return b.post(path, form)
}

// token takes a form token from a page every role can open.
func (b *browser) token() url.Values {
	page := b.get("/")
	for page.Code == http.StatusSeeOther {
		page = b.get(page.Header().Get("Location"))
	}
	return url.Values{"token": page.form("/sign-out")["token"]}
}

// Every JSON route is answered well to somebody, so that its answer is held
// against the document and not its refusals alone.
func TestEveryJSONAnswerIsHeldAgainstTheDocument(t *testing.T) {
	t.Parallel()
	done := map[string]bool{}
	for _, p := range matrixPeople {
		w := newWorld(t, often)
		s := w.as(p.login).script()
		for _, r := range w.server.Routes() {
			if r.IsJSON() && r.Reach != route.Open && access.May(p.role, r.Action) {
				path := w.addresses(r)["bridge"]
				if r.Changes() && !strings.Contains(path, "/imports/") { // of which one is there
					path, _ = w.turn(path)
				}
				s.ask(r, path)
			}
		}
		maps.Copy(done, s.contract.done)
	}
	for name := range neverDone {
		if done[name] {
			t.Errorf("%s was answered well: take it off the list", name)
		}
	}
	for _, r := range newWorld(t).server.Routes() {
		if name := r.Method + " " + braced.ReplaceAllString(r.Path, "{$1}"); r.IsJSON() && r.Reach != route.Open && !done[name] && !neverDone[name] {
			t.Errorf("%s was answered well to nobody: its answer is not held against the document", name)
		}
	}
}

// neverDone are the JSON routes that nobody of the matrix gets through, because what
// came before them took their turn: nothing of the branches was returned, a token of
// somebody else is absent. Those that can be done are asked well, and held against
// the document, in the tests of the trail.
var neverDone = map[string]bool{"POST /api/v1/tasks/{task}/redo": true, "POST /api/v1/tokens/{token}/revoke": true,
	"POST /api/v1/supervisions/{supervision}/withdraw": true, "POST /api/v1/tasks/{task}/extension": true, "POST /api/v1/extensions/{extension}/refuse": true,
	"POST /api/v1/units/{unit}/selfcheck/{quarter}/accept": true, "POST /api/v1/units/{unit}/selfcheck/{quarter}/review": true, "POST /api/v1/units/{unit}/selfcheck/{quarter}/submit": true, "POST /api/v1/units/{unit}/selfcheck/{quarter}/return": true}

var braced = regexp.MustCompile(`:(\w+)`)

// bodies are what the JSON routes are sent that want something.
var bodies = map[string]string{
	"POST /api/v1/units/:unit/ledgers/:ledger/records":    `{"fields":{"日期":"2026-09-18","类别":"支委会"}}`,
	"POST /api/v1/units/:unit/selfcheck/:quarter/answers": `{"answers":{}}`,
	"POST /api/v1/units/:unit/selfcheck/:quarter/remarks": `{"code":"Z05","text":"已补记"}`,
	"POST /api/v1/units/:unit/selfcheck/:quarter/review":  `{"day":"2026-09-23"}`,
	"POST /api/v1/units/:unit/selfcheck/:quarter/return":  `{"reason":"请补充"}`,
	"POST /api/v1/units/:unit/quality":                    `{"quality":"pass","tasks":{}}`,
	"POST /api/v1/units/:unit/supervisions":               `{"asks":"请办完","due":"2026-09-29","tasks":[]}`,
	"POST /api/v1/supervisions/:supervision/reply":        `{"text":"已办完"}`,
	"POST /api/v1/supervisions/:supervision/return":       `{"text":"材料不全","due":"2026-09-30"}`,
	"POST /api/v1/supervisions/:supervision/close":        `{}`,
	"POST /api/v1/supervisions/:supervision/withdraw":     `{"text":"下错了"}`,
	"POST /api/v1/tasks/:task/extension":                  `{"until":"2026-09-30","reason":"支委出差"}`,
	"POST /api/v1/supervisions/:supervision/extension":    `{"until":"2026-09-30","reason":"支委出差"}`,
	"POST /api/v1/extensions/:extension/grant":            `{"text":"同意"}`,
	"POST /api/v1/extensions/:extension/refuse":           `{"text":"不同意"}`,
	"POST /api/v1/extensions/:extension/withdraw":         `{}`,
	"PATCH /api/v1/records/:record/files/:file":           `{"name":"会议照片"}`,
	"POST /api/v1/records/:record/files/:file/remove":     `{"reason":"传错了"}`,
	"POST /api/v1/records/:record/remove":                 `{"reason":"和另一条重复"}`,
	"PUT /api/v1/records/:record":                         `{"fields":{"日期":"2026-09-22","类别":"支委会"}}`,
	"POST /api/v1/units/:unit/register":                   `{"name":"新党员#","standing":"正式党员"}`,
	"PUT /api/v1/people/:person":                          `{"name":"孙钢","standing":"正式党员","group":"一组"}`,
	"PUT /api/v1/people/:person/name":                     `{"name":"孙刚"}`,
	"POST /api/v1/people/:person/leave":                   `{"day":"2026-09-20","reason":"转往其他公司"}`,
	"POST /api/v1/people/:person/transfers":               `{"to":2,"reason":"调动"}`,
	"PUT /api/v1/transfers/:transfer/answer":              `{}`,
	"POST /api/v1/units":                                  `{"name":"新支部#","kind":"党支部","parent":2,"start":"2026-01-01"}`,
	"PATCH /api/v1/units/:unit":                           `{"attributes":{"在建":true}}`,
	"PUT /api/v1/tree/:unit":                              `{"name":"改名支部#","start":"2026-01-01","rest":"单休"}`,
	"POST /api/v1/posts/:post/end":                        `{"day":"2026-09-20"}`,
	"POST /api/v1/units/:unit/handover":                   `{"from":777001,"name":"接班人","day":"2026-09-24"}`,
	"POST /api/v1/tasks/:task/assignment":                 `{"person":777001,"reason":"外出培训"}`,
	"POST /api/v1/parameters":                             `{"name":"党课每年次数","unit":1,"from":"DAY","value":"2","source":"公司党字8号"}`,
	"POST /api/v1/units/:unit/people":                     `{"name":"新来的"}`,
	"POST /api/v1/units/:unit/posts":                      `{"person":1,"posts":["小组长"],"from":"2026-09-01"}`,
	"POST /api/v1/users":                                  `{"login":"xinren#","password":"Xinren-2026-x","role":"手册编修"}`,
	"PUT /api/v1/users/:login/password":                   `{"password":"Chongshe-2026"}`,
	"POST /api/v1/units/:unit/imports":                    `{"tables":[{"name":"会议","rows":[{"日期":"2026-02-03","类别":"党课","应到":9}]}]}`,
	"POST /api/v1/units/:unit/imports/:import":            `{"plan":"seen"}`,
	"POST /api/v1/workbooks/units/imports/:import":        `{"plan":"seen units"}`,
	"POST /api/v1/workbooks/people/imports/:import":       `{"plan":"seen people"}`,
	"POST /api/v1/tokens":                                 `{"label":"看数"}`,
	"POST /api/v1/orders":                                 orderBody,
	"PUT /api/v1/orders/:order":                           orderBody,
	"POST /api/v1/orders/:order/discard":                  `{}`,
	"POST /api/v1/orders/:order/issue":                    `{"over":""}`,
	"POST /api/v1/orders/:order/withdraw":                 `{"reason":"与安监检查重复"}`,
	"POST /api/v1/orders/:order/close":                    `{}`,
	"POST /api/v1/tasks/:task/answer":                     `{"answers":{"1":"12"}}`,
}

// ask sends what a JSON route wants.
func (s *script) ask(r route.Route, path string) said {
	s.w.t.Helper()
	s.w.asked++
	headers := []string{key(s.w.asked)}
	if r.JSON.Edit {
		version := s.w.versionOf(path)
		if strings.Contains(path, "/records/") { // it may be one that was removed
			version = s.w.recordVersion(strings.TrimPrefix(path, "/api/v1"))
		}
		headers = append(headers, fmt.Sprintf("If-Match: %q", fmt.Sprint(version)))
	}
	if book := s.w.bookFor(r); book != nil {
		return s.send(r.Method, strings.TrimPrefix(path, "/api/v1"), string(book), append(headers, "Content-Type: application/octet-stream")...)
	}
	if r.JSON.Takes {
		return s.send(r.Method, strings.TrimPrefix(path, "/api/v1")+"?name=photo.jpg", string(jpegBytes(fmt.Sprint("ask ", s.w.asked))), append(headers, "Content-Type: application/octet-stream")...)
	}
	return s.send(r.Method, strings.TrimPrefix(path, "/api/v1"),
		strings.NewReplacer(slices.Concat(s.w.fill, []string{"777001", s.w.leaver(path, "json "), "#", fmt.Sprint(s.w.asked), "DAY", date("2026-10-01").AddDays(s.w.asked).String()})...).Replace(bodies[r.Method+" "+r.Path]), headers...)
}

// leaver is who of the branch in the path may hand a post over: for a page as its
// form offers it, for a script by number.
func (w *world) leaver(path, prefix string) string {
	unit := engine.UnitID(0)
	for _, t := range w.tasks {
		if strings.Contains(path, fmt.Sprintf("/tasks/%d/", t.ID)) {
			unit = t.UnitID
		}
	}
	for key, p := range w.person {
		if unit != p.UnitID && !strings.Contains(path, fmt.Sprintf("/units/%d/", p.UnitID)) || strings.HasPrefix(key, "json ") != (prefix != "") {
			continue
		}
		if prefix != "" {
			return fmt.Sprint(p.ID)
		}
		return p.Name + "（党小组长）"
	}
	return "0"
}

// versionOf is the stored version of the task or record in the path; 1 where
// there is none.
func (w *world) versionOf(path string) int64 {
	w.t.Helper()
	version := int64(1)
	parts := strings.Split(path, "/")
	err := w.store.View(w.t.Context(), func(tx port.Tx) error {
		for i := range len(parts) - 1 {
			var task engine.Task
			var record engine.Record
			var person engine.Person
			var unit engine.Unit
			id, _ := strconv.ParseInt(parts[i+1], 10, 64)
			switch parts[i] {
			case "tasks":
				if tx.Get(&task, access.Everything(), port.Where{"id": id}) == nil {
					version = task.Version
				}
			case "units", "tree":
				if tx.Get(&unit, access.Everything(), port.Where{"id": id}) == nil {
					version = unit.Version
				}
			case "people":
				if tx.Get(&person, access.Everything(), port.Where{"id": id}) == nil {
					version = person.Version
				}
			case "orders":
				var order engine.Order
				if tx.Get(&order, access.Everything(), port.Where{"id": id}) == nil {
					version = order.Version
				}
			case "supervisions":
				var paper engine.Supervision
				if tx.Get(&paper, access.Everything(), port.Where{"id": id}) == nil {
					version = paper.Version
				}
			case "extensions":
				var request engine.Extension
				if tx.Get(&request, access.Everything(), port.Where{"id": id}) == nil {
					version = request.Version
				}
			case "selfcheck":
				var check engine.SelfCheck
				unit, _ := strconv.ParseInt(parts[i-1], 10, 64)
				if tx.Get(&check, access.Everything(), port.Where{"unit_id": unit, "period": parts[i+1]}) == nil {
					version = check.Version
				}
			case "records":
				if tx.Get(&record, access.Everything(), port.Where{"id": id}) == nil {
					version = record.Version
				}
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return version
}

// settled counts a redirect after success as success.
func settled(code int) int {
	if code == http.StatusSeeOther || code == http.StatusCreated || code == http.StatusNoContent {
		return http.StatusOK
	}
	return code
}

// faceless leaves out the request's number.
func faceless(text string) string {
	text, _, _ = strings.Cut(text, "告诉管理员")
	text, _, _ = strings.Cut(text, `"request":`)
	return text
}

func TestWithoutASessionNothingOpens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, r := range w.server.Routes() {
		if r.Reach == route.Open {
			continue
		}
		b := w.browser()
		path := w.addresses(r)["bridge"]
		if r.IsJSON() {
			s := &script{w: w, browser: b, csrf: "x", contract: w.documented()}
			if a := s.ask(r, path); a.Code != http.StatusUnauthorized || a.Header().Get("WWW-Authenticate") == "" {
				t.Errorf("%s %s: %d", r.Method, path, a.Code)
			}
			continue
		}
		if r.Changes() {
			if a := b.post(path, url.Values{"token": {"x"}}); a.Code != http.StatusUnauthorized {
				t.Errorf("%s %s: %d", r.Method, path, a.Code)
			}
			continue
		}
		a := b.get(path)
		if to := a.Header().Get("Location"); a.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/sign-in") {
			t.Errorf("%s %s: %d to %q", r.Method, path, a.Code, to)
		}
	}
}

func TestADenialIsWrittenDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("guanli")
	if a := b.get(w.path("bridge plan")); a.Code != http.StatusForbidden {
		t.Fatalf("%d", a.Code)
	}
	if n := w.audited(access.TaskRead); n != 1 {
		t.Errorf("%d entries, want 1", n)
	}
}

func TestGeneralBranchSeesBranchesBelowButDoesNotTapForThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.user("zongzhi", "钱总支", 2, "支部书记")
	b := w.as("zongzhi")
	b.get("/sheets").says("桥梁项目部党支部", "隧道项目部党支部")
	page := b.get(w.path("tunnel plan"))
	page.says("排出下月工作计划")
	if page.form(w.path("tunnel plan")+"/done") != nil {
		t.Error("the page offers a tap that is refused")
	}
	form := b.token()
	form.Set("version", "1")
	if a := b.post(w.path("tunnel plan")+"/done", form); a.Code != http.StatusForbidden {
		t.Errorf("tap for a branch below: %d", a.Code)
	}
}
