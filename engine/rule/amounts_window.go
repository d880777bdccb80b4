package rule

import (
	"fmt"
	"slices"

	"wubiao/engine/calendar"
)

// byWindow judges the rule in each of its windows, for each object, and adds up.
func (j *judging) byWindow(l *line) error {
	windows, err := j.windows(l.rule)
	if err != nil {
		return err
	}
	if open := func(w window) bool { return j.open(l.rule, w) }; slices.ContainsFunc(windows, open) {
		windows = slices.DeleteFunc(slices.Clone(windows), open)
	}
	if len(windows) == 0 {
		l.unjudged = true
		return nil
	}
	objects, ok := j.objects(l)
	if !ok {
		return nil
	}
	if l.rule.Ask != "" && j.facts.Judged[l.rule.Key()] == nil {
		l.gaps = append(l.gaps, "「"+l.rule.Ask+"」"+unanswered)
		return nil
	}
	l.have = Whole(0)
	if l.rule.Kind == Short || l.rule.aspiring {
		l.need = Whole(0)
	}
	for _, w := range windows {
		rows, err := j.source(l, w.from, w.to, min(w.to, j.asOf))
		if err != nil {
			return err
		}
		for _, object := range objects {
			if err := j.oneWindow(l, w, object, j.of(l.rule, rows, object)); err != nil {
				return err
			}
		}
	}
	l.now = j.escalateAll(l, l.now)
	j.once(l.rule, l.now)
	return nil
}

// objects lists what the rule is judged for: the names a list attribute holds,
// or the unit itself ("").
func (j *judging) objects(l *line) ([]string, bool) {
	if l.rule.ForEach == "" {
		return []string{""}, true
	}
	v := j.unit.attributes[l.rule.ForEach]
	if v.kind != list {
		l.gaps = append(l.gaps, "「"+l.rule.ForEach+"」的名单没有给出")
		return nil, false
	}
	return v.names(), true
}

// of picks the rows tied to one object.
func (j *judging) of(r *Rule, rows []*row, object string) []*row {
	if r.ForEach == "" {
		return rows
	}
	column := r.Match
	if column == "" {
		column = r.ForEach
	}
	i, ok := r.layout.index[column]
	var out []*row
	for _, one := range rows {
		if !ok || i >= len(one.values) {
			continue
		}
		// A column that holds several names ties the row to each of them.
		if v := one.values[i]; v.kind == list && contains(v.names(), object) || v.String() == object {
			out = append(out, one)
		}
	}
	return out
}

func (j *judging) oneWindow(l *line, w window, object string, rows []*row) error {
	switch l.rule.Kind {
	case Short:
		return j.shortIn(l, w, object, rows)
	case StepBy:
		return j.sumIn(l, w, object, rows)
	}
	return j.frequencyIn(l, w, object, rows)
}

func quantity(rows []*row) Rat {
	sum := Whole(0)
	for _, r := range rows {
		sum = sum.Add(r.quantity)
	}
	return sum
}

func ids(rows []*row) []int64 {
	var out []int64
	for _, r := range rows {
		if r.id != 0 {
			out = append(out, r.id)
		}
	}
	return out
}

func place(w window, object string) string {
	if w.label != "" && object != "" {
		return object + w.label
	}
	return object + w.label
}

func (j *judging) shortIn(l *line, w window, object string, rows []*row) error {
	need, ok := j.number(l, l.rule.Need, nil)
	if !ok {
		return nil
	}
	have := quantity(rows)
	l.need, l.have = l.need.Add(need), l.have.Add(have)
	missing := need.Sub(have)
	p := piece{effect: l.rule.effect(), amount: Whole(0), day: w.to, records: ids(rows)}
	if missing.Sign() > 0 {
		points, ok := j.number(l, l.rule.Points, nil)
		if !ok {
			return nil
		}
		p.amount = points.Mul(missing)
		if at := place(w, object); at != "" {
			l.notes = append(l.notes, fmt.Sprintf("%s缺%s%s", at, missing, l.rule.unitWord()))
		}
	}
	l.now = append(l.now, p)
	return nil
}

