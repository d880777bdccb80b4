package rule

import (
	"fmt"

	"wubiao/engine/calendar"
)

// rule works out the pieces of one rule: condition, rows, amounts, escalation
// and what counts once. Pools, caps and rounding follow when every rule is
// there.
func (j *judging) rule(r *Rule) (*line, error) {
	l := &line{rule: r}
	for i, x := range []*Expr{r.When, r.Unless} {
		if x == nil || x.readsRow() {
			continue
		}
		e := &env{unit: j.unit}
		yes, known := x.holds(e)
		if !known {
			l.gaps = append(l.gaps, e.missing+"没有值，判断不了是否适用")
			return l, nil
		}
		if yes == (i == 1) {
			l.exempt = true
			return l, nil
		}
	}
	if r.windowed() {
		return l, j.byWindow(l)
	}
	if unasked, err := j.unasked(r); unasked || err != nil {
		l.unjudged = unasked
		return l, err
	}
	from, before := j.reach(r)
	pieces, err := j.byRow(l, from, j.period.End(), j.asOf)
	if err != nil {
		return nil, err
	}
	l.now = pieces
	if !before.IsZero() {
		quiet := &line{rule: r}
		if l.before, err = j.byRow(quiet, from, before, before); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// unasked says whether the rule's question is not put on this sheet: it is asked
// once per window, and no window of it ends here.
func (j *judging) unasked(r *Rule) (bool, error) {
	if r.Ask == "" || r.Window == "" || j.facts.Judged[r.Key()] != nil {
		return false, nil
	}
	windows, err := j.windows(r)
	return len(windows) == 0, err
}

// source gives the rule's rows between two days, with where and the row's own
// conditions applied.
func (j *judging) source(l *line, from, to, asOf calendar.Date) ([]row, error) {
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
		return []row{{quantity: Whole(1), day: j.period.End()}}, nil
	}
	if err != nil {
		return nil, err
	}
	out := make([]row, 0, len(all))
	for i := range all {
		one := all[i]
		late := r.Kind == Late && r.Of != ""
		if late && !j.selected(l, &one) { // what is not meant needs no due date
			continue
		}
		inside, err := j.inReach(l, &one, from, to, asOf)
		if err != nil {
			return nil, err
		}
		if inside && (late || j.selected(l, &one)) {
			out = append(out, one)
		}
	}
	return out, nil
}

func (j *judging) imported(l *line) []row {
	v := j.unit.imports[l.rule.From]
	if v.kind == empty {
		l.gaps = append(l.gaps, "引入的「"+l.rule.From+"」还没有送到")
		return nil
	}
	return []row{{quantity: Whole(1), day: j.period.End(), answer: v}}
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
	case r.Of != "" && r.layout.day >= 0 && one.day.IsZero() && from <= j.period.Start && to >= j.period.End():
		return true, nil // handed in for this very sheet, without a day
	case r.Of != "" && r.layout.day >= 0 && one.day.IsZero():
		l.gaps = append(l.gaps, fmt.Sprintf("%s第%d条没有填「%s」", r.Of, one.id, r.layout.names[r.layout.day]))
		return false, nil
	case r.Of != "" && r.layout.day < 0:
		return true, nil // a ledger without a day is a list that is true now
	}
	return from <= one.day && one.day <= to, nil
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
		return due <= asOf, nil
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
		o, err := r.Due.After(trigger, j.calendar)
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
	r, e := l.rule, &env{unit: j.unit, row: one.values}
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

// byRow works out an amount for each row.
func (j *judging) byRow(l *line, from, to, asOf calendar.Date) ([]piece, error) {
	rows, err := j.source(l, from, to, asOf)
	if err != nil {
		return nil, err
	}
	if l.rule.Kind == Bonus && l.rule.Need != nil {
		return j.excess(l, rows), nil
	}
	var pieces []piece
	for i := range rows {
		p, ok, err := j.amount(l, &rows[i], asOf)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		p.row, p.day = &rows[i], rows[i].day
		if l.rule.Of != "" || len(l.rule.Fields) > 0 {
			p.records = []int64{rows[i].id}
		}
		if !j.escalate(l, &p) {
			continue
		}
		pieces = append(pieces, p)
	}
	if l.rule.Kind == Fixed {
		keepOne(pieces, "heaviest")
	}
	j.once(l.rule, pieces)
	return pieces, nil
}

// number evaluates one of the rule's numbers for a row.
func (j *judging) number(l *line, x *Expr, one *row) (Rat, bool) {
	e := &env{unit: j.unit}
	if one != nil {
		e.row = one.values
	}
	v := x.in(e)
	if v.kind != number {
		if one != nil && x.readsRow() {
			j.gap(l, one, e.missing)
		} else {
			l.gaps = append(l.gaps, e.missing+"没有值")
		}
		return Rat{}, false
	}
	return v.rat, true
}

// amount gives what one row is worth.
func (j *judging) amount(l *line, one *row, asOf calendar.Date) (piece, bool, error) {
	r := l.rule
	switch r.Kind {
	case Fixed:
		points, ok := j.number(l, r.Points, one)
		return piece{amount: points, effect: r.effect()}, ok && one.quantity.Sign() > 0, nil
	case Forfeit:
		return piece{effect: "forfeit", amount: Whole(0)}, one.quantity.Sign() > 0, nil
	case VetoBy:
		return piece{effect: "veto", veto: r.Veto, amount: Whole(0)}, one.quantity.Sign() > 0, nil
	case StepBy:
		return j.stepRow(l, one, asOf)
	case Range, Judged:
		return j.givenRow(l, one)
	case Import:
		if r.Levels == nil {
			return j.importNumber(l, one)
		}
		return j.levelRow(l, one)
	}
	switch {
	case r.Levels != nil:
		return j.levelRow(l, one)
	case r.Kind == Bonus && r.Min != nil:
		return j.givenRow(l, one)
	}
	points, ok := j.number(l, r.Points, one)
	return piece{amount: points.Mul(one.quantity), effect: r.effect()}, ok, nil
}

// effect is what an amount of the rule does unless a level says otherwise.
func (r *Rule) effect() string {
	switch {
	case r.As != "":
		return r.As
	case r.Kind == Bonus:
		return "add"
	case r.Kind == Earn:
		return "earn"
	}
	return "deduct"
}

func (j *judging) importNumber(l *line, one *row) (piece, bool, error) {
	factor, ok := j.number(l, l.rule.Factor, one)
	if one.answer.kind != number {
		return piece{}, false, factError("引入的「%s」应是数字", l.rule.From)
	}
	return piece{amount: one.answer.rat.Mul(factor), effect: l.rule.effect()}, ok, nil
}

// escalate changes the amount in the written order: a factor multiplies, an
// addition adds once.
func (j *judging) escalate(l *line, p *piece) bool {
	e := &env{unit: j.unit, row: p.row.values}
	for i := range l.rule.Escalate {
		esc := &l.rule.Escalate[i]
		yes, known := esc.Where.holds(e)
		if !known {
			j.gap(l, p.row, e.missing)
			return false
		}
		if !yes {
			continue
		}
		if esc.Factor != nil {
			f, ok := j.number(l, esc.Factor, p.row)
			if !ok {
				return false
			}
			p.amount = p.amount.Mul(f)
			continue
		}
		a, ok := j.number(l, esc.Add, p.row)
		if !ok {
			return false
		}
		p.amount = p.amount.Add(a)
	}
	return true
}
