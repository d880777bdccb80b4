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
		v := c.edition.Votes[step.Vote]
		if step.Vote == "" || v == nil {
			continue
		}
		for _, name := range unique(v.columns()) {
			at, ok := layout.index[name]
			switch {
			case !ok && layout.open:
				layout.add(name, TypeSpec{Name: TypeInt})
			case !ok:
				c.err(step.Pos, "步骤「%s」按表决规则「%s」判断，台账「%s」缺列「%s」", step.ID, step.Vote, l.Name, name)
			case layout.specs[at].kindOf() != number && layout.specs[at].kindOf() != anyKind:
				c.err(step.Pos, "步骤「%s」按表决规则「%s」判断，台账「%s」的列「%s」要是数字", step.ID, step.Vote, l.Name, name)
			}
		}
	}
}
