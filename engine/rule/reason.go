package rule

import "strings"

// prose is where the sentences of a sheet are written, one behind the other.
type prose struct{ strings.Builder }

func (p *prose) tell(words ...string) {
	for _, w := range words {
		p.WriteString(w)
	}
}

// Explain tells in one Chinese sentence what the rule found, with its numbers:
// 「支委会应有3次，实有2次（5月缺1次），每少1次扣3分，扣3分」.
func (r *Rule) Explain(f *Finding) string {
	var p prose
	return r.explain(&p, f)
}

func (r *Rule) explain(p *prose, f *Finding) string {
	switch {
	case f.Outcome == NotMet:
		return "不具备条件，不扣分"
	case f.Outcome == NotJudged:
		return "本期没有到期的窗口"
	case f.Outcome == NoEvidence && f.Have.Sign() == 0:
		return pending(f.Gaps) // nothing is known yet: nothing to praise or blame
	case f.Outcome == Kept && len(f.Gaps) == 0 && f.Deducted == 0 && r.clean(f):
		return r.nothing // what most rules say
	}
	from := p.Len()
	r.counts(p, f)
	if f.Outcome != Kept && f.Outcome != NoEvidence && r.Text != "" {
		p.tell("，", strings.TrimRight(r.Text, "。；"))
	}
	f.effects(p)
	if len(f.Gaps) > 0 {
		p.tell("，", pending(f.Gaps))
	}
	return p.String()[from:]
}

// pending tells what is missing: questions not answered as they are, anything
// else as something to be filled in.
func pending(gaps []string) string {
	for _, g := range gaps {
		if !strings.HasSuffix(g, unanswered) {
			return "待补：" + strings.Join(gaps, "；")
		}
	}
	return strings.Join(gaps, "；")
}

// unanswered ends the sentence about a question nobody has answered.
const unanswered = "还没有回答"

// subject names what the rule counts.
func (r *Rule) subject() string {
	switch {
	case r.Name != "":
		return r.Name
	case r.Ask != "":
		return r.Ask
	case r.From != "":
		return r.From
	case r.Of != "":
		return r.Of
	}
	return r.standard.Title
}

func (r *Rule) counts(p *prose, f *Finding) {
	subject := r.subject()
	switch {
	case r.Kind == StepBy && r.Over == "sum" && r.Since == nil:
		r.rate(p, f)
	case f.Need != nil:
		p.tell(subject, "应有", f.Need.String(), r.unitWord(), "，实有", f.Have.String(), r.unitWord())
		f.notes(p)
	case r.Of == "" && r.Ask == "" && r.From == "":
		if f.Outcome == Kept {
			p.tell(subject, "：没有发现")
			return
		}
		p.tell(subject, "：条件成立")
	case f.Have.Sign() != 0:
		p.tell(subject, "：", f.Have.String(), r.countWord())
	case r.clean(f):
		p.tell(r.nothing)
	case r.Name == "" && r.Ask == "" && r.Of != "":
		p.tell("台账「", r.Of, "」里没有符合的记录")
	default:
		p.tell(subject, "：没有")
	}
}

// clean says whether the rule looked for faults and found none. Where nothing at
// all is what is wrong, the sentence must not praise it.
func (r *Rule) clean(f *Finding) bool {
	return r.looks && f.Need == nil && f.Have.Sign() == 0 && f.Outcome != Deducted && f.Outcome != Forfeited
}

// looksForFaults says whether the rule's rows, if there are any, are faults.
func (r *Rule) looksForFaults() bool {
	return (r.Of != "" || r.Ask != "" || r.From != "") && r.Kind != Bonus && r.Kind != Earn &&
		!(r.Kind == StepBy && r.Over == "sum" && r.Since == nil)
}

// notes tells where something is missing.
func (f *Finding) notes(p *prose) {
	for i, n := range f.Notes {
		if i == 0 {
			p.tell("（", n)
		} else {
			p.tell("、", n)
		}
	}
	if len(f.Notes) > 0 {
		p.tell("）")
	}
}

func (r *Rule) countWord() string {
	if r.Unit != "" {
		return r.Unit
	}
	if r.Of != "" {
		return "条"
	}
	return "次"
}

// rate tells a rate or a value over all rows with what it is held against:
// 议题确定：83.3%，基准100%.
func (r *Rule) rate(p *prose, f *Finding) {
	if f.Need == nil {
		p.tell(r.subject(), "：没有可算的记录")
		return
	}
	p.tell(r.subject(), "：", r.measure(*f.Have), "，基准", r.measure(*f.Need))
	f.notes(p)
}

// measure shows what a step rule measures: a ratio as a percentage, a value with
// its unit.
func (r *Rule) measure(v Rat) string {
	if len(r.Ratio) == 2 {
		return v.Mul(Whole(100)).Round(10, "up").String() + "%"
	}
	return v.String() + r.Unit
}

func (f *Finding) effects(p *prose) {
	if f.Deducted > 0 {
		p.tell("，扣", f.Deducted.String(), "分")
	}
	if f.Deducted < 0 {
		p.tell("，补回", (-f.Deducted).String(), "分")
	}
	if f.Added != 0 {
		p.tell("，加", f.Added.String(), "分")
	}
	if f.Earned != 0 {
		p.tell("，得", f.Earned.String(), "分")
	}
	if f.Score != nil {
		p.tell("，本项记", f.Score.String(), "分")
	}
	if f.Forfeit {
		p.tell("，本项不得分")
	}
	for i, id := range f.Vetoes {
		if i == 0 {
			p.tell("，触发否决「", id)
		} else {
			p.tell("、", id)
		}
	}
	if len(f.Vetoes) > 0 {
		p.tell("」")
	}
}
