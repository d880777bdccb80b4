package api_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"wubiao/api/session"
)

// A secretary who leaves hands over on a phone: the paper is drawn up, the leaver
// sees nothing of the branch any more, the successor has one list of all posts.
func TestBrowserHandsOverOnAPhone(t *testing.T) {
	w := newWorldWith(t, session.NewHasher())
	base, ctx := w.serve(), chrome(t)
	said := &complaints{}
	said.listen(t, ctx)
	look := func(name string) { inspect(t, ctx, said, "handover-"+name) }
	signIn := func(login string) {
		run(t, ctx, chromedp.Navigate(base+"/sign-in"), chromedp.WaitVisible(chromedp.CSS(`#login`)), chromedp.SendKeys(chromedp.CSS(`#login`), login),
			chromedp.SendKeys(chromedp.CSS(`#password`), password), chromedp.Click(chromedp.CSS(`button.primary`)), chromedp.WaitVisible(chromedp.CSS(`.nav`)))
	}
	run(t, ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateScale(2)))
	signIn("wangjg")
	run(t, ctx, chromedp.Navigate(base+"/register"), chromedp.WaitVisible(chromedp.CSS(`ul.rows`)))
	look("register")
	run(t, ctx, chromedp.Click(chromedp.Search(`//a[text()="工作交接"]`)), chromedp.WaitVisible(chromedp.CSS(`.record-form`)))
	look("form")
	send := func(done string) {
		run(t, ctx, chromedp.Click(chromedp.CSS(`.save button`)), chromedp.WaitVisible(chromedp.CSS(done)))
	}
	get(t, ctx, chromedp.Evaluate[int](`(document.querySelector(".record-form").noValidate = true) && 1`))
	send(`.field-problem`)
	said.take() // an answer of 400 is meant
	look("came-back")
	choose := `(s => { s.value = [...s.options].find(o => o.text.includes("李梅")).value; return 1; })(document.querySelector("select[name='c.to']"))`
	get(t, ctx, chromedp.Evaluate[int](choose))
	run(t, ctx, chromedp.SendKeys(chromedp.CSS(`[name="c.reason"]`), "工作调动"))
	send(`article.sheet`)
	look("paper")
	paper := get(t, ctx, chromedp.Evaluate[string](`document.querySelector("article").innerText`))
	for _, want := range []string{"工作交接单", "王建国", "李梅", "支部书记、工会主席", "排出下月工作计划", "逾期6天", "wangjg", "limei"} {
		if !strings.Contains(paper, want) {
			t.Errorf("the paper says nothing of %s:\n%s", want, paper)
		}
	}
	if strings.Contains(paper, "T16") || strings.Contains(paper, "信访") {
		t.Errorf("the paper tells of what is private:\n%s", paper)
	}
	w.printedPaper(t, ctx)
	run(t, ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateScale(2)), chromedp.Navigate(base+"/"), chromedp.WaitVisible(chromedp.CSS(`main`)))
	look("leaver")
	if text := get(t, ctx, chromedp.Evaluate[string](`document.querySelector("main").innerText`)); strings.Contains(text, "排出下月工作计划") {
		t.Errorf("the leaver still reads the branch's work:\n%s", text)
	}
	run(t, ctx, chromedp.Click(chromedp.CSS(`.who button`)), chromedp.WaitVisible(chromedp.CSS(`#login`)))
	signIn("limei")
	look("successor")
	if text := get(t, ctx, chromedp.Evaluate[string](`document.querySelector("main").innerText`)); strings.Count(text, "排出下月工作计划") != 1 || strings.Count(text, "核对党员名册") != 1 {
		t.Errorf("the successor's one list:\n%s", text)
	}
}

// printedPaper puts the 交接单 on paper.
func (w *world) printedPaper(t *testing.T, ctx context.Context) {
	t.Helper()
	printed := get(t, ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if pages := strings.Count(string(printed), "/Type /Page\n"); pages < 1 || pages > 2 {
		t.Errorf("the paper takes %d pages", pages)
	}
	if dir := shots(); dir != "" {
		keep(t, filepath.Join(dir, "print-handover.pdf"), printed)
	}
}
