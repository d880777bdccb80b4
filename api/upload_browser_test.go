package api_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"wubiao/api/session"
)

// On a building site, on a phone: seven photos that are too much at once. With the
// script it is said before anything is sent; without it the form comes back. What
// was typed stays in both.
func TestBrowserTellsOfTooManyMegabytes(t *testing.T) {
	w := newWorldWith(t, session.NewHasher())
	base, ctx := w.serve(), chrome(t)
	said := &complaints{}
	said.listen(t, ctx)
	dir := t.TempDir()
	var photos []string
	for i := range 7 {
		photos = append(photos, filepath.Join(dir, fmt.Sprintf("第%d张.jpg", i+1)))
		keep(t, photos[i], heavy(strings.Repeat(string(rune('A'+8*i)), i+1), 16))
	}
	large := filepath.Join(dir, "扫描.jpg")
	keep(t, large, heavy("scan", 23))
	phone := chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateScale(2))
	run(t, ctx, phone, chromedp.Navigate(base+"/sign-in"), chromedp.SendKeys(chromedp.CSS(`#login`), "wangjg"),
		chromedp.SendKeys(chromedp.CSS(`#password`), password), chromedp.Click(chromedp.CSS(`button.primary`)), chromedp.WaitVisible(chromedp.CSS(`.nav`)))
	typed := func() string {
		return get(t, ctx, chromedp.Evaluate[string](`document.querySelector("[name='c.议题']").value`))
	}
	atFiles := func() string {
		return get(t, ctx, chromedp.Evaluate[string](`[...document.querySelectorAll("#form-files .field-problem")].map(p => p.innerText).join("|")`))
	}
	fill := func(subject string) {
		run(t, ctx, chromedp.Navigate(base+meetings+"/new"), chromedp.WaitVisible(chromedp.CSS(`.save button`)),
			chromedp.SendKeys(chromedp.CSS(`[name="c.议题"]`), subject), chromedp.Click(chromedp.Search(`//label[contains(., "支委会")]`)))
	}
	save := chromedp.Click(chromedp.CSS(`.save button`))
	t.Run("script", func(t *testing.T) {
		fill("学习原文")
		run(t, ctx, chromedp.SetUploadFiles(chromedp.CSS(`#files`), []string{large, photos[0]}), chromedp.WaitVisible(chromedp.CSS(`#form-files .field-problem`)))
		if text := atFiles(); !strings.Contains(text, "扫描.jpg（23兆）：太大，一个文件最多20兆") {
			t.Errorf("of one too large it says %q", text)
		}
		run(t, ctx, chromedp.SetUploadFiles(chromedp.CSS(`#files`), photos), save, chromedp.WaitVisible(chromedp.CSS(`#form-files .field-problem`)))
		if text := atFiles(); !strings.Contains(text, "选的文件一共112兆，一次最多传100兆") || !strings.Contains(text, "先保存") || strings.Contains(text, "扫描") {
			t.Errorf("of too many it says %q", text)
		}
		inspect(t, ctx, said, "too-many-script")
		if strings.Contains(w.log.String(), `"method":"POST","route":"/units/:unit/ledgers/:ledger/new"`) || typed() != "学习原文" {
			t.Errorf("it was sent all the same, 议题 is %q", typed())
		}
		run(t, ctx, chromedp.SetUploadFiles(chromedp.CSS(`#files`), photos[:2]))
		if text := atFiles(); text != "" {
			t.Errorf("of what is not too much it says %q", text)
		}
		run(t, ctx, save, chromedp.WaitVisible(chromedp.CSS(`.saved`)))
		if n := len(w.records("会议")); n != 2 {
			t.Errorf("%d records", n)
		}
	})
	t.Run("no script", func(t *testing.T) {
		if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			t.Fatal(err)
		}
		fill("研究安全生产")
		run(t, ctx, chromedp.SetUploadFiles(chromedp.CSS(`#files`), photos), save, chromedp.WaitVisible(chromedp.CSS(`#form-files .field-problem`)))
		if text := atFiles(); !strings.Contains(text, "第7张.jpg") || !strings.Contains(text, "100兆") || typed() != "研究安全生产" {
			t.Errorf("at the files stands %q, 议题 is %q", text, typed())
		}
		for _, c := range said.take() {
			if !strings.Contains(c, "status of 413") { // which is meant
				t.Errorf("the browser complains: %s", c)
			}
		}
		inspect(t, ctx, said, "too-many")
		run(t, ctx, save, chromedp.WaitVisible(chromedp.CSS(`.saved`)))
		if text := get(t, ctx, chromedp.Evaluate[string](`document.querySelector("#files").innerText`)); !strings.Contains(text, "6份") {
			t.Errorf("the files read %q", text)
		}
		for _, mib := range []int64{150, 700} { // within what is read, and beyond it
			huge := filepath.Join(dir, fmt.Sprintf("%d.jpg", mib))
			if err := os.WriteFile(huge, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(huge, mib<<20); err != nil {
				t.Fatal(err)
			}
			fill("研究安全生产")
			run(t, ctx, chromedp.SetUploadFiles(chromedp.CSS(`#files`), []string{huge}), save, chromedp.WaitVisible(chromedp.CSS(`#form-files .field-problem`)))
			if text := atFiles(); !strings.Contains(text, "太大") || typed() != "研究安全生产" {
				t.Errorf("%d MiB: at the files stands %q, 议题 is %q", mib, text, typed())
			}
			_ = said.take()
		}
	})
}
