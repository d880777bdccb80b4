package score

import (
	"sort"

	"wubiao/engine"
	"wubiao/engine/rule"
)

// Standing is a unit among others: its sheet, its band after quotas and its rank.
type Standing struct {
	Name  string
	Sheet *Sheet
	Band  string
	Rank  int
	Fell  string // why the band fell, or may yet; or empty
}

// Compete compares units: first quotas, top down in ranking order (who does not
// fit falls one band, a vetoed unit takes no place, nobody is lifted), then
// ranks, within the category the edition names. The standings come back in the
// order they were given.
func Compete(e *rule.Edition, standings []Standing) []Standing {
	out := append([]Standing(nil), standings...)
	for i := range out {
		out[i].Band = out[i].Sheet.Totals.Band
	}
	for _, members := range categories(e, out) {
		order := ranked(e, out, members)
		for _, q := range e.Quotas {
			quota(e, q, out, order)
		}
		for place, tied := range order {
			rank := 1
			for _, earlier := range order[:place] {
				rank += len(earlier)
			}
			for _, i := range tied {
				out[i].Rank = rank
			}
		}
	}
	return out
}

// categories splits the units by the attribute the ranking names.
func categories(e *rule.Edition, all []Standing) [][]int {
	within := ""
	if e.Ranking != nil {
		within = e.Ranking.Within
	}
	groups, names := map[string][]int{}, []string{}
	for i := range all {
		key := ""
		if within != "" {
			key = all[i].Sheet.judgement.Attribute(within)
		}
		if groups[key] == nil {
			names = append(names, key)
		}
		groups[key] = append(groups[key], i)
	}
	out := make([][]int, 0, len(names))
	for _, n := range names {
		out = append(out, groups[n])
	}
	return out
}

// ranked orders the members by the ranking's keys; equals stand together.
// Provisional totals are not ranked before final ones are compared: they come
// last.
func ranked(e *rule.Edition, all []Standing, members []int) [][]int {
	sorted := append([]int(nil), members...)
	sort.SliceStable(sorted, func(a, b int) bool { return order(e, all[sorted[a]].Sheet, all[sorted[b]].Sheet) < 0 })
	var out [][]int
	for n, i := range sorted {
		if n > 0 && order(e, all[sorted[n-1]].Sheet, all[i].Sheet) == 0 {
			out[len(out)-1] = append(out[len(out)-1], i)
			continue
		}
		out = append(out, []int{i})
	}
	return out
}

// order is negative when a stands before b.
func order(e *rule.Edition, a, b *Sheet) int {
	if a.Totals.Provisional != b.Totals.Provisional {
		if b.Totals.Provisional {
			return -1
		}
		return 1
	}
	keys := []rule.RankKey{{Key: "得分"}}
	if e.Ranking != nil {
		keys = e.Ranking.By
	}
	for _, k := range keys {
		x, y := a.figure(k.Key), b.figure(k.Key)
		if x == y {
			continue
		}
		if (x < y) == k.Asc {
			return -1
		}
		return 1
	}
	return 0
}

func (s *Sheet) figure(key string) engine.Points {
	switch key {
	case "得分":
		return s.Totals.Score
	case "基础分":
		return s.Totals.Base
	case "扣分项数":
		return engine.Points(s.Totals.Deductions)
	}
	if g := s.Group(key); g != nil {
		return g.Points
	}
	return 0
}

// quota lets the best keep the band while there is room.
func quota(e *rule.Edition, q rule.Quota, all []Standing, order [][]int) {
	base := 0
	for _, tied := range order {
		for _, i := range tied {
			if q.Base == "all" || !all[i].Sheet.Totals.Provisional {
				base++
			}
		}
	}
	share, ok := all[order[0][0]].Sheet.judgement.Number(q.Most, nil) // one share for all who compete
	if !ok {
		wait(q, all, order)
		return
	}
	room := places(share.Mul(rule.Whole(int64(base))), q.Round)
	lower := bandIndex(e, q.Band) + 1
	full := false
	for _, tied := range order {
		var holders []int
		for _, i := range tied {
			if all[i].Band == q.Band && len(all[i].Sheet.Totals.Vetoes) == 0 {
				holders = append(holders, i)
			}
		}
		if len(holders) == 0 {
			continue
		}
		if !full && (len(holders) <= room || q.Ties == "all_in" && room > 0) {
			room -= len(holders)
			continue
		}
		full = true
		for _, i := range holders {
			if lower < len(e.Bands) {
				all[i].Band = e.Bands[lower].Name
				all[i].Fell = "「" + q.Band + "」的名额已满"
			}
		}
	}
}

// wait says of all who hold the band that nobody knows yet how many may.
func wait(q rule.Quota, all []Standing, order [][]int) {
	for _, tied := range order {
		for _, i := range tied {
			if all[i].Band == q.Band {
				all[i].Fell = "「" + q.Band + "」的名额待定：" + q.Most.Source + " 没有值"
			}
		}
	}
}

func places(n rule.Rat, round string) int {
	switch round {
	case "up":
		return int(n.Ceil())
	case "half":
		return int(n.Add(rule.Whole(1).Div(rule.Whole(2))).Floor())
	}
	return int(n.Floor())
}
