package org

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// RegisterPage is the register of a unit as a branch reads it.
type RegisterPage struct {
	UnitID    engine.UnitID   `json:"unit_id"`
	Unit      string          `json:"unit"`
	Full      int             `json:"full"`    // 正式党员
	Members   int             `json:"members"` // with 预备党员
	Voters    int             `json:"voters"`  // full members who may vote
	Groups    []RegisterGroup `json:"groups"`
	Gone      []PersonLine    `json:"gone"` // who have left, newest first
	Arriving  []TransferLine  `json:"arriving"`
	Leaving   []TransferLine  `json:"leaving"`
	Handovers []HandoverLine  `json:"handovers"`
	May       bool            `json:"may"`    // the actor keeps this register
	Chosen    bool            `json:"chosen"` // the actor could have chosen other units
}

// RegisterGroup is the people of one standing.
type RegisterGroup struct {
	Title  string       `json:"title"`
	People []PersonLine `json:"people"`
}

// PersonLine is one person of the register.
type PersonLine struct {
	ID       engine.PersonID `json:"id"`
	Name     string          `json:"name"`
	Standing engine.Standing `json:"standing"`
	Group    string          `json:"group"`
	Title    string          `json:"title"`
	Posts    string          `json:"posts"` // held today in this unit, 支部书记、组织委员
	Joined   string          `json:"joined"`
	Tags     []string        `json:"tags"` // 停止表决权, 流动党员
	Note     string          `json:"note"` // 预备期还有20天
	Left     string          `json:"left"` // last day here; empty: still here
}

// TransferLine is a transfer that waits for an answer.
type TransferLine struct {
	ID       engine.TransferID `json:"id"`
	Version  int64             `json:"version"`
	Person   string            `json:"person"`
	Standing engine.Standing   `json:"standing"`
	From     string            `json:"from"`
	To       string            `json:"to"`
	Sent     string            `json:"sent"`
	Reason   string            `json:"reason"`
}

// Register reads the register of the unit.
func (o *Org) Register(ctx context.Context, actor access.Actor, unit engine.UnitID) (RegisterPage, error) {
	scope, err := access.Authorize(actor, access.RegisterRead)
	if err != nil {
		return RegisterPage{}, err
	}
	var page RegisterPage
	err = o.Store.View(ctx, func(tx port.Tx) error {
		u, err := unitIn(tx, scope, unit)
		if err != nil {
			return err
		}
		page = RegisterPage{UnitID: u.ID, Unit: u.Name, May: keepsRegister(actor, u.ID), Chosen: scope.All() || manyUnits(actor)}
		if err := o.fillRegister(tx, &page); err != nil {
			return err
		}
		if page.Arriving, err = transfers(tx, port.Where{"to_unit_id": u.ID, "state": engine.TransferSent}); err != nil {
			return err
		}
		if page.Leaving, err = transfers(tx, port.Where{"unit_id": u.ID, "state": engine.TransferSent}); err != nil {
			return err
		}
		past := HandOverForm{UnitID: u.ID}
		err = o.pastHandovers(tx, &past)
		page.Handovers = past.Past
		return err
	})
	if err != nil {
		return RegisterPage{}, fmt.Errorf("read the register: %w", err)
	}
	return page, nil
}

// manyUnits says whether the actor holds posts in more than one unit, or in one
// that has others below it.
func manyUnits(actor access.Actor) bool {
	seen := map[engine.UnitID]bool{}
	for _, p := range actor.Posts {
		seen[p.Unit] = true
	}
	return len(seen) != 1
}

