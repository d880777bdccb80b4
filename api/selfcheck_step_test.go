package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// told lists who has been told of self-checks: "unit post".
func (w *world) toldOfSelfChecks() []engine.Notice {
	w.t.Helper()
	var all []engine.Notice
	err := w.store.View(w.t.Context(), func(tx port.Tx) error {
		return tx.List(&all, access.Everything(), port.Query{})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(n engine.Notice) bool { return !strings.HasPrefix(n.Key, "selfcheck/") })
}

// Every step of a self-check leaves one entry of whoever took it, and tells those
// who come next and nobody else; the same form sent again adds neither.
func TestEveryStepOfASelfCheckIsTracedAndTold(t *testing.T) {
	t.Parallel()
	w, page := inOctober(t)
	if n, err := w.selfcheck.OpenChecks(t.Context(), date("2026-10-09")); n != 0 || err != nil {
		t.Errorf("opening again made %d self-checks, %v", n, err)
	}
	branch, committee := w.as("wangjg"), w.as("kaohe")
	const general engine.UnitID = 2
	for _, step := range []struct {
		who   *browser
		login string
		form  string
		set   map[string]string
		told  engine.UnitID // 0: nobody
		post  string
	}{
		{branch, "wangjg", "/answers#questions", map[string]string{"rest": "1"}, 0, ""},
		{branch, "wangjg", "/review", map[string]string{"day": "2026-10-08", "record": "0"}, 0, ""},
		{branch, "wangjg", "/submit", nil, general, ""},
		{committee, "kaohe", "/return", map[string]string{"reason": "会议记录没有补齐"}, bridge, "支部书记"},
		{branch, "wangjg", "/review", map[string]string{"day": "2026-10-09", "record": "0"}, 0, ""},
		{branch, "wangjg", "/submit", nil, general, ""},
		{committee, "kaohe", "/accept", nil, bridge, "支部书记"},
	} {
		form := step.who.get(page).form(page + step.form)
		if form == nil {
			t.Fatalf("%s: no form on the page", step.form)
		}
		for name, value := range step.set {
			form.Set(name, value)
		}
		entries, _ := w.written(step.login)
		notices := w.toldOfSelfChecks()
		for range 2 {
			if a := step.who.post(page+strings.TrimSuffix(step.form, "#questions"), form); a.Code >= http.StatusInternalServerError {
				t.Fatalf("%s: %d", step.form, a.Code)
			}
		}
		if n, _ := w.written(step.login); n != entries+1 {
			t.Errorf("%s as %s left %d entries, want 1", step.form, step.login, n-entries)
		}
		fresh := w.toldOfSelfChecks()[len(notices):]
		switch {
		case step.told == 0 && len(fresh) > 0, step.told != 0 && len(fresh) != 1:
			t.Errorf("%s told %+v", step.form, fresh)
		case step.told != 0 && (fresh[0].UnitID != step.told || fresh[0].Post != step.post):
			t.Errorf("%s told unit %d, post %q; want %d, %q", step.form, fresh[0].UnitID, fresh[0].Post, step.told, step.post)
		}
	}
	if check, _ := w.checkState(); check.State != engine.SelfCheckAccepted {
		t.Errorf("it ended as %s", check.State)
	}
}

// The same steps as a script takes them leave one entry each too.
func TestScriptsStepsOfASelfCheckAreTracedOnce(t *testing.T) {
	t.Parallel()
	w, page := inOctober(t)
	branch, committee := w.as("wangjg").script(), w.as("kaohe").script()
	for i, step := range []struct {
		who         *script
		login       string
		event, body string
	}{
		{branch, "wangjg", "answers", `{"answers":{},"rest":true}`},
		{branch, "wangjg", "review", `{"day":"2026-10-08"}`},
		{branch, "wangjg", "submit", `{}`},
		{committee, "kaohe", "return", `{"reason":"会议记录没有补齐"}`},
		{branch, "wangjg", "review", `{"day":"2026-10-09"}`},
		{branch, "wangjg", "submit", `{}`},
		{committee, "kaohe", "accept", `{}`},
	} {
		check, _ := w.checkState()
		entries, _ := w.written(step.login)
		for range 2 { // sent again it is done, or refused, and writes nothing
			a := step.who.send(http.MethodPost, page+"/"+step.event, step.body, key(fmt.Sprint("step", i)), fmt.Sprintf("If-Match: %q", fmt.Sprint(check.Version)))
			if a.Code >= http.StatusInternalServerError {
				t.Fatalf("%s: %d %s", step.event, a.Code, a.Body)
			}
		}
		if n, last := w.written(step.login); n != entries+1 || last != "done" {
			t.Errorf("%s as %s left %d entries, the last %q; want 1, done", step.event, step.login, n-entries, last)
		}
	}
	if check, _ := w.checkState(); check.State != engine.SelfCheckAccepted {
		t.Errorf("it ended as %s", check.State)
	}
}
