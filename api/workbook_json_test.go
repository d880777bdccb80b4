package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"wubiao/api"
	"wubiao/api/paper"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/admin"
)

// companyBook is one of the workbooks of the whole company, with a file of which
// two rows are good and two are not.
type companyBook struct {
	path         string
	in, out      access.Action
	file         []byte
	problems     []string // "row column"
	added, wrong int
	sheet        string // of the template
}

func (w *world) companyBooks() []companyBook {
	const unit = "桥梁项目部党支部"
	return []companyBook{
		{"/workbooks/units", access.UnitImport, access.UnitExport, w.units(
			map[string]any{"单位名称": "新桥项目部党支部", "性质": "党支部", "上级单位": "第二党总支", "启用日期": "2026/8/10"},
			map[string]any{"单位名称": "无根党支部", "性质": "党支部", "上级单位": "没有的总支", "启用日期": "2026-08-10"},
			map[string]any{"单位名称": "没有日子", "性质": "党支部", "上级单位": "第一党总支", "启用日期": "下月"}),
			[]string{"3 上级单位", "4 启用日期"}, 2, 2, "单位"},
		{"/workbooks/people", access.PeopleImport, access.PeopleExport, w.peopleBook(
			map[string]any{"党组织": unit, "姓名": "新来的", "政治面貌": "正式党员", "入党日期": "2015/7/1", "岗位": "组织委员", "任职日期": "2026年3月1日"},
			map[string]any{"党组织": "没有的支部", "姓名": "某人", "政治面貌": "群众"},
			map[string]any{"党组织": unit, "姓名": "预备的", "政治面貌": "预备党员"},
			map[string]any{"党组织": unit, "姓名": "群众甲", "政治面貌": "群众"}),
			[]string{"3 单位", "4 入党日期"}, 2, 2, "人员"},
	}
}

// book sends a file as the workbook.
func (s *script) book(path string, file []byte) said {
	s.w.t.Helper()
	return s.send("POST", path+"/imports", string(file), "Content-Type: application/octet-stream")
}

// problems are the places that a preview blames.
func problems(t *testing.T, preview said) (out []string) {
	t.Helper()
	tables, _ := preview.json["tables"].([]any)
	for _, x := range tables {
		one, _ := x.(map[string]any)
		list, _ := one["problems"].([]any)
		for _, p := range list {
			problem, _ := p.(map[string]any)
			if problem["message"] == "" {
				t.Errorf("%v is blamed without a word", problem)
			}
			out = append(out, fmt.Sprintf("%v %v", problem["row"], problem["column"]))
		}
	}
	return out
}

// A script sends a workbook with bad rows: they are shown and nothing is written
// until it says to leave them out; then all the others are written, once, however
// often it says so. What goes out comes back in and changes nothing.
func TestScriptTakesWorkbooksOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.script("guanli")
	for _, k := range w.companyBooks() {
		before, had, wrote := w.business(), w.audited(k.in), len(w.trail())
		sent := s.book(k.path, k.file).wants(t, http.StatusCreated, "")
		again := s.book(k.path, k.file).wants(t, http.StatusCreated, "")
		if sent.json["id"] != again.json["id"] || w.audited(k.in) != had+1 {
			t.Errorf("%s sent twice: %v and %v, %d entries", k.path, sent.json["id"], again.json["id"], w.audited(k.in)-had)
		}
		at := fmt.Sprintf("%s/imports/%v", k.path, sent.json["id"])
		preview := s.get(at).wants(t, http.StatusOK, "")
		if got := problems(t, preview); !slices.Equal(got, k.problems) || preview.json["added"] != float64(k.added) || preview.json["wrong"] != float64(k.wrong) || preview.json["done_at"] != nil {
			t.Errorf("%s: %v of %s", k.path, got, preview.Body)
		}
		plan := fmt.Sprint(preview.json["plan"])
		for _, c := range []struct {
			body, header string
			code         int
			reason       string
		}{
			{fmt.Sprintf(`{"plan":%q}`, plan), key("wrong-" + string(k.in)), 422, "wrong_rows"},
			{`{"plan":"another","skip":true}`, key("plan-" + string(k.in)), 409, "plan_changed"},
			{fmt.Sprintf(`{"plan":%q,"skip":true}`, plan), "X-None: 1", 400, "key_missing"},
			{`{"skip":true}`, key("none-" + string(k.in)), 400, "shape"},
		} {
			s.send("POST", at, c.body, c.header).wants(t, c.code, c.reason)
		}
		if draftless(w.business()) != draftless(before) || w.audited(k.in) != had+1 {
			t.Fatalf("%s: something was written before it was told to", k.path)
		}
		yes := fmt.Sprintf(`{"plan":%q,"skip":true}`, plan)
		for i, name := range []string{"a", "a", "b"} { // a retry, and the same thing again
			a := s.send("POST", at, yes, key(name+string(k.in))).wants(t, http.StatusNoContent, "")
			if replayed := a.Header().Get("Idempotency-Replayed") == "true"; replayed != (i == 1) {
				t.Errorf("%s, the %dth time: replayed %v", k.path, i+1, replayed)
			}
		}
		if w.audited(k.in) != had+2 || len(w.trail()) != wrote+2 { // the draft, and what became of it
			t.Errorf("%s wrote %d entries, %d of them its own", k.path, len(w.trail())-wrote, w.audited(k.in)-had)
		}
		done := s.get(at).wants(t, http.StatusOK, "")
		if done.json["done_at"] == nil || done.json["added"] != float64(k.added) || done.json["wrong"] != float64(k.wrong) {
			t.Errorf("%s: %s", k.path, done.Body)
		}
		out := s.get(k.path+"/export").wants(t, http.StatusOK, "")
		back := s.book(k.path, out.Body.Bytes()).wants(t, http.StatusCreated, "")
		same := s.get(fmt.Sprintf("%s/imports/%v", k.path, back.json["id"])).wants(t, http.StatusOK, "")
		if same.json["added"] != 0.0 || same.json["changed"] != 0.0 || same.json["wrong"] != 0.0 || same.json["same"].(float64) < 4 {
			t.Errorf("%s goes out and comes back as %s", k.path, same.Body)
		}
	}
	w.as("guanli").get("/admin/units").says("第二党总支", "新桥项目部党支部")
}

