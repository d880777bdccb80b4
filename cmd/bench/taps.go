package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"time"

	"wubiao/api/session"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/admin"
	"wubiao/engine/use/org"
	"wubiao/store"
)

// quickHasher takes no time: what is measured starts after signing in.
type quickHasher struct{}

func (quickHasher) Hash(password string) (string, error) { return "quick:" + password, nil }
func (quickHasher) Decoy() string                        { return "quick:" }
func (quickHasher) Check(password, hash string) (ok, renew bool, err error) {
	return "quick:"+password == hash, false, nil
}

// signedIn is a person at a browser.
type signedIn struct {
	unit   engine.UnitID
	secret string
	csrf   string
}

// signIn makes so many branches with a secretary each, everything issued up to
// today, and signs the secretaries in.
func signIn(ctx context.Context, s *store.Store, w *scoring, branches int, zone *time.Location) ([]signedIn, error) {
	start := calendar.DateOf(time.Now(), zone).AddDays(-companyAge)
	people, accounts := &org.Org{Store: s, Zone: zone}, admin.New(s, quickHasher{}, zone)
	root, err := people.AddUnit(ctx, access.System(), org.AddUnitRequest{Name: "示例公司党委", Kind: engine.Company, Start: start})
	if err != nil {
		return nil, err
	}
	all := make([]signedIn, branches)
	for i := range all {
		p := &all[i]
		p.secret, p.csrf = session.NewSecret(), session.NewSecret()
		p.unit, err = people.AddUnit(ctx, access.System(), org.AddUnitRequest{Parent: root, Name: fmt.Sprintf("第%d党支部", i+1),
			Kind: engine.Branch, Attributes: varied(w.edition, i+7), Start: start})
		if err != nil {
			return nil, err
		}
		person, err := people.AddPerson(ctx, access.System(), p.unit, fmt.Sprintf("书记%d", i+1))
		if err != nil {
			return nil, err
		}
		login, password := fmt.Sprintf("shuji%d", i+1), fmt.Sprintf("Liangyiliang-%d", i+2026)
		if err = people.Appoint(ctx, access.System(), org.AppointRequest{Unit: p.unit, Person: person, Posts: []string{"支部书记"}, From: start}); err != nil {
			return nil, err
		}
		if _, err = accounts.AddUser(ctx, access.System(), admin.AddUserRequest{Login: login, Password: password, Role: engine.RoleBranch, PersonID: person}); err != nil {
			return nil, err
		}
		if err = accounts.SignIn(ctx, admin.SignInRequest{Login: login, Password: password, Address: "127.0.0.1", Secret: p.secret, CSRF: p.csrf}); err != nil {
			return nil, err
		}
	}
	_, err = practiseOver(s, w).WakeIssue(ctx, time.Now())
	return all, err
}

// tapper is a secretary who taps one task done and undone again, over and over:
// each tap is a whole use case over HTTP (session, form token, scope, version,
// table of states, audit).
type tapper struct {
	signedIn
	host    string
	task    engine.Task
	version int64
	sent    int
}

func (t *tapper) next() []byte {
	verb := "done"
	if t.version%2 == 0 {
		verb = "undo"
	}
	form := url.Values{"token": {session.FormToken(t.csrf)}, "version": {strconv.FormatInt(t.version, 10)}, "back": {"/"}}
	return rawRequest(fmt.Sprintf("/tasks/%d/%s", t.task.ID, verb), []byte(form.Encode()), "Host", t.host, "Origin", "http://"+t.host,
		"Content-Type", "application/x-www-form-urlencoded", "Cookie", "wubiao="+t.secret)
}

func (t *tapper) fits(status int, body []byte) error {
	if status != 303 {
		return fmt.Errorf("应答 %d %.300s", status, body)
	}
	t.version++
	return nil
}

// tappers gives every secretary a task to tap, one that only a tap fulfils.
func tappers(ctx context.Context, s *store.Store, w *scoring, people []signedIn) ([]*tapper, error) {
	var out []*tapper
	err := s.View(ctx, func(tx port.Tx) error {
		for _, p := range people {
			t, err := tappable(tx, p.unit, w)
			if err != nil {
				return err
			}
			out = append(out, &tapper{signedIn: p, task: t, version: t.Version})
		}
		return nil
	})
	return out, err
}

// prepareTaps makes a database for so many people who tap.
func prepareTaps(ctx context.Context, path string, w *scoring, branches int) (people []*tapper, err error) {
	s, err := openStore(ctx, filepath.Clean(path), sysClock{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return nil, err
	}
	in, err := signIn(ctx, s, w, branches, zone)
	if err != nil {
		return nil, err
	}
	return tappers(ctx, s, w, in)
}
