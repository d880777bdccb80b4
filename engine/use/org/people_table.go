package org

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

// The columns of the table of people. A person has a line for each post held, or
// one line without.
const (
	colUnit, colPerson, colStanding, colTwin = "单位", "姓名", "政治面貌", "同名序号"
	colJoined, colFullOn, colGroup, colTitle = "入党日期", "转正日期", "党小组", "行政职务"
	colNoVote, colAway, colFrom, colLeft     = "停止表决权", "流动党员", "进入日期", "离开日期"
	colPost, colPostUnit, colTook, colGave   = "岗位", "任职单位", "任职日", "离任日"
)

// closedMark follows the name of a unit that was closed: another may bear it now.
const closedMark = "（已撤销）"

// peopleTable is the register and the posts of a company as one table. An older
// edition's posts may still be held; an edition may know any.
func peopleTable(e *rule.Edition, held []string) table.Sheet {
	text, day, yes := rule.TypeSpec{Name: rule.TypeText}, rule.TypeSpec{Name: rule.TypeDate}, rule.TypeSpec{Name: rule.TypeBool}
	choice := func(words ...string) rule.TypeSpec {
		return rule.TypeSpec{Name: rule.TypeChoice, Choices: words}
	}
	post := text
	if len(e.Posts) > 0 {
		post = choice(slices.Concat(e.Posts, held)...)
	}
	var standings []string
	for _, s := range engine.Standings() {
		standings = append(standings, string(s))
	}
	return table.Sheet{Name: "人员", Title: "人员", Columns: []table.Column{
		{ID: colUnit, Type: text, Required: true, Also: []string{"单位名称", "党组织", "所在党支部"}, Hint: "和单位表里的名称一样；有重名的写成“上级/名称”", Sample: "示例大桥项目部党支部"},
		{ID: colPerson, Type: text, Required: true, Hint: "一个人有几个岗位就写几行，后面几行只写单位、姓名和岗位", Sample: "示例一"},
		{ID: colStanding, Type: choice(standings...), Hint: "新登记的人必填；只登记任职的可以空着", Sample: string(engine.FullMember)},
		{ID: colJoined, Type: day, Hint: "支部大会通过那天；不是党员的空着", Sample: "2015-07-01"},
		{ID: colFullOn, Type: day, Hint: "不是党员的空着", Sample: "2016-07-01"},
		{ID: colGroup, Type: text, Sample: "第一党小组"},
		{ID: colTitle, Type: text, Also: []string{"职务"}, Sample: "物资部长"},
		{ID: colNoVote, Type: yes, Hint: "没有停止的空着"},
		{ID: colAway, Type: yes, Hint: "不是的空着"},
		{ID: colPost, Type: post, Also: []string{"党内职务"}, Hint: "没有岗位的空着", Sample: first(e.Posts)},
		{ID: colPostUnit, Type: text, Hint: "在别的单位任职才写，空着就是本单位"},
		{ID: colTook, Type: day, Also: []string{"任职日期"}, Hint: "有岗位的必填", Sample: "2026-01-01"},
		{ID: colGave, Type: day, Also: []string{"离任日期"}, Hint: "任职的最后一天；还在任的空着"},
		{ID: colFrom, Type: day, Hint: "列入本单位花名册那天，早就在的空着"},
		{ID: colLeft, Type: day, Hint: "在本单位的最后一天，还在的空着"},
		{ID: colTwin, Type: text, Hint: "同一单位有同名的人才写1、2……"},
	}}
}