// draftless leaves imports out: a draft is no effect.
func draftless(business string) string {
	var kept []string
	for line := range strings.Lines(business) {
		if !strings.HasPrefix(line, "engine.Import ") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// A file that is no workbook, is too large, or holds nothing to take over is
// refused with the reason, and leaves nothing behind.
func TestScriptsBadWorkbooksAreRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	w := newWorld(t, often)
	s := w.script("guanli")
	const octets = "Content-Type: application/octet-stream"
	before := w.business()
	for _, k := range w.companyBooks() {
		for _, c := range []struct {
			query, body, header string
			code                int
			reason              string
		}{
			{"", "单位名称,性质\n甲,党支部\n", octets, 400, "not_xlsx"},
			{"", string(jpegBytes("disguised")), octets, 400, "not_xlsx"},
			{"", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an older office", octets, 400, "old_office"},
			{"", string(k.file[:len(k.file)/2]), octets, 400, "not_xlsx"},
			{"", "", octets, 400, "empty_file"},
			{"", strings.Repeat("x", paper.MaxFile+1), octets, 413, "file_too_large"},
			{"", strings.Repeat("x", 3*paper.MaxFile), octets, 413, "file_too_large"},
			{"", strings.Repeat("x", 22<<20), octets, 413, "too_large"},
			{"", string(w.workbook(meeting("2026-03-05", "支委会"))), octets, 400, "no_table"},
			{"", string(k.file), "Content-Type: application/json", 415, "media_type"},
			{"?unit=3", string(k.file), octets, 400, "query"},
		} {
			a := s.send("POST", k.path+"/imports"+c.query, c.body, c.header).wants(t, c.code, c.reason)
			if detail, _ := a.json["detail"].(string); detail == "" {
				t.Errorf("%s is refused without a word", c.reason)
			}
		}
		empty := s.get(k.path+"/template").wants(t, http.StatusOK, "")
		book, err := paper.Open(empty.Body.Bytes())
		if err != nil || !slices.Contains(book.Sheets(), k.sheet) || empty.Header().Get("Content-Type") != "application/octet-stream" || empty.Header().Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(empty.Header().Get("Content-Disposition"), "attachment; ") {
			t.Errorf("the template of %s: %v %v", k.path, err, empty.Header())
		}
		s.book(k.path, empty.Body.Bytes()).wants(t, 400, "no_rows")
	}
	if w.business() != before {
		t.Error("something was left")
	}
}

// An import is its sender's alone, of its own kind; who may not import is told so,
// and what goes out goes out to those whom the policy names.
func TestScriptsFindNoImportOfOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, often)
	if _, err := w.admin.AddUser(w.t.Context(), access.System(), admin.AddUserRequest{Login: "lingyi", Role: engine.RoleAdmin, Password: password}); err != nil {
		t.Fatal(err)
	}
	s, other := w.script("guanli"), w.script("lingyi")
	books := w.companyBooks()
	ids := []any{s.book(books[0].path, books[0].file).json["id"], s.book(books[1].path, books[1].file).json["id"]}
	before := w.business()
	absent := func(s *script, path string) {
		t.Helper()
		s.get(path).wants(t, http.StatusNotFound, "absent")
		s.send("POST", path, `{"plan":"seen","skip":true}`, key(len(path))).wants(t, http.StatusNotFound, "absent")
	}
	for i, k := range books {
		absent(other, fmt.Sprintf("%s/imports/%v", k.path, ids[i]))
		absent(s, fmt.Sprintf("%s/imports/%v", k.path, ids[1-i]))
		absent(s, fmt.Sprintf("%s/imports/%v", k.path, w.imported["bridge"].ID))
		absent(s, k.path+"/imports/987654")
		absent(w.script("wangjg"), fmt.Sprintf("/units/3/imports/%v", ids[i]))
		for login, want := range map[string][2]int{"wangjg": {403, 403}, "bianxiu": {403, 403}, "kaohe": {403, map[access.Action]int{access.UnitExport: 200, access.PeopleExport: 403}[k.out]}} {
			one := w.script(login)
			for _, a := range []said{one.get(k.path + "/template"), one.book(k.path, k.file), one.get(fmt.Sprintf("%s/imports/%v", k.path, ids[i])),
				one.send("POST", fmt.Sprintf("%s/imports/%v", k.path, ids[i]), `{"plan":"seen"}`, key(login+string(k.in)))} {
				if a.Code != want[0] {
					t.Errorf("%s imports at %s: %d", login, k.path, a.Code)
				}
			}
			if a := one.get(k.path + "/export"); a.Code != want[1] {
				t.Errorf("%s takes out %s: %d", login, k.path, a.Code)
			}
		}
	}
	if w.business() != before {
		t.Error("something was changed")
	}
}

