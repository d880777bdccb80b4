package handbook

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"wubiao/engine/rule"
)

// levelEffects are the keys that give a level's amount; points has the kind's
// own effect.
func levelEffects() []string {
	return []string{"points", "deduct", "add", "earn", "score", "forfeit"}
}

// levelKeys are all keys of a level written as a mapping.
func levelKeys() []string {
	return append([]string{"name", "from", "need", "window", "veto"}, levelEffects()...)
}

// levels reads named answers ({好: 0, 差: {score: 0}}) or a list of edges and
// frequencies. A list may name its levels too; that is how the canonical form
// keeps their order.
func (d *decoder) levels(n *yaml.Node, to *rule.Levels) bool {
	*to = rule.Levels{Pos: d.pos(n)}
	switch n.Kind {
	case yaml.MappingNode:
		to.Named = true
		d.pairs(n, func(k, value *yaml.Node, key string) {
			level := rule.Level{Pos: d.pos(k), Name: key}
			if d.under(key, func() bool { return d.namedLevel(value, &level) }) {
				to.List = append(to.List, level)
			}
		})
	case yaml.SequenceNode:
		for _, item := range n.Content {
			var level rule.Level
			if d.listedLevel(item, &level) {
				to.List = append(to.List, level)
			}
		}
		named := func(l rule.Level) bool { return l.Name != "" }
		to.Named = slices.ContainsFunc(to.List, named)
		if i := slices.IndexFunc(to.List, func(l rule.Level) bool { return !named(l) }); to.Named && i >= 0 {
			d.problems = append(d.problems, problem(to.List[i].Pos, "levels：有的档有名称（name），这一档没有，请补上"))
		}
	default:
		d.bad(n, "应写成“名称: 分值”，或一个列表，如 [{from: 90, points: 0}, {points: 3}]；现在是%s", kindName(n))
		return false
	}
	if len(n.Content) == 0 {
		d.bad(n, "至少要写一档")
	}
	return len(to.List) > 0
}

func (d *decoder) namedLevel(n *yaml.Node, level *rule.Level) bool {
	if n.Kind != yaml.MappingNode {
		return d.amount(n, level)
	}
	return d.levelMapping(n, level, append([]string{"veto"}, levelEffects()...))
}

func (d *decoder) listedLevel(n *yaml.Node, level *rule.Level) bool {
	if n.Kind == 0 {
		return false
	}
	level.Pos = d.pos(n)
	if n.Kind != yaml.MappingNode {
		d.bad(n, "每一档应写成 {from: 下限, points: 分值} 这样；现在是%s", kindName(n))
		return false
	}
	return d.levelMapping(n, level, levelKeys())
}

func (d *decoder) levelMapping(n *yaml.Node, level *rule.Level, known []string) bool {
	amounts := 0
	d.pairs(n, func(k, value *yaml.Node, key string) {
		switch {
		case key == "pay":
			d.bad(k, "pay 只能写在 payout 里，这里写 points 或 deduct、add、earn、score")
			amounts++ // an amount was meant: one problem is enough
		case !slices.Contains(known, key):
			d.unknown(k, value, key, known)
		case slices.Contains(levelEffects(), key):
			if amounts++; amounts > 1 {
				d.bad(k, "一档只能写一个分值，这里又写了 %s", key)
				return
			}
			d.under(key, func() bool { return d.effect(value, key, level) })
		default:
			d.under(key, func() bool { return d.levelField(value, key, level) })
		}
	})
	if amounts == 0 && level.Veto != "" {
		level.Effect = "veto"
		amounts++
	}
	if amounts == 0 {
		d.bad(n, "这一档没有写分值，请加上 points、deduct、add、earn、score、forfeit 或 veto 中的一个")
	}
	return true
}

func (d *decoder) levelField(n *yaml.Node, key string, level *rule.Level) bool {
	switch key {
	case "from":
		return d.exprInto(n, &level.From)
	case "need":
		return d.exprInto(n, &level.Need)
	case "window":
		return d.word(n, &level.Window)
	case "name":
		return d.word(n, &level.Name)
	default: // veto
		return d.word(n, &level.Veto)
	}
}

func (d *decoder) effect(n *yaml.Node, key string, level *rule.Level) bool {
	if key != "points" {
		level.Effect = key
	}
	if key != "forfeit" {
		return d.amount(n, level)
	}
	if n.Kind != yaml.ScalarNode || n.Value != "true" && n.Value != "是" {
		d.bad(n, "只能写 forfeit: true（这一项不得分）")
		return false
	}
	return true
}

// amount reads a number, or [min, max] for a person to fill.
func (d *decoder) amount(n *yaml.Node, level *rule.Level) bool {
	if n.Kind != yaml.SequenceNode {
		return d.exprInto(n, &level.Amount)
	}
	if len(n.Content) != 2 {
		d.bad(n, "区间应写两个数，如 [1, 3]")
		return false
	}
	low, high := d.exprInto(n.Content[0], &level.Min), d.exprInto(n.Content[1], &level.Max)
	return low && high
}

func (d *decoder) exprInto(n *yaml.Node, to **rule.Expr) bool {
	switch {
	case n.Kind == 0:
		return false
	case isNull(n):
		d.bad(n, "后面没有内容；没有可写的就删去这个键")
		return false
	}
	var e rule.Expr
	if !d.expr(n, &e) {
		return false
	}
	*to = &e
	return true
}

func (d *decoder) word(n *yaml.Node, to *string) bool {
	if text := strings.TrimSpace(n.Value); n.Kind == yaml.ScalarNode && !isNull(n) && text != "" {
		*to = text
		return true
	}
	if n.Kind != 0 {
		d.bad(n, "应是一个词")
	}
	return false
}
