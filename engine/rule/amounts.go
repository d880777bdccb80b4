package rule

import (
	"slices"

	"wubiao/engine/calendar"
)

// rule works out the pieces of one rule: condition, rows, amounts, escalation
// and what counts once. Pools, caps and rounding follow when every rule is
// there.
func (j *judging) rule(r *Rule) (*line, error) {
	l := j.desk.line(r)
	for i, x := range []*Expr{r.When, r.Unless} {
		if x == nil || x.readsRow() {
			continue
		}
		e := j.over(nil)
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
	if r.Since == nil {
		from = max(from, j.facts.Unit.Start)
	}
	pieces, err := j.byRow(l, from, j.until(r), j.asOf)
	if err != nil {
		return nil, err
	}
	l.now = pieces
	if !before.IsZero() {
		quiet := j.desk.line(r)
		if l.before, err = j.byRow(quiet, from, before, before); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// until is the last day of which rows count: what has not happened yet does not,
// and a row whose day is its own deadline counts once that day is over.
func (j *judging) until(r *Rule) calendar.Date {
	last := j.happened(r)
	if c := j.facts.Unit.Closed; !c.IsZero() && r.Of != "" {
		return min(last, c)
	}
	return last
}

func (j *judging) happened(r *Rule) calendar.Date {
	switch {
	case j.closed == j.last || r.Of == "" || r.Since != nil:
		return j.last
	case j.edition.compiled.deadlines[r.Of]:
		return j.closed
	}
	return j.asOf
}

// unasked says whether the rule's question is not put on this sheet: it is asked
// once per window, and no window of it ends here.
func (j *judging) unasked(r *Rule) (bool, error) {
	if r.Ask == "" || r.Window == "" || j.facts.Judged[r.Key()] != nil {
		return false, nil
	}
	windows, err := j.windows(r)
	covered := func(w window) bool { return j.facts.Unit.covers(w.about, w.due) }
	return !slices.ContainsFunc(windows, covered), err
}

// byRow works out an amount for each row.
func (j *judging) byRow(l *line, from, to, asOf calendar.Date) ([]piece, error) {
	rows, err := j.source(l, from, to, asOf)
	if err != nil {
		return nil, err
	}
	if l.rule.Kind == Bonus && l.rule.Need != nil {
		return j.escalateAll(l, j.excess(l, rows)), nil
	}
	pieces := l.now
	for _, one := range rows {
		p, ok, err := j.amount(l, one, asOf)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		p.row, p.day = one, one.day
		if l.rule.Of != "" || len(l.rule.Fields) > 0 {
			p.records = j.desk.id(one.id)
		}
		if !j.escalate(l, &p) {
			continue
		}
		pieces = append(pieces, p)
	}
	if l.rule.Kind == Fixed {
		heaviest(pieces)
	}
	j.once(l.rule, pieces)
	return pieces, nil
}

// number evaluates one of the rule's numbers for a row.
func (j *judging) number(l *line, x *Expr, one *row) (Rat, bool) {
	var values []Value
	if one != nil {
		values = one.values
	}
	e := j.over(values)
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

// escalateAll escalates what windows gave; one that gave nothing stays.
func (j *judging) escalateAll(l *line, pieces []piece) []piece {
	if len(l.rule.Escalate) == 0 {
		return pieces
	}
	out := pieces[:0]
	for _, p := range pieces {
		if p.amount.Sign() == 0 || j.escalate(l, &p) {
			out = append(out, p)
		}
	}
	return out
}

// escalate changes the amount in the written order: a factor multiplies, an
// addition adds once.
func (j *judging) escalate(l *line, p *piece) bool {
	var values []Value
	if p.row != nil {
		values = p.row.values
	}
	for i := range l.rule.Escalate {
		esc, e := &l.rule.Escalate[i], j.over(values)
		yes, known := esc.Where.holds(e)
		if !known && p.row == nil {
			l.gaps = append(l.gaps, e.missing+"没有值，判断不了是否加重")
			return false
		}
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
