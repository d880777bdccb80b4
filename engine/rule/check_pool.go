package rule

import (
	"slices"
)

// poolings checks the pools: a rule may stand in one only.
func (c *checker) poolings() {
	in := map[*Rule]string{}
	for _, name := range sortedKeys(c.edition.Pools) {
		p := pooling{Pool: c.edition.Pools[name]}
		c.keepWord(p.Pos, "合并组「"+name+"」", p.Keep, "heaviest", "first")
		if len(p.OncePer) == 0 {
			c.err(p.Pos, "合并组「%s」没有写按什么算同一件事（once_per）", name)
		}
		for _, key := range p.Rules {
			r := c.rules[key]
			if r == nil {
				c.absent(p.Pos, "合并组「%s」里没有规则「%s」", name, key)
				continue
			}
			if other, twice := in[r]; twice {
				c.err(p.Pos, "规则「%s」已在合并组「%s」里", key, other)
			}
			in[r] = name
			p.rules = append(p.rules, r)
			if first := c.rules[p.Rules[0]]; first != nil && first.effect() != r.effect() {
				c.err(p.Pos, "合并组「%s」里「%s」和「%s」一个扣分一个加分，不能合并", name, p.Rules[0], key)
			}
			for _, column := range p.OncePer {
				if r.layout != nil && r.layout.open { // else rows without the column share a key
					r.layout.add(column, TypeSpec{})
				}
			}
		}
		c.pooled = append(c.pooled, p)
	}
}

// bonusGivers finds the standards that have to be judged for their bonus to be
// known.
func (e *Edition) bonusGivers(c *compiled) map[*Standard]bool {
	found := map[*Standard]bool{}
	for _, r := range c.rules {
		if r.addsBonus() {
			found[r.standard] = true
		}
	}
	for before := -1; before < len(found); { // until no pool brings in another
		before = len(found)
		for _, p := range e.Pools {
			members := make([]*Standard, 0, len(p.Rules))
			shares := false
			for _, key := range p.Rules {
				if r := c.rules[key]; r != nil {
					members, shares = append(members, r.standard), shares || found[r.standard]
				}
			}
			for _, s := range members {
				if shares {
					found[s] = true
				}
			}
		}
	}
	return found
}

// addsBonus says whether anything of the rule may count as bonus.
func (r *Rule) addsBonus() bool {
	if r.effect() == "add" {
		return true
	}
	return r.Levels != nil && slices.ContainsFunc(r.Levels.List, func(l Level) bool { return l.Effect == "add" })
}
