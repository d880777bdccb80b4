package api_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/selfcheck"
)

// inOctober is a world after the third quarter, when its self-check is on.
func inOctober(t *testing.T) (*world, string) {
	t.Helper()
	w := newWorld(t)
	w.night(time.Date(2026, 10, 9, 1, 0, 0, 0, time.UTC))
	return w, fmt.Sprintf("/units/%d/selfcheck/2026Q3", bridge)
}

// night lets the time come and the nightly job run.
func (w *world) night(at time.Time) {
	w.t.Helper()
	w.clock.set(at)
	if _, err := w.selfcheck.WakeScore(w.t.Context(), at); err != nil {
		w.t.Fatal(err)
	}
}

// checkState reads the self-check of the bridge branch and its score.
func (w *world) checkState() (engine.SelfCheck, engine.Score) {
	w.t.Helper()
	var check engine.SelfCheck
	var score engine.Score
	err := w.store.View(w.t.Context(), func(tx port.Tx) error {
		key := port.Where{"unit_id": int64(bridge), "period": "2026Q3"}
		if err := tx.Get(&check, access.Everything(), key); err != nil && engine.CodeOf(err) != engine.NotFound {
			return err
		}
		return tx.Get(&score, access.Everything(), key)
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return check, score
}

// fill answers everything and tells of the review.
func (b *browser) fill(page string) {
	b.w.t.Helper()
	form := b.get(page).form(page + "/answers#questions")
	form.Set("rest", "1")
	if a := b.post(page+"/answers", form); a.Code != http.StatusSeeOther {
		b.w.t.Fatalf("answers: %d %s", a.Code, a.text())
	}
	form = b.get(page).form(page + "/review")
	form.Set("day", "2026-10-08")
	form.Set("record", "0")
	if a := b.post(page+"/review", form); a.Code != http.StatusSeeOther {
		b.w.t.Fatalf("review: %d %s", a.Code, a.text())
	}
}

func TestASelfCheckFromAnswersToAcceptance(t *testing.T) {
	t.Parallel()
	w, page := inOctober(t)
	b, committee := w.as("wangjg"), w.as("kaohe")
	first := b.get(page)
	first.says("2026年第3季度自查表", "与往次记录雷同的份数", "均无此情况")
	if first.form(page+"/submit") != nil {
		t.Error("it can be signed before anything is answered")
	}

	// a wrong answer comes back with what was typed
	form := first.form(page + "/answers#questions")
	form.Set("a.Z05.a@2026Q3", "两份")
	if a := b.post(page+"/answers", form); a.Code/100 != 4 || !strings.Contains(a.Body.String(), `value="两份"`) {
		t.Errorf("a wrong answer: %d", a.Code)
	}
	form.Set("a.Z05.a@2026Q3", "2")
	b.post(page+"/answers", form)
	b.fill(page)
	b.get(page).says("扣4分", "2026年10月8日")

	submit := b.get(page).form(page + "/submit")
	for range 2 { // a double tap
		if a := b.post(page+"/submit", submit); a.Code != http.StatusSeeOther {
			t.Fatalf("submit: %d %s", a.Code, a.text())
		}
	}
	check, score := w.checkState()
	if check.Result != score.Result {
		t.Errorf("handed in with %s, sealed with %s", check.Result, score.Result)
	}
	if check.State != engine.SelfCheckSubmitted || !score.Sealed || check.SubmittedOn.String() != "2026-10-09" {
		t.Errorf("%+v, sealed %t", check, score.Sealed)
	}
	if n := w.audited(access.SelfCheckSubmit); n != 1 {
		t.Errorf("%d entries in the trail, want 1", n)
	}
	if a := b.post(page+"/answers", url.Values{"token": form["token"], "version": {fmt.Sprint(check.Version)}, "a.Z05.a@2026Q3": {"0"}}); a.Code/100 != 4 {
		t.Errorf("a submitted sheet was changed: %d", a.Code)
	}

	committee.get("/selfchecks?period=2026Q3").says("已提交")
	back := committee.get(page).form(page + "/return")
	if a := committee.post(page+"/return", back); a.Code/100 != 4 {
		t.Errorf("returned without a reason: %d", a.Code)
	}
	back.Set("reason", "九月会议记录没有补齐")
	if a := committee.post(page+"/return", back); a.Code != http.StatusSeeOther {
		t.Fatalf("return: %d %s", a.Code, a.text())
	}
	if check, score = w.checkState(); check.State != engine.SelfCheckReturned || score.Sealed {
		t.Errorf("returned: %s, sealed %t", check.State, score.Sealed)
	}
	b.get(page).says("九月会议记录没有补齐")
	w.night(time.Date(2026, 10, 20, 1, 0, 0, 0, time.UTC))
	b = w.as("wangjg")
	form = b.get(page).form(page + "/answers#questions")
	form.Set("a.Z05.a@2026Q3", "0")
	b.post(page+"/answers", form)
	review := b.get(page).form(page + "/review")
	review.Set("day", "2026-10-19")
	review.Set("record", "0")
	b.post(page+"/review", review)
	submit = b.get(page).form(page + "/submit")
	b.post(page+"/submit", submit)
	committee = w.as("kaohe")
	b.w.as("kaohe").press(page, page+"/accept")
	check, _ = w.checkState()
	if check.State != engine.SelfCheckAccepted || check.SubmittedOn.String() != "2026-10-09" {
		t.Errorf("%s, first handed in on %s", check.State, check.SubmittedOn)
	}
	committee.get(page).says("记下审议", "退回", "核收", "王建国")
	paper := committee.get(page + "/print")
	paper.says("考核项目", "考核内容", "评分说明", "自查分", "考核分")
}

func TestOnlyTheSecretarySignsInPerson(t *testing.T) {
	t.Parallel()
	w, page := inOctober(t)
	w.as("wangjg").fill(page)
	w.user("hejia", "何佳", bridge, "组织委员")
	b := w.as("hejia")
	if b.get(page).form(page+"/submit") != nil {
		t.Error("somebody else is offered to sign")
	}
	form := b.token()
	check, _ := w.checkState()
	form.Set("version", fmt.Sprint(check.Version))
	if a := b.post(page+"/submit", form); a.Code/100 != 4 {
		t.Errorf("signed on behalf: %d", a.Code)
	}
	if check, _ := w.checkState(); check.State != engine.SelfCheckReviewed {
		t.Errorf("it is %s", check.State)
	}
}

// A record that comes after the submission changes nothing of what was handed in.
func TestASubmittedSheetStaysAsItWasShown(t *testing.T) {
	t.Parallel()
	w, page := inOctober(t)
	b := w.as("wangjg")
	b.fill(page)
	b.press(page, page+"/submit")
	_, before := w.checkState()
	form := b.token()
	form.Set("c.日期", "2026-09-10")
	form.Set("c.类别", "支委会")
	if a := b.post(fmt.Sprintf("/units/%d/ledgers/会议/new", bridge), form); a.Code != http.StatusSeeOther {
		t.Fatalf("record: %d %s", a.Code, a.text())
	}
	w.night(time.Date(2026, 10, 12, 1, 0, 0, 0, time.UTC))
	if _, after := w.checkState(); after != before {
		t.Errorf("the sealed score was touched:\n%+v\n%+v", before, after)
	}
}

// The program may stand still over a holiday: what ran when it was last judged is
// judged again, however many days later.
func TestAScoreIsFinishedHoweverLateTheNightComes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, before := w.checkState()
	if before.AsOf.String() != "2026-09-24" {
		t.Fatalf("judged as of %s", before.AsOf)
	}
	w.night(time.Date(2026, 10, 9, 1, 0, 0, 0, time.UTC))
	_, after := w.checkState()
	if after.AsOf.String() != "2026-10-01" || after.Stale {
		t.Errorf("judged as of %s, stale %t", after.AsOf, after.Stale)
	}
	w.night(time.Date(2026, 10, 10, 1, 0, 0, 0, time.UTC))
	if _, again := w.checkState(); again != after {
		t.Errorf("a quarter that is over was judged again")
	}
}

// What was answered before stays readable, with who answered it and when.
func TestAChangedAnswerKeepsWhatItWas(t *testing.T) {
	t.Parallel()
	w, page := inOctober(t)
	b := w.as("wangjg")
	line := fmt.Sprintf("/units/%d/scores/2026Q3/Z05", bridge)
	for i, value := range []string{"3", "3", "1"} { // saying the same again is no change
		w.clock.set(time.Date(2026, 10, 9, 1, 1+i, 0, 0, time.UTC))
		form := b.get(page).form(page + "/answers#questions")
		form.Set("a.Z05.a@2026Q3", value)
		if a := b.post(page+"/answers", form); a.Code != http.StatusSeeOther {
			t.Fatalf("answer %s: %d %s", value, a.Code, a.text())
		}
		if _, err := w.selfcheck.Rescore(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	b.get(line).says("支部回答： 1 王建国", "改过1次", "原来回答：3")
	var before []engine.AnswerVersion
	err := w.store.View(t.Context(), func(tx port.Tx) error { return tx.List(&before, access.Everything(), port.Query{}) })
	if err != nil || len(before) != 1 || before[0].Value != "3" {
		t.Errorf("kept %+v, %v", before, err)
	}
}

// counting counts what is read.
type counting struct {
	port.Store
	reads int
}

type countingTx struct {
	port.Tx
	*counting
}

func (c *counting) View(ctx context.Context, fn func(port.Tx) error) error {
	return c.Store.View(ctx, func(tx port.Tx) error { return fn(countingTx{tx, c}) })
}

func (c countingTx) Get(noun any, scope access.Scope, where port.Where) error {
	c.reads++
	return c.Tx.Get(noun, scope, where)
}

func (c countingTx) List(nouns any, scope access.Scope, q port.Query) error {
	c.reads++
	return c.Tx.List(nouns, scope, q)
}

// However often an answer was changed, and by however many people, the line reads
// as often.
func TestTheHistoryOfAnswersIsReadAtOnce(t *testing.T) {
	t.Parallel()
	w, page := inOctober(t)
	line := fmt.Sprintf("/units/%d/scores/2026Q3/T01", bridge)
	reads := func() int {
		c := &counting{Store: w.store}
		check := *w.selfcheck
		check.Store = c
		secretary := access.Actor{Role: engine.RoleBranch, Unit: bridge, Posts: []access.HeldPost{{Unit: bridge, Path: "/1/2/3/", Name: "支部书记"}}}
		if _, err := check.Line(t.Context(), secretary, selfcheck.LineRequest{Unit: bridge, Period: period("2026Q3"), Standard: "T01"}); err != nil {
			t.Fatal(err)
		}
		return c.reads
	}
	answer := func(login string, months ...string) {
		b := w.as(login)
		form := b.get(page).form(page + "/answers#questions")
		for i, value := range months {
			form.Set(fmt.Sprintf("a.T01.a@2026-%02d", 7+i), value)
		}
		if a := b.post(page+"/answers", form); a.Code != http.StatusSeeOther {
			t.Fatalf("%s answers: %d %s", login, a.Code, a.text())
		}
		if _, err := w.selfcheck.Rescore(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	answer("wangjg", "1")
	few := reads()
	w.user("zhouyi", "周一", bridge, "支部书记")
	for i, login := range []string{"zhouyi", "wangjg", "zhouyi"} {
		answer(login, fmt.Sprint(i+2), fmt.Sprint(i+1), fmt.Sprint(i+1))
	}
	w.as("kaohe").get(line).says("2026年7月回答： 4 周一", "改过3次", "原来回答：1 王建国", "2026年9月回答： 3 周一", "原来回答：0 王建国")
	if many := reads(); many != few {
		t.Errorf("read %d times with one answer, %d times with nine changes", few, many)
	}
}
