package rule

import "strings"

// reason tells in one Chinese sentence what the rule found, with its numbers:
// 「支委会应有3次，实有2次（5月缺1次），每少1次扣3分，扣3分」.
func (j *judging) reason(l *line, f *Finding) string {
	parts := []string{j.counts(l, f)}
	if f.Outcome != Kept && f.Outcome != NoEvidence && l.rule.Text != "" {
		parts = append(parts, strings.TrimRight(l.rule.Text, "。；"))
	}
	if e := effects(f); e != "" {
		parts = append(parts, e)
	}
	if len(f.Gaps) > 0 {
		parts = append(parts, "待补："+strings.Join(f.Gaps, "；"))
	}
	return strings.Join(parts, "，")
}

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

func (j *judging) counts(l *line, f *Finding) string {
	r, subject := l.rule, l.rule.subject()
	switch {
	case f.Need != nil && r.Kind == StepBy:
		return subject + percent(*f.Have) + "，基准" + percent(*f.Need)
	case f.Need != nil && r.Levels == nil:
		text := subject + "应有" + f.Need.String() + r.unitWord() + "，实有" + f.Have.String() + r.unitWord()
		if len(l.notes) > 0 {
			text += "（" + strings.Join(l.notes, "、") + "）"
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
			return subject + "：没有"
		}
		return subject + "：没有发现问题"
	}
	return subject + "：" + f.Have.String() + j.countWord(r)
}

func (j *judging) countWord(r *Rule) string {
	if r.Unit != "" {
		return r.Unit
	}
	if r.Of != "" {
		return "条"
	}
	return "次"
}

// percent shows a ratio below or around 1 as a percentage.
func percent(r Rat) string {
	if r.den != 1 && r.Cmp(Whole(2)) < 0 {
		return r.Mul(Whole(100)).Round(10, "up").String() + "%"
	}
	return r.String()
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
