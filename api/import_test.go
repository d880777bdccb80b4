package api_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"wubiao/api/paper"
	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/table"
)

// importOf gives a branch an import that its secretary has done.
func (w *world) importOf(tx port.Tx, unit engine.UnitID, name string) error {
	var secretary engine.Account
	login := map[string]string{"bridge": "wangjg", "tunnel": "zhaoq"}[name]
	if login == "" { // a branch that nobody signs in from
		return nil
	}
	if err := tx.Get(&secretary, access.Everything(), port.Where{"login": login}); err != nil {
		return err
	}
	at := now
	i := engine.Import{AccountID: secretary.ID, UnitID: unit, Kind: engine.ImportRecords, Added: 2, DoneAt: &at}
	if err := tx.Insert(&i); err != nil {
		return err
	}
	w.imported[name] = i
	if name != "bridge" {
		return nil
	}
	var admin engine.Account
	if err := tx.Get(&admin, access.Everything(), port.Where{"login": "guanli"}); err != nil {
		return err
	}
	i = engine.Import{AccountID: admin.ID, Kind: engine.ImportUnits, Added: 2, DoneAt: &at}
	if err := tx.Insert(&i); err != nil {
		return err
	}
	w.imported["units"] = i
	i = engine.Import{AccountID: admin.ID, Kind: engine.ImportPeople, Added: 2, DoneAt: &at}
	if err := tx.Insert(&i); err != nil {
		return err
	}
	w.imported["people"] = i
	return nil
}

// importFor is the import that a route's path names.
func (w *world) importFor(r route.Route, name string) engine.Import {
	switch r.Action {
	case access.UnitImport:
		return w.imported["units"]
	case access.PeopleImport:
		return w.imported["people"]
	}
	return w.imported[name]
}

// bookFor is a workbook of the whole company for a route that takes one; nil: the
// route takes none.
func (w *world) bookFor(r route.Route) []byte {
	switch {
	case r.Upload == 0:
		return nil
	case r.Action == access.UnitImport:
		return w.units()
	case r.Action == access.PeopleImport:
		return w.peopleBook(map[string]any{"党组织": "没有的支部", "姓名": "某人"})
	}
	return nil
}

func meeting(day, kind string) map[string]any {
	return map[string]any{"日期": day, "类别": kind, "议题": "学习"}
}

// workbook is a ledger of meetings as somebody keeps it.
func (w *world) workbook(rows ...map[string]any) []byte {
	w.t.Helper()
	t := table.Sheet{Name: "会议", Title: "会议记录"}
	for _, id := range []string{"日期", "类别", "应到", "实到", "议题"} {
		t.Columns = append(t.Columns, table.Column{ID: id, Type: rule.TypeSpec{Name: rule.TypeText}})
	}
	for _, fields := range rows {
		t.Rows = append(t.Rows, table.Row{Fields: fields})
	}
	var b bytes.Buffer
	if err := paper.Write(&b, []table.Sheet{t}); err != nil {
		w.t.Fatal(err)
	}
	return b.Bytes()
}

