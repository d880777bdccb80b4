package rule

import (
	"strings"

	"wubiao/engine/calendar"
)

// heavier says whether a weighs more than b: forfeit above points.
func heavier(a, b piece) bool {
	if (a.effect == "forfeit") != (b.effect == "forfeit") {
		return a.effect == "forfeit"
	}
	return b.amount.Less(a.amount)
}

// keepOne drops all pieces but one.
func keepOne(pieces []piece, keep string) {
	kept := -1
	for i := range pieces {
		if pieces[i].dropped {
			continue
		}
		if kept < 0 {
			kept = i
			continue
		}
		better := false
		switch keep {
		case "heaviest":
			better = heavier(pieces[i], pieces[kept])
		case "lightest":
			better = heavier(pieces[kept], pieces[i])
		case "first":
			better = pieces[i].day < pieces[kept].day
		case "last":
			better = pieces[i].day >= pieces[kept].day
		}
		if better {
			pieces[kept].dropped = true
			kept = i
		} else {
			pieces[i].dropped = true
		}
	}
}

// once lets one piece count of those whose rows share the key.
func (j *judging) once(r *Rule, pieces []piece) {
	if len(r.OncePer) == 0 {
		return
	}
	groups := map[string][]int{}
	var order []string
	for i := range pieces {
		if pieces[i].dropped {
			continue
		}
		key := shareKey(r, r.OncePer, pieces[i].row)
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], i)
	}
	for _, key := range order {
		group := make([]piece, 0, len(groups[key]))
		for _, i := range groups[key] {
			group = append(group, pieces[i])
		}
		keepOne(group, r.Keep)
		for n, i := range groups[key] {
			pieces[i].dropped = group[n].dropped
		}
	}
}

// shareKey joins the values of the columns; rows without the columns, and `all`,
// share one key.
func shareKey(r *Rule, columns []string, one *row) string {
	var b strings.Builder
	for _, name := range columns {
		i, ok := r.layout.index[name]
		if !ok || one == nil || i >= len(one.values) {
			continue
		}
		b.WriteString(one.values[i].String())
		b.WriteByte(0)
	}
	return b.String()
}

// pool lets one row count across the rules of a pool. An item that leaves the
// sheet takes no row from one that stays.
func (j *judging) pool(items []Item) {
	stays := map[*Standard]bool{}
	for _, it := range items {
		stays[it.Standard] = it.Status == Applies
	}
	for _, name := range sortedKeys(j.edition.Pools) {
		p := j.edition.Pools[name]
		var now, before [][]piece
		var rules []*Rule
		for _, key := range p.Rules {
			r := j.edition.compiled.rules[key]
			l := j.lines[r.at]
			if l == nil || !stays[r.standard] {
				continue
			}
			rules = append(rules, r)
			now, before = append(now, l.now), append(before, l.before)
		}
		pooled(p, rules, now)
		pooled(p, rules, before)
	}
}

// pooled drops, among pieces that share a key, all but the heaviest or those of
// the first rule listed.
func pooled(p *Pool, rules []*Rule, lists [][]piece) {
	type at struct{ rule, piece int }
	best := map[string]at{}
	for ri, list := range lists {
		for pi := range list {
			if list[pi].dropped {
				continue
			}
			key := shareKey(rules[ri], p.OncePer, list[pi].row)
			b, taken := best[key]
			if !taken {
				best[key] = at{ri, pi}
				continue
			}
			if p.Keep == "heaviest" && heavier(list[pi], lists[b.rule][b.piece]) {
				lists[b.rule][b.piece].dropped = true
				best[key] = at{ri, pi}
				continue
			}
			list[pi].dropped = true
		}
	}
}

// total adds up the pieces of an effect under the rule's cap.
func (j *judging) total(l *line, pieces []piece, effect string) Rat {
	r := l.rule
	sum, kind := Whole(0), calendar.Kind(r.capWindow())
	var sums map[calendar.Period]Rat
	if kind.Valid() {
		sums = map[calendar.Period]Rat{}
	}
	for _, p := range pieces {
		if p.dropped || p.effect != effect {
			continue
		}
		if sums != nil {
			day := p.day
			if day.IsZero() {
				day = j.last
			}
			key := calendar.PeriodOf(kind, day)
			if old, ok := sums[key]; ok {
				sums[key] = old.Add(p.amount)
			} else {
				sums[key] = p.amount
			}
			continue
		}
		sum = sum.Add(p.amount)
	}
	if r.Cap == nil {
		return sum
	}
	most, ok := j.number(l, r.Cap.Most, nil)
	if !ok {
		return sum
	}
	if sums == nil {
		return least(sum, most)
	}
	for _, s := range sums {
		sum = sum.Add(least(s, most))
	}
	return sum
}

func least(a, b Rat) Rat {
	if b.Less(a) {
		return b
	}
	return a
}
