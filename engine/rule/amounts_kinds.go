package rule

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// stepRow gives the steps of one row: away from base, or of a running clock.
func (j *judging) stepRow(l *line, one *row, asOf calendar.Date) (piece, bool, error) {
	r := l.rule
	var steps Rat
	var ok bool
	if r.Since != nil {
		steps, ok = j.elapsed(l, one, asOf)
	} else {
		var v Rat
		if v, ok = j.measured(l, one); ok {
			steps, ok = j.stepsFrom(l, v, one)
		}
	}
	if !ok || steps.Sign() == 0 {
		return piece{}, false, nil
	}
	points, ok := j.number(l, r.Points, one)
	return piece{amount: points.Mul(steps).Mul(one.quantity), effect: r.effect()}, ok, nil
}

// measured gives a row's value, ratio or answer.
func (j *judging) measured(l *line, one *row) (Rat, bool) {
	r := l.rule
	switch {
	case len(r.Ratio) == 2:
		a, ok1 := j.number(l, r.Ratio[0], one)
		b, ok2 := j.number(l, r.Ratio[1], one)
		if !ok1 || !ok2 {
			return Rat{}, false
		}
		if b.Sign() == 0 {
			j.gap(l, one, "不为0的"+r.Ratio[1].Source)
			return Rat{}, false
		}
		return a.Div(b), true
	case r.Value != nil:
		return j.number(l, r.Value, one)
	case one.answer.kind == number:
		return one.answer.rat, true
	}
	j.gap(l, one, "数值")
	return Rat{}, false
}

// stepsFrom counts the steps by which a value misses the base.
func (j *judging) stepsFrom(l *line, v Rat, one *row) (Rat, bool) {
	r := l.rule
	base, ok1 := j.number(l, r.Base, one)
	per, ok2 := j.number(l, r.PerStep, one)
	if !ok1 || !ok2 {
		return Rat{}, false
	}
	if per.Sign() <= 0 {
		l.gaps = append(l.gaps, "每一步（"+r.PerStep.Source+"）的值不大于0，算不出步数")
		return Rat{}, false
	}
	away := base.Sub(v)
	if r.Side == "above" {
		away = v.Sub(base)
	}
	if away.Sign() <= 0 {
		return Whole(0), true
	}
	return wholeSteps(away.Div(per), r.Round), true
}

func wholeSteps(n Rat, round string) Rat {
	switch {
	case !n.Exists() || round == "share":
		return n
	case round == "up":
		return Whole(n.Ceil())
	}
	return Whole(n.Floor())
}

// elapsed counts spans from since to until; an open until is the sheet's last
// day. Months are added to the day since was counted from, then clamped.
func (j *judging) elapsed(l *line, one *row, asOf calendar.Date) (Rat, bool) {
	r, e := l.rule, j.over(one.values)
	since := r.Since.in(e)
	if since.kind != date {
		j.gap(l, one, e.missing)
		return Rat{}, false
	}
	if since.day < j.facts.Unit.Start { // it was due before the unit was there
		return Whole(0), true
	}
	e.missing = ""
	until := r.Until.in(e).day
	if c := j.facts.Unit.Closed; !c.IsZero() {
		asOf = min(asOf, c)
	}
	if until.IsZero() || until > asOf {
		until = asOf
	}
	per, err := calendar.ParseSpan(r.PerStep.in(e).text)
	if err != nil || per.N <= 0 || until <= since.day {
		return Whole(0), err == nil
	}
	at := func(k int) calendar.Date { return since.plus(k, per) }
	k := 0
	for at(k+1) <= until {
		k++
	}
	rest := until - at(k)
	switch {
	case rest == 0 || r.Round == "down":
		return Whole(int64(k)), true
	case r.Round == "up":
		return Whole(int64(k + 1)), true
	}
	return Whole(int64(k)).Add(Whole(int64(rest)).Div(Whole(int64(at(k+1) - at(k))))), true
}

// plus adds k spans to a date value, counting months from the date it was
// itself counted from.
func (v Value) plus(k int, s calendar.Span) calendar.Date {
	months := 0
	switch s.Unit {
	case calendar.UnitMonth:
		months = s.N * k
	case calendar.UnitYear:
		months = 12 * s.N * k
	default:
		return plainAdd(v.day, calendar.Span{N: s.N * k, Unit: s.Unit})
	}
	if v.rat.den != 0 {
		return calendar.Date(v.rat.num).AddMonths(int(v.rat.den) + months)
	}
	return v.day.AddMonths(months)
}

