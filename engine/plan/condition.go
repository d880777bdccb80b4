package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"wubiao/engine/rule"
)

// condition answers whether something applies to a unit, and works it out once
// for each distinct value of the attributes and parameters it reads, however
// many units there are. It is not safe for concurrent use.
type condition struct {
	attributes []string // what it reads, over-estimated
	parameters []string
	holds      func(rule.UnitFacts) (bool, error)
	known      map[string]verdict
	key        []byte
}

type verdict struct {
	yes bool
	err error
}

// newCondition makes a condition that reads the names in source, an expression
// of the edition. No expression always holds: nil.
func newCondition(e *rule.Edition, source *rule.Expr, holds func(rule.UnitFacts) (bool, error)) *condition {
	if source == nil {
		return nil
	}
	c := &condition{holds: holds, known: map[string]verdict{}}
	for name, p := range e.Parameters {
		if names(source.Source, name) {
			c.parameters = append(c.parameters, name)
			if p.By != "" && !slices.Contains(c.attributes, p.By) {
				c.attributes = append(c.attributes, p.By)
			}
		}
	}
	for name := range e.Attributes {
		if names(source.Source, name) && !slices.Contains(c.attributes, name) {
			c.attributes = append(c.attributes, name)
		}
	}
	slices.Sort(c.attributes)
	slices.Sort(c.parameters)
	return c
}

// names says whether the expression may read the name. Signs other than Chinese
// ones may be written in two widths, so such a name always counts as read.
func names(source, name string) bool {
	return strings.Contains(source, name) || strings.ContainsFunc(name, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

// ask answers for a unit with the given attributes and parameters.
func (c *condition) ask(facts rule.UnitFacts) (bool, error) {
	if c == nil {
		return true, nil
	}
	c.key = c.key[:0]
	for _, name := range c.attributes {
		c.key = appendValue(c.key, facts.Attributes[name])
	}
	for _, name := range c.parameters {
		value, ok := facts.Parameters[name]
		c.key = strconv.AppendBool(c.key, ok)
		c.key = appendText(c.key, value)
	}
	if v, ok := c.known[string(c.key)]; ok {
		return v.yes, v.err
	}
	only := rule.UnitFacts{Day: facts.Day, Attributes: map[string]any{}, Parameters: map[string]string{}}
	for _, name := range c.attributes {
		if value, ok := facts.Attributes[name]; ok {
			only.Attributes[name] = value
		}
	}
	for _, name := range c.parameters {
		if value, ok := facts.Parameters[name]; ok {
			only.Parameters[name] = value
		}
	}
	var v verdict
	v.yes, v.err = c.holds(only)
	c.known[string(c.key)] = v
	return v.yes, v.err
}

// appendValue writes a fact so that different facts never read the same.
func appendValue(key []byte, value any) []byte {
	switch v := value.(type) {
	case nil:
		return append(key, '-')
	case string:
		return appendText(append(key, 's'), v)
	case bool:
		return strconv.AppendBool(key, v)
	case int:
		return strconv.AppendInt(append(key, 'n'), int64(v), 10)
	case float64:
		return strconv.AppendFloat(append(key, 'n'), v, 'g', -1, 64)
	}
	return appendText(append(key, '?'), fmt.Sprintf("%T %v", value, value))
}

func appendText(key []byte, text string) []byte {
	key = strconv.AppendInt(key, int64(len(text)), 10)
	key = append(key, ':')
	return append(key, text...)
}
