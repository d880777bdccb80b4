package main

import (
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// checkHand hands one self-check in, has it returned, and hands it in again, until
// the connection breaks.
type checkHand struct {
	secretary, committee   *person
	id, unit               int
	quarter, day           string
	before                 int  // hand-ins before the test
	acknowledged, underWay int  // hand-ins answered, and sent but not answered
	pending                bool // the last thing sent was a hand-in
	broke                  bool // the connection broke in the middle of a request
	wrong                  error
}

// dayIn finds the day in a row that was read.
var dayIn = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)

var versionField = regexp.MustCompile(`name="version" value="(\d+)"`)

func (h *checkHand) path(what string) string {
	return fmt.Sprintf("units/%d/selfcheck/%s%s", h.unit, h.quarter, what)
}

// press opens the page, takes version and token from it, and sends a form. broken
// is a connection that ended.
func (h *checkHand) press(p *person, what string, more url.Values) (broken bool) {
	page, status, err := ask(p, http.MethodGet, h.path(""), nil)
	if err != nil {
		h.broke = true
		return true
	}
	version, token := versionField.FindStringSubmatch(page), tokenField.FindStringSubmatch(page)
	if status != http.StatusOK || version == nil || token == nil {
		h.wrong = fmt.Errorf("%s: the page answers %d and offers nothing", h.path(what), status)
		return true
	}
	form := url.Values{"version": {version[1]}, "token": {token[1]}}
	for k, v := range more {
		form[k] = v
	}
	h.pending = what == "/submit"
	body, status, err := ask(p, http.MethodPost, h.path(what), form)
	if err != nil {
		h.broke = true
		return true
	}
	if h.pending = false; status != http.StatusSeeOther {
		_, alert, _ := strings.Cut(body, `role="alert"`)
		h.wrong = fmt.Errorf("%s: %d %.300s", h.path(what), status, alert)
		return true
	}
	return false
}

