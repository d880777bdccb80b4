package score

import (
	"fmt"
	"strings"

	"wubiao/engine"
	"wubiao/engine/rule"
)

// Payment is one payout of a unit, in the currency's hundredths, with how it
// came about and how it is split.
type Payment struct {
	ID    string
	Sum   engine.Points
	Split map[string]engine.Points
	How   string
}

// Payout works out every payout of the edition for a sheet with its final band.
// below gives the payments of the units under it, for formulas over 下级.
func Payout(e *rule.Edition, s *Sheet, band string, below []Payment) ([]Payment, error) {
	names := s.Names()
	if band != "" {
		names["等级"] = rule.TextOf(band)
	}
	var out []Payment
	for i := range e.Payout {
		p := &e.Payout[i]
		yes, known := s.judgement.Holds(p.When, names)
		if !known {
			return nil, unpaid(p)
		}
		if !yes {
			continue
		}
		v, how, ok := amountOf(p, s, names, below)
		if !ok {
			return nil, unpaid(p)
		}
		if v, ok = s.between(v, p, names); !ok {
			return nil, unpaid(p)
		}
		pay := Payment{ID: p.ID, Sum: v.Round(*p.Round, e.Score.Round.Half), How: how}
		if len(p.Split) > 0 {
			if pay.Split, ok = s.split(p, pay.Sum); !ok {
				return nil, unpaid(p)
			}
		}
		names[p.ID] = rule.NumberOf(rule.FromPoints(pay.Sum))
		out = append(out, pay)
	}
	return out, nil
}

func unpaid(p *rule.Pay) error { return fmt.Errorf("兑现「%s」：所需的数不全", p.ID) }

// between keeps a payout between its least and its most.
func (s *Sheet) between(v rule.Rat, p *rule.Pay, names rule.Named) (rule.Rat, bool) {
	if p.Least != nil {
		least, ok := s.judgement.Number(p.Least, names)
		if !ok {
			return v, false
		}
		if v.Less(least) {
			v = least
		}
	}
	if p.Most != nil {
		most, ok := s.judgement.Number(p.Most, names)
		if !ok {
			return v, false
		}
		if most.Less(v) {
			v = most
		}
	}
	return v, true
}

func amountOf(p *rule.Pay, s *Sheet, names rule.Named, below []Payment) (rule.Rat, string, bool) {
	switch {
	case p.Formula != nil:
		v, ok := s.judgement.Number(p.Formula, names)
		return v, p.Formula.Source, ok
	case p.Over != "":
		return over(p, below)
	case p.Value != nil:
		v, ok := s.judgement.Number(p.Value, names)
		if !ok {
			return v, "", false
		}
		for _, l := range p.Levels {
			if l.From != nil {
				from, ok := s.judgement.Number(l.From, names)
				if !ok {
					return v, "", false
				}
				if v.Less(from) {
					continue
				}
			}
			pay, ok := s.judgement.Number(l.Pay, names)
			return pay, p.Value.Source + "为" + v.String(), ok
		}
	}
	return rule.Rat{}, "", false
}

// over takes the mean, sum, most or least of the payments of the units below.
func over(p *rule.Pay, below []Payment) (rule.Rat, string, bool) {
	id := p.Over[strings.LastIndex(p.Over, ".")+1:]
	sum, n := rule.Whole(0), 0
	var most, least rule.Rat
	for _, b := range below {
		if b.ID != id {
			continue
		}
		v := rule.FromPoints(b.Sum)
		sum, n = sum.Add(v), n+1
		if n == 1 || most.Less(v) {
			most = v
		}
		if n == 1 || v.Less(least) {
			least = v
		}
	}
	if n == 0 {
		return rule.Whole(0), p.Over + "没有", true
	}
	how := fmt.Sprintf("%d个%s", n, p.Over)
	switch p.Take {
	case "sum":
		return sum, how, true
	case "most":
		return most, how, true
	case "least":
		return least, how, true
	}
	return sum.Div(rule.Whole(int64(n))), how, true
}

// split shares a sum by weights; each share is rounded down and what is left
// goes to the one named, so that nothing is lost. ok is false where a weight has
// no value.
func (s *Sheet) split(p *rule.Pay, sum engine.Points) (out map[string]engine.Points, ok bool) {
	weights, total := map[string]rule.Rat{}, rule.Whole(0)
	for who, x := range p.Split {
		w, ok := s.judgement.Number(x, nil)
		if !ok {
			return nil, false
		}
		weights[who], total = w, total.Add(w)
	}
	if total.Sign() <= 0 {
		return nil, false
	}
	out, left := map[string]engine.Points{}, sum
	for who, w := range weights {
		if who == p.Rest {
			continue
		}
		units := rule.FromPoints(sum).Mul(w).Div(total).Div(rule.FromPoints(*p.Round)).Floor()
		out[who] = engine.Points(units) * *p.Round
		left -= out[who]
	}
	out[p.Rest] = left
	return out, true
}
