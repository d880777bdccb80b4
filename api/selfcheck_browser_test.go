package api_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"wubiao/api/session"
	"wubiao/engine"
)

// A quarter in a real browser: the secretary records a meeting on a phone, answers,
// tells of the review and signs; the committee returns the sheet; he hands it in
// again, and it is accepted.
func TestBrowserSelfCheckFromRecordToAcceptance(t *testing.T) {
	w := newWorldWith(t, session.NewHasher())
	w.night(time.Date(2026, 10, 9, 1, 0, 0, 0, time.UTC))
	base, ctx := w.serve(), chrome(t)
	said := &complaints{}
	said.listen(t, ctx)
	look := func(name string) { inspect(t, ctx, said, "selfcheck-"+name) }
	page := fmt.Sprintf("%s/units/%d/selfcheck/2026Q3", base, bridge)
	phone := chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateScale(2))

	run(t, ctx, phone)
	signInAs(t, ctx, base, "wangjg", "本周")
	run(t, ctx, chromedp.Navigate(fmt.Sprintf("%s/units/%d/ledgers/会议/new", base, bridge)), chromedp.WaitVisible(chromedp.CSS(`.record-form`)))
	get(t, ctx, chromedp.Evaluate[int](`(document.querySelector("[name='c.日期']").value = "2026-10-08", document.querySelector("input[value='支委会']").checked = true) && 1`))
	run(t, ctx, chromedp.SendKeys(chromedp.CSS(`[name="c.议题"]`), "审议三季度自查表"), chromedp.Click(chromedp.CSS(`.save button`)), chromedp.WaitVisible(chromedp.CSS(`.saved`)))

	run(t, ctx, chromedp.Navigate(page), chromedp.WaitVisible(chromedp.CSS(`form.answers`)))
	look("open")
	get(t, ctx, chromedp.Evaluate[int](`(document.querySelector("[name='a.Z05.a@2026Q3']").value = "2") && 1`))
	run(t, ctx, chromedp.Click(chromedp.CSS(`label.rest`)), chromedp.Click(chromedp.CSS(`.answers .save button`)), chromedp.WaitVisible(chromedp.CSS(`form[action$="/review"]`)))
	look("answered")
	wantText(t, ctx, "93.3", "扣4分")
	w.reviewAndSign(t, ctx, look, "first")

	committee(t, ctx, base, page)
	look("incoming")
	get(t, ctx, chromedp.Evaluate[int](`(document.querySelectorAll("details").forEach(d => d.open = true), document.querySelector("#reason").value = "雷同的记录请核实份数") && 1`))
	run(t, ctx, chromedp.Click(chromedp.CSS(`form[action$="/return"] button`)), chromedp.WaitVisible(chromedp.Search(`//div[@class="head"]/p[contains(., "退回修改")]`))) // not the button of that name
	if check, score := w.checkState(); check.State != engine.SelfCheckReturned || score.Sealed {
		t.Errorf("returned: %s, sealed %t", check.State, score.Sealed)
	}

	run(t, ctx, chromedp.Click(chromedp.CSS(`form.who button`)), chromedp.WaitVisible(chromedp.CSS(`#login`)), phone)
	signInAs(t, ctx, base, "wangjg", "本周")
	wantText(t, ctx, "雷同的记录请核实份数")
	run(t, ctx, chromedp.Navigate(page), chromedp.WaitVisible(chromedp.CSS(`form.answers`)))
	look("returned")
	get(t, ctx, chromedp.Evaluate[int](`(document.querySelectorAll("details").forEach(d => d.open = true), document.querySelector("[name='a.Z05.a@2026Q3']").value = "1") && 1`))
	run(t, ctx, chromedp.Click(chromedp.CSS(`.answers .save button`)), chromedp.WaitVisible(chromedp.Search(`//*[contains(., "96.7")]`)))
	w.reviewAndSign(t, ctx, look, "second")

	committee(t, ctx, base, page)
	run(t, ctx, chromedp.Click(chromedp.CSS(`form[action$="/accept"] button`)), chromedp.WaitVisible(chromedp.Search(`//div[@class="head"]/p[contains(., "已核收")]`)))
	look("accepted")
	check, score := w.checkState()
	if check.State != engine.SelfCheckAccepted || !score.Sealed || check.Result != 9670 || check.SubmittedOn.String() != "2026-10-09" {
		t.Errorf("%s with %s, first handed in on %s, sealed %t", check.State, check.Result, check.SubmittedOn, score.Sealed)
	}
	run(t, ctx, chromedp.EmulateReset(), chromedp.Navigate(page+"/print"), chromedp.WaitVisible(chromedp.CSS(`.sheet-table`)))
	paper := get(t, ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if pages := strings.Count(string(paper), "/Type /Page\n"); pages != 1 {
		t.Errorf("the small edition's sheet takes %d pages", pages)
	}
	if dir := shots(); dir != "" {
		keep(t, filepath.Join(dir, "print-selfcheck.pdf"), paper)
	}
}

// signInAs signs in and waits for a page that has the words for a heading.
func signInAs(t *testing.T, ctx context.Context, base, login, heading string) {
	t.Helper()
	run(t, ctx, chromedp.Navigate(base+"/sign-in"), chromedp.WaitVisible(chromedp.CSS(`#login`)),
		chromedp.SendKeys(chromedp.CSS(`#login`), login), chromedp.SendKeys(chromedp.CSS(`#password`), password),
		chromedp.Click(chromedp.CSS(`button.primary`)), chromedp.WaitVisible(chromedp.Search(`//h1[contains(., "`+heading+`")]`)))
}

// committee opens a self-check at a desk, as the committee.
func committee(t *testing.T, ctx context.Context, base, page string) {
	t.Helper()
	run(t, ctx, chromedp.Click(chromedp.CSS(`form.who button`)), chromedp.WaitVisible(chromedp.CSS(`#login`)), chromedp.EmulateViewport(1440, 900))
	signInAs(t, ctx, base, "kaohe", "首页")
	run(t, ctx, chromedp.Navigate(base+"/selfchecks?period=2026Q3"), chromedp.WaitVisible(chromedp.CSS(`main`)))
	wantText(t, ctx, "桥梁项目部党支部", "已提交")
	run(t, ctx, chromedp.Navigate(page), chromedp.WaitVisible(chromedp.CSS(`form[action$="/accept"]`)))
}

// reviewAndSign tells of the meeting that is offered first, and signs.
func (w *world) reviewAndSign(t *testing.T, ctx context.Context, look func(string), name string) {
	t.Helper()
	run(t, ctx, chromedp.Click(chromedp.CSS(`form[action$="/review"] button`)), chromedp.WaitVisible(chromedp.CSS(`form[action$="/submit"]`)))
	look(name + "-reviewed")
	run(t, ctx, chromedp.Click(chromedp.CSS(`form[action$="/submit"] button`)), chromedp.WaitVisible(chromedp.Search(`//div[@class="head"]/p[contains(., "已提交")]`)))
	look(name + "-submitted")
	if check, score := w.checkState(); check.State != engine.SelfCheckSubmitted || !score.Sealed || check.ReviewRecord == 0 {
		t.Errorf("%s: %s, sealed %t, meeting %d", name, check.State, score.Sealed, check.ReviewRecord)
	}
}

// wantText wants the page to say the words.
func wantText(t *testing.T, ctx context.Context, words ...string) {
	t.Helper()
	text := get(t, ctx, chromedp.Evaluate[string](`document.querySelector("main").innerText`))
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("the page does not say %q:\n%s", word, text)
		}
	}
}