// sumIn judges a ratio or value over all rows of a window.
func (j *judging) sumIn(l *line, w window, object string, rows []*row) error {
	r := l.rule
	a, b := Whole(0), Whole(0)
	for i := range rows {
		if len(r.Ratio) == 2 {
			x, ok1 := j.number(l, r.Ratio[0], rows[i])
			y, ok2 := j.number(l, r.Ratio[1], rows[i])
			if ok1 && ok2 {
				a, b = a.Add(x), b.Add(y)
			}
			continue
		}
		v, ok := rows[i].answer.rat, rows[i].answer.kind == number
		if r.Value != nil {
			v, ok = j.number(l, r.Value, rows[i])
		}
		if ok {
			a = a.Add(v)
		}
	}
	if len(r.Ratio) == 2 {
		if len(rows) == 0 {
			return nil // nothing was held, so there is no rate to judge
		}
		if b.Sign() == 0 {
			l.gaps = append(l.gaps, place(w, object)+"的"+r.Ratio[1].Source+"合计为0，算不出比率")
			return nil
		}
		a = a.Div(b)
	}
	steps, ok := j.stepsFrom(l, a, nil)
	points, ok2 := j.number(l, r.Points, nil)
	if !ok || !ok2 {
		return nil
	}
	if base, ok := j.number(l, r.Base, nil); ok {
		l.need, l.have = base, a
		if at := place(w, object); at != "" {
			l.notes = append(l.notes, at+r.measure(a))
		}
	}
	l.now = append(l.now, piece{effect: r.effect(), amount: points.Mul(steps), day: w.to, records: ids(rows)})
	return nil
}

// frequencyIn finds the first level that holds in the window.
func (j *judging) frequencyIn(l *line, w window, object string, rows []*row) error {
	list := l.rule.Levels.List
	count := quantity(rows)
	l.have = l.have.Add(count)
	j.expect(l, w, object, rows)
	for i := range list {
		holds, ok := j.frequencyHolds(l, &list[i], w, rows, count)
		if !ok {
			return nil
		}
		if !holds {
			continue
		}
		p, ok, err := j.levelPiece(l, &list[i], nil)
		if err != nil || !ok {
			return err
		}
		p.day, p.records = w.to, ids(rows)
		l.now = append(l.now, p)
		break
	}
	return nil
}

func (j *judging) frequencyHolds(l *line, level *Level, w window, rows []*row, count Rat) (holds, ok bool) {
	switch {
	case level.Need != nil:
		need, ok := j.number(l, level.Need, nil)
		if !ok {
			return false, false
		}
		for p := calendar.PeriodOf(calendar.Kind(level.Window), w.from); p.Start <= w.to; p = p.Next() {
			if p.End() > w.to {
				break
			}
			in := Whole(0)
			for _, one := range rows {
				if p.Contains(one.day) {
					in = in.Add(one.quantity)
				}
			}
			if in.Cmp(need) < 0 {
				return false, true
			}
		}
		return true, true
	case level.From != nil:
		from, ok := j.number(l, level.From, nil)
		return ok && count.Cmp(from) >= 0, ok
	}
	return true, true
}

// excess gives bonus for what exceeds need.
func (j *judging) excess(l *line, rows []*row) []piece {
	need, ok1 := j.number(l, l.rule.Need, nil)
	points, ok2 := j.number(l, l.rule.Points, nil)
	if !ok1 || !ok2 {
		return nil
	}
	have := quantity(rows)
	l.need, l.have = need, have
	more := have.Sub(need)
	if more.Sign() <= 0 {
		return nil
	}
	return []piece{{amount: points.Mul(more), effect: l.rule.effect(), day: j.last, records: ids(rows)}}
}

func (r *Rule) unitWord() string {
	if r.Unit != "" {
		return r.Unit
	}
	return "次"
}
