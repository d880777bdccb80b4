package api_test

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserConfirmsAnImport looks at a preview with a row to mend on a phone and
// on a desk, and takes the other rows over.
func TestBrowserConfirmsAnImport(t *testing.T) {
	w := newWorld(t)
	b := w.as("wangjg")
	base, ctx := w.serve(), chrome(t)
	said := &complaints{}
	said.listen(t, ctx)
	run(t, ctx, chromedp.Navigate(base+"/sign-in"), chromedp.WaitVisible(chromedp.CSS(`#login`)), chromedp.SendKeys(chromedp.CSS(`#login`), "wangjg"),
		chromedp.SendKeys(chromedp.CSS(`#password`), password), chromedp.Click(chromedp.CSS(`button.primary`)), chromedp.WaitVisible(chromedp.CSS(`.who`)))
	kept := len(w.records("会议"))
	for size, width := range map[string]int64{"phone": 390, "desk": 1440} {
		run(t, ctx, chromedp.EmulateViewport(width, 844))
		day := map[string]string{"phone": "2026/3/5", "desk": "2026年3月6日"}[size]
		to := b.upload(importPath, b.get(importPath).form(importPath), w.workbook(meeting(day, "支委会"), meeting("去年", "聚餐"))).Header().Get("Location")
		for name, path := range map[string]string{"choose": importPath, "ledgers": "/units/3/ledgers"} {
			run(t, ctx, chromedp.Navigate(base+path), chromedp.WaitVisible(chromedp.CSS(`main`)))
			inspect(t, ctx, said, "import-"+size+"-"+name)
		}
		run(t, ctx, chromedp.Navigate(base+to), chromedp.WaitVisible(chromedp.CSS(`.problems`)))
		inspect(t, ctx, said, "import-"+size+"-preview")
		run(t, ctx, chromedp.Click(chromedp.CSS(`.confirm .tile`)), chromedp.Click(chromedp.CSS(`.confirm button.primary`)), chromedp.WaitVisible(chromedp.CSS(`.saved`)))
		inspect(t, ctx, said, "import-"+size+"-done")
		if kept++; len(w.records("会议")) != kept {
			t.Errorf("%s: %d records, want %d", size, len(w.records("会议")), kept)
		}
	}
}
