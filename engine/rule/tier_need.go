package rule

import (
	"fmt"

	"wubiao/engine/calendar"
)

// aspires says whether the rule's first level is what every window should reach:
// it takes nothing off, or assigns the best score. Where more rows are worse, or
// bring more bonus, nothing is missing below the first level.
func (r *Rule) aspires() bool {
	if r.Levels == nil || r.Levels.Named || len(r.Levels.List) < 2 || r.effect() != "deduct" {
		return false
	}
	top, bottom := &r.Levels.List[0], &r.Levels.List[len(r.Levels.List)-1]
	if top.Amount == nil || top.Need == nil && top.From == nil {
		return false
	}
	worth := literal(top.Amount.Source)
	switch top.Effect {
	case "", "deduct":
		return worth.kind == number && worth.rat.Sign() == 0
	case "score":
		if bottom.Amount == nil {
			return true
		}
		least := literal(bottom.Amount.Source)
		return worth.kind == number && least.kind == number && worth.rat.Cmp(least.rat) > 0
	}
	return false
}

// expect adds what a window should have held by the first level, and notes what
// it lacks, by name.
func (j *judging) expect(l *line, w window, object string, rows []*row) {
	if !l.rule.aspiring {
		return
	}
	top := &l.rule.Levels.List[0]
	if top.Need == nil {
		if from, ok := j.number(l, top.From, nil); ok {
			l.lacks(from, quantity(rows), place(w, object))
		}
		return
	}
	need, ok := j.number(l, top.Need, nil)
	if !ok {
		return
	}
	for p := calendar.PeriodOf(calendar.Kind(top.Window), w.from); p.Start <= w.to && p.End() <= w.to; p = p.Next() {
		in := Whole(0)
		for _, one := range rows {
			if p.Contains(one.day) {
				in = in.Add(one.quantity)
			}
		}
		l.lacks(need, in, object+windowLabel(p))
	}
}

// lacks adds a need, and notes where less was there.
func (l *line) lacks(need, have Rat, where string) {
	l.need = l.need.Add(need)
	if missing := need.Sub(have); missing.Sign() > 0 && where != "" {
		l.notes = append(l.notes, fmt.Sprintf("%s缺%s%s", where, missing, l.rule.unitWord()))
	}
}
