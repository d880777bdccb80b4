package rule

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
