package rule

import (
	"strings"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// GroupOf gives the path of the group an item stands in: its own word, or its
// part where that is a group; "" at the top.
func (e *Edition) GroupOf(s *Standard) string {
	if s.Group != "" {
		return s.Group
	}
	if _, ok := e.Groups[s.Part]; ok {
		return s.Part
	}
	return ""
}

func parentPath(path string) string {
	i := strings.LastIndex(path, "/")
	if i < 0 {
		return ""
	}
	return path[:i]
}

// ScoredOn says which kinds of sheets the edition scores.
func (e *Edition) ScoredOn() []calendar.Kind {
	if len(e.Sheets) == 0 {
		return []calendar.Kind{calendar.KindQuarter, calendar.KindYear}
	}
	return e.Sheets
}

// settings checks what must always be written about the total.
// stage checks what a self-check names: its meeting and its ledger.
func (c *checker) stage(s *Stage) {
	if s == nil {
		return
	}
	if s.Review != nil {
		c.selects(s.Review.Pos, s.Review.Of, s.Review.Where)
	}
	if s.Record != "" {
		c.selects(s.Pos, s.Record, nil)
	}
}

func (c *checker) settings() {
	e := c.edition
	must := func(ok bool, what string) {
		if !ok {
			pos := e.Score.Pos
			if pos.File == "" {
				pos = e.Pos
			}
			c.err(pos, "计分总则没有写 %s", what)
		}
	}
	if e.Name == "" {
		c.err(e.Pos, "没有写版次（edition）")
	}
	if e.Asks == nil {
		c.err(e.Pos, "没有写 asks：每项标准要回答的问题；单纯的评分表写 asks: []")
	}
	s := &e.Score
	must(contains([]string{"sum", "rate", "deduct"}, s.Result) || e.Weights != nil, "score.result（sum、rate 或 deduct）")
	c.stage(e.SelfCheck)
	must(s.Floor.Item != nil, "score.floor.item")
	must(s.Floor.Group != nil, "score.floor.group")
	must(s.Floor.Total != nil, "score.floor.total")
	must(s.Round.Line != nil && *s.Round.Line > 0, "score.round.line")
	must(s.Round.Total != nil && *s.Round.Total > 0, "score.round.total")
	must(contains([]string{"up", "even", "down"}, s.Round.Half), "score.round.half（up、even 或 down）")
	must(contains([]string{"item", "group", "total"}, s.Bonus.Into), "score.bonus.into（item、group 或 total）")
	must(s.BandsOn == "base" || s.BandsOn == "total" || len(e.Bands) == 0, "score.bands_on（base 或 total）")
	if s.Bonus.Cap != nil && !isPeriodKind(s.Bonus.Window) {
		must(false, "score.bonus.window（quarter、year …）")
	}
	for _, k := range e.Sheets {
		if !k.Valid() {
			c.err(e.Pos, "sheets 里的「%s」不认识，只能是 month quarter half year", k)
		}
	}
	c.amount(s.Points)
	c.amount(s.Bonus.Cap)
	for _, f := range []*Floor{s.Floor.Item, s.Floor.Group, s.Floor.Total} {
		c.floor(f)
	}
	c.groups()
}

func (c *checker) floor(f *Floor) {
	if f == nil || f.None {
		return
	}
	before := len(c.problems)
	c.amount(&f.To)
	for i := before; i < len(c.problems); i++ {
		c.problems[i].Message += "；不设最低分写 none"
	}
}

// groups warns where a group's points differ from the sum of what stands in it.
func (c *checker) groups() {
	sums, known, open := map[string]engine.Points{}, map[string]bool{}, map[string]bool{}
	for _, s := range c.edition.Standards {
		path := c.edition.GroupOf(s)
		p, written := s.Points.Written()
		if open[path] = open[path] || s.Points != nil && !written; !written || path == "" {
			continue
		}
		sums[path] += p
		known[path] = true
	}
	for _, path := range sortedKeys(c.edition.Groups) {
		g := c.edition.Groups[path]
		if g == nil {
			g = &Group{}
			c.edition.Groups[path] = g
		}
		for child, cg := range c.edition.Groups {
			if parentPath(child) != path || cg == nil || cg.Points == nil {
				continue
			}
			p, written := cg.Points.Written()
			sums[path] += p
			known[path], open[path] = known[path] || written, open[path] || !written
		}
		c.amount(g.Points)
		c.amount(g.Bonus)
		c.floor(g.Floor)
		if p, written := g.Points.Written(); written && known[path] && !open[path] && sums[path] != p {
			c.warn(g.Pos, "组「%s」写%s分，所含各项之和是%s分", path, p, sums[path])
		}
	}
}

// names refuses a word that could mean two things.
func (c *checker) names() {
	for name := range c.edition.Attributes {
		if c.edition.Parameters[name] != nil {
			c.err(c.edition.Parameters[name].Pos, "「%s」既是属性又是参数", name)
		}
		if c.imports[name] {
			c.err(c.edition.Attributes[name].Pos, "「%s」既是属性又是引入的数", name)
		}
	}
	for ledger, l := range c.layouts {
		for _, column := range l.names {
			if c.edition.Attributes[column] != nil || c.edition.Parameters[column] != nil || c.imports[column] {
				c.err(c.edition.Ledgers[ledger].Pos, "台账「%s」的列「%s」与属性、参数或引入的数同名", ledger, column)
			}
		}
	}
}

// budget checks the limit of time: a number, written out or a parameter's.
func (c *checker) budget() {
	b := c.edition.Budget
	switch {
	case b == nil:
	case b.Minutes == nil:
		c.err(b.Pos, "用时上限没有写 minutes_per_week（每个支部每周最多多少分钟）")
	default:
		c.compile(&namespace{edition: c.edition, imports: c.imports}, b.Minutes, number)
	}
}

func (c *checker) sync(names *namespace) {
	s := c.edition.Sync
	if s == nil {
		return
	}
	c.compile(names, s.When, boolean)
	for _, n := range []string{s.From, s.Until} {
		if a := c.edition.Attributes[n]; a == nil || a.Type.Name != TypeDate {
			c.err(s.Pos, "三同步用的「%s」不是日期属性", n)
		}
	}
}