func (o *Org) fillRegister(tx port.Tx, page *RegisterPage) error {
	today := o.today(tx)
	var people []engine.Person
	if err := tx.List(&people, access.Everything(), port.Query{Where: port.Where{"unit_id": page.UnitID}, Order: []string{"party_group", "id"}}); err != nil {
		return fmt.Errorf("list people: %w", err)
	}
	held, err := postsIn(tx, page.UnitID, today)
	if err != nil {
		return err
	}
	by := map[engine.Standing][]PersonLine{}
	for i := range people {
		p := &people[i]
		line := lineOf(p, today)
		line.Posts = held[p.ID]
		if !p.Left.IsZero() {
			line.Left = p.Left.ChineseFull()
			page.Gone = append(page.Gone, line)
			continue
		}
		by[p.Standing] = append(by[p.Standing], line)
		if p.Standing == engine.FullMember && !p.NoVote {
			page.Voters++
		}
	}
	page.Full = len(by[engine.FullMember])
	page.Members = page.Full + len(by[engine.Probation])
	for _, standing := range append(engine.Standings(), "") {
		if lines := by[standing]; len(lines) > 0 {
			slices.SortStableFunc(lines, func(a, b PersonLine) int { return cmp.Compare(b2i(b.Posts != ""), b2i(a.Posts != "")) })
			title := string(standing)
			if standing == "" {
				title = "政治面貌没有登记"
			}
			page.Groups = append(page.Groups, RegisterGroup{title, lines})
		}
	}
	slices.Reverse(page.Gone)
	return transferred(tx, page)
}

// transferred adds those who left for another unit of the company.
func transferred(tx port.Tx, page *RegisterPage) error {
	var list []engine.Transfer
	err := tx.List(&list, access.Everything(), port.Query{Where: port.Where{"unit_id": page.UnitID, "state": engine.TransferReceived}, Order: []string{"-left_day"}})
	if err != nil {
		return fmt.Errorf("list who was transferred: %w", err)
	}
	names := newNames(tx)
	for _, t := range list {
		name, err := names.person(t.PersonID)
		if err != nil {
			return err
		}
		to, err := names.unit(t.ToUnitID)
		if err != nil {
			return err
		}
		page.Gone = append(page.Gone, PersonLine{Name: name, Left: t.Left.ChineseFull(), Note: "转到" + to})
	}
	return nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func lineOf(p *engine.Person, today calendar.Date) PersonLine {
	line := PersonLine{ID: p.ID, Name: p.Name, Standing: p.Standing, Group: p.Group, Title: p.Title, Joined: p.Joined.ChineseFull()}
	if p.Joined.IsZero() {
		line.Joined = ""
	}
	if p.NoVote {
		line.Tags = append(line.Tags, "停止表决权")
	}
	if p.Away {
		line.Tags = append(line.Tags, "流动党员")
	}
	if end := p.ProbationEnds(); !end.IsZero() {
		switch days := int(end - today); {
		case days < 0:
			line.Note = "预备期" + end.ChineseFull() + "已满，还没有转正"
		case days <= 60:
			line.Note = fmt.Sprintf("预备期%s满，还有%d天", end.ChineseFull(), days)
		default:
			line.Note = "预备期到" + end.ChineseFull()
		}
	}
	return line
}

// postsIn gives the posts that people hold in a unit on the day, in words.
func postsIn(tx port.Tx, unit engine.UnitID, day calendar.Date) (map[engine.PersonID]string, error) {
	var posts []engine.Post
	if err := tx.List(&posts, access.Everything(), port.Query{Where: port.Where{"unit_id": unit}}); err != nil {
		return nil, fmt.Errorf("list posts: %w", err)
	}
	out := map[engine.PersonID]string{}
	for i := range posts {
		if p := &posts[i]; p.HeldOn(day) {
			out[p.PersonID] = strings.TrimPrefix(out[p.PersonID]+"、"+p.Name, "、")
		}
	}
	return out, nil
}

// transfers lists transfers with the names of people and units. Whoever may see
// the transfer may see these.
func transfers(tx port.Tx, where port.Where) ([]TransferLine, error) {
	var list []engine.Transfer
	if err := tx.List(&list, access.Everything(), port.Query{Where: where}); err != nil {
		return nil, fmt.Errorf("list transfers: %w", err)
	}
	var out []TransferLine
	for _, t := range list {
		p, err := personIn(tx, access.Everything(), t.PersonID)
		if err != nil {
			return nil, err
		}
		from, err := unitIn(tx, access.Everything(), t.UnitID)
		if err != nil {
			return nil, err
		}
		to, err := unitIn(tx, access.Everything(), t.ToUnitID)
		if err != nil {
			return nil, err
		}
		out = append(out, TransferLine{ID: t.ID, Version: t.Version, Person: p.Name, Standing: p.Standing, From: from.Name, To: to.Name,
			Sent: t.CreatedAt.Format("2006-01-02"), Reason: t.Reason})
	}
	return out, nil
}
