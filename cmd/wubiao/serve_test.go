package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// stopsWithin is how soon a server with little to do ends when it is told to.
const stopsWithin = 10 * time.Second

var addressLine = regexp.MustCompile(`^http://127\.0\.0\.1:[0-9]+/$`)

// address reads the address, which stands alone on its line.
func (c *child) address() string {
	c.t.Helper()
	line := c.line()
	for strings.HasPrefix(line, "示范账号") || strings.HasPrefix(line, "  ") { // the demo's accounts come first
		line = c.line()
	}
	if !addressLine.MatchString(line) {
		c.t.Fatalf("the address does not stand alone on its line: %q", line)
	}
	return line
}

// stop ends a server with SIGTERM: soon, with status 0, and with nothing more on
// stdout.
func (c *child) stop() {
	c.t.Helper()
	begun := time.Now()
	c.signal(syscall.SIGTERM)
	o := c.wait()
	if o.code != exitDone || o.out != "" {
		c.t.Errorf("told to end: status %d, stdout %q, stderr %s", o.code, o.out, o.err)
	}
	if took := time.Since(begun); took > stopsWithin {
		c.t.Errorf("ending took %s", took)
	}
}

// person is somebody with a browser. It keeps cookies and connections, and does
// not follow redirects.
type person struct {
	t      *testing.T
	client *http.Client
	site   string
}

func newPerson(t *testing.T, site string) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &person{t: t, site: site, client: &http.Client{Jar: jar, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (p *person) do(r *http.Request, err error) (int, string) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	answer, err := p.client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func (p *person) get(path string) (int, string) {
	p.t.Helper()
	return p.do(http.NewRequestWithContext(p.t.Context(), http.MethodGet, p.site+path, nil))
}

var tokenField = regexp.MustCompile(`name="token" value="([^"]+)"`)

// signIn goes through the form, as a browser does.
func (p *person) signIn(login, password string) int {
	p.t.Helper()
	_, page := p.get("sign-in")
	token := tokenField.FindStringSubmatch(page)
	if token == nil {
		p.t.Fatalf("no form to sign in: %s", page)
	}
	form := url.Values{"token": {token[1]}, "login": {login}, "password": {password}}
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.site+"sign-in", strings.NewReader(form.Encode()))
	if err == nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", strings.TrimSuffix(p.site, "/"))
	}
	status, _ := p.do(r, err)
	return status
}

func TestServeAnswersAndEnds(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	c := start(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0", "--insecure-http")
	p := newPerson(t, c.address())
	if status, _ := p.get(""); status != http.StatusSeeOther {
		t.Errorf("a stranger gets %d on the first page", status)
	}
	if status := p.signIn("shuji", "wrong-Password-1"); status != http.StatusUnauthorized {
		t.Errorf("a wrong password gets %d", status)
	}
	if status := p.signIn("shuji", demoPassword); status != http.StatusSeeOther {
		t.Fatalf("the demo's password gets %d", status)
	}
	if status, page := p.get(""); status != http.StatusOK || !strings.Contains(page, "青溪大桥党支部") {
		t.Errorf("the secretary's first page: %d\n%s", status, page)
	}
	db := look(t, dir)
	jobs := len((&program{}).jobs())
	if !c.until(func() bool {
		return db.number("SELECT count(*) FROM runs WHERE trigger = 'start' AND outcome = 'done'") == jobs
	}) {
		t.Errorf("runs at start: %v", db.rows("SELECT job, outcome, detail FROM runs WHERE trigger = 'start'"))
	}
	c.stop() // with the browser's connection still open
	db.sound()

	again := start(t, "serve", "--dir", dir, "--addr", strings.TrimSuffix(strings.TrimPrefix(p.site, "http://"), "/"), "--insecure-http")
	if site := again.address(); site != p.site {
		t.Errorf("served again on %s, not on %s", site, p.site)
	}
	if status, page := p.get(""); status != http.StatusOK || !strings.Contains(page, "青溪大桥党支部") {
		t.Errorf("the session did not survive the restart: %d", status)
	}
	again.stop()
}

func TestDemoServesAtTheAddressItPrints(t *testing.T) {
	t.Parallel()
	c := start(t, "demo", "--dir", sampleDir(t), "--addr", "127.0.0.1:0")
	p := newPerson(t, c.address())
	if status := p.signIn("admin", demoPassword); status != http.StatusSeeOther {
		t.Errorf("the administrator gets %d", status)
	}
	c.stop()
}

// TestKilledServerComesBack kills the server while it catches up at its start.
func TestKilledServerComesBack(t *testing.T) {
	t.Parallel()
	dir := companyDir(t)
	db := look(t, dir)
	c := start(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0")
	c.address()
	if !c.until(func() bool { return db.number("SELECT count(*) FROM sheets") > 0 }) {
		t.Fatalf("nothing was caught up: %s", c.wait().err)
	}
	c.kill()
	before := db.number("SELECT count(*) FROM sheets")
	db.sound()
	c = start(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0")
	c.address()
	if !c.until(func() bool {
		return db.number("SELECT count(*) FROM runs WHERE job = 'issue' AND outcome = 'done'") > 0
	}) {
		t.Fatalf("the second server does not catch up: %s", c.wait().err)
	}
	c.stop()
	if after := db.number("SELECT count(*) FROM sheets"); after <= before {
		t.Errorf("%d sheets before and %d after", before, after)
	}
	if n := db.number("SELECT count(*) FROM issued_periods WHERE finished IS NULL"); n != 0 {
		t.Errorf("%d periods are not finished", n)
	}
	if n := db.number("SELECT count(*) FROM (SELECT period FROM sheets GROUP BY period HAVING count(*) <> ?)", companyUnits); n != 0 {
		t.Errorf("%d periods lack sheets or have too many", n)
	}
	db.sound()
}

func TestServeMakesAnEmptyDatabase(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "data")
	c := start(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0")
	c.address()
	c.stop()
	look(t, dir).sound()
}
