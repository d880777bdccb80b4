package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"io/fs"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// photographer adds one photo after another to a record until the connection
// breaks.
type photographer struct {
	*person
	token, path  string
	hand         int
	acknowledged []string // hashes of the photos that the server said it had
	broke        bool
	wrong        error
}

// picture draws a photo that no other is like.
func picture(hand, n int) []byte {
	img := image.NewGray(image.Rect(0, 0, 240, 180))
	for i := range img.Pix {
		img.Pix[i] = byte(i*(n+7) ^ i/13*(hand+3))
	}
	img.Set(hand, n%180, color.White)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// photoForm is the form of a record's page with a photo.
func photoForm(token string, photo []byte) (body []byte, kind string) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	err := m.WriteField("token", token)
	if err == nil {
		var part io.Writer
		if part, err = m.CreateFormFile("files", "会场.jpg"); err == nil {
			_, err = part.Write(photo)
		}
	}
	if err != nil || m.Close() != nil {
		panic("a form in memory cannot be written")
	}
	return b.Bytes(), m.FormDataContentType()
}

func (p *photographer) until() {
	for n := range 1000 {
		photo := picture(p.hand, n)
		body, kind := photoForm(p.token, photo)
		r, err := http.NewRequest(http.MethodPost, p.site+p.path, bytes.NewReader(body))
		if err != nil {
			p.wrong = err
			return
		}
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Origin", strings.TrimSuffix(p.site, "/"))
		a, err := p.client.Do(r)
		if err != nil {
			p.broke = true
			return
		}
		a.Body.Close()
		if a.StatusCode != http.StatusSeeOther {
			p.wrong = fmt.Errorf("photo %d of hand %d: %d", n, p.hand, a.StatusCode)
			return
		}
		sum := sha256.Sum256(photo)
		p.acknowledged = append(p.acknowledged, hex.EncodeToString(sum[:]))
	}
}

// half sends the first half of a large photo and stays. It gives what is still to be
// sent.
func (p *photographer) half(t *testing.T) (c net.Conn, rest []byte) {
	t.Helper()
	body, kind := photoForm(p.token, append(picture(99, p.hand), make([]byte, 2<<20)...))
	address, err := url.Parse(p.site)
	if err != nil {
		t.Fatal(err)
	}
	c, err = (&net.Dialer{}).DialContext(t.Context(), "tcp", address.Host)
	if err != nil {
		t.Fatal(err)
	}
	var cookies []string
	for _, one := range p.client.Jar.Cookies(address) {
		cookies = append(cookies, one.Name+"="+one.Value)
	}
	fmt.Fprintf(c, "POST /%s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nCookie: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
		p.path, address.Host, address.Host, strings.Join(cookies, "; "), kind, len(body))
	if _, err := c.Write(body[:1<<20]); err != nil {
		t.Fatal(err)
	}
	return c, body[1<<20:]
}

