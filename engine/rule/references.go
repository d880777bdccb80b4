package rule

import (
	"strings"
)

// The addressees of the follow-up ladder that are no posts of the unit.
const (
	toGeneralBranch = "党总支"
	toCompany       = "党委工作部"
)

// references checks what the edition's own settings name: standards of the day
// sheet, addressees of the ladder, the day it takes effect.
func (c *checker) references() {
	e := c.edition
	if e.DaySheet != nil {
		for _, r := range e.DaySheet.Routine {
			for _, code := range r.Standards {
				if c.standards[code] == nil {
					c.absent(r.Pos, "每日例行事项写的标准「%s」不在手册里%s", code, meant(code, sortedKeys(c.standards)))
				}
			}
		}
	}
	above := []string{toGeneralBranch, toCompany}
	for _, rung := range e.Escalation {
		if len(e.Posts) > 0 && !contains(e.Posts, rung.To) && !contains(above, rung.To) {
			c.err(rung.Pos, "超期督办的对象「%s」不是 posts 里的岗位，也不是%s%s",
				rung.To, strings.Join(above, "、"), meant(rung.To, append(above, e.Posts...)))
		}
	}
	if !e.Effective.IsZero() && e.Effective.Day() != 1 {
		c.err(e.Pos, "生效日（effective）是 %s，要写某个月的1日：提醒表按期下达，一期之内不换版次", e.Effective)
	}
}

// absent is a problem about a name that is declared nowhere.
func (c *checker) absent(at Pos, format string, args ...any) {
	c.err(at, format, args...)
	c.problems[len(c.problems)-1].Absent = true
}

// keepWord refuses a keep that is not one of the words, and tells a misspelt one
// from one that is not there.
func (c *checker) keepWord(at Pos, of, keep string, words ...string) {
	switch {
	case contains(words, keep):
	case keep == "":
		c.err(at, "%s没有写 keep（留哪一条：%s）", of, oneOf(words))
	default:
		c.err(at, "%s的 keep 写的是「%s」，只能是 %s%s", of, keep, oneOf(words), meant(keep, words))
	}
}

// oneOf lists words as a choice: heaviest、first 或 last.
func oneOf(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], "、") + " 或 " + words[last]
}

// stepVotes checks that a ledger whose steps are voted on has the columns the
// votes read, each a number.
func (c *checker) stepVotes(l *Ledger, layout *layout) {
	for i := range l.Steps.List {
		step := &l.Steps.List[i]
		if step.Vote != "" {
			c.voteColumns(step.Pos, "步骤「"+step.ID+"」", step.Vote, l, layout)
		}
	}
}

// heldVotes checks the votes that a ledger's records tell of. Their conditions
// read the columns that the ledger has by now.
func (c *checker) heldVotes() {
	for _, name := range sortedKeys(c.edition.Ledgers) {
		l, layout := c.edition.Ledgers[name], c.layouts[name]
		for i := range l.Votes {
			held := &l.Votes[i]
			if c.edition.Votes[held.Vote] == nil {
				c.absent(held.Pos, "台账「%s」的记录按表决规则「%s」判断，但它没有声明%s", name, held.Vote, meant(held.Vote, sortedKeys(c.edition.Votes)))
				continue
			}
			c.voteColumns(held.Pos, "台账「"+name+"」的记录", held.Vote, l, layout)
			at := &namespace{edition: c.edition, layout: layout}
			c.compile(at, held.Where, boolean)
			c.compile(at, held.Carried, boolean)
		}
	}
}

// voteColumns checks that the ledger has the columns a vote reads, each a number.
func (c *checker) voteColumns(at Pos, who, vote string, l *Ledger, layout *layout) {
	v := c.edition.Votes[vote]
	if v == nil {
		return
	}
	for _, name := range unique(v.columns()) {
		i, ok := layout.index[name]
		switch {
		case !ok && layout.open:
			layout.add(name, TypeSpec{Name: TypeInt})
		case !ok:
			c.err(at, "%s按表决规则「%s」判断，台账「%s」缺列「%s」", who, vote, l.Name, name)
		case layout.kinds[i] != number && layout.kinds[i] != anyKind:
			c.err(at, "%s按表决规则「%s」判断，台账「%s」的列「%s」要是数字", who, vote, l.Name, name)
		}
	}
}
