package api_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"wubiao/api/session"
	"wubiao/engine"
)

// A secretary new to the job, on a phone: from the task to the form with the
// example taken over, a photo out of the phone, saved and counted; a second file
// later; the wrong one taken off again, first without a reason.
func TestBrowserPhotosOfAMeetingOnAPhone(t *testing.T) {
	w := newWorldWith(t, session.NewHasher())
	base, ctx := w.serve(), chrome(t)
	said := &complaints{}
	said.listen(t, ctx)
	look := func(name string) { inspect(t, ctx, said, "photos-"+name) }
	dir := t.TempDir()
	photo := func(name string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, jpegBytes(name), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	phone := chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateScale(2))
	run(t, ctx, phone, chromedp.Navigate(base+"/"), chromedp.WaitVisible(chromedp.CSS(`#login`)),
		chromedp.SendKeys(chromedp.CSS(`#login`), "wangjg"), chromedp.SendKeys(chromedp.CSS(`#password`), password),
		chromedp.Click(chromedp.CSS(`button.primary`)), chromedp.WaitVisible(chromedp.Search(`//h1[contains(., "本周")]`)))

	task := w.tasks["bridge meeting"]
	form := fmt.Sprintf(`a[href$="new?task=%d"]`, task.ID)
	run(t, ctx, chromedp.Navigate(base+w.path("bridge meeting")), chromedp.WaitVisible(chromedp.CSS(form)), chromedp.Click(chromedp.CSS(form)),
		chromedp.WaitVisible(chromedp.CSS(`.sample a.chip`)), chromedp.Click(chromedp.CSS(`.sample a.chip`)), chromedp.WaitVisible(chromedp.Search(`//*[contains(text(), "已套用范例")]`)))
	if got := get(t, ctx, chromedp.Evaluate[string](`document.querySelector("[name='c.议题']").value`)); !strings.Contains(got, "学习原文") {
		t.Errorf("the example gives 议题 %q", got)
	}
	look("example")
	text := filepath.Join(dir, "说明.jpg") // a text that was called a picture
	if err := os.WriteFile(text, []byte("会议内容"), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, ctx, chromedp.SendKeys(chromedp.CSS(`[name="c.实到"]`), "3"), chromedp.SetUploadFiles(chromedp.CSS(`#files`), []string{text}),
		chromedp.Click(chromedp.CSS(`.save button`)), chromedp.WaitVisible(chromedp.CSS(`#form-files .field-problem`)))
	for _, c := range said.take() {
		if !strings.Contains(c, "status of 400") { // which is meant
			t.Errorf("the browser complains: %s", c)
		}
	}
	look("refused")
	if kept := get(t, ctx, chromedp.Evaluate[string](`document.querySelector("[name='c.实到']").value`)); kept != "3" {
		t.Errorf("what was typed came back as %q", kept)
	}
	run(t, ctx, chromedp.SetUploadFiles(chromedp.CSS(`#files`), []string{photo("会场.jpg")}),
		chromedp.Click(chromedp.CSS(`.save button`)), chromedp.WaitVisible(chromedp.CSS(`.saved`)))
	look("saved")
	if text := get(t, ctx, chromedp.Evaluate[string](`document.querySelector(".saved").innerText`)); !strings.Contains(text, "开一次支委会并记录") || !strings.Contains(text, "Z05 支部委员会会议") {
		t.Errorf("what it counts for reads %q", text)
	}
	files := func() string {
		return get(t, ctx, chromedp.Evaluate[string](`document.querySelector("#files").innerText`))
	}
	if text := files(); !strings.Contains(text, "1份") || !strings.Contains(text, "会场.jpg") || !strings.Contains(text, "王建国") {
		t.Errorf("the files read %q", text)
	}
	if got := w.task("bridge meeting"); got.State != engine.TaskDone {
		t.Errorf("the task is %s", got.State)
	}

	run(t, ctx, chromedp.SetUploadFiles(chromedp.CSS(`#more-files`), []string{photo("别处.jpg")}), chromedp.Click(chromedp.CSS(`#upload button`)),
		chromedp.WaitVisible(chromedp.Search(`//*[contains(text(), "别处.jpg")]`)))
	look("second")

	wrong := w.allFiles()[len(w.allFiles())-1]
	details := fmt.Sprintf(`form[action$="/files/%d/remove"]`, wrong.ID)
	reason := fmt.Sprintf(`#reason-%d`, wrong.ID)
	get(t, ctx, chromedp.Evaluate[int](fmt.Sprintf(`(f => { f.closest("details").open = true; f.noValidate = true; return 1 })(document.querySelector(%q))`, details)))
	run(t, ctx, chromedp.WaitVisible(chromedp.CSS(reason)), chromedp.Click(chromedp.CSS(details+` button`)), chromedp.WaitVisible(chromedp.CSS(reason+"-problem")))
	for _, c := range said.take() {
		if !strings.Contains(c, "status of 400") { // which is meant
			t.Errorf("the browser complains: %s", c)
		}
	}
	look("no-reason")
	run(t, ctx, chromedp.SendKeys(chromedp.CSS(reason), "传错了，是别处的照片"), chromedp.Click(chromedp.CSS(details+` button`)),
		chromedp.WaitVisible(chromedp.Search(`//del[contains(text(), "别处.jpg")]`)))
	look("taken-off")
	if text := files(); !strings.Contains(text, "传错了，是别处的照片") || !strings.Contains(text, "恢复") {
		t.Errorf("the files read %q", text)
	}
	if got := w.fileOf(wrong.ID); got.State != engine.EvidenceRemoved || got.Reason != "传错了，是别处的照片" {
		t.Errorf("the file is %s for %q", got.State, got.Reason)
	}
}
