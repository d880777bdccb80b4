package rule

import (
	"strings"
)

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

// needs checks the keys each kind cannot do without.
func (c *checker) needs(r *Rule) {
	want := func(ok bool, what string) {
		if !ok {
			c.err(r.Pos, "%s（%s）没有写 %s", r.Key(), r.Kind, what)
		}
	}
	sourced := r.Of != "" || r.Ask != "" || r.When != nil || r.Times != nil || r.Value != nil
	switch r.Kind {
	case Fixed, Per:
		want(r.Points != nil, "points")
		want(sourced, "of、ask 或 when")
	case Short:
		want(r.Points != nil, "points")
		want(r.Need != nil, "need")
		want(r.Of != "" || r.Ask != "" || r.Times != nil, "of 或 ask")
	case Late:
		want(r.Points != nil, "points")
		want(r.Of == "" || r.Date != "" && r.Due != nil, "date 和 due")
		want(r.Of != "" || r.Ask != "", "of 或 ask")
		c.late(r)
	case StepBy:
		c.step(r, want)
	case Tier:
		want(r.Levels != nil, "levels")
	case Range:
		want(r.Min != nil && r.Max != nil, "min 和 max")
		want(r.Ask != "", "ask")
	case Judged:
		want(r.Ask != "", "ask")
		want(r.Max != nil || r.standard.Points != nil, "max（本项没有满分）")
	case Bonus:
		want(r.Points != nil || r.Levels != nil || r.Min != nil && r.Max != nil, "points、levels 或 min 和 max")
		want(sourced, "of、ask 或 when")
	case Earn:
		want(r.Points != nil || r.Levels != nil, "points 或 levels")
		want(sourced, "of、ask 或 when")
	case Import:
		want(r.From != "", "from")
		want(r.Levels != nil || r.Factor != nil, "factor 或 levels")
		want(r.Levels != nil || r.As != "", "as（deduct、add、earn 或 score）")
	case Forfeit:
		want(sourced, "of、ask 或 when")
		if !c.hasNode(r.standard) {
			c.err(r.Pos, "%s 要全扣，但它和它的上级都没有满分", r.Key())
		}
	case VetoBy:
		want(sourced, "of、ask 或 when")
		want(r.Veto != "", "veto")
	default:
		c.err(r.Pos, "%s 的种类「%s」不认识", r.Key(), r.Kind)
	}
	if r.As != "" && !contains([]string{"deduct", "add", "earn", "score"}, r.As) {
		c.err(r.Pos, "%s 的 as 只能是 deduct、add、earn、score", r.Key())
	}
	if r.Veto != "" && !c.hasVeto(r.Veto) {
		c.err(r.Pos, "%s 的否决「%s」没有声明", r.Key(), r.Veto)
	}
	if r.Kind != Late && (r.Due != nil || r.Date != "") {
		c.err(r.Pos, "%s：due 和 date 只用于 late", r.Key())
	}
}

func (c *checker) late(r *Rule) {
	if r.Due == nil || r.layout == nil {
		return
	}
	if err := r.Due.Validate(); err != nil {
		c.err(r.Pos, "%s 的期限：%v", r.Key(), err)
	}
	c.dueSpan(r.Pos, r.Key(), r.Due)
	names := []string{r.Date}
	if r.Due.IsEvent() {
		names = append(names, r.Due.Trigger)
	} else if r.layout.day < 0 && c.layouts[r.Of] != nil { // else the ledger itself is missing
		c.err(r.Pos, "%s 按周期计时，台账「%s」要有日期列（day）", r.Key(), r.Of)
	}
	for _, name := range names {
		i, ok := r.layout.index[name]
		switch {
		case !ok && r.layout.open:
			r.layout.add(name, TypeSpec{Name: TypeDate})
		case !ok:
			c.err(r.Pos, "%s 要用日期列「%s」，台账「%s」没有", r.Key(), name, r.Of)
		case r.layout.specs[i].kindOf() != date && r.layout.specs[i].kindOf() != anyKind:
			c.err(r.Pos, "%s 的「%s」不是日期列", r.Key(), name)
		}
	}
}

func (c *checker) step(r *Rule, want func(bool, string)) {
	want(r.Points != nil, "points")
	want(r.PerStep != nil, "per")
	want(contains([]string{"down", "up", "share"}, r.Round), "round（down、up 或 share）")
	if r.Since != nil {
		want(r.Of != "" || r.Ask != "" || !r.Since.readsRow(), "of")
		return
	}
	want(len(r.Ratio) == 2 || r.Value != nil || r.Ask != "", "ratio 或 value")
	want(r.Base != nil, "base")
	want(r.Side == "below" || r.Side == "above", "side（below 或 above）")
	if r.Over == "" && (r.Of != "" || len(r.Fields) > 0) {
		want(false, "over（each 或 sum）")
	}
	if r.Over != "" && r.Over != "each" && r.Over != "sum" {
		want(false, "over（each 或 sum）")
	}
}

