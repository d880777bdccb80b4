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
	"wubiao/engine/port"
	"wubiao/engine/use/admin"
	"wubiao/engine/use/org"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/selfcheck"
	"wubiao/engine/use/standard"
	"wubiao/store"
)

// sysClock tells the real time: the program that is started will.
type sysClock struct{}

func (sysClock) Now() time.Time { return time.Now() }

// companyAge is how many days ago the measured company went live.
const companyAge = 14

// company is what the measuring side knows of a company made for it.
type company struct {
	branch    engine.UnitID // the first branch
	task      engine.TaskID // of it
	secretary string        // the secrets of two open sessions
	committee string
}

// prepareCompany makes the database of a company at work by the product's own
// use cases: so many units, a secretary and a member of the committee with
// accounts, everything issued up to today, and scores where they are asked for.
func prepareCompany(ctx context.Context, binary, data string, w *scoring, branches int, scored bool) (c company, err error) {
	if out, err := exec.CommandContext(ctx, binary, "migrate", "--dir", data).CombinedOutput(); err != nil {
		return c, fmt.Errorf("建库：%w\n%s", err, out)
	}
	s, err := openStore(ctx, filepath.Join(data, "wubiao.db"), sysClock{})
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return c, err
	}
	start := calendar.DateOf(time.Now(), zone).AddDays(-companyAge)
	people, accounts := &org.Org{Store: s, Zone: zone}, admin.New(s, session.NewHasher(), zone)
	if c.branch, err = addUnits(ctx, people, w, start, branches); err != nil {
		return c, err
	}
	if c.secretary, err = addSecretary(ctx, people, accounts, c.branch, start); err != nil {
		return c, err
	}
	if c.committee, err = openAccount(ctx, accounts, admin.AddUserRequest{Login: "kaohe", Role: engine.RoleCommittee}); err != nil {
		return c, err
	}
	rules := practiseOver(s, w)
	wakes := []func(context.Context, time.Time) (string, error){
		rules.WakeIssue, rules.WakeReconcile, rules.WakeRemind, rules.WakeEscalate, rules.WakeDays,
	}
	if scored {
		scores := scoresOver(s, w, rules, zone)
		wakes = append(wakes, scores.WakeScore)
	}
	for _, wake := range wakes {
		if _, err := wake(ctx, time.Now()); err != nil {
			return c, err
		}
	}
	return c, s.View(ctx, func(tx port.Tx) error {
		var first []engine.Task
		err := tx.List(&first, access.Everything(), port.Query{Where: port.Where{"unit_id": c.branch}, Limit: 1})
		if err == nil && len(first) == 0 {
			err = errors.New("第一个支部没有任务")
		}
		if err == nil {
			c.task = first[0].ID
		}
		return err
	})
}

// scoresOver puts the use cases of scores over a database.
func scoresOver(s *store.Store, w *scoring, rules *practise.Practise, zone *time.Location) *selfcheck.SelfCheck {
	return &selfcheck.SelfCheck{Store: s, Book: standard.NewBook(w.edition), Calendar: w.calendar, Practise: rules, Zone: zone}
}

// addUnits adds the company and its branches and gives the first branch.
func addUnits(ctx context.Context, o *org.Org, w *scoring, start calendar.Date, branches int) (first engine.UnitID, err error) {
	root, err := o.AddUnit(ctx, access.System(), org.AddUnitRequest{Name: "示例公司党委", Kind: engine.Company, Start: start})
	if err != nil {
		return 0, err
	}
	for i := range branches {
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
	return openAccount(ctx, a, admin.AddUserRequest{Login: "shuji", Role: engine.RoleBranch, PersonID: person})
}

// openAccount adds an account and signs in with it.
func openAccount(ctx context.Context, a *admin.Admin, r admin.AddUserRequest) (secret string, err error) {
	r.Password = "Liangyiliang-2026"
	if _, err := a.AddUser(ctx, access.System(), r); err != nil {
		return "", err
	}
	secret = session.NewSecret()
	return secret, a.SignIn(ctx, admin.SignInRequest{Login: r.Login, Password: r.Password, Address: "127.0.0.1", Secret: secret, CSRF: session.NewSecret()})
}
