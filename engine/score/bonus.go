package score

import (
	"wubiao/engine"
	"wubiao/engine/rule"
)

// bonuses brings bonus in after the floors: into the item, the group (never
// above points; without points it passes up) or the total, capped by the group's
// bonus, then by that of the edition.
func (t *totalling) bonuses() {
	groups := map[string]int{}
	for i := range t.Groups {
		groups[t.Groups[i].Path] = i
	}
	into := t.edition.Score.Bonus.Into
	for i := range t.Items {
		it := &t.Items[i]
		if it.bonus == 0 || it.Status != rule.Applies {
			continue
		}
		path := t.edition.GroupOf(t.edition.Standards[i])
		if into == "item" && it.Points != nil && it.Max != nil {
			gain := min(it.bonus, max(0, *it.Max-*it.Points))
			*it.Points += gain
			t.raise(path, gain, groups)
			continue
		}
		if path == "" {
			t.Totals.Bonus += it.bonus
			continue
		}
		t.Groups[groups[path]].bonus += it.bonus
	}
	for i := range t.Groups { // deepest first, so that what passes up is counted
		g := &t.Groups[i]
		declared := t.edition.Groups[g.Path]
		if declared != nil {
			if most := t.amount(declared.Bonus, "「"+g.Path+"」的加分上限"); most != nil {
				g.bonus = min(g.bonus, *most)
			}
		}
		if into != "total" && g.full != nil {
			gain := min(g.bonus, max(0, g.Max-g.Points))
			g.Points += gain
			t.raise(parent(g.Path), gain, groups)
			continue
		}
		if up := parent(g.Path); up != "" {
			t.Groups[groups[up]].bonus += g.bonus
		} else {
			t.Totals.Bonus += g.bonus
		}
	}
	if most := t.amount(t.edition.Score.Bonus.Cap, "加分上限"); most != nil {
		t.Totals.Bonus = min(t.Totals.Bonus, *most)
	}
}

// raise lifts the groups above by what an item or group below gained.
func (t *totalling) raise(path string, gain engine.Points, groups map[string]int) {
	for ; path != ""; path = parent(path) {
		t.Groups[groups[path]].Points += gain
	}
}

// result works out the official figure.
func (t *totalling) result() {
	tt, sc := &t.Totals, &t.edition.Score
	for i := range t.Items {
		it := &t.Items[i]
		if it.Points != nil && (it.Max != nil && *it.Points < *it.Max || it.Max == nil && it.lost > 0) {
			tt.Deductions++
		}
		if t.edition.GroupOf(t.edition.Standards[i]) == "" && it.Points != nil {
			tt.Points += *it.Points
			if it.Max != nil {
				tt.Max += *it.Max
			}
		}
	}
	for _, g := range t.Groups {
		if parent(g.Path) == "" {
			tt.Points += g.Points
			tt.Max += g.Max
		}
	}
	if full := t.amount(sc.Points, "总分"); full != nil && tt.Max == 0 {
		tt.Max = *full
		tt.Points += *full
	}
	if t.edition.Weights != nil {
		t.weighted()
		return
	}
	tt.Base, tt.Score = t.official(tt.Points), t.official(tt.Points+tt.Bonus)
	if tt.Max > 0 {
		rate := rate(tt.Points+tt.Bonus, tt.Max, sc.Round)
		tt.Rate = &rate
	}
}

func rate(points, of engine.Points, round rule.Rounding) engine.Points {
	return rule.FromPoints(points).Mul(rule.Whole(100)).Div(rule.FromPoints(of)).Round(*round.Total, round.Half)
}

func (t *totalling) official(points engine.Points) engine.Points {
	sc := &t.edition.Score
	if sc.Result == "deduct" { // no maximum: what was lost, however it was kept
		points -= t.Totals.Max
	}
	if sc.Result == "rate" {
		if t.Totals.Max == 0 {
			return 0
		}
		return t.floored(rate(points, t.Totals.Max, sc.Round), sc.Floor.Total)
	}
	return t.floored(rule.FromPoints(points).Round(*sc.Round.Total, sc.Round.Half), sc.Floor.Total)
}

// weighted makes the total the weighted mean of the top-level groups × 100, less
// what other groups lost, plus bonus.
func (t *totalling) weighted() {
	w, sc := t.edition.Weights, &t.edition.Score
	sum, weights, lost := rule.Whole(0), rule.Whole(0), engine.Points(0)
	for _, g := range t.Groups {
		if parent(g.Path) != "" {
			continue
		}
		part, named := w.Parts[g.Path]
		weight, known := t.judgement.Number(part, nil)
		if named && !known {
			t.unvalued = append(t.unvalued, "「"+g.Path+"」的权重没有值")
			weight = rule.Whole(0)
		}
		switch {
		case !named:
			lost += g.Max - g.Points
		case g.Max == 0 || !t.answered(g.Path):
			switch w.Missing {
			case "zero":
				weights = weights.Add(weight)
			case "wait":
				t.Totals.Provisional = true
				t.Totals.Gaps = append(t.Totals.Gaps, "「"+g.Path+"」还没有分")
			}
		default:
			weights = weights.Add(weight)
			sum = sum.Add(rule.FromPoints(g.Points).Div(rule.FromPoints(g.Max)).Mul(weight))
		}
	}
	mean := rule.Whole(0)
	if weights.Sign() > 0 {
		mean = sum.Mul(rule.Whole(100)).Div(weights)
	}
	base := mean.Sub(rule.FromPoints(lost))
	with := base.Add(rule.FromPoints(t.Totals.Bonus))
	t.Totals.Base = t.floored(base.Round(*sc.Round.Total, sc.Round.Half), sc.Floor.Total)
	t.Totals.Score = t.floored(with.Round(*sc.Round.Total, sc.Round.Half), sc.Floor.Total)
	rate := t.Totals.Score
	t.Totals.Rate = &rate
}

// answered says whether anything of a top-level group has been scored.
func (t *totalling) answered(path string) bool {
	if _, ok := t.given[path]; ok {
		return true
	}
	for i := range t.Items {
		p := t.edition.GroupOf(t.edition.Standards[i])
		if (p == path || len(p) > len(path) && p[:len(path)+1] == path+"/") && t.Items[i].Points != nil {
			return true
		}
	}
	return false
}

// totalGaps says whether anything is still open: then the total is provisional.
func (t *totalling) totalGaps() {
	tt := &t.Totals
	for i := range t.Items {
		it := &t.Items[i]
		if it.Status != rule.Applies {
			continue
		}
		if it.Unknown != "" && it.Points == nil {
			tt.Gaps = append(tt.Gaps, it.Unknown)
		}
		for _, f := range it.Findings {
			tt.Gaps = append(tt.Gaps, f.Gaps...)
		}
	}
	tt.Gaps = append(append(tt.Gaps, t.unvalued...), t.judgement.Gaps...)
	tt.Provisional = tt.Provisional || len(tt.Gaps) > 0
}
