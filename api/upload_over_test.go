package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"wubiao/api/paper"
	"wubiao/api/upload"
	"wubiao/store"
)

// heavy is a photo that takes so many bytes on its way; what stands behind its end
// is cut off when it is kept.
func heavy(word string, mib int) []byte {
	photo := jpegBytes(word)
	return append(photo, make([]byte, mib<<20-len(photo))...)
}

// asTyped reports what came back otherwise than it was typed.
func (a answer) asTyped(values url.Values) {
	a.t.Helper()
	back := a.filledForm()
	for name := range values {
		if name != "token" && !slices.Equal(back[name], values[name]) {
			a.t.Errorf("of %s came back %v, typed was %v", name, back[name], values[name])
		}
	}
}

func typedMeeting(b *browser) url.Values {
	values := b.get(meetings + "/new").filledForm()
	values.Set("c.类别", "支委会")
	values.Set("c.议题", "学习原文；研究安全生产")
	values.Set("done_by", fmt.Sprint(b.w.personNamed("李梅")))
	return values
}

// Six photos of 18 MiB are more than a form may have. Those that have room are
// taken and the form comes back with everything; saved as it came back, it is the
// record with the photos.
func TestFormWithTooManyMegabytesComesBackWithEverything(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	values := typedMeeting(b)
	var photos []sending
	for i := range 6 {
		photos = append(photos, sending{"files", fmt.Sprintf("第%d张.jpg", i+1), heavy(fmt.Sprint("over", i), 18)})
	}
	photos = append(photos, sending{"files", "小.jpg", jpegBytes("small")})
	a := b.send(meetings+"/new", values, photos...)
	said := a.atInput("files")
	if a.Code != http.StatusRequestEntityTooLarge || a.byID("problem") == nil {
		t.Fatalf("%d %s", a.Code, a.text())
	}
	for _, words := range []string{"第6张.jpg", "100兆", "少选几个", "先保存", "补传"} {
		if !strings.Contains(said, words) {
			t.Errorf("at the input stands %q, not %s", said, words)
		}
	}
	if strings.Contains(said, "第5张") || strings.Contains(said, "小.jpg") {
		t.Errorf("what was taken is named: %q", said)
	}
	a.asTyped(values)
	back := a.filledForm()
	if len(back["file"]) != 6 {
		t.Fatalf("%d files wait", len(back["file"]))
	}
	saved := b.post(meetings+"/new", back)
	page, _, _ := strings.Cut(saved.Header().Get("Location"), "?")
	if saved.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", saved.Code, saved.text())
	}
	b.get(page).says("材料 6份", "李梅 办理")
	more := b.send(page+"/files", b.token(), photos[:6]...)
	if said := more.atInput("more-files"); more.Code != http.StatusRequestEntityTooLarge || !strings.Contains(said, "第6张.jpg") || strings.Contains(said, "先保存") {
		t.Errorf("on its page: %d, at the input stands %q", more.Code, said)
	}
}

// What is typed and which files wait stands before the files in every form: what
// comes behind them would be lost where they are too many.
func TestFilesComeLastInEveryForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b, admin := w.as("wangjg"), w.as("guanli")
	for path, a := range map[string]answer{"form": b.get(meetings + "/new"), "record": b.get(fmt.Sprintf("/records/%d", w.record["bridge"].ID)),
		"import": b.get(importPath), "people": admin.get("/admin/people/import"), "units": admin.get("/admin/import")} {
		files := 0
		for _, f := range a.all("form") {
			var late bool
			for n := range f.Descendants() {
				if n.Type != html.ElementNode || attr(n, "name") == "" {
					continue
				}
				if attr(n, "type") == "file" {
					files, late = files+1, true
					if each := attr(n, "data-each"); each != fmt.Sprint(store.MostBytes) && each != fmt.Sprint(paper.MaxFile) {
						t.Errorf("%s: the script says a file may have %q bytes", path, each)
					}
				} else if late {
					t.Errorf("%s: %s stands behind the files", path, attr(n, "name"))
				}
			}
		}
		if files == 0 {
			t.Errorf("%s has no input for files: %s", path, a.text())
		}
	}
}

// A video is refused for what it is, before it is read, and takes no room from the
// photos that come behind it.
func TestVideoIsRefusedForWhatItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	a := b.send(meetings+"/new", typedMeeting(b), sending{"files", "现场.mp4", make([]byte, 120<<20)}, sending{"files", "会场.jpg", jpegBytes("after")})
	if said := a.atInput("files"); a.Code != http.StatusBadRequest || !strings.Contains(said, "现场.mp4：视频不收") {
		t.Errorf("%d, at the input stands %q", a.Code, said)
	}
	if waits := a.filledForm()["file"]; len(waits) != 1 {
		t.Errorf("%d files wait", len(waits))
	}
}

// A workbook of any size comes back to its form, at the field, with what was
// chosen.
func TestTooLargeWorkbookComesBackToItsForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b, admin := w.as("wangjg"), w.as("guanli")
	for path, who := range map[string]*browser{importPath: b, "/admin/people/import": admin, "/admin/import": admin} {
		form := who.get(path).form(path)
		if path == importPath {
			form.Set("ledger", "会议")
		}
		head, kind, tail := heldForm(form, "file", "台账.xlsx")
		for name, length := range map[string]int64{"6 MiB": 6 << 20, "60 MiB": 60 << 20, "more than is read": upload.MostRead} {
			a := who.sends(path, kind, int64(len(head)+len(tail))+length, io.MultiReader(strings.NewReader(head), io.LimitReader(endless{}, length), strings.NewReader(tail)))
			if said := a.atInput("file"); a.Code != http.StatusBadRequest || !strings.Contains(said, "文件超过5兆") {
				t.Errorf("%s to %s: %d, at the input stands %q", name, path, a.Code, said)
			}
			if path == importPath && a.filledForm().Get("ledger") != "会议" {
				t.Errorf("%s: of the choice came back %q", name, a.filledForm().Get("ledger"))
			}
		}
		a := who.sends(path, kind, -1, strings.NewReader(head+"PK"))
		if said := a.atInput("file"); a.Code != http.StatusBadRequest || !strings.Contains(said, "没有传完就断了") {
			t.Errorf("broken off to %s: %d, at the input stands %q", path, a.Code, said)
		}
	}
}
