package api_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"wubiao/api/session"
	"wubiao/engine"
)

// shots is where a person may look at what the browser saw: set the variable
// WUBIAO_SHOTS to a directory to keep pictures and prints.
func shots() string { return os.Getenv("WUBIAO_SHOTS") }

// chrome starts a headless browser; where there is none the test fails and says so.
func chrome(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Fatal("no Chromium on this machine: make test installs it as root on Debian (see .ci/browser-deps.sh)")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "zh-CN"))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	run(t, ctx, chromedp.Navigate("about:blank")) // the browser starts here
	ctx, late := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(late)
	return ctx
}

// serve listens on a port of this machine.
func (w *world) serve() string {
	w.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(w.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.server.Serve(ctx, listener) }()
	w.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			w.t.Error(err)
		}
	})
	return "http://" + listener.Addr().String()
}

// complaints collects what the browser complains of: blocked content, failed
// loads, script errors, dialogs.
type complaints struct {
	mu  sync.Mutex
	all []string
}

func (c *complaints) listen(t *testing.T, ctx context.Context) {
	t.Helper()
	err := chromedp.Listen(ctx, func(event any) {
		c.mu.Lock()
		defer c.mu.Unlock()
		switch e := event.(type) {
		case *log.EventEntryAdded:
			if e.Entry.Level != log.EntryLevelInfo { // signing out is told of, and comes late
				c.all = append(c.all, e.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			c.all = append(c.all, e.ExceptionDetails.Text)
		case *page.EventJavascriptDialogOpening:
			c.all = append(c.all, "dialog: "+e.Message)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
}

func (c *complaints) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := c.all
	c.all = nil
	return all
}

// fits measures the page: how far it sticks out sideways, and which things to
// tap are lower than 44 px.
const fits = `(() => {
  const low = [...document.querySelectorAll("button, .button, summary, .nav a, .links a, input:not([type=hidden])")]
    .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)
    .map(e => e.tagName + " " + e.textContent.trim());
  return {wide: document.documentElement.scrollWidth - document.documentElement.clientWidth, low: low.join("; ")};
})()`

func TestBrowserJourneyOfASecretary(t *testing.T) {
	w := newWorldWith(t, session.NewHasher())
	w.crowd()
	base, ctx := w.serve(), chrome(t)
	said := &complaints{}
	said.listen(t, ctx)
	for _, size := range []struct {
		name          string
		width, height int64
		phone         bool
	}{{"phone", 390, 844, true}, {"desk", 1440, 900, false}} {
		t.Run(size.name, func(t *testing.T) {
			device := chromedp.EmulateViewport(size.width, size.height)
			if size.phone {
				device = chromedp.EmulateViewport(size.width, size.height, chromedp.EmulateMobile, chromedp.EmulateScale(2))
			}
			run(t, ctx, device)
			look := func(name string) { inspect(t, ctx, said, size.name+"-"+name) }
			run(t, ctx, chromedp.Navigate(base+"/"), chromedp.WaitVisible(chromedp.CSS(`#login`)))
			look("sign-in")
			run(t, ctx, chromedp.SendKeys(chromedp.CSS(`#login`), "wangjg"), chromedp.SendKeys(chromedp.CSS(`#password`), password), chromedp.Click(chromedp.CSS(`button.primary`)),
				chromedp.WaitVisible(chromedp.Search(`//h1[contains(., "本周")]`)))
			look("week")
			get(t, ctx, chromedp.Evaluate[int](`document.querySelectorAll("details").forEach(d => d.open = true) || 0`))
			look("week-open")
			name := "bridge plan"
			if !size.phone {
				name = "bridge quarter"
			}
			run(t, ctx, chromedp.Click(chromedp.CSS(fmt.Sprintf(`a[href="%s"]`, w.path(name)))), chromedp.WaitVisible(chromedp.CSS(`.questions`)))
			look("task")
			run(t, ctx, chromedp.Click(chromedp.CSS(`.big button.do`)), chromedp.WaitVisible(chromedp.CSS(`.done-state`)))
			look("task-done")
			if got := w.task(name); got.State != engine.TaskDone {
				t.Errorf("the task is %s", got.State)
			}
			for _, path := range []string{w.path("bridge meeting"), "/sheets", "/units/3/sheets/2026-09", "/units/3/sheets/2026Q3",
				"/units/3/sheets/2026-09-24", "/handbook", "/handbook?q=" + "%E5%A7%94%E5%91%98", "/handbook/Z05", "/handbook/Z05/forms/会议"} {
				run(t, ctx, chromedp.Navigate(base+path), chromedp.WaitVisible(chromedp.CSS(`main`)))
				look(strings.NewReplacer("/", "-", "?", "-", "%", "").Replace(path))
			}
			run(t, ctx, chromedp.Click(chromedp.CSS(`.who button`)), chromedp.WaitVisible(chromedp.CSS(`#login`)))
		})
	}
	t.Run("print", func(t *testing.T) { w.prints(t, ctx, base) })
}

// crowd adds what a busy branch has: long words and many lines.
func (w *world) crowd() {
	w.t.Helper()
	for i, subject := range []string{"", "", "中秋", ""} {
		w.addTask(fmt.Sprint("crowd ", i), engine.Task{UnitID: bridge, Period: period("2026-09"), Duty: []string{"T12.答复", "T01.计划", "H08.提醒", "Z05.会议"}[i],
			Subject: subject + strings.Repeat("补", i), Opens: date("2026-09-01"), Due: date("2026-09-1" + fmt.Sprint(i))})
	}
}

func run(t *testing.T, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

func get[T any](t *testing.T, ctx context.Context, action chromedp.Action[T]) T {
	t.Helper()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// inspect measures the page that is open and, where asked, keeps a picture.
func inspect(t *testing.T, ctx context.Context, said *complaints, name string) {
	t.Helper()
	got := get(t, ctx, chromedp.Evaluate[struct {
		Wide int    `json:"wide"`
		Low  string `json:"low"`
	}](fits))
	if got.Wide > 0 {
		t.Errorf("%s sticks out by %d px", name, got.Wide)
	}
	if got.Low != "" {
		t.Errorf("%s has things too low to tap: %s", name, got.Low)
	}
	for _, c := range said.take() {
		t.Errorf("%s: the browser complains: %s", name, c)
	}
	if dir := shots(); dir != "" {
		keep(t, filepath.Join(dir, name+".png"), get(t, ctx, chromedp.FullScreenshot(100)))
	}
}

func keep(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// prints puts sheets on paper and counts the pages.
func (w *world) prints(t *testing.T, ctx context.Context, base string) {
	run(t, ctx, chromedp.EmulateReset(), chromedp.Navigate(base+"/sign-in"), chromedp.SendKeys(chromedp.CSS(`#login`), "wangjg"),
		chromedp.SendKeys(chromedp.CSS(`#password`), password), chromedp.Click(chromedp.CSS(`button.primary`)), chromedp.WaitVisible(chromedp.CSS(`.nav`)))
	for name, path := range map[string]string{"month": "/units/3/sheets/2026-09", "day": "/units/3/sheets/2026-09-24",
		"task": w.path("bridge meeting"), "form": "/handbook/Z05/forms/会议"} {
		run(t, ctx, chromedp.Navigate(base+path), chromedp.WaitVisible(chromedp.CSS(`main`)))
		paper := get(t, ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
		if pages := strings.Count(string(paper), "/Type /Page\n"); pages < 1 || pages > 2 {
			t.Errorf("%s takes %d pages", name, pages)
		}
		if dir := shots(); dir != "" {
			keep(t, filepath.Join(dir, "print-"+name+".pdf"), paper)
		}
	}
}