func first(list []string) any {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// Blank gives the table that people are imported from.
func (o peopleBook) Blank(tx port.Tx, _ access.Actor, _ access.Scope, _ intake.Which) (intake.Tables, error) {
	e, err := o.edition(tx)
	if err != nil {
		return intake.Tables{}, err
	}
	var s peopleShelf
	if err := s.readPosts(tx, access.Everything()); err != nil {
		return intake.Tables{}, err
	}
	return o.tables(peopleTable(e, s.otherPosts(e))), nil
}

// Filled gives everybody who stands or stood in a register, with the posts held.
func (o peopleBook) Filled(tx port.Tx, scope access.Scope, _ intake.Which) (intake.Tables, map[string]int, error) {
	e, err := o.edition(tx)
	if err != nil {
		return intake.Tables{}, nil, err
	}
	s, err := readPeople(tx, scope)
	if err != nil {
		return intake.Tables{}, nil, err
	}
	t := peopleTable(e, s.otherPosts(e))
	for i := range s.people {
		for _, f := range s.lines(&s.people[i]) {
			t.Rows = append(t.Rows, table.Row{Number: len(t.Rows) + 2, Fields: f})
		}
	}
	return o.tables(t), map[string]int{"people": len(s.people), "rows": len(t.Rows)}, nil
}

// personKey is what a line calls somebody by.
type personKey struct {
	unit engine.UnitID
	name string
}

// peopleShelf is everybody at hand, with the posts held.
type peopleShelf struct {
	*treeShelf
	people []engine.Person
	named  map[personKey][]*engine.Person // the oldest entry first
	posts  map[engine.PersonID][]*engine.Post
}

func readPeople(tx port.Tx, scope access.Scope) (*peopleShelf, error) {
	tree, err := readTree(tx, scope)
	if err != nil {
		return nil, err
	}
	s := &peopleShelf{treeShelf: tree, named: map[personKey][]*engine.Person{}}
	if err := tx.List(&s.people, scope, port.Query{Order: []string{"unit_id", "id"}}); err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	for i := range s.people {
		p := &s.people[i]
		k := personKey{p.UnitID, p.Name}
		s.named[k] = append(s.named[k], p)
	}
	return s, s.readPosts(tx, scope)
}

func (s *peopleShelf) readPosts(tx port.Tx, scope access.Scope) error {
	var posts []engine.Post
	if err := tx.List(&posts, scope, port.Query{Order: []string{"from_day", "id"}}); err != nil {
		return fmt.Errorf("list posts: %w", err)
	}
	s.posts = map[engine.PersonID][]*engine.Post{}
	for i := range posts {
		p := &posts[i]
		s.posts[p.PersonID] = append(s.posts[p.PersonID], p)
	}
	return nil
}

// otherPosts names the posts held now or earlier that the edition does not know.
func (s *peopleShelf) otherPosts(e *rule.Edition) []string {
	var out []string
	for _, posts := range s.posts {
		for _, p := range posts {
			if !slices.Contains(e.Posts, p.Name) && !slices.Contains(out, p.Name) {
				out = append(out, p.Name)
			}
		}
	}
	slices.Sort(out)
	return out
}

// lines writes a person: the first post beside the register, each further one on a
// line of its own.
func (s *peopleShelf) lines(p *engine.Person) []map[string]any {
	key := map[string]any{colUnit: s.address(p.UnitID), colPerson: p.Name}
	if same := s.named[personKey{p.UnitID, p.Name}]; len(same) > 1 {
		for i := range same {
			if same[i] == p {
				key[colTwin] = strconv.Itoa(i + 1)
			}
		}
	}
	var out []map[string]any
	line := func(cells map[string]string) {
		f := map[string]any{}
		for name, v := range key {
			f[name] = v
		}
		for name, v := range cells {
			if v != "" {
				f[name] = v
			}
		}
		out = append(out, f)
	}
	cells := map[string]string{colStanding: string(p.Standing), colJoined: p.Joined.String(), colFullOn: p.FullOn.String(), colGroup: p.Group, colTitle: p.Title,
		colNoVote: onlyYes(p.NoVote), colAway: onlyYes(p.Away), colFrom: p.From.String(), colLeft: p.Left.String()}
	for _, post := range s.posts[p.ID] {
		cells[colPost], cells[colTook], cells[colGave] = post.Name, post.From.String(), post.To.String()
		if post.UnitID != p.UnitID {
			cells[colPostUnit] = s.address(post.UnitID)
		}
		line(cells)
		cells = map[string]string{}
	}
	if len(out) == 0 {
		line(cells)
	}
	return out
}

func onlyYes(b bool) string {
	if b {
		return yesNo(b)
	}
	return ""
}

// address is the shortest name that finds the unit again.
func (s *peopleShelf) address(id engine.UnitID) string {
	u := s.byID[id]
	if u == nil {
		return ""
	}
	mark := ""
	if !u.Closed.IsZero() {
		mark = closedMark
	}
	if len(s.at(u.Name+mark)) == 1 {
		return u.Name + mark
	}
	return s.long(u) + mark
}

// at lists the units that a line may mean: open ones, or with the mark closed ones.
func (s *peopleShelf) at(text string) []*engine.Unit {
	name, closed := strings.CutSuffix(text, closedMark)
	if !closed {
		return s.called(name)
	}
	var out []*engine.Unit
	for i := range s.units {
		u := &s.units[i]
		if !u.Closed.IsZero() && (u.Name == name || s.long(u) == name) {
			out = append(out, u)
		}
	}
	return out
}
