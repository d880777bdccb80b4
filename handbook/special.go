package handbook

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// special decodes the types that are written otherwise than their structs look.
func (d *decoder) special(n *yaml.Node, v reflect.Value) (handled, ok bool) {
	switch to := v.Addr().Interface().(type) {
	case *rule.Expr:
		return true, d.expr(n, to)
	case *rule.Levels:
		return true, d.levels(n, to)
	case *rule.NamedSpan:
		return true, d.namedSpan(n, to)
	case *rule.MonthDay:
		return true, d.monthDay(n, to)
	case *rule.Amount:
		return true, d.points(n, to)
	case *rule.Floor:
		return true, d.floor(n, to)
	case *rule.RankKey:
		return true, d.rankKey(n, to)
	case *rule.TypeSpec:
		return true, d.typeSpec(n, to)
	case *rule.Done:
		if n.Kind == yaml.ScalarNode {
			return true, d.done(n, to)
		}
	case *calendar.Kind:
		return true, d.periodKind(n, to)
	}
	return false, false
}

// expr keeps an expression as written; numbers and yes/no are expressions too.
func (d *decoder) expr(n *yaml.Node, to *rule.Expr) bool {
	if n.Kind != yaml.ScalarNode {
		d.bad(n, "应是一个数或一个算式，现在是%s", kindName(n))
		return false
	}
	source := strings.TrimSpace(n.Value)
	if source == "" {
		d.bad(n, "内容是空的；没有可写的就删去这个键")
		return false
	}
	*to = rule.Expr{Source: source, Pos: d.textPos(n)}
	return true
}

// textPos is the place of the first character of a scalar's text: after the
// quote, or on the line below the sign of a block.
func (d *decoder) textPos(n *yaml.Node) rule.Pos {
	pos := d.pos(n)
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		lines := strings.Split(string(d.src.data), "\n")
		for i := n.Line; i < len(lines); i++ {
			if strings.TrimSpace(lines[i]) != "" {
				return d.src.at(i+1, firstColumn(lines[i]))
			}
		}
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 && pos.Line > 0:
		pos.Column += firstColumn(n.Value)
	}
	return pos
}

func (d *decoder) floor(n *yaml.Node, to *rule.Floor) bool {
	if n.Kind == yaml.ScalarNode {
		raw := strings.TrimSpace(n.Value)
		if raw == "none" {
			*to = rule.Floor{None: true}
			return true
		}
		return d.points(n, &to.To)
	}
	d.bad(n, "应是最低分（最多两位小数，或参数名），不设最低分写 none；现在是%s", kindName(n))
	return false
}

// points reads points written out, or keeps what parameters give.
func (d *decoder) points(n *yaml.Node, to *rule.Amount) bool {
	raw := strings.TrimSpace(n.Value)
	p, err := engine.ParsePoints(raw)
	_, isNumber := rule.ParseRat(raw)
	switch {
	case n.Kind == yaml.ScalarNode && err == nil:
		to.Fixed = p
		return true
	case isNumber:
		d.bad(n, "%s", err.Error())
		return false
	}
	to.By = &rule.Expr{}
	return d.expr(n, to.By)
}

func (d *decoder) rankKey(n *yaml.Node, to *rule.RankKey) bool {
	ok := false
	if n.Kind == yaml.MappingNode && len(n.Content) == 2 {
		d.pairs(n, func(_, value *yaml.Node, key string) {
			ok = value.Kind == yaml.ScalarNode && (value.Value == "asc" || value.Value == "desc")
			*to = rule.RankKey{Key: key, Asc: value.Value == "asc"}
		})
	}
	if !ok {
		d.bad(n, "排名的每一项要写明方向，如 {得分: desc}（从高到低）或 {扣分项数: asc}（从低到高）；现在是%s", kindName(n))
	}
	return ok
}

