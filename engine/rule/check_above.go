package rule

import (
	"strings"
)

// abovePoints checks bands, ladder, vetoes, weights, quotas, ranking, raters,
// votes and payout.
func (c *checker) abovePoints() {
	e := c.edition
	names := c.totalNames()
	c.bands(e.Bands, names)
	if e.Ladder != nil {
		if e.Ladder.None == "" {
			c.err(e.Ladder.Pos, "阶梯没有写一级都没到时叫什么（none）")
		}
		for i := range e.Ladder.Steps {
			c.compile(names, e.Ladder.Steps[i].When, boolean)
		}
	}
	for i := range e.Vetoes {
		v := &e.Vetoes[i]
		c.compile(names, v.When, boolean)
		for _, b := range []string{v.Best, v.Band} {
			if b != "" && e.bandIndex(b) < 0 {
				c.err(v.Pos, "否决「%s」说的等次「%s」不在 bands 里", v.ID, b)
			}
		}
		if v.Ask == "" && v.When == nil && !c.vetoByRule(v.ID) {
			c.absent(v.Pos, "否决「%s」没有触发条件：写 ask、when，或由一条规则引用", v.ID)
		}
	}
	if w := e.Weights; w != nil {
		if !contains([]string{"renormalise", "zero", "wait"}, w.Missing) {
			c.err(w.Pos, "权重没有写缺项怎么办（missing：renormalise、zero 或 wait）")
		}
		for part, x := range w.Parts {
			c.compile(&namespace{edition: e, imports: c.imports}, x, number)
			if v := constantOf(x); v.kind == number && v.rat.Sign() <= 0 {
				c.err(x.Pos, "权重「%s」要是大于0的数", part)
			}
			if e.Groups[part] == nil || strings.Contains(part, "/") {
				c.err(w.Pos, "权重里的「%s」不是顶层的组", part)
			}
		}
	}
	c.competition()
	for _, name := range sortedKeys(e.Votes) {
		c.declaredVote(name, e.Votes[name])
	}
	c.pay(names)
	c.sync(names)
	c.budget()
}

// totalNames gives the names that rules above the total may use.
func (c *checker) totalNames() *namespace {
	extra := map[string]valueKind{"得分": number, "基础分": number, "扣分项数": number, "等级": text}
	for path := range c.edition.Groups {
		extra[path] = number
		extra[path[strings.LastIndex(path, "/")+1:]] = number
	}
	return &namespace{edition: c.edition, extra: extra, imports: c.imports}
}

func (c *checker) bands(bands []Band, names *namespace) {
	edges := 0
	for i := range bands {
		b := &bands[i]
		c.compile(names, b.When, boolean)
		if b.From != nil {
			edges++
			c.amount(b.From)
			if i > 0 && bands[i-1].From != nil {
				c.below(b, &bands[i-1])
			}
		}
	}
	if edges > 0 && (edges != len(bands)-1 || bands[len(bands)-1].From != nil) {
		c.err(bands[0].Pos, "等次从高到低写下限（from），只有最后一等不写")
	}
}

// below refuses a band whose edge is not below that of the one before it; an
// edge that a parameter gives is known for a unit only.
func (c *checker) below(b, before *Band) {
	edge, ok1 := b.From.Written()
	above, ok2 := before.From.Written()
	if ok1 && ok2 && edge >= above {
		c.err(b.Pos, "等次「%s」的下限应低于前一等", b.Name)
	}
}

func (c *checker) vetoByRule(id string) bool {
	for _, r := range c.rules {
		if r.Veto == id {
			return true
		}
		if r.Levels != nil {
			for _, l := range r.Levels.List {
				if l.Veto == id {
					return true
				}
			}
		}
	}
	return false
}

// competition checks what compares units with each other.
func (c *checker) competition() {
	e := c.edition
	for i := range e.Quotas {
		q := &e.Quotas[i]
		c.compile(&namespace{edition: e, imports: c.imports}, q.Most, number)
		if e.bandIndex(q.Band) < 0 {
			c.err(q.Pos, "名额里的等次「%s」不在 bands 里", q.Band)
		}
		for _, m := range []struct {
			ok   bool
			what string
		}{
			{q.Base == "rated" || q.Base == "all", "base（rated 或 all）"},
			{q.Round == "down" || q.Round == "up" || q.Round == "half", "round（down、up 或 half）"},
			{q.Ties == "all_down" || q.Ties == "all_in", "ties（all_down 或 all_in）"},
			{q.Most != nil, "most"},
			{e.Ranking != nil, "ranking（名额按名次分）"},
		} {
			if !m.ok {
				c.err(q.Pos, "名额没有写 %s", m.what)
			}
		}
	}
	if r := e.Ranking; r != nil {
		if r.Ties != "same_rank" {
			c.err(r.Pos, "排名没有写并列怎么办（ties: same_rank）")
		}
		if len(r.By) == 0 {
			c.err(r.Pos, "排名没有写依据（by），如 [{得分: desc}]")
		}
	}
	if r := e.Raters; r != nil {
		c.compile(&namespace{edition: e, imports: c.imports}, r.Marks, number)
	}
	if r := e.Raters; r != nil && (!contains([]string{"trimmed", "mean", "median"}, r.Combine) || r.Marks == nil || tooFew(r.Marks)) {
		c.err(r.Pos, "评分人要写 marks（几份）和 combine（trimmed、mean 或 median）")
	}
}

// tooFew says whether a written number of marks is none.
func tooFew(marks *Expr) bool {
	v := constantOf(marks)
	return v.kind == number && (v.rat.den != 1 || v.rat.num < 1)
}

func (e *Edition) bandIndex(name string) int {
	for i, b := range e.Bands {
		if b.Name == name {
			return i
		}
	}
	return -1
}

func (c *checker) pay(names *namespace) {
	paid := &namespace{edition: c.edition, extra: map[string]valueKind{"名次": number}, imports: c.imports}
	for k, v := range names.extra {
		paid.extra[k] = v
	}
	for i := range c.edition.Payout {
		p := &c.edition.Payout[i]
		c.compile(paid, p.When, boolean)
		for _, x := range []*Expr{p.Formula, p.Value, p.Least, p.Most} {
			c.compile(paid, x, number)
		}
		for _, l := range p.Levels {
			c.compile(paid, l.From, number)
			c.compile(paid, l.Pay, number)
		}
		for _, x := range p.Split {
			c.compile(paid, x, number)
		}
		if p.Round == nil {
			c.err(p.Pos, "兑现「%s」没有写取整（round）", p.ID)
		}
		if len(p.Split) > 0 && p.Split[p.Rest] == nil {
			c.err(p.Pos, "兑现「%s」分给几方，没有写余数归谁（rest）", p.ID)
		}
		paid.extra[p.ID] = number
	}
}