// window checks that the rule's window is known, and written where the
// standard's duties leave it open.
func (c *checker) window(r *Rule) {
	r.timing = c.timing(r)
	if w := r.capWindow(); w != "" && w != "sheet" && !isPeriodKind(w) {
		c.err(r.Cap.Pos, "%s 的 cap 的窗口「%s」只能是 month、quarter、half、year 或 sheet", r.Key(), w)
	}
	if r.Floor != nil && !r.Floor.None {
		c.err(r.Pos, "%s 的 floor 只能写 none（倒扣）：最低分写在标准、组或 score 里", r.Key())
	}
	w := r.Window
	if _, ok := c.duties[r.standard.Code+"."+w]; !ok && w != "" && w != "sheet" && !isPeriodKind(w) && c.edition.Windows[w] == nil {
		c.err(r.Pos, "%s 的窗口「%s」不认识：可写 month、quarter、half、year、sheet、本标准的事项或 windows 里的名称", r.Key(), w)
	}
	duties := 0
	for _, d := range r.standard.Duties {
		if d.Due != nil && !d.Due.IsEvent() {
			duties++
		}
	}
	if r.Window == "" && duties > 1 && r.Kind != Late && r.Since == nil {
		c.err(r.Pos, "%s 没有写 window：%s 有%d个事项，不知按哪个算", r.Key(), r.standard.Code, duties)
	}
	if r.Cap != nil {
		c.compile(&namespace{edition: c.edition, imports: c.imports}, r.Cap.Most, number)
		if r.Cap.Most == nil {
			c.err(r.Cap.Pos, "%s 的 cap 没有写上限（most）", r.Key())
		}
	}
}

func (r *Rule) capWindow() string {
	if r.Cap == nil {
		return ""
	}
	return r.Cap.Window
}

func (c *checker) keeps(r *Rule) {
	if len(r.OncePer) == 0 {
		return
	}
	c.keepWord(r.Pos, r.Key()+" ", r.Keep, "heaviest", "lightest", "first", "last")
	if r.windowed() && !contains(r.OncePer, "all") {
		c.err(r.Pos, "%s 按窗口计数，没有单条记录可按「%s」归并：once_per 只能写 all", r.Key(), strings.Join(r.OncePer, "、"))
	}
	c.shareColumns(r, r.OncePer)
}

// objects checks what the rule is judged for: a list attribute, and the column
// that ties a row to one of its names.
func (c *checker) objects(r *Rule) {
	if r.ForEach == "" {
		return
	}
	if a := c.edition.Attributes[r.ForEach]; a == nil || a.Type.kindOf() != list {
		c.err(r.Pos, "%s 按「%s」逐个计算，但它不是名单类的属性", r.Key(), r.ForEach)
	}
	column := r.Match
	if column == "" {
		column = r.ForEach
	}
	if _, ok := r.layout.index[column]; ok {
		return
	}
	if !r.layout.open {
		c.err(r.Pos, "%s 要用列「%s」找到各自的记录，来源里没有这一列（用 match 写明）", r.Key(), column)
		return
	}
	r.layout.add(column, TypeSpec{})
}

// amounts refuses numbers that would turn a deduction into a gift.
func (c *checker) amounts(r *Rule) {
	named := map[string]*Expr{"points": r.Points, "min": r.Min, "max": r.Max, "factor": r.Factor, "need": r.Need}
	if r.Cap != nil {
		named["cap"] = r.Cap.Most
	}
	for _, name := range sortedKeys(named) {
		c.notNegative(named[name], r.Key()+" 的 "+name)
	}
	for i := range r.Escalate {
		c.notNegative(r.Escalate[i].Factor, r.Key()+" 的 escalate.factor")
		c.notNegative(r.Escalate[i].Add, r.Key()+" 的 escalate.add")
	}
	if r.Levels != nil {
		for i := range r.Levels.List {
			l := &r.Levels.List[i]
			for _, x := range []*Expr{l.Amount, l.Min, l.Max} {
				c.notNegative(x, r.Key()+" 的分档")
			}
			c.descending(r, i)
		}
	}
	if v := constantOf(r.PerStep); v.kind == number && v.rat.Sign() <= 0 {
		c.err(r.PerStep.Pos, "%s 的 per 要大于0", r.Key())
	}
}

// constantOf reads an expression that is a plain literal; anything else is empty.
func constantOf(x *Expr) Value {
	if x == nil || x.prog == nil || len(x.prog.names) > 0 || len(x.prog.columns) > 0 {
		return Value{}
	}
	return literal(x.Source)
}

func (c *checker) notNegative(x *Expr, what string) {
	if v := constantOf(x); v.kind == number && v.rat.Sign() < 0 {
		c.err(x.Pos, "%s不能是负数：扣分、加分都写正数，方向由种类决定", what)
	}
}

// descending checks that lower edges fall from level to level.
func (c *checker) descending(r *Rule, i int) {
	if i == 0 || r.Levels.Named {
		return
	}
	above, below := constantOf(r.Levels.List[i-1].From), constantOf(r.Levels.List[i].From)
	if above.kind == number && below.kind == number && above.rat.Cmp(below.rat) <= 0 {
		c.err(r.Levels.List[i].Pos, "%s 的分档从高到低写：%s 应小于前一档的 %s", r.Key(), below, above)
	}
}

// shareColumns checks the columns by which rows share a key.
func (c *checker) shareColumns(r *Rule, names []string) {
	for _, name := range names {
		if name == "all" {
			continue
		}
		if _, ok := r.layout.index[name]; !ok {
			if r.layout.open {
				r.layout.add(name, TypeSpec{})
				continue
			}
			c.err(r.Pos, "%s 按「%s」归并，来源里没有这一列", r.Key(), name)
		}
	}
}
