package org

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// PersonFields is what a branch writes about somebody in its register. Days are
// text as they were typed.
type PersonFields struct {
	Name     string          `json:"name" validate:"max=60"`
	Standing engine.Standing `json:"standing" validate:"max=30"`
	Joined   string          `json:"joined" validate:"max=20"`
	FullOn   string          `json:"full_on" validate:"max=20"`
	Group    string          `json:"group" validate:"max=60"`
	Title    string          `json:"title" validate:"max=60"`
	NoVote   bool            `json:"no_vote"`
	Away     bool            `json:"away"`
}

// FieldsOf writes a person as a form shows one.
func FieldsOf(p *engine.Person) PersonFields {
	return PersonFields{Name: p.Name, Standing: p.Standing, Joined: p.Joined.String(), FullOn: p.FullOn.String(),
		Group: p.Group, Title: p.Title, NoVote: p.NoVote, Away: p.Away}
}

// longest is how long a name, a group or a title may be, in characters.
const longest = 30

// fill puts what was written into the person and says what is wrong of it.
func (f PersonFields) fill(p *engine.Person, today calendar.Date) *engine.Error {
	e := engine.Fail(engine.Invalid, "person", "有几项写得不对，请改正标出的地方")
	p.Name, p.Standing, p.Group, p.Title = tidy(f.Name), f.Standing, tidy(f.Group), tidy(f.Title)
	p.Joined, p.FullOn = dayField(e, "joined", f.Joined), dayField(e, "full_on", f.FullOn)
	p.NoVote, p.Away = f.NoVote, f.Away
	CheckPerson(e, p, today)
	return e
}

// CheckPerson adds to e what cannot be so of a person in a register.
func CheckPerson(e *engine.Error, p *engine.Person, today calendar.Date) {
	checkName(e, "name", p.Name, true)
	checkName(e, "group", p.Group, false)
	checkName(e, "title", p.Title, false)
	if !slices.Contains(engine.Standings(), p.Standing) {
		e.With("standing", "请选政治面貌")
		return
	}
	if !p.Standing.Member() {
		if !p.Joined.IsZero() || !p.FullOn.IsZero() {
			e.With("joined", string(p.Standing)+"还不是党员，入党、转正日期请空着")
		}
		if p.NoVote || p.Away {
			e.With("standing", "停止表决权、流动党员只对党员登记")
		}
		return
	}
	switch {
	case p.Standing == engine.Probation && p.Joined.IsZero():
		e.With("joined", "预备党员请写入党日期（支部大会通过那天），预备期从这天算起")
	case p.Joined > today:
		e.With("joined", "还没到这一天，请核对")
	}
	switch {
	case p.FullOn.IsZero():
	case p.FullOn <= p.Joined:
		e.With("full_on", "要在入党日期之后")
	case p.Standing == engine.FullMember && p.FullOn > today:
		e.With("full_on", "还没到这一天；没有转正的请选预备党员")
	}
}

func checkName(e *engine.Error, field, text string, required bool) {
	switch {
	case text == "" && required:
		e.With(field, "请写姓名")
	case utf8.RuneCountInString(text) > longest:
		e.With(field, fmt.Sprintf("太长了，最多%d个字", longest))
	case !plain(text):
		e.With(field, "里面有看不见的字符，请重新输入")
	}
}

// differences says in words what a change changed.
func differences(before, after *engine.Person) string {
	var out []string
	say := func(label, was, is string) {
		if was == is {
			return
		}
		if was == "" {
			was = "（空）"
		}
		if is == "" {
			is = "（空）"
		}
		out = append(out, label+"："+was+"→"+is)
	}
	say("姓名", before.Name, after.Name)
	say("政治面貌", string(before.Standing), string(after.Standing))
	say("入党日期", before.Joined.String(), after.Joined.String())
	say("转正日期", before.FullOn.String(), after.FullOn.String())
	say("党小组", before.Group, after.Group)
	say("岗位", before.Title, after.Title)
	say("表决权", votes(before.NoVote), votes(after.NoVote))
	say("流动党员", yesNo(before.Away), yesNo(after.Away))
	return strings.Join(out, "；")
}

func votes(stopped bool) string {
	if stopped {
		return "停止"
	}
	return "有"
}

func yesNo(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

// wantsReason says whether a change is one that somebody will ask about: a vote
// taken away or given back, a member who is one no longer.
func wantsReason(before, after *engine.Person) bool {
	return before.NoVote != after.NoVote || before.Standing.Member() && !after.Standing.Member() ||
		before.Standing == engine.FullMember && after.Standing == engine.Probation
}

// effective is the day from which a change holds.
func effective(before, after *engine.Person, today calendar.Date) calendar.Date {
	switch {
	case before.Standing == after.Standing:
	case after.Standing == engine.Probation && !after.Joined.IsZero():
		return after.Joined
	case after.Standing == engine.FullMember && before.Standing == engine.Probation && !after.FullOn.IsZero():
		return after.FullOn
	}
	return today
}