// upload sends a form with a file, as a browser does.
func (b *browser) upload(path string, form url.Values, file []byte) answer {
	b.w.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, values := range form {
		for _, v := range values {
			if err := m.WriteField(name, v); err != nil {
				b.w.t.Fatal(err)
			}
		}
	}
	part, err := m.CreateFormFile("file", "台账.xlsx")
	if err != nil {
		b.w.t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		b.w.t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		b.w.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	if b.origin != "" {
		r.Header.Set("Origin", b.origin)
	}
	return b.do(r)
}

const importPath = "/units/3/import"

func TestAnOldLedgerIsLookedAtThenTakenOverOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	b.get("/units/3/ledgers").says("导入旧台账", "导出全部台账")
	page := b.get(importPath)
	page.says("看预览", "会议记录", "主题活动", "这一步什么都不会写入")
	page.hides("举报转报")
	form := page.form(importPath)
	file := w.workbook(meeting("2026/3/5", "支委会"), meeting("2026年9月10日", "支委会"), meeting("去年", "聚餐"))
	sent := b.upload(importPath, form, file)
	to := sent.Header().Get("Location")
	if sent.Code != http.StatusSeeOther || len(w.records("会议")) != 1 {
		t.Fatalf("%d %s: %d records", sent.Code, sent.text(), len(w.records("会议")))
	}
	preview := b.get(to)
	preview.says("新增2行", "要改的1行", "第4行 · 日期：去年", "日期认不出来", "第4行 · 类别：聚餐", "只能填：支委会、党员大会、党课", "2026-03-05", "跳过有问题的1行")
	confirm := preview.form(to)
	confirm.Del("skip")
	refused := b.post(to, confirm)
	if refused.Code != http.StatusConflict || len(w.records("会议")) != 1 {
		t.Fatalf("half of it was taken over: %d, %d records", refused.Code, len(w.records("会议")))
	}
	refused.says("有1行要改，没有导入")
	confirm.Set("skip", "yes")
	for range 2 { // a double tap
		if a := b.post(to, confirm); a.Header().Get("Location") != to {
			t.Fatalf("%d %s", a.Code, a.text())
		}
	}
	if got := len(w.records("会议")); got != 3 {
		t.Fatalf("%d records, want 3", got)
	}
	b.get(to).says("已经导入", "新增2条", "跳过1行有问题的")
	if got := w.task("bridge meeting"); got.State != engine.TaskDone || got.DoneOn != date("2026-09-10") {
		t.Errorf("September's task is %+v", got)
	}
	list := b.get(meetings + "?year=2026")
	list.says("2026-03-05 导入", "2026-09-10 导入")
	again := b.upload(importPath, form, file)
	b.get(again.Header().Get("Location")).says("新增0行", "已经有的2行", "要改的1行")
	if w.audited(access.RecordImport) != 3 { // two drafts, one of them taken over
		t.Errorf("%d lines in the trail", w.audited(access.RecordImport))
	}
}

func TestAnImportIsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	to := b.upload(importPath, b.get(importPath).form(importPath), w.workbook(meeting("2026-03-05", "支委会"))).Header().Get("Location")
	for _, login := range []string{"limei", "zhaoq"} {
		other := w.as(login)
		if a := other.get(to); a.Code != http.StatusNotFound {
			t.Errorf("%s opens it: %d", login, a.Code)
		}
		if a := other.post(to, other.token()); a.Code != http.StatusNotFound || len(w.records("会议")) != 1 {
			t.Errorf("%s confirms it: %d", login, a.Code)
		}
	}
	if a := b.get(strings.Replace(to, "/units/3/", "/units/4/", 1)); a.Code != http.StatusNotFound {
		t.Errorf("under another unit: %d", a.Code)
	}
	if a := w.as("kaohe").get(importPath); a.Code != http.StatusForbidden {
		t.Errorf("the committee imports: %d", a.Code)
	}
}

func TestWhatChangedSinceThePreviewIsShownFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	form := b.get(importPath).form(importPath)
	file := w.workbook(meeting("2026-03-05", "支委会"), meeting("2026-04-05", "支委会"))
	other := w.workbook(meeting("2026-04-05", "支委会"), meeting("2026-03-05", "支委会"))
	first, second := b.upload(importPath, form, file).Header().Get("Location"), b.upload(importPath, form, other).Header().Get("Location")
	if again := b.upload(importPath, form, file).Header().Get("Location"); again != first || first == second {
		t.Errorf("the same file sent twice leads to %s and %s, another to %s", first, again, second)
	}
	seen := b.get(second).form(second)
	if a := b.post(first, b.get(first).form(first)); a.Code != http.StatusSeeOther {
		t.Fatal(a.Code)
	}
	w.update(func(tx port.Tx) error { // one of the two is gone from what the second preview showed
		return tx.Insert(&engine.Record{UnitID: bridge, Ledger: "会议", Day: date("2026-05-05"), Fields: meeting("2026-05-05", "党课")})
	})
	clash := b.post(second, seen)
	if clash.Code != http.StatusConflict || len(w.records("会议")) != 4 {
		t.Fatalf("%d, %d records", clash.Code, len(w.records("会议")))
	}
	clash.says("系统里的内容有了变动", "已经有的2行")
}

