package rule

import (
	"fmt"
	"strings"

	"wubiao/engine/calendar"
)

// Facts turns a case into facts. base is what cases start from (the edition's
// typical unit); of is the standard the case stands in, whose rules it may name
// shortly, or nil.
func (c *Case) Facts(e *Edition, of *Standard) (Facts, error) {
	f := Facts{Unit: UnitFacts{Attributes: map[string]any{}, Parameters: map[string]string{}},
		Records: map[string][]Record{}, Judged: map[string]any{}, Imports: c.Imports, Undated: true}
	for k, v := range e.Typical {
		f.Unit.Attributes[k] = v
	}
	for k, v := range c.Unit {
		f.Unit.Attributes[k] = v
	}
	if err := f.Unit.lifetime(); err != nil {
		return f, err
	}
	for k, names := range c.Objects { // the objects of for_each, by their list attribute
		f.Unit.Attributes[k] = names
	}
	for k, v := range c.Parameters {
		f.Unit.Parameters[k] = fmt.Sprint(v)
	}
	for ledger, records := range c.Records {
		for i, fields := range records {
			f.Records[ledger] = append(f.Records[ledger], Record{ID: int64(i + 1), Fields: fields})
		}
		if len(records) == 0 {
			f.Records[ledger] = nil
		}
	}
	for key, v := range c.Judged {
		if of != nil && !strings.Contains(key, ".") && e.compiled.rules[of.Code+"."+key] != nil {
			key = of.Code + "." + key
		}
		f.Judged[key] = v
	}
	var err error
	f.Period, err = c.sheet(e)
	f.Unit.Day = f.Period.End()
	return f, err
}

// The words of a case, beside the attributes, for the unit's own time.
const (
	unitStart  = "启用日期"
	unitClosed = "关闭日期"
)

// lifetime takes the unit's first and last day out of its attributes.
func (u *UnitFacts) lifetime() error {
	for word, to := range map[string]*calendar.Date{unitStart: &u.Start, unitClosed: &u.Closed} {
		v, err := TypeSpec{Name: TypeDate}.Read(u.Attributes[word])
		if err != nil {
			return at(factError("单位的「%s」%v", word, err), "unit", word)
		}
		*to = v.day
		delete(u.Attributes, word)
	}
	return nil
}

// sheet gives the case's period; unless said, the first sheet of the kind the
// edition scores first, in the year it takes effect.
func (c *Case) sheet(e *Edition) (calendar.Period, error) {
	if c.Period != "" {
		p, err := calendar.ParsePeriod(c.Period)
		if err != nil {
			return p, at(factError("期间「%s」：%v", c.Period, err), "period")
		}
		if !containsKind(e.ScoredOn(), p.Kind) {
			return p, at(factError("本手册不按「%s」这种期间评分", c.Period), "period")
		}
		return p, nil
	}
	from := e.Effective
	if from.IsZero() {
		from = calendar.NewDate(2026, 1, 1)
	}
	return calendar.PeriodOf(e.ScoredOn()[0], from), nil
}

// Alone turns a facts file into facts: nothing is taken from the edition's
// typical unit.
func (c *Case) Alone(e *Edition) (Facts, error) {
	bare := *e
	bare.Typical = nil
	f, err := c.Facts(&bare, nil)
	f.Undated = false
	return f, err
}