// contents are the files that lie under the directory, by name: what is kept, and
// what is under way.
func contents(t *testing.T, dir string) (kept, incoming map[string]string) {
	t.Helper()
	kept, incoming = map[string]string{}, map[string]string{}
	err := filepath.WalkDir(filepath.Join(dir, "evidence"), func(path string, d os.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // not yet, or no longer
			return nil
		case err != nil || d.IsDir():
		case strings.Contains(path, "/incoming/"):
			incoming[d.Name()] = path
		default:
			kept[d.Name()] = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return kept, incoming
}

// sweepOn runs the nightly sweep as on another day.
func sweepOn(t *testing.T, dir string, at time.Time) {
	t.Helper()
	p := openIn(t, dir)
	if _, err := p.practise.WakeSweep(t.Context(), at); err != nil {
		t.Error(err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

// beside is another server over the same directory that is receiving a photo.
type beside struct {
	server *child
	photo  net.Conn
	rest   []byte
}

func besides(t *testing.T, dir string, hand *photographer) *beside {
	t.Helper()
	c := start(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0", "--insecure-http")
	// The session is in the database, and cookies know no port.
	p := &photographer{person: &person{t: t, client: hand.client, site: c.address()}, token: hand.token, path: hand.path, hand: 50}
	_, before := contents(t, dir)
	photo, rest := p.half(t)
	if !c.until(func() bool { _, now := contents(t, dir); return len(now) > len(before) }) {
		t.Fatal("the other server receives nothing")
	}
	return &beside{c, photo, rest}
}

// outlivesASweep starts the program again: what the killed one was receiving goes,
// what the other one is receiving stays, and comes.
func (b *beside) outlivesASweep(t *testing.T, dir string) {
	t.Helper()
	again := start(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0")
	again.address()
	if !again.until(func() bool { _, incoming := contents(t, dir); return len(incoming) <= 1 }) {
		_, incoming := contents(t, dir)
		t.Errorf("left after the program was started again: %v", incoming)
	}
	again.stop() // its jobs of the start come to their end
	if _, err := b.photo.Write(b.rest); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 12)
	if _, err := io.ReadFull(b.photo, answer); err != nil || string(answer) != "HTTP/1.1 303" {
		t.Errorf("the photo that was on its way to the other server: %q, %v", answer, err)
	}
	if err := b.photo.Close(); err != nil {
		t.Error(err)
	}
	b.server.stop()
	if _, incoming := contents(t, dir); len(incoming) != 0 {
		t.Errorf("left at last: %v", incoming)
	}
}

// TestKilledWhilePhotosCome kills the server with SIGKILL while photos come. Every
// photo that was acknowledged is there to the last byte and every row has its content.
// What was under way is gone as soon as the program is started again, but not what
// another server over the same directory is receiving; a content without a row goes
// with the next day's sweep.
func TestKilledWhilePhotosCome(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	db := look(t, dir)
	c := start(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0", "--insecure-http")
	site := c.address()
	var hands []*photographer
	for i, login := range []string{"shuji", "shuji", "shuji2", "shuji2"} {
		record := db.number("SELECT r.id FROM records r JOIN accounts a ON a.unit_id = r.unit_id WHERE a.login = ? AND r.ledger = '会议' AND r.removed_at IS NULL ORDER BY r.id LIMIT 1 OFFSET ?", login, i%2)
		p := &photographer{person: newPerson(t, site), path: fmt.Sprintf("records/%d/files", record), hand: i}
		p.signIn(login, demoPassword)
		_, page := p.get(fmt.Sprintf("records/%d", record))
		found := tokenField.FindStringSubmatch(page)
		if found == nil {
			t.Fatalf("the record's page has no form: %s", page)
		}
		p.token = found[1]
		hands = append(hands, p)
	}
	old, _ := contents(t, dir)
	before := db.number("SELECT coalesce(max(id), 0) FROM evidences")
	slow, _ := hands[0].half(t)
	defer slow.Close()
	beside := besides(t, dir, hands[0])
	var all sync.WaitGroup
	for _, p := range hands {
		all.Go(p.until)
	}
	if !c.until(func() bool {
		_, incoming := contents(t, dir)
		return db.number("SELECT coalesce(max(id), 0) FROM evidences") > before+12 && len(incoming) > 0
	}) {
		t.Fatal("no photo came")
	}
	c.kill()
	all.Wait()
	db.sound()

	acknowledged, broke := 0, 0
	for _, p := range hands {
		if p.wrong != nil {
			t.Error(p.wrong)
		}
		if p.broke {
			broke++
		}
		for _, hash := range p.acknowledged {
			acknowledged++
			if db.number("SELECT count(*) FROM evidences WHERE sha256 = ? AND state = 'kept'", hash) != 1 {
				t.Errorf("an acknowledged photo has no row")
			}
		}
	}
	kept, incoming := contents(t, dir)
	if acknowledged < 8 || broke == 0 || len(incoming) == 0 {
		t.Errorf("the kill fell beside: %d acknowledged, %d broken off, %d under way", acknowledged, broke, len(incoming))
	}
	t.Logf("killed with %d photos acknowledged, %d requests broken off, %d files under way, %d contents", acknowledged, broke, len(incoming), len(kept))
	beside.outlivesASweep(t, dir)
	orphan := filepath.Join(dir, "evidence", "ab", strings.Repeat("ab", 32))
	if err := os.MkdirAll(filepath.Dir(orphan), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(orphan, []byte("a content whose row was never written"), 0o600); err != nil {
		t.Fatal(err)
	}
	sweepOn(t, dir, time.Now().Add(25*time.Hour))
	kept, _ = contents(t, dir)
	if _, there := kept[filepath.Base(orphan)]; there {
		t.Error("a content without a row is left after the sweep")
	}
	if n := db.number("SELECT count(DISTINCT sha256) FROM evidences WHERE id > ? AND sha256 <> ''", before); n != len(kept)-len(old) {
		t.Errorf("%d new contents for %d hashes", len(kept)-len(old), n)
	}
	for name, path := range kept {
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != name {
			t.Errorf("the content of %s is not whole", name)
		}
	}
}
