package api_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"wubiao/api/session"
	"wubiao/engine"
)

// A meeting is recorded on a phone, from the task to the ledger, with scripts
// and without.
func TestBrowserRecordsAMeetingOnAPhone(t *testing.T) {
	w := newWorldWith(t, session.NewHasher())
	base, ctx := w.serve(), chrome(t)
	said := &complaints{}
	said.listen(t, ctx)
	look := func(name string) { inspect(t, ctx, said, "record-"+name) }
	phone := chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateScale(2))
	run(t, ctx, phone, chromedp.Navigate(base+"/"), chromedp.WaitVisible(chromedp.CSS(`#login`)),
		chromedp.SendKeys(chromedp.CSS(`#login`), "wangjg"), chromedp.SendKeys(chromedp.CSS(`#password`), password),
		chromedp.Click(chromedp.CSS(`button.primary`)), chromedp.WaitVisible(chromedp.Search(`//h1[contains(., "本周")]`)))
	link := fmt.Sprintf(`a[href$="new?task=%d"]`, w.tasks["bridge meeting"].ID)
	run(t, ctx, chromedp.Navigate(base+w.path("bridge meeting")), chromedp.WaitVisible(chromedp.CSS(link)))
	look("task")
	run(t, ctx, chromedp.Click(chromedp.CSS(link)), chromedp.WaitVisible(chromedp.CSS(`.record-form`)))
	look("form")
	run(t, ctx, chromedp.SendKeys(chromedp.CSS(`[name="c.实到"]`), "5"), chromedp.SendKeys(chromedp.CSS(`[name="c.议题"]`), "安全生产；节前提醒"),
		chromedp.Click(chromedp.CSS(`.save button`)), chromedp.WaitVisible(chromedp.CSS(`.saved`)))
	look("saved")
	text := get(t, ctx, chromedp.Evaluate[string](`document.querySelector(".saved").innerText`))
	if !strings.Contains(text, "这条记录同时完成了") || !strings.Contains(text, "开一次支委会并记录") {
		t.Errorf("the page says %q", text)
	}
	if got := w.task("bridge meeting"); got.State != engine.TaskDone {
		t.Errorf("the task is %s", got.State)
	}
	run(t, ctx, chromedp.Navigate(base+"/ledgers"), chromedp.WaitVisible(chromedp.CSS(`ul.rows`)))
	look("ledgers")
	run(t, ctx, chromedp.Click(chromedp.CSS(`.row-title`)), chromedp.WaitVisible(chromedp.CSS(`.ledger-table`)))
	look("ledger")
	if rows := get(t, ctx, chromedp.Evaluate[string](`document.querySelector(".ledger-table tbody tr").innerText`)); !strings.Contains(rows, "2026-09-24") || !strings.Contains(rows, "支委会") {
		t.Errorf("the newest record reads %q", rows)
	}
	w.returnedForm(t, ctx, base, said, look)
	w.printedLedger(t, ctx, base)
}

// returnedForm sends a form with a mistake in it, past the browser's own checks,
// as an old browser would, and with hostile words in every text.
func (w *world) returnedForm(t *testing.T, ctx context.Context, base string, said *complaints, look func(string)) {
	t.Helper()
	evil := `"><img src=x onerror=alert(1)><script>alert(1)</script>`
	fill := `(words => { for (const e of document.querySelectorAll(".record-form input[type=text], .record-form textarea")) e.value = words; ` +
		`document.querySelector("[name='c.日期']").value = ""; document.querySelector(".tile input").click(); ` +
		`document.querySelector(".record-form").noValidate = true; return 1; })(`
	run(t, ctx, chromedp.Navigate(base+"/units/3/ledgers/活动/new"), chromedp.WaitVisible(chromedp.CSS(`.record-form`)))
	look("plain")
	get(t, ctx, chromedp.Evaluate[int](fill+fmt.Sprintf("%q", evil)+")"))
	run(t, ctx, chromedp.Click(chromedp.CSS(`.save button`)), chromedp.WaitVisible(chromedp.CSS(`.field-problem`)))
	if kept := get(t, ctx, chromedp.Evaluate[string](`document.querySelector("[name='c.主题']").value`)); kept != evil {
		t.Errorf("what was typed came back as %q", kept)
	}
	for _, c := range said.take() {
		if !strings.Contains(c, "status of 400") { // which is meant
			t.Errorf("the browser complains: %s", c)
		}
	}
	look("came-back")
	get(t, ctx, chromedp.Evaluate[int](`(document.querySelector("[name='c.日期']").value = "2026-09-23") && 1`))
	run(t, ctx, chromedp.Click(chromedp.CSS(`.save button`)), chromedp.WaitVisible(chromedp.CSS(`.saved`)))
	look("hostile")
	run(t, ctx, chromedp.Click(chromedp.Search(`//a[text()="修改"]`)), chromedp.WaitVisible(chromedp.CSS(`.record-form`)))
	look("edit")
}

// printedLedger puts a ledger and a record on paper.
func (w *world) printedLedger(t *testing.T, ctx context.Context, base string) {
	t.Helper()
	for name, path := range map[string]string{"ledger": "/units/3/ledgers/会议", "record": fmt.Sprintf("/records/%d", w.record["bridge"].ID)} {
		run(t, ctx, chromedp.EmulateReset(), chromedp.Navigate(base+path), chromedp.WaitVisible(chromedp.CSS(`main`)))
		paper := get(t, ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
		if pages := strings.Count(string(paper), "/Type /Page\n"); pages != 1 {
			t.Errorf("%s takes %d pages", name, pages)
		}
		if dir := shots(); dir != "" {
			keep(t, filepath.Join(dir, "print-"+name+".pdf"), paper)
		}
	}
}
