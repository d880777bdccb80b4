package rule

// rule checks one scoring rule: what its kind needs, what must always be
// written, and every expression against the ledger it reads.
func (c *checker) rule(r *Rule) {
	s := c.ruleNames(r)
	if r.layout = s.layout; r.layout == nil {
		r.layout = newLayout("", false)
	}
	for _, x := range []*Expr{r.When, r.Unless} {
		c.compile(s, x, boolean)
	}
	if r.Where != nil && s.layout == nil {
		c.err(r.Where.Pos, "%s 没有选台账，不能写 where", r.Key())
	} else {
		c.compile(s, r.Where, boolean)
	}
	for _, x := range append([]*Expr{r.Points, r.Times, r.Need, r.Value, r.Base, r.Min, r.Factor, r.ForfeitAt}, r.Ratio...) {
		c.compile(s, x, number)
	}
	if r.Max != nil && r.Max.Source != "none" {
		c.compile(s, r.Max, number)
	}
	for _, x := range []*Expr{r.Since, r.Until} {
		c.compile(s, x, date)
	}
	if r.By != nil {
		c.compile(s, r.By, anyKind)
	}
	c.perStep(r, s)
	for i := range r.Escalate {
		esc := &r.Escalate[i]
		c.compile(s, esc.Where, boolean)
		c.compile(s, esc.Factor, number)
		c.compile(s, esc.Add, number)
		if (esc.Factor == nil) == (esc.Add == nil) {
			c.err(esc.Pos, "%s 的 escalate 每条写 factor 或 add，只写一个", r.Key())
		}
		if esc.Where.readsRow() && r.windowed() {
			c.err(esc.Pos, "%s 按窗口计数，没有单条记录可供 escalate 判断", r.Key())
		}
	}
	c.levels(r, s)
	c.objects(r)
	c.needs(r)
	c.window(r)
	c.amounts(r)
	c.keeps(r)
}

// ruleNames gives the names the rule's expressions may use.
func (c *checker) ruleNames(r *Rule) *namespace {
	s := &namespace{edition: c.edition, imports: c.imports}
	sources := 0
	if r.Of != "" {
		sources++
		s.layout = c.layouts[r.Of]
		if s.layout == nil {
			c.selects(r.Pos, r.Of, nil)
			s.layout = newLayout(r.Of, true)
		}
	}
	if r.Ask != "" {
		sources++
		s.layout = newLayout("", len(r.Fields) == 0)
		for _, name := range sortedKeys(r.Fields) {
			s.layout.add(name, r.Fields[name])
		}
	}
	if r.From != "" {
		sources++
	}
	if sources > 1 {
		c.err(r.Pos, "%s 的来源只能有一个：of、ask 或 from", r.Key())
	}
	if len(r.Fields) > 0 && r.Ask == "" {
		c.err(r.Pos, "%s 写了 fields，还要写问题（ask）", r.Key())
	}
	if r.Vote != "" {
		c.vote(r, s)
	}
	return s
}

// perStep compiles how far one step goes: a number, or a span of time.
func (c *checker) perStep(r *Rule, s *namespace) {
	if r.PerStep == nil {
		return
	}
	want := number
	if r.Since != nil {
		want = span
	}
	c.compile(s, r.PerStep, want)
}

func (c *checker) levels(r *Rule, s *namespace) {
	if r.Levels == nil {
		return
	}
	list := r.Levels.List
	for i := range list {
		l := &list[i]
		for _, x := range []*Expr{l.From, l.Need, l.Amount, l.Min, l.Max} {
			c.compile(s, x, number)
		}
		last := i == len(list)-1
		if !r.Levels.Named && (l.From == nil && l.Need == nil) != last {
			c.err(l.Pos, "%s 的分档：前面各档写下限（from 或 need），最后一档不写", r.Key())
		}
		if l.Need != nil && !isPeriodKind(l.Window) {
			c.err(l.Pos, "%s 的频次档要写 window（month、quarter、half、year）", r.Key())
		}
		if l.Amount == nil && l.Min == nil && l.Effect != "forfeit" && l.Effect != "veto" {
			c.err(l.Pos, "%s 的分档没有写分值", r.Key())
		}
		if l.Effect == "veto" && !c.hasVeto(l.Veto) {
			c.err(l.Pos, "%s 的否决「%s」没有声明", r.Key(), l.Veto)
		}
		if l.Effect == "forfeit" && !c.hasNode(r.standard) {
			c.err(l.Pos, "%s 要全扣，但它和它的上级都没有满分", r.Key())
		}
	}
	if !r.Levels.Named && len(list) < 2 {
		c.err(r.Levels.Pos, "%s 的分档至少两档", r.Key())
	}
}

func (c *checker) hasVeto(id string) bool {
	for _, v := range c.edition.Vetoes {
		if v.ID == id {
			return true
		}
	}
	return false
}

// hasNode says whether the item or a group above it has points to forfeit.
func (c *checker) hasNode(s *Standard) bool {
	if s.Points != nil {
		return true
	}
	for path := c.edition.GroupOf(s); path != ""; path = parentPath(path) {
		if g := c.edition.Groups[path]; g != nil && g.Points != nil {
			return true
		}
	}
	return false
}
