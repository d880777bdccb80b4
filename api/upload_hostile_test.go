package api_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"wubiao/api"
	"wubiao/engine"
)

// packed is an office document with the parts.
func packed(parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			panic(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// hostileFiles are files that must not be taken, each with a word of the sentence that
// says why. What each kind of content is refused for is tested beside the check;
// here it is tested that no way in goes round it.
func hostileFiles() []struct {
	name    string
	content []byte
	says    string
} {
	photo := jpegBytes("hostile")
	types := `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	return []struct {
		name    string
		content []byte
		says    string
	}{
		{"空.jpg", nil, "文件是空的"},
		{"页.html", []byte("<script>alert(1)</script>"), "这种文件不收"},
		{"图.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "这种文件不收"},
		{"假.jpg", []byte("<script>alert(1)</script>"), "对不上"},
		{"程序.jpg", append([]byte("MZ\x90\x00"), make([]byte, 600)...), "对不上"},
		{"名册.pdf", photo, "对不上"},
		{"照片.jpg.exe", photo, "这种文件不收"},
		{"照片.exe.jpg", []byte("MZ\x90\x00 exe"), "对不上"},
		{"没有后缀", photo, "这种文件不收"},
		{"半张.jpg", photo[:len(photo)/2], "不完整"},
		{"../../../etc/passwd", []byte("root:x:0:0"), "这种文件不收"},
		{"炸弹.docx", packed(map[string]string{"[Content_Types].xml": types, "word/document.xml": strings.Repeat("\x00", 30<<20)}), "docx"},
		{"外逃.docx", packed(map[string]string{"[Content_Types].xml": types, "word/document.xml": "x", "../../x": "x"}), "不正常"},
		{strings.Repeat("长", 400) + ".svg", photo, "这种文件不收"},
		{"大.jpg", append(slices.Clone(photo), make([]byte, 21<<20)...), "最多 20 MB"},
	}
}

// S60, S61: a hostile file comes in by no form. Nothing of it is left, the message
// stands at the input, and what was typed and the good files stay.
func TestHostileFilesAreRefusedAtTheFieldByEveryForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *api.Config) { c.UploadsPerMinute = 1000 })
	b := w.as("wangjg")
	page := fmt.Sprintf("/records/%d", w.record["bridge"].ID)
	values := b.get(meetings + "/new").filledForm()
	values.Set("c.类别", "支委会")
	values.Set("c.议题", "学习原文；研究安全生产")
	for _, c := range hostileFiles() {
		before, rows := w.contents(), len(w.allFiles())
		for path, form := range map[string]map[string][]string{meetings + "/new": values, page + "/files": b.token()} {
			a := b.send(path, form, sending{"files", c.name, c.content})
			status := http.StatusBadRequest
			if len(c.content) > 20<<20 {
				status = http.StatusRequestEntityTooLarge
			}
			if a.Code != status || a.byID("problem") == nil {
				t.Fatalf("%.40q to %s: %d %s", c.name, path, a.Code, a.text())
			}
			id := "files"
			if path == page+"/files" {
				id = "more-files"
			}
			if said := a.atInput(id); c.says != "docx" && !strings.Contains(said, c.says) || c.says == "docx" && said == "" || len([]rune(said)) > 160 {
				t.Errorf("%.40q to %s: at the input stands %q", c.name, path, said)
			}
			if path != meetings+"/new" {
				continue
			}
			back := a.filledForm()
			for name := range values {
				if name != "token" && !slices.Equal(back[name], values[name]) {
					t.Errorf("%.40q: of %s came back %v, typed was %v", c.name, name, back[name], values[name])
				}
			}
		}
		if after := w.contents(); !slices.Equal(after, before) || len(w.allFiles()) != rows {
			t.Errorf("%.40q left %v", c.name, after)
		}
	}
	if n := len(w.records("会议")); n != 1 {
		t.Errorf("%d records", n)
	}
}

// atInput is the message that stands at an input.
func (a answer) atInput(id string) string {
	a.t.Helper()
	input := a.byID(id)
	if input == nil {
		a.t.Fatalf("no input %s", id)
		return ""
	}
	said := ""
	for n := input.PrevSibling; n != nil; n = n.PrevSibling {
		if n.Type == html.ElementNode && attr(n, "class") == "field-problem" {
			said = textOf(n) + said
		}
	}
	return said
}

// Twenty-three photos at once: twenty are taken, and the form says so and waits
// with everything.
func TestTooManyFilesComeBackWithTheForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	values := b.get(meetings + "/new").filledForm()
	values.Set("c.类别", "支委会")
	var many []sending
	for i := range 23 {
		many = append(many, sending{"files", fmt.Sprintf("第%d张.jpg", i), jpegBytes(fmt.Sprint("many", i))})
	}
	a := b.send(meetings+"/new", values, many...)
	if said := a.atInput("files"); a.Code != http.StatusBadRequest || !strings.Contains(said, "3个文件") || !strings.Contains(said, "最多传20个") {
		t.Fatalf("%d, at the input stands %q", a.Code, said)
	}
	back := a.filledForm()
	if len(back["file"]) != 20 || back.Get("c.类别") != "支委会" {
		t.Fatalf("%d files wait, 类别 is %q", len(back["file"]), back.Get("c.类别"))
	}
	if a := b.send(meetings+"/new", back, sending{"files", "再来.jpg", jpegBytes("more")}); a.Code != http.StatusBadRequest || !strings.Contains(a.atInput("files"), "最多放20份") {
		t.Errorf("one more: %d %q", a.Code, a.atInput("files"))
	}
	saved := b.post(meetings+"/new", back)
	page, _, _ := strings.Cut(saved.Header().Get("Location"), "?")
	if saved.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", saved.Code, saved.text())
	}
	b.get(page).says("材料 20份")
	if a := b.send(page+"/files", b.token(), sending{"files", "再来.jpg", jpegBytes("more")}); a.Code != http.StatusBadRequest || !strings.Contains(a.atInput("more-files"), "最多放20份") {
		t.Errorf("one more on its page: %d %q", a.Code, a.text())
	}
}

// A picture with an archive behind its end is taken as the picture, and that alone
// is ever sent; of a file larger than all nothing is left.
func TestWhatHidesInAPictureAndWhatIsTooLarge(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	page := fmt.Sprintf("/records/%d", w.record["bridge"].ID)
	photo := jpegBytes("polyglot")
	if a := b.send(page+"/files", b.token(), sending{"files", "双面.jpg", append(slices.Clone(photo), packed(map[string]string{"x.exe": "MZ"})...)}); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.text())
	}
	files := w.allFiles()
	got := b.get(fmt.Sprintf("%s/files/%d", page, files[len(files)-1].ID))
	if !bytes.Equal(got.Body.Bytes(), photo) {
		t.Errorf("%d bytes are sent, the picture has %d", got.Body.Len(), len(photo))
	}
	before := w.contents()
	for _, length := range []string{"", "104857601"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, page+"/files", io.LimitReader(endless{}, 101<<20))
		if err != nil {
			t.Fatal(err)
		}
		var head bytes.Buffer
		r.Header.Set("Content-Type", writeForm(&head, b.token(), sending{"files", "大.jpg", nil}))
		r.Header.Set("Origin", b.origin)
		r.Body = io.NopCloser(io.MultiReader(strings.NewReader(strings.TrimSuffix(head.String(), "--\r\n")), r.Body))
		r.ContentLength = -1
		if length != "" {
			r.ContentLength = 100<<20 + 1
		}
		a := b.do(r)
		if a.Code != http.StatusRequestEntityTooLarge || !strings.Contains(a.atInput("more-files"), "大.jpg：文件太大，一个文件最多 20 MB") {
			t.Errorf("length %q: %d %s", length, a.Code, a.text())
		}
	}
	if !slices.Equal(w.contents(), before) {
		t.Error("something is left of it")
	}
}

// A phone that loses its net in the middle of a photo leaves nothing: no file
// under way, no row, no content. The test breaks the connection once the photo has
// begun to arrive.
func TestUploadBrokenOffLeavesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	address := strings.TrimPrefix(w.serve(), "http://")
	before, rows := w.contents(), len(w.allFiles())
	values := b.get(meetings + "/new").filledForm()
	for path, form := range map[string]map[string][]string{meetings + "/new": values, fmt.Sprintf("/records/%d/files", w.record["bridge"].ID): b.token()} {
		var body bytes.Buffer
		kind := writeForm(&body, form, sending{"files", "照片.jpg", append(jpegBytes("broken off"), make([]byte, 4<<20)...)})
		c, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(t.Context(), "tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		var cookies []string
		for _, one := range b.cookies {
			cookies = append(cookies, one.Name+"="+one.Value)
		}
		fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: wubiao.test\r\nOrigin: %s\r\nCookie: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
			strings.ReplaceAll(path, "会议", "%E4%BC%9A%E8%AE%AE"), b.origin, strings.Join(cookies, "; "), kind, body.Len())
		if _, err := c.Write(body.Bytes()[:2<<20]); err != nil {
			t.Fatal(err)
		}
		w.waitFor("the photo to begin to arrive", func() bool { return len(w.incoming()) > 0 })
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		w.waitFor("the rest to be gone", func() bool { return len(w.incoming()) == 0 })
		if after := w.contents(); !slices.Equal(after, before) || len(w.allFiles()) != rows {
			t.Errorf("%s: left %v and %d rows", path, after, len(w.allFiles())-rows)
		}
	}
	if strings.Contains(w.log.String(), `"level":"ERROR"`) {
		t.Errorf("a lost connection is logged as our failure:\n%s", w.log)
	}
	if n := len(w.records("会议")); n != 1 {
		t.Errorf("%d records", n)
	}
}

// incoming lists the contents that are under way.
func (w *world) incoming() (all []string) {
	for _, path := range w.contents() {
		if strings.Contains(path, "/incoming/") {
			all = append(all, path)
		}
	}
	return all
}

func (w *world) waitFor(what string, ok func() bool) {
	w.t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("waited in vain for %s", what)
		}
	}
}

// A form that speaks of an input of ours it does not have is none of ours.
func TestFilesComeByTheirInputsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	path := fmt.Sprintf("/records/%d/files", w.record["bridge"].ID)
	for input, want := range map[string]int{"file": http.StatusBadRequest, "c.附件": http.StatusBadRequest, "paper.没有这份": http.StatusSeeOther} {
		if a := b.send(path, b.token(), sending{input, "会场.jpg", jpegBytes(input)}); a.Code != want {
			t.Errorf("%s: %d %s", input, a.Code, a.text())
		}
	}
	for _, e := range w.allFiles() {
		if e.Label != "" || e.State != engine.EvidenceKept {
			t.Errorf("file %d is %s and bears %q", e.ID, e.State, e.Label)
		}
	}
}
