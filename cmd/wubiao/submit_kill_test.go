package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// submission is one record as a script sends it, and what became of it.
type submission struct {
	key, body string
	answer    string // as it was acknowledged; empty: it was not
}

// submitter is a script that submits under a token of its own.
type submitter struct {
	site, token, unit string
	sent              []*submission
}

// call asks the JSON interface; an error is a connection that broke. Headers are
// "Name: value".
func (s *submitter) call(method, path, body string, headers ...string) (status int, answer string, header http.Header, err error) {
	r, err := http.NewRequest(method, s.site+"api/v1/"+path, strings.NewReader(body))
	if err != nil {
		return 0, "", nil, err
	}
	r.Header.Set("Authorization", "Bearer "+s.token)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", nil, err
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	return a.StatusCode, string(text), a.Header, err
}

// send submits and gives status and answer; an error is a connection that broke.
func (s *submitter) send(x *submission) (status int, answer string, again bool, err error) {
	status, answer, header, err := s.call(http.MethodPost, "units/"+s.unit+"/ledgers/诉求/records", x.body, "Idempotency-Key: "+x.key)
	return status, answer, header.Get("Idempotency-Replayed") != "", err
}

// until submits one record after another until the connection breaks.
func (s *submitter) until(hand int) error {
	for n := 0; n < 200; n++ {
		x := &submission{key: fmt.Sprintf("kill-%02d-%08d", hand, n),
			body: fmt.Sprintf(`{"fields":{"提出日期":"2026-03-02","群体":"钢筋班","诉求":"第%d只手第%d件","答复期限":"2026-03-16"}}`, hand, n)}
		s.sent = append(s.sent, x)
		status, answer, _, err := s.send(x)
		if err != nil {
			return nil //nolint:nilerr // the connection broke: the server was killed
		}
		if status != http.StatusCreated {
			return fmt.Errorf("%s: %d %s", x.key, status, answer)
		}
		x.answer = answer
	}
	return fmt.Errorf("hand %d: the server was not killed", hand)
}

// TestKilledWhileSubmitting kills the server with SIGKILL while eight scripts
// submit records. What was acknowledged is there, and everything sent again under
// its key is there once.
func TestKilledWhileSubmitting(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	db := look(t, dir)
	unit := fmt.Sprint(db.number("SELECT unit_id FROM accounts WHERE login = 'shuji'"))
	before := db.number("SELECT count(*) FROM records")
	hands := make([]*submitter, 8)
	for i := range hands {
		made := here("user", "token", "shuji", "--dir="+dir).want(t, exitDone)
		hands[i] = &submitter{token: strings.TrimSpace(made.out), unit: unit}
	}
	c := start(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0")
	site := c.address()
	wrong := make([]error, len(hands))
	var all sync.WaitGroup
	for i, h := range hands {
		h.site = site
		all.Go(func() { wrong[i] = h.until(i) })
	}
	if !c.until(func() bool { return db.number("SELECT count(*) FROM records") > before+60 }) {
		t.Fatal("nothing was submitted")
	}
	c.kill()
	all.Wait()
	db.sound()

	c = start(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0")
	site = c.address()
	sent, acknowledged, unanswered := 0, 0, 0
	for i, h := range hands {
		if wrong[i] != nil {
			t.Error(wrong[i])
		}
		h.site = site
		for _, x := range h.sent {
			sent++
			status, answer, again, err := h.send(x)
			if err != nil || status != http.StatusCreated {
				t.Fatalf("%s sent again: %d %s %v", x.key, status, answer, err)
			}
			if x.answer == "" {
				unanswered++
				continue
			}
			acknowledged++
			if !again || answer != x.answer {
				t.Errorf("%s was acknowledged with %s, and sent again with %s (known: %t)", x.key, x.answer, answer, again)
			}
		}
	}
	c.stop()
	if unanswered == 0 || acknowledged < 40 {
		t.Errorf("the kill fell beside: %d acknowledged, %d under way", acknowledged, unanswered)
	}
	if n := db.number("SELECT count(*) FROM records") - before; n != sent {
		t.Errorf("%d records of %d submissions", n, sent)
	}
	if n := db.number("SELECT count(*) FROM submissions"); n != sent {
		t.Errorf("%d answers are kept of %d submissions", n, sent)
	}
	t.Logf("killed with %d acknowledged and %d under way", acknowledged, unanswered)
	db.sound()
}