func TestBadFilesComeBackToTheFormWithTheReason(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	form := b.get(importPath).form(importPath)
	for want, file := range map[string][]byte{
		"这不是 xlsx 文件": []byte("日期,类别\n2026-03-05,支委会\n"), "文件是空的": {}, "文件里没有要导入的行": w.workbook(),
		"超过5兆": make([]byte, 3*paper.MaxFile),
	} {
		if want == "文件里没有要导入的行" {
			form.Set("ledger", "会议")
		}
		a := b.upload(importPath, form, file)
		if a.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", want, a.Code)
		}
		a.says(want, "选择文件")
	}
	form.Set("ledger", "转报")
	if a := b.upload(importPath, form, w.workbook(meeting("2026-03-05", "支委会"))); a.Code != http.StatusNotFound {
		t.Errorf("a private ledger: %d", a.Code)
	}
	form.Set("token", "x")
	if a := b.upload(importPath, form, w.workbook(meeting("2026-03-05", "支委会"))); a.Code != http.StatusForbidden {
		t.Errorf("a forged form: %d", a.Code)
	}
	if a := b.upload("/sign-out", form, make([]byte, 2<<20)); a.Code == http.StatusSeeOther {
		t.Error("a large form is taken where no file is wanted")
	}
}

func TestExportsAreWorkbooksWithoutPrivateLedgers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.update(func(tx port.Tx) error {
		return tx.Insert(&engine.Record{UnitID: bridge, Ledger: "转报", Day: date("2026-05-05"), Fields: map[string]any{"收到日期": "2026-05-05", "编号": "机密号"}})
	})
	for login, code := range map[string]int{"wangjg": http.StatusOK, "chenjie": http.StatusOK, "kaohe": http.StatusOK, "zhaoq": http.StatusNotFound, "guanli": http.StatusForbidden} {
		b := w.as(login)
		a := b.get("/units/3/export")
		if a.Code != code {
			t.Errorf("%s: %d, want %d", login, a.Code, code)
			continue
		}
		if code != http.StatusOK {
			continue
		}
		if got := a.Header().Get("Content-Disposition"); !strings.HasPrefix(got, "attachment;") || !strings.Contains(got, "filename*=UTF-8''") {
			t.Errorf("sent as %q", got)
		}
		book, err := paper.Open(a.Body.Bytes())
		if err != nil || fmt.Sprint(book.Sheets()) != "[会议记录]" {
			t.Errorf("%s: %v %v", login, book, err)
		}
		archive, err := zip.NewReader(bytes.NewReader(a.Body.Bytes()), int64(a.Body.Len()))
		if err != nil || len(archive.File) == 0 {
			t.Error(err)
		}
		if p := b.get("/units/3/ledgers/转报/export"); p.Code != http.StatusNotFound {
			t.Errorf("%s takes out a private ledger: %d", login, p.Code)
		}
	}
	if n := w.audited(access.RecordExport); n < 3 {
		t.Errorf("%d lines in the trail", n)
	}
	if a := w.as("wangjg").get("/units/3/import/会议/template"); a.Code != http.StatusOK {
		t.Errorf("template: %d", a.Code)
	}
}

// units is a tree as an administrator keeps it: the workbook of the example.
func (w *world) units(rows ...map[string]any) []byte {
	w.t.Helper()
	rows = append(rows, map[string]any{"单位名称": "第二党总支", "性质": "党总支", "上级单位": "路桥公司党委", "启用日期": "2026/7/1"})
	return w.textBook("单位", []string{"单位名称", "性质", "上级单位", "启用日期"}, rows)
}

// textBook is a workbook of one table whose columns are text.
func (w *world) textBook(name string, columns []string, rows []map[string]any) []byte {
	w.t.Helper()
	t := table.Sheet{Name: name, Title: name}
	for _, id := range columns {
		t.Columns = append(t.Columns, table.Column{ID: id, Type: rule.TypeSpec{Name: rule.TypeText}})
	}
	for _, fields := range rows {
		t.Rows = append(t.Rows, table.Row{Fields: fields})
	}
	var b bytes.Buffer
	if err := paper.Write(&b, []table.Sheet{t}); err != nil {
		w.t.Fatal(err)
	}
	return b.Bytes()
}

func TestAnAdministratorImportsUnits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("guanli")
	b.get("/admin/units").says("导入", "导出")
	form := b.get("/admin/import").form("/admin/import")
	sent := b.upload("/admin/import", form, w.units(
		map[string]any{"单位名称": "新桥项目部党支部", "性质": "党支部", "上级单位": "第二党总支", "启用日期": "2026/8/10"},
		map[string]any{"单位名称": "无根党支部", "性质": "党支部", "上级单位": "没有的总支", "启用日期": "2026-08-10"}))
	to := sent.Header().Get("Location")
	preview := b.get(to)
	preview.says("新增2行", "要改的1行", "第3行 · 上级单位", "没有这个上级单位")
	confirm := preview.form(to)
	confirm.Set("skip", "yes")
	if a := b.post(to, confirm); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.text())
	}
	b.get("/admin/units").says("第二党总支", "新桥项目部党支部")
	for login, code := range map[string]int{"guanli": http.StatusOK, "kaohe": http.StatusOK, "wangjg": http.StatusForbidden} {
		if a := w.as(login).get("/admin/export"); a.Code != code {
			t.Errorf("%s exports units: %d", login, a.Code)
		}
	}
}

