package api_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"wubiao/engine"
)

// contents lists the files under the place of contents.
func (w *world) contents() (all []string) {
	w.t.Helper()
	_ = filepath.WalkDir(w.evidence, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, path)
		}
		return nil
	})
	return all
}

func TestMeetingIsRecordedWithItsPhotosAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b, other := w.as("wangjg"), w.as("zhaoq")
	values := b.get(meetings + "/new").filledForm()
	values.Set("c.类别", "")
	photos := []sending{{"files", "会场.jpg", jpegBytes("hall")}, {"files", "签到.jpg", jpegBytes("sign")}, {"files", "木马.jpg", []byte("MZ\x90\x00 this is no photo")}}
	back := b.send(meetings+"/new", values, photos...)
	back.says("木马.jpg：文件的内容和名字后面的“.jpg”对不上", "已经传上来的", "会场.jpg", "签到.jpg")
	if back.Code != http.StatusBadRequest || len(w.records("会议")) != 1 {
		t.Fatalf("%d, %d records", back.Code, len(w.records("会议")))
	}
	values.Del("file")
	for _, e := range w.allFiles() {
		if e.State == engine.EvidenceDraft && e.Name == "会场.jpg" {
			values.Set("file", fmt.Sprint(e.ID)) // the other is not wanted any more
		}
	}
	values.Set("c.类别", "支委会")
	saved := b.send(meetings+"/new", values)
	page, _, _ := strings.Cut(saved.Header().Get("Location"), "?")
	b.get(page).says("材料 1份", "会场.jpg")
	b.get(page).hides("签到.jpg")
	again := b.send(meetings+"/new", values, photos[0])
	if known, _, _ := strings.Cut(again.Header().Get("Location"), "?"); known != page {
		t.Errorf("sent twice: %s and %s", page, known)
	}
	var photo engine.Evidence
	for _, e := range w.allFiles() {
		if e.State == engine.EvidenceKept && e.Name == "会场.jpg" {
			photo = e
		}
	}
	path := fmt.Sprintf("%s/files/%d", page, photo.ID)
	got := b.get(path)
	if !bytes.Equal(got.Body.Bytes(), photos[0].content) {
		t.Errorf("%d bytes came back of %d", got.Body.Len(), len(photos[0].content))
	}
	foreign := other.get(path)
	if foreign.Code != http.StatusNotFound || w.browser().get(path).Code != http.StatusSeeOther {
		t.Errorf("another branch: %d", foreign.Code)
	}
	if a := b.get(fmt.Sprintf("/records/%d/files/%d", w.record["bridge"].ID, photo.ID)); a.Code != http.StatusNotFound {
		t.Errorf("through another record of the same branch: %d", a.Code)
	}
}

// S62: content under its hash, its name in the database only; S63: how it is sent.
func TestFilesLieUnderTheirHashAndAreSentHarmlessly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b, r := w.as("wangjg"), w.record["bridge"]
	page := fmt.Sprintf("/records/%d", r.ID)
	for _, c := range []struct{ sent, kept string }{
		{`..\..\etc\会议.jpg`, "会议.jpg"}, {"../../x.jpg", "x.jpg"}, {"a\u202egpj.exe.jpg", "agpj.exe.jpg"}, {strings.Repeat("长", 300) + ".jpg", strings.Repeat("长", 120) + ".jpg"},
		{`a"b;c.jpg`, `a"b;c.jpg`}, {"a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"},
	} {
		e := w.keepFile(r, c.sent, jpegBytes(c.sent))
		if e.Name != c.kept {
			t.Errorf("%q is kept as %q", c.sent, e.Name)
		}
		got := b.get(fmt.Sprintf("%s/files/%d", page, e.ID))
		h := got.Header()
		for name, want := range map[string]string{"Content-Type": "image/jpeg", "Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"} {
			if h.Get(name) != want {
				t.Errorf("%s: %s", name, h.Get(name))
			}
		}
		if d := h.Get("Content-Disposition"); !strings.HasPrefix(d, `inline; filename="`) || strings.ContainsAny(d, "\r\n") {
			t.Errorf("sent as %q", d)
		}
		if d := b.get(fmt.Sprintf("%s/files/%d?download=1", page, e.ID)).Header().Get("Content-Disposition"); !strings.HasPrefix(d, "attachment; ") {
			t.Errorf("downloaded as %q", d)
		}
	}
	for _, path := range w.contents() {
		name := filepath.Base(path)
		if len(name) != 64 || filepath.Base(filepath.Dir(path)) != name[:2] {
			t.Errorf("a content lies at %s", path)
		}
	}
	before := len(w.contents())
	w.keepFile(w.record["tunnel"], "同一张.jpg", jpegBytes("../../x.jpg"))
	if len(w.contents()) != before {
		t.Error("the same content is kept twice")
	}
}

func TestFileIsRenamedTakenOffAndPutBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	page, e := fmt.Sprintf("/records/%d", w.record["bridge"].ID), w.photo["bridge"]
	path := fmt.Sprintf("%s/files/%d", page, e.ID)
	form := b.token()
	form.Set("version", "1")
	form.Set("name", "会场.exe")
	if a := b.post(path, form); a.Code != http.StatusSeeOther || w.fileOf(e.ID).Name != "会场.exe.jpg" {
		t.Fatalf("%d, named %q", a.Code, w.fileOf(e.ID).Name)
	}
	form.Set("reason", "传错了")
	if a := b.post(path+"/remove", form); a.Code != http.StatusConflict {
		t.Errorf("an old page: %d", a.Code)
	}
	form.Set("version", "2")
	form.Set("reason", " ")
	if a := b.post(path+"/remove", form); a.Code != http.StatusBadRequest || !strings.Contains(a.Body.String(), "请写一句为什么撤下") {
		t.Errorf("without a reason: %d", a.Code)
	}
	form.Set("reason", "传错了")
	b.post(path+"/remove", form)
	b.get(page).says("会场.exe.jpg 王建国", "撤下，原因：传错了")
	b.get(page).hides("材料 1份") // one that was taken off is no file of the record
	w.as("kaohe").get(path).says("没有找到")
	form.Set("version", "3")
	b.post(path+"/restore", form)
	if a := w.as("kaohe").get(path); a.Code != http.StatusOK {
		t.Errorf("put back: %d", a.Code)
	}
}

func TestRecordIsRemovedWithAReasonAndRestored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	values := b.get(meetings + "/new").filledForm()
	values.Set("c.类别", "支委会")
	page, _, _ := strings.Cut(b.post(meetings+"/new", values).Header().Get("Location"), "?")
	if w.task("bridge meeting").State != engine.TaskDone {
		t.Fatal("the record did not do its task")
	}
	form := b.token()
	form.Set("version", "1")
	form.Set("reason", "和另一条重复")
	limei := w.as("limei")
	if a := limei.post(page+"/remove", withToken(limei, form)); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("removed by somebody else: %d", a.Code)
	}
	if a := b.post(page+"/remove", form); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.text())
	}
	b.get(page).says("这条记录已经删除", "王建国 2026-09-24 09:00 删除，原因：和另一条重复", "恢复这条记录")
	b.get("/units/3/ledgers/会议?year=2026").hides("支委会")
	if got := w.task("bridge meeting"); got.State != engine.TaskOpen {
		t.Errorf("the task is %s", got.State)
	}
	if len(w.records("会议")) != 1 || w.as("kaohe").get(page).Code != http.StatusNotFound {
		t.Error("others still see it")
	}
	form.Set("version", "2")
	b.post(page+"/restore", form)
	b.get(page).says("恢复了这条记录")
	if got := w.task("bridge meeting"); got.State != engine.TaskDone {
		t.Errorf("restored, and the task is %s", got.State)
	}
}

func TestRecordEnteredForSomebodyElseSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	form := b.get(meetings + "/new")
	form.says("代别人登记", "李梅")
	values := form.filledForm()
	values.Set("c.类别", "支委会")
	doer := w.personNamed("李梅")
	values.Set("done_by", fmt.Sprint(doer))
	page := b.post(meetings+"/new", values).Header().Get("Location")
	b.get(page).says("李梅 办理，王建国 2026-09-24 09:00 代为登记")
	if got := w.task("bridge meeting"); got.DoneBy != doer {
		t.Errorf("done by %d, want %d", got.DoneBy, doer)
	}
	values = b.get(meetings + "/new").filledForm()
	values.Set("c.类别", "党课")
	values.Set("done_by", fmt.Sprint(w.personNamed("赵强")))
	b.post(meetings+"/new", values).says("办理人：只能选本单位的人")
}
