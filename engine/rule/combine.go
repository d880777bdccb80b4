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

// better says whether a piece is to be kept instead of one that stands before it.
func better(keep string, a, kept piece) bool {
	switch keep {
	case "heaviest":
		return heavier(a, kept)
	case "lightest":
		return heavier(kept, a)
	case "first":
		return a.day < kept.day
	}
	return a.day >= kept.day // last
}

// keepOne drops all pieces but one of those that share a key.
func keepOne(pieces []piece, keep string, key func(*piece) string) {
	if len(pieces) < 2 {
		return
	}
	kept := make(map[string]*piece, len(pieces))
	for i := range pieces {
		one := &pieces[i]
		if one.dropped {
			continue
		}
		k := key(one)
		switch before := kept[k]; {
		case before == nil:
			kept[k] = one
		case better(keep, *one, *before):
			before.dropped, kept[k] = true, one
		default:
			one.dropped = true
		}
	}
}

// heaviest lets one piece of all count.
func heaviest(pieces []piece) {
	keepOne(pieces, "heaviest", func(*piece) string { return "" })
}

// once lets one piece count of those whose rows share the key.
func (j *judging) once(r *Rule, pieces []piece) {
	if len(r.OncePer) > 0 {
		keepOne(pieces, r.Keep, func(p *piece) string { return shareKey(r, r.OncePer, p.row) })
	}
}

// shareKey joins the values of the columns; rows without the columns, and `all`,
// share one key.
func shareKey(r *Rule, columns []string, one *row) string {
	if one == nil {
		return ""
	}
	var key strings.Builder
	for _, name := range columns {
		i, ok := r.layout.index[name]
		switch {
		case !ok || i >= len(one.values):
		case len(columns) == 1:
			return one.values[i].String()
		default:
			key.WriteString(one.values[i].String())
			key.WriteByte(0)
		}
	}
	return key.String()
}

// pool lets one row count across the rules of a pool. An item that leaves the
// sheet takes no row from one that stays.
func (j *judging) pool(items []Item) {
	for _, p := range j.edition.compiled.pooled {
		var now, before []held
		for _, r := range p.rules {
			l := j.lines[r.at]
			if l == nil || items[r.standard.at].Status != Applies {
				continue
			}
			now, before = live(now, r, l.now), live(before, r, l.before)
		}
		pooled(p, now)
		pooled(p, before)
	}
}

// pooling is a pool with its rules.
type pooling struct {
	*Pool
	rules []*Rule
}

// held is a piece in a pool, with the rule it comes from.
type held struct {
	*piece
	rule *Rule
}

// live adds the pieces that still count.
func live(to []held, r *Rule, pieces []piece) []held {
	for i := range pieces {
		if !pieces[i].dropped {
			to = append(to, held{&pieces[i], r})
		}
	}
	return to
}

// pooled drops, among pieces that share a key, all but the heaviest or those of
// the first rule listed.
func pooled(p pooling, pieces []held) {
	if len(pieces) < 2 {
		return
	}
	best := make(map[string]*piece, len(pieces))
	for _, one := range pieces {
		key := shareKey(one.rule, p.OncePer, one.row)
		kept := best[key]
		switch {
		case kept == nil:
			best[key] = one.piece
		case p.Keep == "heaviest" && heavier(*one.piece, *kept):
			kept.dropped, best[key] = true, one.piece
		default:
			one.dropped = true
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
	if !ok { // how much may count is not known: nothing does yet
		return Whole(0)
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
