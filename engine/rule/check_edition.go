package rule

import (
	"slices"
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

// abovePoints checks bands, ladder, vetoes, weights, quotas, ranking, raters,
// votes and payout.
func (c *checker) abovePoints() {
	e := c.edition
	names := c.totalNames()
	c.bands(e.Bands, names)
	if e.Ladder != nil {
		if e.Ladder.None == "" {
			c.err(e.Ladder.Pos, "阶梯没有写一级都没到时叫什么（none）")
		}
		for i := range e.Ladder.Steps {
			c.compile(names, e.Ladder.Steps[i].When, boolean)
		}
	}
	for i := range e.Vetoes {
		v := &e.Vetoes[i]
		c.compile(names, v.When, boolean)
		for _, b := range []string{v.Best, v.Band} {
			if b != "" && e.bandIndex(b) < 0 {
				c.err(v.Pos, "否决「%s」说的等次「%s」不在 bands 里", v.ID, b)
			}
		}
		if v.Ask == "" && v.When == nil && !c.vetoByRule(v.ID) {
			c.absent(v.Pos, "否决「%s」没有触发条件：写 ask、when，或由一条规则引用", v.ID)
		}
	}
	if w := e.Weights; w != nil {
		if !contains([]string{"renormalise", "zero", "wait"}, w.Missing) {
			c.err(w.Pos, "权重没有写缺项怎么办（missing：renormalise、zero 或 wait）")
		}
		for part, x := range w.Parts {
			c.compile(&namespace{edition: e, imports: c.imports}, x, number)
			if v := constantOf(x); v.kind == number && v.rat.Sign() <= 0 {
				c.err(x.Pos, "权重「%s」要是大于0的数", part)
			}
			if e.Groups[part] == nil || strings.Contains(part, "/") {
				c.err(w.Pos, "权重里的「%s」不是顶层的组", part)
			}
		}
	}
	c.competition()
	for _, name := range sortedKeys(e.Votes) {
		c.declaredVote(name, e.Votes[name])
	}
	c.pay(names)
	c.sync(names)
}

// totalNames gives the names that rules above the total may use.
func (c *checker) totalNames() *namespace {
	extra := map[string]valueKind{"得分": number, "基础分": number, "扣分项数": number, "等级": text}
	for path := range c.edition.Groups {
		extra[path] = number
		extra[path[strings.LastIndex(path, "/")+1:]] = number
	}
	return &namespace{edition: c.edition, extra: extra, imports: c.imports}
}

func (c *checker) bands(bands []Band, names *namespace) {
	edges := 0
	for i := range bands {
		b := &bands[i]
		c.compile(names, b.When, boolean)
		if b.From != nil {
			edges++
			c.amount(b.From)
			if i > 0 && bands[i-1].From != nil {
				c.below(b, &bands[i-1])
			}
		}
	}
	if edges > 0 && (edges != len(bands)-1 || bands[len(bands)-1].From != nil) {
		c.err(bands[0].Pos, "等次从高到低写下限（from），只有最后一等不写")
	}
}

// below refuses a band whose edge is not below that of the one before it; an
// edge that a parameter gives is known for a unit only.
func (c *checker) below(b, before *Band) {
	edge, ok1 := b.From.Written()
	above, ok2 := before.From.Written()
	if ok1 && ok2 && edge >= above {
		c.err(b.Pos, "等次「%s」的下限应低于前一等", b.Name)
	}
}

func (c *checker) vetoByRule(id string) bool {
	for _, r := range c.rules {
		if r.Veto == id {
			return true
		}
		if r.Levels != nil {
			for _, l := range r.Levels.List {
				if l.Veto == id {
					return true
				}
			}
		}
	}
	return false
}

// competition checks what compares units with each other.
func (c *checker) competition() {
	e := c.edition
	for i := range e.Quotas {
		q := &e.Quotas[i]
		c.compile(&namespace{edition: e, imports: c.imports}, q.Most, number)
		if e.bandIndex(q.Band) < 0 {
			c.err(q.Pos, "名额里的等次「%s」不在 bands 里", q.Band)
		}
		for _, m := range []struct {
			ok   bool
			what string
		}{
			{q.Base == "rated" || q.Base == "all", "base（rated 或 all）"},
			{q.Round == "down" || q.Round == "up" || q.Round == "half", "round（down、up 或 half）"},
			{q.Ties == "all_down" || q.Ties == "all_in", "ties（all_down 或 all_in）"},
			{q.Most != nil, "most"},
			{e.Ranking != nil, "ranking（名额按名次分）"},
		} {
			if !m.ok {
				c.err(q.Pos, "名额没有写 %s", m.what)
			}
		}
	}
	if r := e.Ranking; r != nil {
		if r.Ties != "same_rank" {
			c.err(r.Pos, "排名没有写并列怎么办（ties: same_rank）")
		}
		if len(r.By) == 0 {
			c.err(r.Pos, "排名没有写依据（by），如 [{得分: desc}]")
		}
	}
	if r := e.Raters; r != nil {
		c.compile(&namespace{edition: e, imports: c.imports}, r.Marks, number)
	}
	if r := e.Raters; r != nil && (!contains([]string{"trimmed", "mean", "median"}, r.Combine) || r.Marks == nil || tooFew(r.Marks)) {
		c.err(r.Pos, "评分人要写 marks（几份）和 combine（trimmed、mean 或 median）")
	}
}

// tooFew says whether a written number of marks is none.
func tooFew(marks *Expr) bool {
	v := constantOf(marks)
	return v.kind == number && (v.rat.den != 1 || v.rat.num < 1)
}

func (e *Edition) bandIndex(name string) int {
	for i, b := range e.Bands {
		if b.Name == name {
			return i
		}
	}
	return -1
}

func (c *checker) pay(names *namespace) {
	paid := &namespace{edition: c.edition, extra: map[string]valueKind{"名次": number}, imports: c.imports}
	for k, v := range names.extra {
		paid.extra[k] = v
	}
	for i := range c.edition.Payout {
		p := &c.edition.Payout[i]
		c.compile(paid, p.When, boolean)
		for _, x := range []*Expr{p.Formula, p.Value, p.Least, p.Most} {
			c.compile(paid, x, number)
		}
		for _, l := range p.Levels {
			c.compile(paid, l.From, number)
			c.compile(paid, l.Pay, number)
		}
		for _, x := range p.Split {
			c.compile(paid, x, number)
		}
		if p.Round == nil {
			c.err(p.Pos, "兑现「%s」没有写取整（round）", p.ID)
		}
		if len(p.Split) > 0 && p.Split[p.Rest] == nil {
			c.err(p.Pos, "兑现「%s」分给几方，没有写余数归谁（rest）", p.ID)
		}
		paid.extra[p.ID] = number
	}
}

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