func (d *decoder) typeSpec(n *yaml.Node, to *rule.TypeSpec) bool {
	switch n.Kind {
	case yaml.ScalarNode:
		word := strings.TrimSpace(n.Value)
		if slices.Contains(rule.TypeNames(), word) {
			*to = rule.TypeSpec{Name: word}
			return true
		}
		d.bad(n, "不认识的类型「%s」%s可写 %s，或把可选的词列成 [甲, 乙]",
			shown(word), cmp.Or(didYouMean(word, rule.TypeNames()), "，"), strings.Join(rule.TypeNames(), "、"))
	case yaml.SequenceNode:
		return d.choices(n, to)
	default:
		d.bad(n, "类型应是一个词，或列出可选的词 [甲, 乙]")
	}
	return false
}

func (d *decoder) choices(n *yaml.Node, to *rule.TypeSpec) bool {
	*to = rule.TypeSpec{Name: rule.TypeChoice}
	for _, item := range n.Content {
		word := strings.TrimSpace(item.Value)
		switch {
		case item.Kind == 0:
		case item.Kind != yaml.ScalarNode || isNull(item) || word == "":
			d.bad(item, "可选的词应是文字")
		case slices.Contains(to.Choices, word):
			d.bad(item, "可选的词「%s」写了两遍", shown(word))
		default:
			to.Choices = append(to.Choices, word)
		}
	}
	if len(n.Content) == 0 {
		d.bad(n, "至少要列出一个可选的词")
	}
	return len(to.Choices) > 0
}

func (d *decoder) done(n *yaml.Node, to *rule.Done) bool {
	if strings.TrimSpace(n.Value) != "confirm" {
		d.bad(n, "应写 confirm（点一下确认），或 {of: 台账, where: 条件}；现在是「%s」", shown(n.Value))
		return false
	}
	*to = rule.Done{Pos: d.pos(n), Confirm: true}
	return true
}

func (d *decoder) periodKind(n *yaml.Node, to *calendar.Kind) bool {
	if k := calendar.Kind(strings.TrimSpace(n.Value)); n.Kind == yaml.ScalarNode && k.Valid() {
		*to = k
		return true
	}
	d.bad(n, "应是 day（日）、month（月）、quarter（季）、half（半年）或 year（年），现在是%s", kindName(n))
	return false
}

func (d *decoder) namedSpan(n *yaml.Node, to *rule.NamedSpan) bool {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		d.bad(n, "应是一个或几个起止日，如 [[06-01, 09-30]]；现在是%s", kindName(n))
		return false
	}
	to.Pos = d.pos(n)
	if n.Content[0].Kind == yaml.ScalarNode {
		d.bad(n, "外面还要一层方括号，如 [[06-01, 09-30]]")
		return false
	}
	for _, pair := range n.Content {
		if pair.Kind == 0 {
			continue
		}
		if pair.Kind != yaml.SequenceNode || len(pair.Content) != 2 {
			d.bad(pair, "应是起止两个日子，如 [06-01, 09-30]；现在是%s", kindName(pair))
			continue
		}
		var span [2]rule.MonthDay
		first, second := d.monthDay(pair.Content[0], &span[0]), d.monthDay(pair.Content[1], &span[1])
		if first && second {
			to.Spans = append(to.Spans, span)
		}
	}
	return len(to.Spans) > 0
}

func (d *decoder) monthDay(n *yaml.Node, to *rule.MonthDay) bool {
	month, day, matched := 0, 0, false
	if n.Kind == yaml.ScalarNode && len(n.Value) == len("MM-DD") {
		read, err := fmt.Sscanf(n.Value, "%02d-%02d", &month, &day)
		matched = err == nil && read == 2
	}
	if !matched || month < 1 || month > 12 || day < 1 || day > daysIn(month) {
		d.bad(n, "应是月-日，如 06-01；现在是%s", kindName(n))
		return false
	}
	*to = rule.MonthDay(month*100 + day)
	return true
}

// daysIn is the length of a month in the longest year.
func daysIn(month int) int {
	switch month {
	case 2:
		return 29
	case 4, 6, 9, 11:
		return 30
	default:
		return 31
	}
}
