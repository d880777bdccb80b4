package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"

	"wubiao/api/session"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/use/admin"
	"wubiao/engine/use/org"
)

// sysClock tells the real time: the program that is started will.
type sysClock struct{}

func (sysClock) Now() time.Time { return time.Now() }

// companyAge is how many days ago the measured company went live.
const companyAge = 14

// prepareCompany makes the database of a company at work by the product's own
// use cases: units, a secretary with an account, everything issued up to today.
// It gives the secret of the secretary's open session.
func prepareCompany(ctx context.Context, binary, data string, w *scoring) (secret string, err error) {
	if out, err := exec.CommandContext(ctx, binary, "migrate", "--dir", data).CombinedOutput(); err != nil {
		return "", fmt.Errorf("建库：%w\n%s", err, out)
	}
	s, err := openStore(ctx, filepath.Join(data, "wubiao.db"), sysClock{})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return "", err
	}
	start := calendar.DateOf(time.Now(), zone).AddDays(-companyAge)
	people := &org.Org{Store: s, Zone: zone}
	first, err := addUnits(ctx, people, w, start)
	if err != nil {
		return "", err
	}
	if secret, err = addSecretary(ctx, people, admin.New(s, session.NewHasher(), zone), first, start); err != nil {
		return "", err
	}
	rules := practiseOver(s, w)
	for _, wake := range []func(context.Context, time.Time) (string, error){
		rules.WakeIssue, rules.WakeReconcile, rules.WakeRemind, rules.WakeEscalate, rules.WakeDays,
	} {
		if _, err := wake(ctx, time.Now()); err != nil {
			return "", err
		}
	}
	return secret, nil
}

// addUnits adds the company and its branches and gives the first branch.
func addUnits(ctx context.Context, o *org.Org, w *scoring, start calendar.Date) (first engine.UnitID, err error) {
	root, err := o.AddUnit(ctx, access.System(), org.AddUnitRequest{Name: "示例公司党委", Kind: engine.Company, Start: start})
	if err != nil {
		return 0, err
	}
	for i := range serveBranches {
		id, err := o.AddUnit(ctx, access.System(), org.AddUnitRequest{Parent: root, Name: fmt.Sprintf("第%d党支部", i+1),
			Kind: engine.Branch, Attributes: varied(w.edition, i+7), Start: start})
		if err != nil {
			return 0, err
		}
		if first == 0 {
			first = id
		}
	}
	return first, nil
}

// addSecretary gives the branch a secretary and signs them in.
func addSecretary(ctx context.Context, o *org.Org, a *admin.Admin, unit engine.UnitID, start calendar.Date) (string, error) {
	person, err := o.AddPerson(ctx, access.System(), unit, "王大桥")
	if err != nil {
		return "", err
	}
	err = o.Appoint(ctx, access.System(), org.AppointRequest{Unit: unit, Person: person, Posts: []string{"支部书记", "组织委员"}, From: start})
	if err != nil {
		return "", err
	}
	const password = "Liangyiliang-2026"
	_, err = a.AddUser(ctx, access.System(), admin.AddUserRequest{Login: "shuji", Password: password, Role: engine.RoleBranch, PersonID: person})
	if err != nil {
		return "", err
	}
	secret := session.NewSecret()
	err = a.SignIn(ctx, admin.SignInRequest{Login: "shuji", Password: password, Address: "127.0.0.1", Secret: secret, CSRF: session.NewSecret()})
	return secret, err
}
