package rule

import (
	"strconv"

	"wubiao/engine"
)

// Amount is a number of points of the edition: written out, or read from
// parameters (组分, 基准 * 2) for each unit. A parameter without a value gives no
// amount, and the total stays provisional.
type Amount struct {
	Fixed engine.Points // where By is nil
	By    *Expr
}

// Written gives the points where they are written out.
func (a *Amount) Written() (engine.Points, bool) {
	if a == nil || a.By != nil {
		return 0, false
	}
	return a.Fixed, true
}

// String shows the amount as it was written.
func (a Amount) String() string {
	if a.By != nil {
		return a.By.Source
	}
	return a.Fixed.String()
}

// MarshalJSON writes a number, or the expression as text.
func (a Amount) MarshalJSON() ([]byte, error) {
	if a.By == nil {
		return a.Fixed.MarshalJSON()
	}
	return []byte(strconv.Quote(a.By.Source)), nil
}

// in gives the points for a unit, to be read only; nil where they are not known.
// What is no number of hundredths is not.
func (a *Amount) in(e *env) *engine.Points {
	if a.By == nil {
		return &a.Fixed
	}
	if p, ok := a.By.in(e).rat.Points(); ok {
		return &p
	}
	return nil
}

// Amount gives the points for the judged unit, to be read only; nil has none.
// why tells what is missing.
func (j *Judgement) Amount(a *Amount) (p *engine.Points, why string) {
	if a == nil {
		return nil, ""
	}
	if a.By == nil {
		return &a.Fixed, ""
	}
	e := env{unit: j.env}
	if p = a.in(&e); p == nil {
		why = a.lacks(&e)
	}
	return p, why
}

func (a *Amount) lacks(e *env) string {
	if e.missing != "" {
		return e.missing + "没有值"
	}
	return "「" + a.By.Source + "」不是最多两位小数的分"
}

// amount checks an amount; nil is fine.
func (c *checker) amount(a *Amount) {
	if a != nil {
		c.compile(&namespace{edition: c.edition, imports: c.imports}, a.By, number)
	}
}
