package rule

import (
	"maps"
	"slices"

	"wubiao/engine/calendar"
)

// DueFor gives a due rule with the span that a parameter gives the unit
// (会议日期+整改清单天数↑). known is false where the parameter has no value.
func (e *Edition) DueFor(d *calendar.Due, u UnitFacts) (due calendar.Due, known bool, err error) {
	if d.AddBy == "" {
		return *d, true, nil
	}
	p := e.Parameters[d.AddBy]
	env := newUnitEnv(1, 1)
	if p.By != "" {
		if err := e.readAttribute(env, p.By, u); err != nil {
			return *d, false, err
		}
	}
	env.parameters[d.AddBy] = p.value(d.AddBy, e.compiled.defaults[d.AddBy], u, env)
	due, known = env.dueFor(d)
	return due, known, nil
}

func (u *unitEnv) dueFor(d *calendar.Due) (calendar.Due, bool) {
	if d.AddBy == "" {
		return *d, true
	}
	add, err := calendar.ParseSpan(u.parameters[d.AddBy].text) // workdays are a word to an expression
	if err != nil {
		return *d, false
	}
	return d.With(add), true
}

// dueSpan checks that the name in a due rule is a parameter that gives a span.
func (c *checker) dueSpan(at Pos, who string, d *calendar.Due) {
	if d == nil || d.AddBy == "" {
		return
	}
	p := c.edition.Parameters[d.AddBy]
	if p == nil {
		c.absent(at, "%s 的期限里的「%s」不是参数%s", who, d.AddBy, meant(d.AddBy, sortedKeys(c.edition.Parameters)))
		return
	}
	for _, x := range append(slices.Collect(maps.Values(p.Values)), p.Default) {
		if x == nil {
			continue
		}
		if _, err := calendar.ParseSpan(x.Source); err != nil {
			c.err(at, "%s 的期限按参数「%s」推算，参数的值要是时长，如 15日、3工作日、1月；现在是「%s」", who, d.AddBy, x.Source)
		}
	}
}
