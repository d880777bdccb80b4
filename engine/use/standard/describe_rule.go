package standard

import (
	"strings"

	"wubiao/engine/rule"
)

// describeRule says a scoring rule in words: the handbook's own where it has
// them, else words made from the rule.
func describeRule(r *rule.Rule) string {
	name := firstOf(r.Name, r.Ask, r.From, r.Of, "本项")
	switch {
	case strings.HasPrefix(r.Text, "每"): // 每少1次扣3分: of what?
		return name + "：" + r.Text
	case r.Text != "":
		return r.Text
	}
	points := source(r.Points)
	switch r.Kind {
	case rule.Fixed:
		return "有“" + name + "”的，扣" + points + "分"
	case rule.Per:
		return name + "：每有一次扣" + points + "分"
	case rule.Short:
		return name + "：每少一次扣" + points + "分"
	case rule.Late:
		return name + "：每逾期一次扣" + points + "分"
	case rule.StepBy:
		return name + "：每差一档扣" + points + "分"
	case rule.Tier:
		return name + "：按档次扣分" + levels(r)
	case rule.Range:
		return name + "：按情形扣" + source(r.Min) + "至" + source(r.Max) + "分"
	case rule.Judged:
		return name + "：由考核组酌情扣分"
	case rule.Bonus:
		return name + "：" + given("加", points, r)
	case rule.Earn:
		return name + "：" + given("得", points, r)
	case rule.Import:
		return name + "：按提供的数字折算"
	case rule.Forfeit:
		return "有“" + name + "”的，本项不得分"
	case rule.VetoBy:
		return "有“" + name + "”的，一票否决，限定等次"
	}
	return name
}

// given says what a rule adds: so many points each time, or by level.
func given(verb, points string, r *rule.Rule) string {
	if points == "" {
		return "按档次" + verb + "分" + levels(r)
	}
	return "每有一次" + verb + points + "分"
}

// levels lists named levels with their amounts.
func levels(r *rule.Rule) string {
	if r.Levels == nil || !r.Levels.Named {
		return ""
	}
	var parts []string
	for _, l := range r.Levels.List {
		if l.Amount != nil {
			parts = append(parts, l.Name+" "+l.Amount.Source)
		}
	}
	return "（" + strings.Join(parts, "；") + "）"
}

func source(x *rule.Expr) string {
	if x == nil {
		return ""
	}
	return x.Source
}

func firstOf(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}