// A page's script that does not bring the proof of its session imports nothing.
func TestScriptsWithoutTheRightProofImportNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.as("guanli").script()
	before := w.business()
	page.csrf = "forged"
	for _, k := range w.companyBooks() {
		page.book(k.path, k.file).wants(t, http.StatusForbidden, "stale")
	}
	if w.business() != before {
		t.Error("something was changed")
	}
}

// A private ledger has no rows for scripts either, on their way in or out.
func TestScriptsTakeNoPrivateLedgerInOrOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.update(func(tx port.Tx) error {
		return tx.Insert(&engine.Record{UnitID: bridge, Ledger: "转报", Day: date("2026-05-05"), Fields: map[string]any{"收到日期": "2026-05-05", "编号": "机密号"}})
	})
	for _, login := range []string{"wangjg", "chenjie"} { // chenjie is among its readers
		s := w.script(login)
		for _, path := range []string{"/units/3/imports/tables", "/units/3/export"} {
			all := s.get(path).wants(t, http.StatusOK, "")
			if strings.Contains(all.Body.String(), "转报") || strings.Contains(all.Body.String(), "机密号") {
				t.Errorf("%s finds it in %s", login, path)
			}
			s.get(path+"?ledger=转报").wants(t, http.StatusNotFound, "absent")
		}
		s.send("POST", "/units/3/imports", `{"tables":[{"name":"转报","rows":[{"收到日期":"2026-05-06","编号":"1"}]}]}`, key(login)).wants(t, http.StatusNotFound, "absent")
	}
	for _, k := range w.companyBooks() {
		for _, path := range []string{"/template", "/export"} {
			a := w.script("guanli").get(k.path + path)
			book, err := paper.Open(a.Body.Bytes())
			if err != nil || slices.ContainsFunc(book.Sheets(), func(name string) bool { return strings.Contains(name, "转报") }) || bytes.Contains(a.Body.Bytes(), []byte("机密号")) {
				t.Errorf("%s%s: %v", k.path, path, err)
			}
		}
	}
	if n := len(w.records("转报")); n != 1 {
		t.Errorf("%d records", n)
	}
}

// S50: a script has as many workbooks made, and sends as many, as a person.
func TestScriptsSendAndMakeWorkbooksSoOftenAMinute(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *api.Config) { c.UploadsPerMinute, c.ExportsPerMinute = 2, 2 })
	s, books := w.script("guanli"), w.companyBooks()
	for i, code := range []int{200, 200, 429} {
		if a := s.get(books[i%2].path + "/export"); a.Code != code {
			t.Errorf("the %dth export: %d", i+1, a.Code)
		}
	}
	for i, code := range []int{201, 201, 429} {
		if a := s.book(books[i%2].path, books[i%2].file); a.Code != code {
			t.Errorf("the %dth upload: %d", i+1, a.Code)
		}
	}
}
