package api_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"wubiao/api"
	"wubiao/api/upload"
)

// heldForm begins a form with one large file; what follows is its content.
func heldForm(values url.Values, input, name string) (head, kind, tail string) {
	var b bytes.Buffer
	kind = writeForm(&b, values, sending{input, name, nil})
	_, boundary, _ := strings.Cut(kind, "boundary=")
	tail = "\r\n--" + boundary + "--\r\n"
	return strings.TrimSuffix(b.String(), tail), kind, tail
}

// sends asks with a body that need not be what it says.
func (b *browser) sends(path, kind string, length int64, body io.Reader) answer {
	r := httptest.NewRequest(http.MethodPost, path, body)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", b.origin)
	r.ContentLength = length
	return b.do(r)
}

// A body without an end, one that says how long it is and is too long to be read,
// one that ends early, one that is broken inside: each comes back with what was
// typed and keeps nothing.
func TestHostileBodiesComeBackAndKeepNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	values := typedMeeting(b)
	head, kind, tail := heldForm(values, "files", "大.jpg")
	boundary := strings.TrimSuffix(strings.TrimPrefix(tail, "\r\n"), "--\r\n")
	long := &counted{from: endless{}}
	before, rows := w.contents(), len(w.allFiles())
	for name, c := range map[string]struct {
		length int64
		body   io.Reader
		status int
		says   string
	}{
		"says it is too long":   {upload.MostRead + 1, io.MultiReader(strings.NewReader(head), long), 413, "选的文件：太大，没有收：一次最多传100兆"},
		"ends early":            {int64(len(head)) + 9<<20, io.MultiReader(strings.NewReader(head), io.LimitReader(endless{}, 1<<20)), 400, "选的文件：没有传完就断了"},
		"ends early, chunked":   {-1, io.MultiReader(strings.NewReader(head), io.LimitReader(endless{}, 1<<20)), 400, "选的文件：没有传完就断了"},
		"ends behind a file":    {-1, io.MultiReader(strings.NewReader(head), strings.NewReader("text\r\n"+boundary)), 400, "从第2个文件起：没有传完就断了"},
		"more than ever chosen": {-1, io.MultiReader(strings.NewReader(head), strings.NewReader(strings.Repeat(part(boundary, "files", "一.jpg"), 1900)+tail)), 400, "后面的1881个文件：一次最多传20个"},
	} {
		a := b.sends(meetings+"/new", kind, c.length, c.body)
		if said := a.atInput("files"); a.Code != c.status || !strings.Contains(said, c.says) {
			t.Errorf("%s: %d, at the input stands %q", name, a.Code, said)
			continue
		}
		a.asTyped(values)
	}
	if long.n > 1<<20 {
		t.Errorf("of what is too long to be read %d bytes were read", long.n)
	}
	if !slices.Equal(w.contents(), before) || len(w.allFiles()) != rows {
		t.Errorf("left: %v", w.contents())
	}
	for name, c := range map[string]struct {
		body   io.Reader
		status int
	}{
		"text without an end":  {io.MultiReader(strings.NewReader(strings.Replace(head, `filename="大.jpg"`, "", 1)), endless{}), 413},
		"parts without an end": {io.MultiReader(strings.NewReader(head), strings.NewReader(strings.Repeat(part(boundary, "files", "一.jpg"), 3000))), 413},
		"long names":           {io.MultiReader(strings.NewReader(head), strings.NewReader(strings.Repeat(part(boundary, "files", strings.Repeat("x", 200<<10)+".jpg"), 9))), 413},
		"no proof in it":       {strings.NewReader(boundary), 400},
	} {
		if a := b.sends(meetings+"/new", kind, -1, c.body); a.Code != c.status || a.byID("f-议题") != nil {
			t.Errorf("%s: %d %.200s", name, a.Code, a.text())
		}
	}
	if strings.Contains(w.log.String(), `"level":"ERROR"`) {
		t.Errorf("a hostile form is logged as our failure:\n%s", w.log)
	}
}

func part(boundary, input, name string) string {
	return "\r\n" + boundary + "\r\nContent-Disposition: form-data; name=\"" + input + "\"; filename=\"" + name + "\"\r\n\r\n"
}