// givenRow gives 值 × 次数, refusing what lies outside the range.
func (j *judging) givenRow(l *line, one *row) (piece, bool, error) {
	r := l.rule
	if !one.amount.Exists() {
		return piece{}, false, answerError(r, "裁量要写给几分（值）")
	}
	least := Whole(0)
	if r.Min != nil {
		v, ok := j.number(l, r.Min, one)
		if !ok {
			return piece{}, false, nil
		}
		least = v
	}
	switch {
	case r.Max != nil && r.Max.Source == "none":
		if one.decision == "" {
			return piece{}, false, engine.Fail(engine.Invalid, "range", r.Key()+"「"+r.Ask+"」不封顶，裁量要写决定的文号（决定）")
		}
	default:
		var most Rat
		if r.Max == nil && r.standard.Points != nil {
			e := j.over(nil)
			p := r.standard.Points.in(e)
			if p == nil {
				l.gaps = append(l.gaps, r.standard.Points.lacks(e))
				return piece{}, false, nil
			}
			most = FromPoints(*p)
		} else {
			var ok bool
			if most, ok = j.number(l, r.Max, one); !ok {
				return piece{}, false, nil
			}
		}
		if one.amount.Cmp(least) < 0 || one.amount.Cmp(most) > 0 {
			return piece{}, false, engine.Fail(engine.Invalid, "range",
				fmt.Sprintf("%s「%s」的裁量要在 %s 到 %s 分之间，写的是 %s", r.Key(), r.Ask, least, most, one.amount))
		}
	}
	return piece{amount: one.amount.Mul(one.quantity), effect: r.effect()}, true, nil
}

// levelRow finds a row's level and what it is worth.
func (j *judging) levelRow(l *line, one *row) (piece, bool, error) {
	r := l.rule
	var level *Level
	if r.Levels.Named {
		name := one.answer
		if r.By != nil {
			e := j.over(one.values)
			if name = r.By.in(e); name.kind == empty {
				j.gap(l, one, e.missing)
				return piece{}, false, nil
			}
		}
		if level = r.Levels.named(name.String()); level == nil {
			return piece{}, false, factError("%s：没有「%s」这一档，只有%s", r.Key(), name, r.Levels.names())
		}
	} else {
		v, ok := j.measured(l, one)
		if !ok {
			return piece{}, false, nil
		}
		level, ok = j.edge(l, v, one)
		if !ok {
			return piece{}, false, nil
		}
	}
	return j.levelPiece(l, level, one)
}

func (v *Levels) named(name string) *Level {
	for i := range v.List {
		if v.List[i].Name == name {
			return &v.List[i]
		}
	}
	return nil
}

func (v *Levels) names() string {
	out := ""
	for i, l := range v.List {
		if i > 0 {
			out += "、"
		}
		out += l.Name
	}
	return out
}

// edge finds the level whose lower edge the value reaches.
func (j *judging) edge(l *line, v Rat, one *row) (*Level, bool) {
	list := l.rule.Levels.List
	for i := range list {
		if list[i].From == nil {
			return &list[i], true
		}
		from, ok := j.number(l, list[i].From, one)
		if !ok {
			return nil, false
		}
		if v.Cmp(from) >= 0 {
			return &list[i], true
		}
	}
	return nil, false
}

// levelPiece makes the piece of a level; an interval needs the number a person
// filled in.
func (j *judging) levelPiece(l *line, level *Level, one *row) (piece, bool, error) {
	r := l.rule
	p := piece{effect: level.Effect, veto: level.Veto, amount: Whole(0)}
	if p.effect == "" {
		p.effect = r.effect()
	}
	if level.Min != nil {
		filled, ok, err := j.filled(l, level, one)
		p.amount = filled
		return p, ok, err
	}
	if level.Amount != nil {
		v, ok := j.number(l, level.Amount, one)
		if !ok {
			return p, false, nil
		}
		p.amount = v
	}
	if one != nil && p.effect != "score" {
		p.amount = p.amount.Mul(one.quantity)
	}
	return p, true, nil
}

// filled reads the number within a level's interval: from the answer itself, or
// for an imported level from the answer to the rule.
func (j *judging) filled(l *line, level *Level, one *row) (Rat, bool, error) {
	r := l.rule
	given := Rat{}
	if one != nil {
		given = one.amount
	}
	if !given.Exists() {
		if raw, ok := j.facts.Judged[r.Key()]; ok && r.Ask == "" {
			v, err := readNumber(raw, false)
			if err != nil {
				return Rat{}, false, answerError(r, "%v", err)
			}
			given = v.rat
		}
	}
	least, ok1 := j.number(l, level.Min, one)
	most, ok2 := j.number(l, level.Max, one)
	if !ok1 || !ok2 {
		return Rat{}, false, nil
	}
	if !given.Exists() {
		l.gaps = append(l.gaps, fmt.Sprintf("「%s」档要在 %s 到 %s 分之间裁量，还没有填", level.Name, least, most))
		return Rat{}, false, nil
	}
	if given.Cmp(least) < 0 || given.Cmp(most) > 0 {
		return Rat{}, false, engine.Fail(engine.Invalid, "range",
			fmt.Sprintf("%s 的「%s」档裁量要在 %s 到 %s 分之间，写的是 %s", r.Key(), level.Name, least, most, given))
	}
	return given, true, nil
}
