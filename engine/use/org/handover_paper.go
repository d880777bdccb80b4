package org

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/standard"
)

// Paper is what a 交接单 lists, as it stood on the day it was drawn up.
type Paper struct {
	Tasks    []PaperTask   `json:"tasks"`    // open, the overdue first
	Problems []PaperTask   `json:"problems"` // not yet put right
	Dates    []string      `json:"dates"`    // ahead: 换届, 转正
	Ledgers  []PaperLedger `json:"ledgers"`
	Accounts []string      `json:"accounts"`
}

// PaperTask is one thing still to be done.
type PaperTask struct {
	Code  string `json:"code"`
	Title string `json:"title"`
	Post  string `json:"post"`
	Due   string `json:"due"`
	Late  int    `json:"late"` // days; 0: not
	Who   string `json:"who"`  // of a problem: who answered for it until then

	Subject string `json:"subject"` // which one of several
	Other   bool   `json:"other"`   // it stays with somebody else's post; a secretary must know of it
}

// PaperLedger is a ledger with the number of its records.
type PaperLedger struct {
	Title   string `json:"title"`
	Records int    `json:"records"`
}

// HandoverPage is a 交接单.
type HandoverPage struct {
	ID       engine.HandoverID `json:"id"`
	UnitID   engine.UnitID     `json:"unit_id"`
	Unit     string            `json:"unit"`
	From     string            `json:"from"`
	To       string            `json:"to"`
	By       string            `json:"by"`
	Day      string            `json:"day"`
	Posts    string            `json:"posts"`
	Reason   string            `json:"reason"`
	Drawn    string            `json:"drawn"`
	Overdue  int               `json:"overdue"`
	Contents Paper             `json:"contents"`
}

// Handover reads a 交接单.
func (o *Org) Handover(ctx context.Context, actor access.Actor, id engine.HandoverID) (HandoverPage, error) {
	scope, err := access.Authorize(actor, access.HandoverRead)
	if err != nil {
		return HandoverPage{}, err
	}
	var page HandoverPage
	err = o.Store.View(ctx, func(tx port.Tx) error {
		var h engine.Handover
		if err := find(tx, scope, &h, int64(id), "hand-over"); err != nil {
			return err
		}
		page = HandoverPage{ID: h.ID, UnitID: h.UnitID, Day: h.Day.ChineseFull(), Posts: h.Posts, Reason: h.Reason,
			Drawn: h.CreatedAt.In(o.Zone).Format("2006-01-02 15:04")}
		if err := json.Unmarshal([]byte(h.Content), &page.Contents); err != nil {
			return fmt.Errorf("read the paper: %w", err)
		}
		for _, t := range page.Contents.Tasks {
			page.Overdue += b2i(t.Late > 0)
		}
		n := newNames(tx)
		if page.Unit, err = n.unit(h.UnitID); err != nil {
			return err
		}
		if page.From, err = n.person(h.FromPersonID); err != nil {
			return err
		}
		if page.To, err = n.person(h.ToPersonID); err != nil {
			return err
		}
		page.By, err = n.person(h.ByPersonID)
		return err
	})
	if err != nil {
		return HandoverPage{}, fmt.Errorf("read a hand-over: %w", err)
	}
	return page, nil
}

// drawUp lists what changes hands. Private standards and ledgers stand in no
// paper; who is named to read them finds them in their own place.
func (o *Org) drawUp(tx port.Tx, u *engine.Unit, h *engine.Handover, posts []string) (Paper, error) {
	var paper Paper
	var err error
	if paper.Tasks, err = o.openTasks(tx, u, h, posts); err != nil {
		return paper, err
	}
	e, err := o.Book.On(o.today(tx))
	if err != nil {
		return paper, fmt.Errorf("edition of the day: %w", err)
	}
	if paper.Ledgers, paper.Problems, err = o.ledgers(tx, e, u); err != nil {
		return paper, err
	}
	if paper.Dates, err = o.dates(tx, u); err != nil {
		return paper, err
	}
	paper.Accounts, err = accountsOf(tx, h)
	return paper, err
}

