package api_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"log/slog"

	"github.com/chromedp/chromedp"

	"wubiao/api"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/admin"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
	"wubiao/handbook"
	"wubiao/store"
)

func TestZZReal(t *testing.T) {
	dir := os.Getenv("WUBIAO_SHOTS")
	if dir == "" {
		t.Skip()
	}
	years, probs := handbook.Calendars(handbook.Embedded())
	fmt.Println(len(years), probs)
	cal, _ := calendar.New(years)
	l := handbook.LoadFS(os.DirFS("../handbook/editions/2026"), ".")
	n := 0
	for _, p := range l.Problems {
		if !p.Warning {
			n++
			if n < 5 {
				fmt.Println(p)
			}
		}
	}
	e := l.Edition
	fmt.Println("standards", len(e.Standards), "problems", n)
	w := &world{t: t, clock: &clock{at: now}, runs: &runs{}, log: &lockedBuffer{}}
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "x.db"), Clock: w.clock, AnySchema: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.store = s
	defer s.Close()
	w.admin, _ = admin.New(s, plainHasher{}, beijing, "x")
	book := standard.NewBook(e)
	pr := &practise.Practise{Store: s, Book: book, Calendar: cal, Zone: beijing}
	w.server, err = api.New(api.Config{Insecure: true, Zone: beijing, Log: slog.New(slog.NewJSONHandler(w.log, nil))}, api.UseCases{Admin: w.admin, Runs: w.runs, Practise: pr, Handbook: &standard.Reader{Store: s, Book: book, Zone: beijing}})
	if err != nil {
		t.Fatal(err)
	}
	root := engine.UnitID(1)
	w.update(func(tx port.Tx) error {
		tx.Insert(&engine.Unit{ID: 1, Path: "/1/", Name: "路桥公司党委", Kind: engine.Company, Start: date("2026-01-01")})
		return tx.Insert(&engine.Unit{ID: 3, ParentID: &root, Path: "/1/3/", Name: "桥梁项目部党支部", Kind: engine.Branch, Start: date("2026-08-01"), Attributes: engine.Attributes{"类型": "单独", "正式党员": 11, "党员": 12, "状态": "在建", "职工": 120, "工会会员": 80, "女会员": 12, "团员": 9, "青年": 40, "有入党申请人": true, "有物资分包业务": true, "有重点岗位": true, "单位类别": "重点", "工期月数": 30, "在场月数": 3, "书记任职月数": 12}})
	})
	w.user("wangjg", "王建国", 3, "支部书记")
	w.user("limei", "李小梅", 3, "组织委员")
	r, err := pr.Issue(t.Context(), date("2026-09-24"), practise.IssueOptions{})
	fmt.Printf("%+v %v\n", r, err)
	fmt.Println(pr.Remind(t.Context(), date("2026-09-24")))
	fmt.Println(pr.Escalate(t.Context(), date("2026-09-24")))
	b := w.as("wangjg")
	for _, st := range e.Standards {
		if a := b.get("/handbook/" + st.Code); a.Code != 200 {
			t.Error(st.Code, a.Code)
		} 
	}
	var tasks []engine.Task
	s.View(t.Context(), func(tx port.Tx) error { return tx.List(&tasks, access.Everything(), port.Query{}) })
	for _, x := range tasks {
		if a := b.get(fmt.Sprintf("/tasks/%d", x.ID)); a.Code != 200 {
			t.Log(x.Duty, a.Code)
		}
	}
	base, ctx := w.serve(), chrome(t)
	said := &complaints{}
	run(t, ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateScale(2)), chromedp.Navigate(base+"/sign-in"), chromedp.SendKeys(chromedp.CSS(`#login`), "wangjg"), chromedp.SendKeys(chromedp.CSS(`#password`), password), chromedp.Click(chromedp.CSS(`button.primary`)), chromedp.WaitVisible(chromedp.CSS(`.nav`)))
	inspect(t, ctx, said, "real-week")
	for _, p := range []string{"/units/3/sheets/2026-09", "/units/3/sheets/2026-09-24", fmt.Sprintf("/tasks/%d", tasks[3].ID), "/handbook/Z05"} {
		run(t, ctx, chromedp.Navigate(base+p))
		inspect(t, ctx, said, "real"+strings.ReplaceAll(p, "/", "-"))
		keep(t, filepath.Join(dir, "real"+strings.ReplaceAll(p, "/", "-")+".pdf"), get(t, ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize())))
	}
	run(t, ctx, chromedp.EmulateReset(), chromedp.EmulateViewport(1440, 900), chromedp.Navigate(base+"/"))
	inspect(t, ctx, said, "real-desk-week")
}
