package api_test

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/store"

	_ "modernc.org/sqlite" // both builds have it under this name
)

// asker is somebody whom the policy lets do the route's action, or, where let is
// false, somebody whom it does not; empty: nobody is such.
func asker(r route.Route, let bool) string {
	if let && fromAbove[r.Action] {
		return "kaohe"
	}
	for _, p := range []person{{"wangjg", engine.RoleBranch}, {"guanli", engine.RoleAdmin}, {"kaohe", engine.RoleCommittee}, {"bianxiu", engine.RoleEditor}} {
		if access.May(p.role, r.Action) == let {
			return p.login
		}
	}
	return ""
}

// written counts the entries that the account of the login has in the trail, and
// gives the result of the last.
func (w *world) written(login string) (n int, last string) {
	account := w.account(login)
	for _, e := range w.trail() {
		if e.AccountID == account {
			n, last = n+1, e.Result
		}
	}
	return n, last
}

// own fills a route with the objects of the bridge branch.
func (w *world) own(r route.Route) (string, bool) {
	o := w.thingsOf("bridge", bridge)
	o["login"], o["token"], o["job"], o["import"] = "luren", "1", "issue", fmt.Sprint(w.importFor(r, "bridge").ID)
	if strings.HasSuffix(r.Path, "/extension") { // asked for before the last day is over, and before a reply
		o["task"], o["supervision"] = fmt.Sprint(w.tasks["bridge roll"].ID), fmt.Sprint(w.supervision["json bridge"].ID)
	}
	if order, task := w.orderOf(r, "bridge"); strings.Contains(r.Path, ":order") || strings.HasSuffix(r.Path, "/answer") {
		o["order"], o["task"] = fmt.Sprint(order), fmt.Sprint(task)
	}
	return o.fill(r.Path)
}

// waitsForItsTurn says whether what the path does is tried elsewhere: the steps of a
// self-check in TestEveryStepOfASelfCheckIsTracedAndTold.
func waitsForItsTurn(path string) bool {
	return strings.Contains(path, "/selfcheck/") && !strings.HasSuffix(path, "/remarks")
}

// S30: every change writes exactly one entry, and every denial one.
func TestEveryChangeWritesOneEntry(t *testing.T) {
	t.Parallel()
	done := 0
	for _, r := range newWorld(t).server.Routes() {
		if !r.Changes() || r.Reach == route.Open {
			continue
		}
		if asker(r, true) != "" {
			done++
		}
		t.Run(r.Method+" "+r.Path, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			path, ok := w.own(r)
			if !ok {
				t.Fatal("own knows no object for this path: add it there")
			}
			if login := asker(r, false); login != "" {
				w.entry(r, path, login, nil, http.StatusForbidden, "denied")
			}
			login := asker(r, true)
			switch {
			case login == "" || r.Action == access.TokenRevoke || strings.HasSuffix(path, "/redo") || r.Action == access.RunStart:
				return // of somebody else; nothing was returned; the stub of the jobs writes nothing
			case waitsForItsTurn(path):
				return
			case strings.HasSuffix(path, "/undo"):
				w.as(login).press("/", w.path("bridge plan")+"/done")
			case strings.HasSuffix(path, "/restore"):
				form := w.as(login)
				page := strings.TrimPrefix(strings.TrimSuffix(path, "restore")+"remove", "/api/v1")
				form.visit(route.Route{Method: http.MethodPost, Path: page}, page)
			}
			path, typed := w.turn(path)
			w.entry(r, path, login, typed, http.StatusOK, "done")
		})
	}
	if done < 15 {
		t.Errorf("only %d routes are tried", done)
	}
}

// entry visits a route and wants one entry of whoever did.
func (w *world) entry(r route.Route, path, login string, typed url.Values, want int, result string) {
	w.t.Helper()
	b := w.as(login)
	b.extra = typed
	before, _ := w.written(login)
	a := b.visit(r, path)
	if n, last := w.written(login); settled(a.Code) != want || n != before+1 || last != result {
		w.t.Errorf("%s %s as %s: %d, %d entries, the last %q: %s", r.Method, path, login, a.Code, n-before, last, a.Body)
	}
}

// S34: where the trail cannot be written, nothing is done.
func TestWithoutATrailNothingIsDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, often)
	browsers := map[string]*browser{}
	for _, login := range []string{"wangjg", "guanli", "kaohe", "bianxiu"} {
		browsers[login] = w.as(login)
	}
	type try struct {
		r     route.Route
		path  string
		typed url.Values
	}
	var tries []try
	for _, r := range w.server.Routes() {
		path, ok := w.own(r)
		if !r.Changes() || r.Reach == route.Open || !ok || asker(r, true) == "" || r.Action == access.RunStart || r.Action == access.TokenRevoke ||
			strings.HasSuffix(path, "/undo") || strings.HasSuffix(path, "/redo") || strings.HasSuffix(path, "/restore") ||
			waitsForItsTurn(path) {
			continue
		}
		path, typed := w.turn(path)
		tries = append(tries, try{r, path, typed})
	}
	db, err := sql.Open(store.DriverGo, w.file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `CREATE TRIGGER no_trail BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'disk full'); END`); err != nil {
		t.Fatal(err)
	}
	before := w.business()
	for _, x := range tries {
		login := asker(x.r, true)
		browsers[login].extra = x.typed
		if a := browsers[login].visit(x.r, x.path); a.Code < http.StatusInternalServerError {
			t.Errorf("%s %s as %s: %d without a trail", x.r.Method, x.path, login, a.Code)
		}
		if after := w.business(); after != before {
			t.Fatalf("%s %s changed something without a trail", x.r.Method, x.path)
		}
	}
	if len(tries) < 10 {
		t.Errorf("only %d routes tried", len(tries))
	}
	if slices.ContainsFunc(w.trail(), func(e engine.AuditEntry) bool {
		return e.Action == string(access.TaskDone) && e.AccountID == w.account("wangjg")
	}) {
		t.Error("the trail was written after all")
	}
}
