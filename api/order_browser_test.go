package api_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"wubiao/api/session"
)

// 党委工作部 drafts on a desk, is told what the ledger holds, sees the week, signs
// for going beyond it and issues; a secretary on a phone finds the answer filled in
// and sends it; the table of replies shows it, on the screen and on paper.
func TestBrowserFollowsAnOrderFromDraftToReply(t *testing.T) {
	w := newWorldWith(t, session.NewHasher())
	base, ctx := w.serve(), chrome(t)
	said := &complaints{}
	said.listen(t, ctx)
	signIn := func(login string) {
		run(t, ctx, chromedp.Navigate(base+"/sign-in"), chromedp.WaitVisible(chromedp.CSS(`#login`)), chromedp.SendKeys(chromedp.CSS(`#login`), login),
			chromedp.SendKeys(chromedp.CSS(`#password`), password), chromedp.Click(chromedp.CSS(`button.primary`)), chromedp.WaitVisible(chromedp.CSS(`.nav`)))
	}
	signOut := func() {
		run(t, ctx, chromedp.Click(chromedp.CSS(`.who button`)), chromedp.WaitVisible(chromedp.CSS(`#login`)))
	}
	text := func() string {
		return get(t, ctx, chromedp.Evaluate[string](`document.querySelector("main").innerText`))
	}
	tells := func(where string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(text(), want) {
				t.Errorf("%s says nothing of %s:\n%s", where, want, text())
			}
		}
	}
	run(t, ctx, chromedp.EmulateViewport(1440, 900))
	signIn("kaohe")
	w.draftsAnOrder(t, ctx, said)
	tells("the draft", "2个支部超过上限", "桥梁项目部党支部", "超10分钟")
	run(t, ctx, chromedp.Click(chromedp.Search(`//button[contains(., "下达给2个支部")]`)), chromedp.WaitVisible(chromedp.CSS(`.field-problem`)))
	said.take() // an answer of 400 is meant
	run(t, ctx, chromedp.SendKeys(chromedp.CSS(`#over`), "省里月底统一检查，不能往后放"), chromedp.Click(chromedp.Search(`//button[contains(., "下达给2个支部")]`)), chromedp.WaitVisible(chromedp.CSS(`article.sheet`)))
	inspect(t, ctx, said, "order-issued")
	tells("the order", "专项〔2026〕1号", "已办0／2", "省里月底统一检查", "李科长")
	order := get(t, ctx, chromedp.Evaluate[string](`location.pathname`))
	signOut()

	run(t, ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateScale(2)))
	signIn("wangjg")
	tells("the week", "党委工作部交办“支委会情况摸底”")
	run(t, ctx, chromedp.Click(chromedp.Search(`//a[contains(., "党委工作部交办")]`)), chromedp.WaitVisible(chromedp.CSS(`#answer button.do`)))
	inspect(t, ctx, said, "order-asked")
	tells("the task", "1项已按台账填好", "每次都有记录可查", "省里月底统一检查，不能往后放", "李科长 2026年9月24日")
	if got := get(t, ctx, chromedp.Evaluate[string](`document.querySelector("#f-1").value`)); got != "0" {
		t.Errorf("filled in as %q", got)
	}
	run(t, ctx, chromedp.Click(chromedp.CSS(`#answer button.do`)), chromedp.WaitVisible(chromedp.CSS(`.done-state`)))
	inspect(t, ctx, said, "order-answered")
	signOut()

	signIn("kaohe")
	for name, width := range map[string]int64{"phone": 390, "desk": 1440} {
		run(t, ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(base+order), chromedp.WaitVisible(chromedp.CSS(`.reply-table`)))
		inspect(t, ctx, said, "order-replies-"+name)
		run(t, ctx, chromedp.Navigate(base+"/orders"), chromedp.WaitVisible(chromedp.CSS(`.links`)))
		inspect(t, ctx, said, "orders-"+name)
	}
	run(t, ctx, chromedp.EmulateReset(), chromedp.Navigate(base+order), chromedp.WaitVisible(chromedp.CSS(`.reply-table`)))
	tells("the table", "9月24日完成", "王建国", "还没办", "合计")
	paper := get(t, ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if pages := strings.Count(string(paper), "/Type /Page\n"); pages < 1 || pages > 2 {
		t.Errorf("the replies take %d pages", pages)
	}
	if dir := shots(); dir != "" {
		keep(t, filepath.Join(dir, "print-order.pdf"), paper)
	}
}

// draftsAnOrder writes a draft: it is told what the ledger holds and what is
// missing.
func (w *world) draftsAnOrder(t *testing.T, ctx context.Context, said *complaints) {
	t.Helper()
	fill := func(id, value string) {
		run(t, ctx, chromedp.SendKeys(chromedp.CSS("#"+id), value))
	}
	press := func(what string) {
		get(t, ctx, chromedp.Evaluate[int](what+`.click() || 1`))
	}
	run(t, ctx, chromedp.Click(chromedp.CSS(`.nav a[href="/orders"]`)), chromedp.WaitVisible(chromedp.CSS(`a[href="/orders/new"]`)),
		chromedp.Click(chromedp.CSS(`a[href="/orders/new"]`)), chromedp.WaitVisible(chromedp.CSS(`#title`)))
	inspect(t, ctx, said, "order-new")
	fill("title", "支委会情况摸底")
	fill("what", "报本季度支委会开了几次。")
	fill("why", "省里月底统一检查。")
	fill("steps", "看会议台账")
	fill("minutes", "30")
	get(t, ctx, chromedp.Evaluate[int](`(document.querySelector("#due").value = "2026-09-30", document.querySelector("#ends").value = "2026-10-12", document.querySelector("#asks").open = true) && 1`))
	run(t, ctx, chromedp.Click(chromedp.CSS(`#targets label.check`)))
	fill("q0", "本季度开了几次支委会")
	run(t, ctx, chromedp.Click(chromedp.CSS(`.save button`)), chromedp.WaitVisible(chromedp.Search(`//h2[text()="台账里可能已经有"]`)))
	inspect(t, ctx, said, "order-told")
	run(t, ctx, chromedp.Click(chromedp.Search(`//a[text()="去选"]`)), chromedp.WaitVisible(chromedp.CSS(`.stored .tile`)))
	inspect(t, ctx, said, "order-held")
	press(`[...document.querySelectorAll(".stored input")].find(i => i.value == "会议：条数（类别是支委会）")`)
	run(t, ctx, chromedp.Click(chromedp.CSS(`.save button`)),
		chromedp.WaitVisible(chromedp.Search(`//h2[contains(., "下达前还要补")]`)))
	inspect(t, ctx, said, "order-missing")
	if text := get(t, ctx, chromedp.Evaluate[string](`document.querySelector("main").innerText`)); !strings.Contains(text, "请写做到什么程度") || strings.Contains(text, "下达给") {
		t.Errorf("what is missing is not told, or the order could go out:\n%s", text)
	}
	run(t, ctx, chromedp.Click(chromedp.Search(`//a[text()="去补上"]`)), chromedp.WaitVisible(chromedp.CSS(`#degree`)))
	fill("degree", "数字和台账一致，每次都有记录可查。")
	run(t, ctx, chromedp.Click(chromedp.CSS(`.save button`)), chromedp.WaitVisible(chromedp.CSS(`#over`)))
	inspect(t, ctx, said, "order-load")
}
