package handbook

import (
	"encoding/json"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// plainNumber is a number of a fact: 3, -1.5, 0.85. An exponent is refused, a
// leading zero makes it text (a 编号).
var (
	plainNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)
	exponent    = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]+$`)
)

// maxDigits bounds a number of a fact.
const maxDigits = 30

// fact decodes a value of no declared type: a number keeps its literal text
// (json.Number), true and false are yes/no, everything else is text; a date
// stays text. An empty value is nil: a column left empty.
func (d *decoder) fact(n *yaml.Node) (any, bool) {
	switch n.Kind {
	case yaml.MappingNode:
		out := make(map[string]any, len(n.Content)/2)
		d.pairs(n, func(_, value *yaml.Node, key string) {
			d.under(key, func() bool {
				v, ok := d.fact(value)
				if ok {
					out[key] = v
				}
				return ok
			})
		})
		return out, true
	case yaml.SequenceNode:
		out := make([]any, 0, len(n.Content))
		for _, item := range n.Content {
			if v, ok := d.fact(item); ok {
				out = append(out, v)
			}
		}
		return out, true
	case yaml.ScalarNode:
		return d.plainFact(n)
	default:
		return nil, false
	}
}

func (d *decoder) plainFact(n *yaml.Node) (any, bool) {
	if n.Style != 0 {
		return n.Value, true // quoted, or a block: text
	}
	switch {
	case n.Tag == "!!null":
		return nil, true
	case n.Tag == "!!bool":
		return strings.EqualFold(n.Value, "true"), true
	case plainNumber.MatchString(n.Value):
		if len(n.Value) > maxDigits {
			d.bad(n, "数字太长（最多 %d 位）；如果是编号，请加引号", maxDigits)
			return nil, false
		}
		return json.Number(n.Value), true
	case exponent.MatchString(n.Value):
		d.bad(n, "「%s」请写成普通的数；如果是编号，请加引号", shown(n.Value))
		return nil, false
	default:
		return n.Value, true
	}
}
