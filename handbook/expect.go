package handbook

import (
	"fmt"
	"strings"

	"wubiao/engine"
	"wubiao/engine/rule"
	"wubiao/engine/score"
)

// expectation compares one scored case with what it expects.
type expectation struct {
	run   *caseRun
	c     *rule.Case
	sheet *score.Sheet
	of    *rule.Standard
}

func (x *expectation) fail(format string, args ...any) { x.run.fail(x.c, format, args...) }

// check compares one key of expect: a figure of the item itself or of the total,
// or a mapping of figures of a rule, an item, a group or the total.
func (x *expectation) check(key string, want any) {
	switch key {
	case "band":
		x.same(key, want, x.sheet.Totals.Band)
		return
	case "effect":
		x.same(key, want, strings.Join(x.sheet.Totals.Effects, "、"))
		return
	case "veto":
		x.same(key, want, strings.Join(x.sheet.Totals.Vetoes, "、"))
		return
	case "provisional":
		x.same(key, want, fmt.Sprint(x.sheet.Totals.Provisional))
		return
	case "pay":
		x.pay(want)
		return
	}
	if figures, ok := want.(map[string]any); ok {
		for _, f := range keysOf(figures) {
			x.figure(key, f, figures[f])
		}
		return
	}
	if x.of == nil {
		x.figure("total", key, want)
		return
	}
	x.figure(x.of.Code, key, want)
}

func (x *expectation) same(key string, want any, got string) {
	if fmt.Sprint(want) != got {
		x.fail("%s 期望「%v」，实际「%s」", key, want, got)
	}
}

// figure compares one figure of one thing.
func (x *expectation) figure(thing, figure string, want any) {
	if f := x.finding(thing); f != nil {
		x.findingFigure(f, figure, want)
		return
	}
	if it := x.sheet.Item(thing); it != nil {
		x.itemFigure(it, figure, want)
		return
	}
	if g := x.sheet.Group(thing); g != nil {
		x.number(thing+"."+figure, want, map[string]*engine.Points{"score": &g.Points, "max": &g.Max}[figure])
		return
	}
	if thing == "total" {
		t := &x.sheet.Totals
		lost := t.Max - t.Points
		x.number("total."+figure, want, map[string]*engine.Points{
			"score": &t.Score, "base": &t.Base, "bonus": &t.Bonus, "points": &t.Points, "max": &t.Max, "deduct": &lost, "rate": t.Rate,
		}[figure])
		return
	}
	x.fail("expect 里的「%s」不是规则、标准、组或 total", thing)
}

func (x *expectation) finding(key string) *rule.Finding {
	if f := x.sheet.Finding(key); f != nil {
		return f
	}
	if x.of != nil {
		return x.sheet.Finding(x.of.Code + "." + key)
	}
	return nil
}

func (x *expectation) findingFigure(f *rule.Finding, figure string, want any) {
	name := f.Rule + "." + figure
	switch figure {
	case "outcome":
		x.same(name, want, string(f.Outcome))
	case "forfeit":
		x.same(name, want, fmt.Sprint(f.Forfeit))
	case "veto":
		x.same(name, want, strings.Join(f.Vetoes, "、"))
	case "deduct":
		x.number(name, want, &f.Deducted)
	case "bonus":
		x.number(name, want, &f.Added)
	case "earn":
		x.number(name, want, &f.Earned)
	case "score":
		x.number(name, want, f.Score)
	default:
		x.fail("规则没有「%s」这个数", figure)
	}
}

func (x *expectation) itemFigure(it *score.Item, figure string, want any) {
	name := it.Code + "." + figure
	switch figure {
	case "status":
		x.same(name, want, it.Status.Chinese())
	case "score":
		x.number(name, want, it.Points)
	case "max":
		x.number(name, want, it.Max)
	case "deduct", "bonus":
		var deducted, added engine.Points
		for _, f := range it.Findings {
			deducted, added = deducted+f.Deducted, added+f.Added
		}
		x.number(name, want, map[string]*engine.Points{"deduct": &deducted, "bonus": &added}[figure])
	default:
		x.fail("标准没有「%s」这个数", figure)
	}
}

func (x *expectation) number(name string, want any, got *engine.Points) {
	switch {
	case got == nil && (want == nil || fmt.Sprint(want) == "none"):
	case got == nil:
		x.fail("%s 期望 %v，实际没有分", name, want)
	case !sameNumber(want, rule.FromPoints(*got)):
		x.fail("%s 期望 %v，实际 %s", name, want, *got)
	}
}

func sameNumber(want any, got rule.Rat) bool {
	w, ok := rule.ParseRat(fmt.Sprint(want))
	return ok && got.Exists() && w.Cmp(got) == 0
}

// pay compares payouts: {组长扣: 10} or {站长扣: {sum: 100.01, 正: 66.68}}.
func (x *expectation) pay(want any) {
	wanted, ok := want.(map[string]any)
	if !ok {
		x.fail("pay 要逐项写")
		return
	}
	var below []score.Payment
	for _, b := range x.c.Below {
		for id, sum := range b {
			p, err := engine.ParsePoints(fmt.Sprint(sum))
			if err != nil {
				x.fail("%v", err)
				return
			}
			below = append(below, score.Payment{ID: id, Sum: p})
		}
	}
	paid, err := score.Payout(x.run.edition, x.sheet, x.sheet.Totals.Band, below)
	if err != nil {
		x.fail("%v", err)
		return
	}
	for _, id := range keysOf(wanted) {
		x.payment(id, wanted[id], paid)
	}
}

func (x *expectation) payment(id string, want any, paid []score.Payment) {
	for i := range paid {
		if paid[i].ID != id {
			continue
		}
		parts, ok := want.(map[string]any)
		if !ok {
			x.number("pay."+id, want, &paid[i].Sum)
			return
		}
		for _, who := range keysOf(parts) {
			share := paid[i].Split[who]
			if who == "sum" {
				share = paid[i].Sum
			}
			x.number("pay."+id+"."+who, parts[who], &share)
		}
		return
	}
	if want != nil && fmt.Sprint(want) != "none" {
		x.fail("pay.%s 期望 %v，实际没有", id, want)
	}
}

func containsText(s, part string) bool { return strings.Contains(s, part) }
