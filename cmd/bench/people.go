package main

import (
	"context"
	"fmt"
	"time"

	"wubiao/api/session"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/use/admin"
	"wubiao/engine/use/org"
	"wubiao/engine/use/practise"
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
	actor  access.Actor
	secret string
	csrf   string
}

// signIn makes so many branches with a secretary each who is signed in, at work
// since a day.
func signIn(ctx context.Context, s *store.Store, w *scoring, branches int, zone *time.Location, start calendar.Date) ([]signedIn, error) {
	people, accounts := &org.Org{Store: s, Zone: zone}, admin.New(s, quickHasher{}, zone)
	root, err := people.AddUnit(ctx, access.System(), org.AddUnitRequest{Name: "示例公司党委", Kind: engine.Company, Start: start})
	if err != nil {
		return nil, err
	}
	all := make([]signedIn, branches)
	for i := range all {
		p := &all[i]
		p.secret, p.csrf = session.NewSecret(), session.NewSecret()
		unit, err := people.AddUnit(ctx, access.System(), org.AddUnitRequest{Parent: root, Name: fmt.Sprintf("第%d党支部", i+1),
			Kind: engine.Branch, Attributes: varied(w.edition, i+7), Start: start})
		if err != nil {
			return nil, err
		}
		person, err := people.AddPerson(ctx, access.System(), unit, fmt.Sprintf("书记%d", i+1))
		if err != nil {
			return nil, err
		}
		login, password := fmt.Sprintf("shuji%d", i+1), fmt.Sprintf("Liangyiliang-%d", i+2026)
		if err = people.Appoint(ctx, access.System(), org.AppointRequest{Unit: unit, Person: person, Posts: []string{practise.Secretary}, From: start}); err != nil {
			return nil, err
		}
		if _, err = accounts.AddUser(ctx, access.System(), admin.AddUserRequest{Login: login, Password: password, Role: engine.RoleBranch, PersonID: person}); err != nil {
			return nil, err
		}
		if err = accounts.SignIn(ctx, admin.SignInRequest{Login: login, Password: password, Address: "127.0.0.1", Secret: p.secret, CSRF: p.csrf}); err != nil {
			return nil, err
		}
		visit, err := accounts.Resume(ctx, p.secret, "127.0.0.1")
		if err != nil {
			return nil, err
		}
		p.actor = visit.Actor
	}
	return all, nil
}
