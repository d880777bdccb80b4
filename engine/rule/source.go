package rule

import (
	"fmt"
	"strings"

	"wubiao/engine/calendar"
)

// source gives the rule's rows between two days, with where and the row's own
// conditions applied.
func (j *judging) source(l *line, from, to, asOf calendar.Date) ([]*row, error) {
	r := l.rule
	var all []row
	var err error
	switch {
	case r.Of != "":
		all, err = j.rows(r.Of)
	case r.Ask != "":
		var gaps []string
		all, gaps, err = j.answers(r)
		l.gaps = append(l.gaps, gaps...)
	case r.From != "":
		return j.imported(l), nil
	default:
		return j.desk.alone(row{quantity: Whole(1), day: j.last}), nil
	}
	if err != nil {
		return nil, err
	}
	if r.Kind == Late && r.Due != nil {
		if _, known := j.unit.dueFor(r.Due); !known {
			l.gaps = append(l.gaps, "参数「"+r.Due.AddBy+"」没有值，算不出期限")
			return nil, nil
		}
	}
	out := take(&j.desk.picks, len(all))[:0]
	for i := range all {
		one := &all[i]
		if r.Times != nil { // selected writes the quantity
			one = &take(&j.desk.rows, 1)[0]
			*one = all[i]
		}
		late := r.Kind == Late && r.Of != ""
		if late && !j.selected(l, one) { // what is not meant needs no due date
			continue
		}
		inside, err := j.inReach(l, one, from, to, asOf)
		if err != nil {
			return nil, err
		}
		if inside && (late || j.selected(l, one)) && !l.unproven(one) {
			out = append(out, one)
		}
	}
	return out, nil
}

// unproven says whether the row is left out because its record lacks a file that
// the rule's standard wants. Where records are counted it stays: to leave it out
// would deduct.
func (l *line) unproven(one *row) bool {
	wanted := one.lacking[l.rule.standard.Code]
	if len(wanted) == 0 {
		return false
	}
	l.gaps = append(l.gaps, fmt.Sprintf("%s第%d条还没有传「%s」", l.rule.Of, one.id, strings.Join(wanted, "」「")))
	return l.rule.Kind != Short
}

func (j *judging) imported(l *line) []*row {
	v := j.unit.imports[l.rule.From]
	if v.kind == empty {
		l.gaps = append(l.gaps, "引入的「"+l.rule.From+"」还没有送到")
		return nil
	}
	return j.desk.alone(row{quantity: Whole(1), day: j.last, answer: v})
}

// inReach places a row: by its ledger's day; a late row by its due; a row with a
// running clock by the day the clock starts.
func (j *judging) inReach(l *line, one *row, from, to, asOf calendar.Date) (bool, error) {
	r := l.rule
	switch {
	case r.Kind == Late && r.Of != "":
		return j.lateRow(l, one, from, to, asOf)
	case r.Since != nil:
		return true, nil
	case r.Of != "" && r.layout.day >= 0 && one.day.IsZero() && j.facts.Undated && from <= j.period.Start && to >= j.last:
		return true, nil
	case r.Of != "" && r.layout.day >= 0 && one.day.IsZero():
		l.gaps = append(l.gaps, fmt.Sprintf("%s第%d条没有填「%s」", r.Of, one.id, r.layout.names[r.layout.day]))
		return false, nil
	case r.Of != "" && r.layout.day < 0:
		return true, nil // a ledger without a day is a list that is true now
	}
	return from <= one.day && one.day <= to && (r.timing.named == nil || r.timing.named.holds(one.day)), nil
}

// lateRow says whether the row fell due between the two days and was late.
func (j *judging) lateRow(l *line, one *row, from, to, asOf calendar.Date) (bool, error) {
	r := l.rule
	due, err := j.dueOf(r, one)
	if err != nil || due.IsZero() {
		if due.IsZero() && err == nil {
			l.gaps = append(l.gaps, fmt.Sprintf("%s第%d条没有填起算日，算不出期限", r.Of, one.id))
		}
		return false, err
	}
	if due < from || due > to {
		return false, nil
	}
	done := one.values[r.layout.index[r.Date]].day
	if done.IsZero() {
		return due <= min(asOf, j.closed), nil
	}
	return done > due, nil
}

// dueOf gives the last good day of a row.
func (j *judging) dueOf(r *Rule, one *row) (calendar.Date, error) {
	if r.Due.IsEvent() {
		trigger := one.values[r.layout.index[r.Due.Trigger]].day
		if trigger.IsZero() {
			return 0, nil
		}
		due, _ := j.unit.dueFor(r.Due)
		o, err := due.After(trigger, j.calendar)
		return o.Due, err
	}
	if one.day.IsZero() {
		return 0, nil
	}
	p := calendar.PeriodOf(r.Due.Cadence(), one.day)
	if r.Due.Next {
		p = p.Next()
	}
	list, err := r.Due.In(p, j.calendar)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	return list[0].Due, nil
}

// selected applies where, when and unless to one row, and sets its quantity. A
// row whose columns leave the answer open is a gap.
func (j *judging) selected(l *line, one *row) bool {
	r, e := l.rule, j.over(one.values)
	for i, x := range []*Expr{r.Where, r.When, r.Unless} {
		if x == nil || i > 0 && !x.readsRow() {
			continue
		}
		yes, known := x.holds(e)
		if !known {
			j.gap(l, one, e.missing)
			return false
		}
		if yes == (i == 2) {
			return false
		}
	}
	if r.Times != nil {
		e.missing = ""
		v := r.Times.in(e)
		if v.kind != number {
			j.gap(l, one, e.missing)
			return false
		}
		one.quantity = v.rat
	}
	return true
}

func (j *judging) gap(l *line, one *row, missing string) {
	where := l.rule.Of
	if where == "" {
		where = "回答"
	}
	if missing == "" {
		missing = "所需的数"
	} else {
		missing = "「" + missing + "」"
	}
	l.gaps = append(l.gaps, fmt.Sprintf("%s第%d条没有%s", where, one.id, missing))
}
