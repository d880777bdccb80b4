package rule

import "strings"

// Explain tells in one Chinese sentence what the rule found, with its numbers:
// 「支委会应有3次，实有2次（5月缺1次），每少1次扣3分，扣3分」.
func (r *Rule) Explain(f *Finding) string {
	switch {
	case f.Outcome == NotMet:
		return "不具备条件，不扣分"
	case f.Outcome == NotJudged:
		return "本期没有到期的窗口"
	}
	if f.Outcome == NoEvidence && f.Have.Sign() == 0 {
		return pending(f.Gaps) // nothing is known yet: nothing to praise or blame
	}
	counted := r.counts(f)
	if f.Outcome == Kept && len(f.Gaps) == 0 && f.Deducted == 0 { // what most rules say
		return counted
	}
	parts := []string{counted}
	if f.Outcome != Kept && f.Outcome != NoEvidence && r.Text != "" {
		parts = append(parts, strings.TrimRight(r.Text, "。；"))
	}
	if e := effects(f); e != "" {
		parts = append(parts, e)
	}
	if len(f.Gaps) > 0 {
		parts = append(parts, pending(f.Gaps))
	}
	return strings.Join(parts, "，")
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

func (r *Rule) counts(f *Finding) string {
	subject := r.subject()
	switch {
	case r.Kind == StepBy && r.Over == "sum" && r.Since == nil:
		return r.measuredText(f)
	case f.Need != nil:
		text := subject + "应有" + f.Need.String() + r.unitWord() + "，实有" + f.Have.String() + r.unitWord()
		if len(f.Notes) > 0 {
			text += "（" + strings.Join(f.Notes, "、") + "）"
		}
		return text
	case r.Of == "" && r.Ask == "" && r.From == "":
		if f.Outcome == Kept {
			return subject + "：没有发现"
		}
		return subject + "：条件成立"
	case f.Have.Sign() == 0:
		// Where nothing at all is what is wrong, the sentence must not praise it.
		if r.Kind == Bonus || r.Kind == Earn || f.Outcome == Deducted || f.Outcome == Forfeited {
			if r.Name == "" && r.Ask == "" && r.Of != "" {
				return "台账「" + r.Of + "」里没有符合的记录"
			}
			return subject + "：没有"
		}
		return r.nothing
	}
	return subject + "：" + f.Have.String() + r.countWord()
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

// measuredText tells a rate or a value over all rows with what it is held
// against: 议题确定：83.3%，基准100%.
func (r *Rule) measuredText(f *Finding) string {
	if f.Need == nil {
		return r.subject() + "：没有可算的记录"
	}
	text := r.subject() + "：" + r.measure(*f.Have) + "，基准" + r.measure(*f.Need)
	if len(f.Notes) > 0 {
		text += "（" + strings.Join(f.Notes, "、") + "）"
	}
	return text
}

// measure shows what a step rule measures: a ratio as a percentage, a value with
// its unit.
func (r *Rule) measure(v Rat) string {
	if len(r.Ratio) == 2 {
		return v.Mul(Whole(100)).Round(10, "up").String() + "%"
	}
	return v.String() + r.Unit
}

func effects(f *Finding) string {
	var out []string
	if f.Deducted > 0 {
		out = append(out, "扣"+f.Deducted.String()+"分")
	}
	if f.Deducted < 0 {
		out = append(out, "补回"+(-f.Deducted).String()+"分")
	}
	if f.Added != 0 {
		out = append(out, "加"+f.Added.String()+"分")
	}
	if f.Earned != 0 {
		out = append(out, "得"+f.Earned.String()+"分")
	}
	if f.Score != nil {
		out = append(out, "本项记"+f.Score.String()+"分")
	}
	if f.Forfeit {
		out = append(out, "本项不得分")
	}
	if len(f.Vetoes) > 0 {
		out = append(out, "触发否决「"+strings.Join(f.Vetoes, "、")+"」")
	}
	return strings.Join(out, "，")
}
