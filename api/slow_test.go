package api_test

import (
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// S44: two hundred connections that never finish a header hold nobody else up, and
// are closed.
func TestSlowConnectionsHoldNobodyUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	base := w.serve()
	address := strings.TrimPrefix(base, "http://")
	var slow []net.Conn
	for range 200 {
		c, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(t.Context(), "tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: wubiao.test\r\nX-Slow: "); err != nil {
			t.Fatal(err)
		}
		slow = append(slow, c)
	}
	var took []time.Duration
	for range 100 {
		for _, c := range slow[:20] {
			_, _ = io.WriteString(c, "a") // still at it
		}
		begun := time.Now()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/sign-in", nil)
		if err != nil {
			t.Fatal(err)
		}
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, a.Body)
		a.Body.Close()
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	if p95 := took[95]; p95 > time.Second {
		t.Errorf("the 95th of 100 answers took %v", p95)
	}
	for i, c := range slow {
		if err := c.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(c); err != nil {
			t.Fatalf("connection %d is not closed: %v", i, err)
		}
	}
}

// S44: what is larger than the limits is refused without being read to its end.
func TestWhatIsTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	base := w.serve()
	s := w.script("wangjg")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/api/v1/units/3/ledgers/会议/records", io.LimitReader(endless{}, 64<<20))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+s.token)
	r.Header.Set("Idempotency-Key", "key-that-is-long-enough")
	if a, err := http.DefaultClient.Do(r); err == nil { // the server may hang up first
		if a.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("64 MiB without a length: %d", a.StatusCode)
		}
		a.Body.Close()
	}
	r, err = http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Long", strings.Repeat("a", 128<<10))
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	if a.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a header of 128 KiB: %d", a.StatusCode)
	}
}

// endless is a text without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '1'
	}
	return len(p), nil
}