// counted counts what is read of it.
type counted struct {
	from io.Reader
	n    int64
	seen func(int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	if c.seen != nil {
		c.seen(c.n)
	}
	return n, err
}

// However much comes, what is held of it stays small, and reading ends. It is
// measured alone: other tests would be measured with it.
func TestFormWithoutAnEndHoldsLittle(t *testing.T) {
	w := newWorld(t)
	b := w.as("wangjg")
	values := typedMeeting(b)
	head, kind, _ := heldForm(values, "files", "大.jpg")
	var most, begun, next uint64
	look := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	runtime.GC()
	begun = look()
	body := &counted{from: endless{}, seen: func(n int64) {
		if uint64(n) >= next {
			next, most = next+8<<20, max(most, look())
		}
	}}
	a := b.sends(meetings+"/new", kind, -1, io.MultiReader(strings.NewReader(head), body))
	if said := a.atInput("files"); a.Code != http.StatusRequestEntityTooLarge || !strings.Contains(said, "大.jpg：文件太大，一个文件最多 20 MB") || !strings.Contains(said, "一次最多传100兆") {
		t.Errorf("%d, at the input stands %q", a.Code, said)
	}
	a.asTyped(values)
	if body.n < upload.MostRead-1<<20 || body.n > upload.MostRead+1<<20 {
		t.Errorf("%d bytes were read", body.n)
	}
	if most > begun+32<<20 {
		t.Errorf("%d MiB were held at a time", (most-begun)>>20)
	}
	if left := w.incoming(); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// A browser first sends and then reads. Whatever becomes of its form, the answer
// reaches it: it does not find the line cut while it sends.
func TestAnswerReachesWhoStillSends(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *api.Config) { c.UploadsPerMinute = 8 })
	b, stranger := w.as("wangjg"), w.browser()
	address := strings.TrimPrefix(w.serve(), "http://")
	values := typedMeeting(b)
	stale := url.Values{"token": {"not ours"}}
	for _, c := range []struct {
		name   string
		who    *browser
		path   string
		values url.Values
		mib    int64
		status int
		says   string
	}{
		{"too large", b, meetings + "/new", values, 130, 413, "学习原文；研究安全生产"},
		{"no session", stranger, meetings + "/new", values, 40, 401, "请先登录"},
		{"an old page", b, meetings + "/new", stale, 40, 403, "页面已过期"},
		{"of others", b, "/units/4/ledgers/会议/new", values, 40, 404, "没有找到"},
		{"not allowed", b, "/admin/people/import", values, 40, 403, "没有权限"},
		{"a workbook", b, importPath, values, 40, 400, "文件超过5兆"},
	} {
		input := "files"
		if c.path == importPath {
			input = "file"
		}
		head, kind, tail := heldForm(c.values, input, "大.jpg")
		got, text := c.who.wire(address, c.path, kind, int64(len(head)+len(tail))+c.mib<<20, io.MultiReader(strings.NewReader(head), io.LimitReader(endless{}, c.mib<<20), strings.NewReader(tail)))
		if got != c.status || !strings.Contains(text, c.says) {
			t.Errorf("%s: %d %.300s", c.name, got, text)
		}
	}
}

// wire sends to the end, then reads.
func (b *browser) wire(address, path, kind string, length int64, body io.Reader) (status int, text string) {
	b.w.t.Helper()
	c, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(b.w.t.Context(), "tcp", address)
	if err != nil {
		b.w.t.Fatal(err)
	}
	defer c.Close()
	var cookies []string
	for _, one := range b.cookies {
		cookies = append(cookies, one.Name+"="+one.Value)
	}
	fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: wubiao.test\r\nOrigin: %s\r\nCookie: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
		(&url.URL{Path: path}).EscapedPath(), b.origin, strings.Join(cookies, "; "), kind, length)
	if n, err := io.Copy(c, body); err != nil {
		b.w.t.Errorf("%s: cut off after %d MiB: %v", path, n>>20, err)
	}
	a, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		b.w.t.Errorf("%s: no answer: %v", path, err)
		return 0, ""
	}
	defer a.Body.Close()
	said, err := io.ReadAll(a.Body)
	if err != nil {
		b.w.t.Errorf("%s: half an answer: %v", path, err)
	}
	return a.StatusCode, string(said)
}