// openTasks are the open tasks of the posts, all of the branch where the secretary
// leaves, and what was given to the leaver by name.
func (o *Org) openTasks(tx port.Tx, u *engine.Unit, h *engine.Handover, posts []string) ([]PaperTask, error) {
	var tasks []engine.Task
	today := o.today(tx)
	err := tx.List(&tasks, access.Everything(), port.Query{Where: port.Where{"unit_id": u.ID, "state": engine.TaskOpen},
		AtMost: port.Where{"opens": max(today, h.Day)}, Order: []string{"due"}})
	if err != nil {
		return nil, fmt.Errorf("list open tasks: %w", err)
	}
	named, err := assignedTo(tx, u.ID, h.FromPersonID)
	if err != nil {
		return nil, err
	}
	others, err := heldByOthers(tx, u.ID, h.FromPersonID, h.Day)
	if err != nil {
		return nil, err
	}
	about, err := o.Practise.Subjects(tx, access.Under(u.Path), tasks)
	if err != nil {
		return nil, err
	}
	var out []PaperTask
	duties := o.Book.Duties(tx)
	for i := range tasks {
		t := &tasks[i]
		_, s, d, err := duties.Of(t)
		if err != nil {
			return nil, err
		}
		if s.Private {
			continue
		}
		post := standard.DutyPost(s, d)
		if !slices.Contains(posts, post) && !slices.Contains(posts, "支部书记") && !slices.Contains(named, t.ID) {
			continue
		}
		line := PaperTask{Code: s.Code, Title: standard.DutyTitle(s, d), Post: post, Due: t.Deadline().ChineseFull(), Subject: about(t.Subject),
			Other: others[post] && !slices.Contains(posts, post) && !slices.Contains(named, t.ID)}
		if t.LateOn(today) {
			line.Late = int(today - t.Deadline())
		}
		out = append(out, line)
	}
	return out, nil
}

// The ledger of problems to be put right, and its columns.
const (
	problemLedger = "整改"
	problemClosed = "销号日期"
	problemText   = "问题"
	problemDue    = "时限"
	problemOwner  = "责任人"
)

// ledgers counts the unit's records and lists the problems that are still open.
func (o *Org) ledgers(tx port.Tx, e *rule.Edition, u *engine.Unit) ([]PaperLedger, []PaperTask, error) {
	var records []engine.Record
	if err := tx.List(&records, access.Everything(), port.Query{Where: port.Where{"unit_id": u.ID}}); err != nil {
		return nil, nil, fmt.Errorf("list records: %w", err)
	}
	count := map[string]int{}
	var problems []PaperTask
	for _, r := range records {
		l := e.Ledgers[r.Ledger]
		if l == nil || l.Private {
			continue
		}
		count[r.Ledger]++
		if r.Ledger != problemLedger || solved(&r) {
			continue
		}
		p := PaperTask{Title: fmt.Sprint(r.Fields[problemText])}
		if who, ok := r.Fields[problemOwner].(string); ok {
			p.Who = who
		}
		if due, err := plan.DateOf(r.Fields[problemDue]); err == nil && !due.IsZero() {
			p.Due = due.ChineseFull()
			if late := int(o.today(tx) - due); late > 0 {
				p.Late = late
			}
		}
		problems = append(problems, p)
	}
	var out []PaperLedger
	for name, n := range count {
		title := e.Ledgers[name].Title
		if title == "" {
			title = name
		}
		out = append(out, PaperLedger{title, n})
	}
	slices.SortFunc(out, func(a, b PaperLedger) int {
		return cmp.Or(cmp.Compare(b.Records, a.Records), cmp.Compare(a.Title, b.Title))
	})
	return out, problems, nil
}

// dates are the days ahead that nobody may forget: the end of the term and of
// every probation.
func (o *Org) dates(tx port.Tx, u *engine.Unit) ([]string, error) {
	facts, err := o.Practise.FactsOn(tx, u, o.today(tx))
	if err != nil {
		return nil, err
	}
	var out []string
	if term, err := plan.DateOf(facts.Attributes["任期届满日"]); err == nil && !term.IsZero() {
		out = append(out, "本届支部委员会任期到"+term.ChineseFull()+"届满，提前六个月准备换届")
	}
	var people []engine.Person
	err = tx.List(&people, access.Everything(), port.Query{Where: port.Where{"unit_id": u.ID, "standing": engine.Probation, "left_day": nil}})
	if err != nil {
		return nil, fmt.Errorf("list probationers: %w", err)
	}
	for i := range people {
		if end := people[i].ProbationEnds(); !end.IsZero() {
			out = append(out, people[i].Name+"的预备期到"+end.ChineseFull()+"，届满前要提出转正申请")
		}
	}
	return out, nil
}

// accountsOf says what becomes of the accounts: the leaver's keeps what other
// posts allow, the successor's is opened by the administrator where there is none.
func accountsOf(tx port.Tx, h *engine.Handover) ([]string, error) {
	n := newNames(tx)
	var out []string
	for _, side := range []struct {
		person engine.PersonID
		text   string
	}{{h.FromPersonID, "从接任之日起不再有这些岗位的权限"}, {h.ToPersonID, "从接任之日起有这些岗位的权限"}} {
		name, err := n.person(side.person)
		if err != nil {
			return nil, err
		}
		var accounts []engine.Account
		err = tx.List(&accounts, access.Everything(), port.Query{Where: port.Where{"person_id": side.person, "disabled": false}, Columns: []string{"id", "login"}})
		if err != nil {
			return nil, fmt.Errorf("list accounts: %w", err)
		}
		if len(accounts) == 0 {
			out = append(out, name+"还没有账号，请系统管理员开一个")
		}
		for _, a := range accounts {
			out = append(out, name+"的账号 "+a.Login+"："+side.text)
		}
	}
	return out, nil
}
