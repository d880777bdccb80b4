package score

import (
	"strings"

	"wubiao/engine"
	"wubiao/engine/rule"
)

// Names gives what rules above the total may speak of.
func (s *Sheet) Names() rule.Named {
	t := &s.Totals
	n := rule.Named{
		"得分":   rule.NumberOf(rule.FromPoints(t.Score)),
		"基础分":  rule.NumberOf(rule.FromPoints(t.Base)),
		"扣分项数": rule.NumberOf(rule.Whole(int64(t.Deductions))),
	}
	if t.Band != "" {
		n["等级"] = rule.TextOf(t.Band)
	}
	for _, g := range s.Groups {
		v := rule.NumberOf(rule.FromPoints(g.Points))
		n[g.Path] = v
		n[g.Path[strings.LastIndex(g.Path, "/")+1:]] = v
	}
	return n
}

// grade gives the band of the rounded total (or the rung of the ladder), then
// lets vetoes cap it. The points stay.
func (s *Sheet) grade() {
	t, e := &s.Totals, s.edition
	switch {
	case e.Ladder != nil:
		t.Band = s.climb(e.Ladder)
	case len(e.Bands) > 0:
		t.Band = s.band(e.Bands)
	}
	for _, v := range e.Vetoes {
		if !s.vetoed(&v) {
			continue
		}
		t.Vetoes = append(t.Vetoes, v.ID)
		if v.Effect != "" {
			t.Effects = append(t.Effects, v.Effect)
		}
		switch {
		case v.Band != "":
			t.Band = v.Band
		case v.Best != "" && bandIndex(e, t.Band) < bandIndex(e, v.Best) && bandIndex(e, t.Band) >= 0:
			t.Band = v.Best
		}
	}
}

func bandIndex(e *rule.Edition, name string) int {
	for i, b := range e.Bands {
		if b.Name == name {
			return i
		}
	}
	return -1
}

// band finds the highest band whose lower edge the figure reaches; a condition
// that fails falls one band. Bands without edges are chosen by a person.
func (s *Sheet) band(bands []rule.Band) string {
	figure := s.Totals.Base
	if s.edition.Score.BandsOn == "total" {
		figure = s.Totals.Score
	}
	if bands[0].From == nil && len(bands) > 1 {
		return s.judgement.Chosen
	}
	at := len(bands) - 1
	for i, b := range bands {
		from, why := s.judgement.Amount(b.From)
		if why != "" { // which band it is depends on it
			s.Totals.Provisional = true
			s.Totals.Gaps = append(s.Totals.Gaps, "等次「"+b.Name+"」的下限："+why)
			return ""
		}
		if from != nil && figure >= *from {
			at = i
			break
		}
	}
	for at < len(bands)-1 {
		yes, known := s.judgement.Holds(bands[at].When, s.Names())
		if !known {
			s.Totals.Provisional = true
			s.Totals.Gaps = append(s.Totals.Gaps, "等次「"+bands[at].Name+"」的条件还判断不了")
		}
		if yes {
			break
		}
		at++
	}
	return bands[at].Name
}

// climb goes up the ladder until a rung fails.
func (s *Sheet) climb(l *rule.Ladder) string {
	reached := l.None
	for i := range l.Steps {
		yes, known := s.judgement.Holds(l.Steps[i].When, s.Names())
		if !known {
			s.Totals.Provisional = true
			s.Totals.Gaps = append(s.Totals.Gaps, "等级「"+l.Steps[i].Name+"」的条件还判断不了")
		}
		if !yes || !known {
			break
		}
		reached = l.Steps[i].Name
	}
	return reached
}

// vetoed says whether an answer, a rule or a condition sets the veto off.
func (s *Sheet) vetoed(v *rule.Veto) bool {
	for _, found := range s.judgement.Vetoes {
		if found.ID == v.ID {
			return true
		}
	}
	if v.When == nil {
		return false
	}
	yes, known := s.judgement.Holds(v.When, s.Names())
	if !known {
		s.Totals.Provisional = true
		s.Totals.Gaps = append(s.Totals.Gaps, "否决「"+v.ID+"」的条件还判断不了")
	}
	return yes
}

// Given replaces group scores by figures taken as given (an appraisal held
// elsewhere) and works out the totals and the grade again.
func (s *Sheet) Given(points map[string]engine.Points) *Sheet {
	fresh := &Sheet{Items: s.Items, judgement: s.judgement, edition: s.edition}
	t := &totalling{Sheet: fresh, forfeited: map[string]bool{}, given: points}
	t.groups()
	t.bonuses()
	t.result()
	t.totalGaps()
	for name, figure := range map[string]*engine.Points{"得分": &fresh.Totals.Score, "基础分": &fresh.Totals.Base} {
		if p, ok := points[name]; ok { // a total taken as given is final
			*figure = p
			fresh.Totals.Provisional, fresh.Totals.Gaps = false, nil
		}
	}
	fresh.grade()
	return fresh
}