// A workbook comes by its own input and alone; what else comes is refused on the
// page, with the ledger still chosen.
func TestAWorkbookComesAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	book := w.workbook(meeting("2026-02-03", "党课"))
	for name, sent := range map[string][]sending{
		"two":           {{"file", "一.xlsx", book}, {"file", "二.xlsx", book}},
		"another input": {{"files", "一.xlsx", book}},
		"none":          nil,
	} {
		form := b.token()
		form.Set("ledger", "会议")
		a := b.send(importPath, form, sent...)
		if a.Code != http.StatusBadRequest || !strings.Contains(a.text(), "选择") || !strings.Contains(a.Body.String(), `value="会议" selected`) {
			t.Errorf("%s: %d %s", name, a.Code, a.text())
		}
	}
}

func (w *world) unitName(id engine.UnitID) string {
	w.t.Helper()
	var u engine.Unit
	if err := w.store.View(w.t.Context(), func(tx port.Tx) error { return tx.Get(&u, access.Everything(), port.Where{"id": int64(id)}) }); err != nil {
		w.t.Fatal(err)
	}
	return u.Name
}

// peopleBook is a table of people as an office writes it.
func (w *world) peopleBook(rows ...map[string]any) []byte {
	w.t.Helper()
	return w.textBook("人员", []string{"党组织", "姓名", "政治面貌", "入党日期", "岗位", "任职日期"}, rows)
}

func TestAnAdministratorImportsPeople(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("guanli")
	b.get("/admin/units").says("导入人员", "导出人员")
	unit := w.unitName(bridge)
	form := b.get("/admin/people/import").form("/admin/people/import")
	sent := b.upload("/admin/people/import", form, w.peopleBook(
		map[string]any{"党组织": unit, "姓名": "新来的", "政治面貌": "正式党员", "入党日期": "2015/7/1", "岗位": "组织委员", "任职日期": "2026年3月1日"},
		map[string]any{"党组织": "没有的支部", "姓名": "某人", "政治面貌": "群众"},
		map[string]any{"党组织": unit, "姓名": "预备的", "政治面貌": "预备党员"}))
	to := sent.Header().Get("Location")
	preview := b.get(to)
	preview.says("新增1行", "要改的2行", "第3行 · 单位：没有的支部", "没有这个单位", "第4行 · 入党日期")
	confirm := preview.form(to)
	confirm.Set("skip", "yes")
	for range 2 {
		if a := b.post(to, confirm); a.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", a.Code, a.text())
		}
	}
	out := b.get("/admin/people/export")
	if out.Code != http.StatusOK || b.get("/admin/people/import/template").Code != http.StatusOK {
		t.Fatalf("export: %d", out.Code)
	}
	again := b.upload("/admin/people/import", b.get("/admin/people/import").form("/admin/people/import"), out.Body.Bytes())
	b.get(again.Header().Get("Location")).says("新增0行", "系统里都有了")
}

// Lines of one person that wait for one bad line are one message, not one each.
func TestPreviewTellsOnceWhatManyLinesWaitFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("guanli")
	unit := w.unitName(bridge)
	line := func(joined, post string) map[string]any {
		return map[string]any{"党组织": unit, "姓名": "多岗的", "政治面貌": "正式党员", "入党日期": joined, "岗位": post, "任职日期": "2026-03-01"}
	}
	sent := b.upload("/admin/people/import", b.get("/admin/people/import").form("/admin/people/import"),
		w.peopleBook(line("去年三月", "组织委员"), line("", "宣传委员"), line("", "纪检委员")))
	preview := b.get(sent.Header().Get("Location"))
	preview.says("第2行 · 入党日期：去年三月", "第3–4行 · 姓名：多岗的", "这个人的第2行要先改好")
	if n := strings.Count(preview.text(), "要先改好"); n != 1 {
		t.Errorf("it is said %d times", n)
	}
}
