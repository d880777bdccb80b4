package api_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"wubiao/api"
	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// often lets scripts of tests call as often as they like.
func often(c *api.Config) {
	c.CallsPerMinute, c.UploadsPerMinute, c.ExportsPerMinute = 1<<30, 1<<30, 1<<30
}

// things are the objects of one branch by the name that paths give them.
type things map[string]string

// fill puts a branch's objects into a path; ok is false where it wants one that
// the branch has none of.
func (o things) fill(path string) (filled string, ok bool) {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if name, is := strings.CutPrefix(part, ":"); is {
			if parts[i], ok = o[name]; !ok {
				return path, false
			}
		}
	}
	return strings.Join(parts, "/"), true
}

// grow adds a random organisation: general branches, branches under them or under
// the company, each branch with one person who is its secretary and with an
// object of every kind.
func (w *world) grow(seed uint64, branches int) map[engine.UnitID]things {
	w.t.Helper()
	random := rand.New(rand.NewPCG(seed, 21))
	all := map[engine.UnitID]things{}
	paths := map[engine.UnitID]string{1: "/1/", 2: "/1/2/"}
	for i := range branches {
		id := engine.UnitID(100 + i)
		kind := engine.Branch
		if random.IntN(5) == 0 {
			kind = engine.GeneralBranch
		}
		above := slices.Sorted(maps.Keys(paths))[random.IntN(len(paths))]
		w.update(func(tx port.Tx) error {
			return tx.Insert(&engine.Unit{ID: id, ParentID: &above, Path: fmt.Sprintf("%s%d/", paths[above], id), Name: fmt.Sprintf("第%d支部", id),
				Kind: kind, Start: date("2026-01-01")})
		})
		if kind == engine.GeneralBranch {
			paths[id] = fmt.Sprintf("%s%d/", paths[above], id)
			continue
		}
		name := fmt.Sprint("grown ", id)
		w.user(fmt.Sprint("u", id), fmt.Sprint("书记", id), id, "支部书记")
		w.issue(id, name)
		all[id] = w.thingsOf(name, id)
	}
	return all
}

// thingsOf are the objects that issue made for a branch.
func (w *world) thingsOf(name string, unit engine.UnitID) things {
	return things{"unit": fmt.Sprint(unit), "file": fmt.Sprint(w.photo[name].ID), "task": fmt.Sprint(w.tasks[name+" plan"].ID), "notice": fmt.Sprint(w.notice[name].ID),
		"record": fmt.Sprint(w.record[name].ID), "person": fmt.Sprint(w.goes[name].ID),
		"handover": fmt.Sprint(w.paper[name].ID), "post": fmt.Sprint(w.post[name].ID), "parameter": "党课每年次数", "import": fmt.Sprint(w.imported[name].ID), "supervision": fmt.Sprint(w.supervision[name].ID), "extension": fmt.Sprint(w.request[name].ID), "quality": "pass", "order": fmt.Sprint(w.orders[name+" read"].ID), "transfer": fmt.Sprint(w.transfer[name].ID), "sent": fmt.Sprint(w.sent[name].ID), "ledger": "会议", "period": "2026-09", "day": "2026-09-24", "quarter": "2026Q3", "code": "Z05", "standard": "Z05", "form": "会议"}
}

// S21: over random organisations, whoever works in one branch finds nothing of
// another, by any verb, on pages or as a script; it looks as if it were not there.
func TestAnotherBranchIsAbsentByEveryVerb(t *testing.T) {
	t.Parallel()
	pairs := 0
	for seed := range uint64(3) {
		w := newWorld(t, often)
		all := w.grow(seed, 16)
		browsers := map[engine.UnitID]*browser{}
		for own := range all {
			browsers[own] = w.as(fmt.Sprint("u", own))
		}
		before := w.business()
		for _, own := range slices.Sorted(maps.Keys(all)) {
			browser, script := browsers[own], w.script(fmt.Sprint("u", own))
			page := browser.script()
			script.contract, page.contract = nil, nil // held against the document elsewhere
			token := browser.token()
			token.Set("version", "1")
			for _, r := range w.server.Routes() {
				if r.Reach != route.Unit || !access.May(engine.RoleBranch, r.Action) {
					continue
				}
				for _, other := range slices.Sorted(maps.Keys(all)) {
					path, ok := all[other].fill(r.Path)
					if !ok {
						t.Fatalf("thingsOf has no object for %s: add one", r.Path)
					}
					if other == own {
						continue
					}
					pairs++
					var a answer
					switch {
					case r.IsJSON() && r.JSON.Session:
						a = page.ask(r, path).answer
					case r.IsJSON():
						a = script.ask(r, path).answer
					case r.Changes():
						a = browser.post(path, token)
					default:
						a = browser.get(path)
					}
					if a.Code != http.StatusNotFound {
						t.Fatalf("%s %s as the secretary of %d: %d %s", r.Method, path, own, a.Code, a.Body)
					}
				}
			}
		}
		if w.business() != before {
			t.Fatal("something was changed")
		}
	}
	if pairs < 10_000 {
		t.Errorf("only %d pairs tried", pairs)
	}
	t.Logf("%d pairs of user, verb and foreign object", pairs)
}
