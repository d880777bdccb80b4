package rule

import (
	"fmt"
	"slices"
	"strings"
)

// The columns a vote reads unless it says otherwise.
const (
	columnPresent = "实到"
	columnFor     = "赞成"
	columnWritten = "书面赞成"
	wordValid     = "有效"
)

// declaredVote checks a declared vote on its own.
func (c *checker) declaredVote(name string, v *Vote) {
	if v == nil || v.Quorum == nil && v.Pass == nil {
		c.err(c.edition.Pos, "表决规则「%s」要写 quorum 或 pass", name)
		return
	}
	for _, m := range []*Majority{v.Quorum, v.Pass} {
		if m == nil {
			continue
		}
		if m.Op != ">=" && m.Op != ">" {
			c.err(v.Pos, "表决规则「%s」的 op 只能是 >= 或 >", name)
		}
		if m.Of == nil || m.Base == "" {
			c.err(v.Pos, "表决规则「%s」要写比例（of）和基数（base）", name)
			continue
		}
		c.compile(&namespace{edition: c.edition, imports: c.imports}, m.Of, number)
	}
}

// vote lets the rule's conditions say 有效: quorum reached and passed.
func (c *checker) vote(r *Rule, s *namespace) {
	v := c.edition.Votes[r.Vote]
	if v == nil {
		c.err(r.Pos, "%s 用的表决规则「%s」没有声明", r.Key(), r.Vote)
		return
	}
	if s.layout == nil {
		c.err(r.Pos, "%s 要按表决规则判断，来源应是台账", r.Key())
		return
	}
	for _, name := range v.columns() {
		if _, ok := s.layout.index[name]; !ok {
			if s.layout.open {
				s.layout.add(name, TypeSpec{Name: TypeInt})
				continue
			}
			c.err(r.Pos, "%s 要按表决规则「%s」判断，台账缺列「%s」", r.Key(), r.Vote, name)
		}
	}
	s.vote = v
}

func (v *Vote) present() string {
	if v.Present != "" {
		return v.Present
	}
	return columnPresent
}

func (v *Vote) inFavour() string {
	if v.For != "" {
		return v.For
	}
	return columnFor
}

// columns lists the columns the vote reads.
func (v *Vote) columns() []string {
	var out []string
	if v.Quorum != nil {
		out = append(out, v.Quorum.Base, v.present())
	}
	if v.Pass != nil {
		out = append(out, v.Pass.Base, v.inFavour())
		if v.Written {
			out = append(out, columnWritten)
		}
	}
	return out
}

// Verdict is the outcome of a vote.
type Verdict struct {
	Quorum, Passed bool
	Reason         string // one Chinese sentence with the numbers
}

// Valid says whether the meeting could decide and did.
func (v Verdict) Valid() bool { return v.Quorum && v.Passed }

// Decide applies the vote to numbers by column name. A number that is not there
// makes the result unknown.
func (v *Vote) Decide(get func(column string) (Rat, bool), fraction func(*Expr) (Rat, bool)) (Verdict, error) {
	out := Verdict{Quorum: true, Passed: true}
	counts, err := v.counts(get, fraction)
	if err != nil {
		return out, err
	}
	var sentences []string
	for _, n := range counts {
		if n.majority == v.Quorum {
			out.Quorum = n.reached()
		} else {
			out.Passed = n.reached()
		}
		sentences = append(sentences, n.sentence())
	}
	out.Reason = strings.Join(sentences, "；")
	return out, nil
}

// counts gathers the numbers of quorum and majority.
func (v *Vote) counts(get func(string) (Rat, bool), fraction func(*Expr) (Rat, bool)) (counts []voteCount, err error) {
	for _, n := range []voteCount{{what: "到会", majority: v.Quorum, column: v.present()}, {what: "赞成", majority: v.Pass, column: v.inFavour()}} {
		if n.majority == nil {
			continue
		}
		var ok1, ok2, ok3 bool
		n.base, ok1 = get(n.majority.Base)
		n.have, ok2 = get(n.column)
		n.share, ok3 = fraction(n.majority.Of)
		if !ok1 || !ok2 || !ok3 {
			return nil, fmt.Errorf("判断%s要有「%s」和「%s」", n.what, n.majority.Base, n.column)
		}
		if written, ok := get(columnWritten); ok && v.Written && n.majority == v.Pass {
			n.have = n.have.Add(written)
		}
		counts = append(counts, n)
	}
	return counts, nil
}

// voteCount is one majority with its numbers.
type voteCount struct {
	what, column      string
	majority          *Majority
	base, have, share Rat
}

func (n *voteCount) reached() bool {
	order := n.have.Cmp(n.base.Mul(n.share))
	return order > 0 || order == 0 && n.majority.Op != ">"
}

func (n *voteCount) sentence() string {
	word, verdict := "不少于", "够"
	if n.majority.Op == ">" {
		word = "超过"
	}
	if !n.reached() {
		verdict = "不够"
	}
	share := n.share.String()
	if n.share.den != 1 { // a majority is spoken of as a fraction: 2/3, not 0.6667
		share = fmt.Sprintf("%d/%d", n.share.num, n.share.den)
	}
	return fmt.Sprintf("%s%s，应%s%s的%s（%s），%s", n.what, n.have, word, n.majority.Base, share, n.base.Mul(n.share), verdict)
}

// validRef makes the word 有效 a yes/no of the row.
func (s *namespace) validRef() ref {
	v, index := s.vote, s.layout.index
	return ref{kind: boolean, column: true, get: func(e *env) Value {
		get := func(column string) (Rat, bool) {
			i, ok := index[column]
			if !ok || i >= len(e.row) || e.row[i].kind != number {
				return Rat{}, false
			}
			return e.row[i].rat, true
		}
		counts, err := v.counts(get, func(x *Expr) (Rat, bool) { return fractionOf(x, e.unit) })
		if err != nil {
			return e.note(wordValid, Value{})
		}
		return boolValue(!slices.ContainsFunc(counts, func(n voteCount) bool { return !n.reached() }))
	}}
}

// fractionOf reads a fraction written as a number or as a parameter.
func fractionOf(x *Expr, unit *unitEnv) (Rat, bool) {
	if x.prog != nil {
		v := x.prog.eval(&env{unit: unit})
		return v.rat, v.kind == number
	}
	v := literal(x.Source)
	return v.rat, v.kind == number
}
