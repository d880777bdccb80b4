package api_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"wubiao/api/session"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// The committee finds on its first page who is late, goes to the list and to the
// branch, and asks in writing; the secretary replies on a phone; the committee
// finds the reply on its first page and accepts it.
func TestBrowserFollowsAPaperFromTheFirstPageToItsEnd(t *testing.T) {
	w := newWorldWith(t, session.NewHasher())
	late := w.tasks["bridge roll"].ID // due on 24 September; the kit's own papers ask for the plan
	w.clock.set(now.AddDate(0, 0, 6))
	w.update(func(tx port.Tx) error {
		_, err := tx.Climb([]engine.TaskID{late}, 1)
		return err
	})
	base, ctx := w.serve(), chrome(t)
	said := &complaints{}
	said.listen(t, ctx)
	signOut := func() {
		run(t, ctx, chromedp.Click(chromedp.CSS(`.who button`)), chromedp.WaitVisible(chromedp.CSS(`#login`)))
	}
	run(t, ctx, chromedp.EmulateViewport(1440, 900))
	signInAs(t, ctx, base, "kaohe", "首页")
	wantText(t, ctx, "2个支部中1个有逾期，共1件", "桥梁项目部党支部")
	inspect(t, ctx, said, "desk")
	run(t, ctx, chromedp.Click(chromedp.Search(`//a[contains(., "全部逾期和督办")]`)), chromedp.WaitVisible(chromedp.CSS(`form.search`)))
	wantText(t, ctx, "1个支部，1件", "桥梁项目部党支部")
	run(t, ctx, chromedp.Click(chromedp.Search(`//li//a[contains(., "桥梁项目部党支部")]`)), chromedp.WaitVisible(chromedp.Search(`//a[contains(., "下发督办单")] | //button[contains(., "下发督办单")]`)))
	run(t, ctx, chromedp.Click(chromedp.Search(`//a[contains(., "下发督办单")] | //button[contains(., "下发督办单")]`)), chromedp.WaitVisible(chromedp.CSS(`[name="asks"]`)))
	run(t, ctx, chromedp.Click(chromedp.CSS(`main form button.primary`)), chromedp.WaitVisible(chromedp.CSS(`article.sheet`)))
	inspect(t, ctx, said, "paper-issued")
	wantText(t, ctx, "督〔2026〕1号", "1件")
	paper := get(t, ctx, chromedp.Evaluate[string](`location.pathname`))
	signOut()

	run(t, ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateScale(2)))
	signInAs(t, ctx, base, "wangjg", "本周")
	run(t, ctx, chromedp.Click(chromedp.Search(`//a[contains(., "督〔2026〕1号") and contains(@href, "/supervisions/")]`)), chromedp.WaitVisible(chromedp.CSS(`#reply`)))
	run(t, ctx, chromedp.SendKeys(chromedp.CSS(`#reply`), "名册已核对，少的两人补上了"), chromedp.Click(chromedp.CSS(`form[action$="/reply"] button`)),
		chromedp.WaitVisible(chromedp.Search(`//ol[contains(@class, "steps")]//p[contains(., "名册已核对")]`)))
	inspect(t, ctx, said, "paper-replied")
	signOut()

	run(t, ctx, chromedp.EmulateViewport(1440, 900))
	signInAs(t, ctx, base, "kaohe", "首页")
	wantText(t, ctx, "督办回复", "1份待办结或退回", "已回复待审")
	run(t, ctx, chromedp.Navigate(base+paper), chromedp.WaitVisible(chromedp.CSS(`form[action$="/close"]`)),
		chromedp.Click(chromedp.CSS(`form[action$="/close"] button`)), chromedp.WaitVisible(chromedp.Search(`//dl//strong[contains(., "已办结")]`)))
	var s engine.Supervision
	err := w.store.View(t.Context(), func(tx port.Tx) error {
		return tx.Get(&s, access.Everything(), port.Where{"number": "督〔2026〕1号"})
	})
	if err != nil || s.State != engine.SupervisionClosed {
		t.Errorf("the paper is %s, %v", s.State, err)
	}
}