// ask sends and reads; an error is a connection that broke.
func ask(p *person, method, path string, form url.Values) (body string, status int, err error) {
	r, err := http.NewRequest(method, p.site+path, strings.NewReader(form.Encode()))
	if err != nil {
		return "", 0, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", strings.TrimSuffix(p.site, "/"))
	a, err := p.client.Do(r)
	if err != nil {
		return "", 0, err
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	return string(text), a.StatusCode, err
}

func (h *checkHand) until() {
	for range 400 {
		if h.press(h.secretary, "/submit", nil) {
			break
		}
		h.acknowledged++
		if h.press(h.committee, "/return", url.Values{"reason": {"请再核对"}}) ||
			h.press(h.secretary, "/review", url.Values{"record": {"0"}, "day": {h.day}}) {
			break
		}
	}
	if h.pending {
		h.underWay = 1
	}
}

// readyToSign brings the accepted self-checks of the sample back to where the
// secretary signs; the programme itself has no way back from there.
func readyToSign(t *testing.T, dir string) {
	t.Helper()
	db, err := sql.Open(driverName(), "file:"+filepath.Join(dir, "wubiao.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		"UPDATE self_checks SET state = 'reviewed', version = version + 1 WHERE state = 'accepted'",
		"UPDATE scores SET sealed = 0, version = version + 1 WHERE id IN (SELECT score_id FROM self_checks WHERE state = 'reviewed')",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// TestKilledWhileHandingSelfChecksIn kills the server with SIGKILL while secretaries
// sign. What was acknowledged is there; nothing is there twice; a score is sealed
// exactly where its self-check is handed in.
func TestKilledWhileHandingSelfChecksIn(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	readyToSign(t, dir)
	db := look(t, dir)
	c := start(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0", "--insecure-http")
	site := c.address()
	var hands []*checkHand
	for _, login := range []string{"shuji", "shuji2"} {
		unit := db.number("SELECT unit_id FROM accounts WHERE login = ?", login)
		for _, quarter := range []string{"2026Q1", "2026Q2", "2026Q3"} {
			if db.number("SELECT count(*) FROM self_checks WHERE unit_id = ? AND period = ? AND state = 'reviewed'", unit, quarter) == 0 {
				continue
			}
			h := &checkHand{secretary: newPerson(t, site), committee: newPerson(t, site), unit: unit, quarter: quarter,
				id:  db.number("SELECT id FROM self_checks WHERE unit_id = ? AND period = ?", unit, quarter),
				day: dayIn.FindString(db.rows("SELECT opens FROM self_checks WHERE unit_id = ? AND period = ?", unit, quarter)[0])}
			h.before = db.number("SELECT count(*) FROM self_check_steps WHERE event = 'submit' AND self_check_id = ?", h.id)
			if h.secretary.signIn(login, demoPassword) != http.StatusSeeOther || h.committee.signIn("kaohe", demoPassword) != http.StatusSeeOther {
				t.Fatal("nobody can sign in")
			}
			hands = append(hands, h)
		}
	}
	first := db.number("SELECT count(*) FROM self_check_steps WHERE event = 'submit'")
	var all sync.WaitGroup
	for _, h := range hands {
		all.Go(h.until)
	}
	if !c.until(func() bool {
		return db.number("SELECT count(*) FROM self_check_steps WHERE event = 'submit'") > first+25
	}) {
		c.kill()
		all.Wait()
		for _, h := range hands {
			t.Errorf("%d/%s: %d handed in: %v", h.unit, h.quarter, h.acknowledged, h.wrong)
		}
		t.Fatal("too little was handed in")
	}
	c.kill()
	all.Wait()
	db.sound()
	acknowledged, busy := 0, 0
	for _, h := range hands {
		if h.wrong != nil {
			t.Error(h.wrong)
		}
		acknowledged += h.acknowledged
		if h.broke {
			busy++
		}
		n := db.number("SELECT count(*) FROM self_check_steps WHERE event = 'submit' AND self_check_id = ?", h.id) - h.before
		if n < h.acknowledged || n > h.acknowledged+h.underWay {
			t.Errorf("%d/%s: %d hand-ins are kept, %d were acknowledged and %d under way", h.unit, h.quarter, n, h.acknowledged, h.underWay)
		}
		if n := db.number("SELECT count(*) FROM records WHERE unit_id = ? AND ledger = '自查' AND fields LIKE ?", h.unit, "%"+h.quarter+"%"); n != 1 {
			t.Errorf("%d/%s stands in the ledger %d times", h.unit, h.quarter, n)
		}
	}
	if acknowledged < 15 || busy < len(hands) || len(hands) < 4 {
		t.Errorf("the kill fell beside: %d acknowledged, %d of %d hands cut off", acknowledged, busy, len(hands))
	}
	halves := db.number(`SELECT count(*) FROM self_checks JOIN scores ON scores.id = self_checks.score_id
		WHERE scores.sealed <> (self_checks.state IN ('submitted', 'accepted'))`)
	if halves != 0 {
		t.Errorf("%d self-checks are half handed in", halves)
	}
	if n, m := db.number("SELECT count(*) FROM self_check_steps WHERE event = 'submit'"),
		db.number("SELECT count(*) FROM audit_entries WHERE action = 'selfcheck.submit' AND result = 'done'"); n != m {
		t.Errorf("%d hand-ins, %d entries in the trail", n, m)
	}

	c = start(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0", "--insecure-http")
	site = c.address()
	for _, h := range hands {
		h.secretary.site, h.committee.site = site, site
		if state := db.rows("SELECT state FROM self_checks WHERE id = ?", h.id)[0]; strings.Contains(state, "reviewed") && h.press(h.secretary, "/submit", nil) {
			t.Errorf("%d/%s cannot be handed in after the crash: %v", h.unit, h.quarter, h.wrong)
		}
	}
	c.stop()
	t.Logf("killed with %d hand-ins acknowledged by %d hands", acknowledged, busy)
	db.sound()
}
