package rule

import (
	"slices"
	"strings"
)

// standard checks one standard and compiles its expressions.
func (c *checker) standard(s *Standard) {
	c.answers(s)
	unit := &namespace{edition: c.edition, imports: c.imports}
	c.compile(unit, s.Applies, boolean)
	c.amount(s.Points)
	c.floor(s.Floor)
	c.shares(s)
	c.earned(s)
	c.evidence(s)
	for _, d := range s.Duties {
		c.duty(s, d, unit)
	}
	for _, r := range s.Scoring {
		c.rule(r)
	}
	if s.NoEvent != "" && s.NoEvent != "full" {
		c.err(s.Pos, "no_event 只能写 full")
	}
	if len(c.edition.Parts) > 0 && s.Part != "" && !slices.ContainsFunc(c.edition.Parts, func(p Part) bool { return p.Name == s.Part }) {
		c.err(s.Pos, "%s 属于「%s」，但 parts 里没有", s.Code, s.Part)
	}
	if len(c.edition.Lines) > 0 && s.Line != "" && !contains(c.edition.Lines, s.Line) {
		c.err(s.Pos, "%s 的条线「%s」不在 lines 里", s.Code, s.Line)
	}
	for _, ex := range s.Examples {
		c.example(s, ex)
	}
}

// answers checks that the standard answers what the edition asks.
func (c *checker) answers(s *Standard) {
	if c.edition.Asks == nil {
		return
	}
	for _, q := range *c.edition.Asks {
		var ok bool
		var label string
		switch q {
		case "what":
			ok, label = s.What != "", "做什么（what）"
		case "why":
			ok, label = s.Why != "", "为什么（why）"
		case "who":
			ok, label = s.Who.Post != "", "谁来做（who）"
		case "how":
			ok, label = len(s.How) > 0, "怎么做（how）"
		case "when":
			ok, label = s.When != "", "何时做（when）"
		case "degree":
			ok, label = s.Degree != "", "做到什么程度（degree）"
		default:
			c.err(c.edition.Pos, "asks 里的「%s」不认识，只能是 what why who how when degree", q)
			return
		}
		if !ok {
			c.err(s.Pos, "%s 没有回答：%s", s.Code, label)
		}
	}
	if len(*c.edition.Asks) == 0 {
		return
	}
	if len(s.How) > 7 {
		c.err(s.Pos, "%s 的怎么做有%d步，最多七步", s.Code, len(s.How))
	}
	if s.Kind != "规定" && s.Kind != "自选" {
		c.err(s.Pos, "%s 的 kind 要写「规定」或「自选」", s.Code)
	}
	if len(s.Examples) == 0 {
		c.err(s.Pos, "%s 没有范例（examples）", s.Code)
	}
	if len(s.Sources) == 0 {
		c.err(s.Pos, "%s 没有写来源（sources）", s.Code)
	}
	for _, src := range s.Sources {
		if !contains([]string{"A", "A-", "B", "C", "X"}, src.Grade) {
			c.err(src.Pos, "来源「%s」的可信等级只能是 A、A-、B、C、X", src.Title)
		}
	}
}

func (c *checker) shares(s *Standard) {
	if len(s.Shares) == 0 {
		return
	}
	if s.Points == nil {
		c.err(s.Pos, "%s 分头给分，要写满分（points）", s.Code)
		return
	}
	sum, open := Whole(0), false
	for office, x := range s.Shares {
		c.compile(&namespace{edition: c.edition, imports: c.imports}, x, number)
		v := constantOf(x)
		switch {
		case v.kind != number:
			open = true // a parameter gives it
		case v.rat.Sign() < 0:
			c.err(x.Pos, "「%s」的份额要是不小于0的数字", office)
			return
		default:
			sum = sum.Add(v.rat)
		}
	}
	if p, written := s.Points.Written(); written && !open && sum.Cmp(FromPoints(p)) != 0 {
		c.err(s.Pos, "%s 各部门份额之和是%s，满分是%s，应相等", s.Code, sum, p)
	}
}

// earned warns where what can be earned differs from the item's points.
func (c *checker) earned(s *Standard) {
	sum, earns := Whole(0), 0
	for _, r := range s.Scoring {
		if r.Kind != Earn {
			continue
		}
		if r.Points == nil {
			return // levels: how much can be earned depends on the answer
		}
		v := literal(r.Points.Source)
		if v.kind != number {
			return
		}
		sum, earns = sum.Add(v.rat), earns+1
	}
	if p, written := s.Points.Written(); earns > 0 && written && sum.Cmp(FromPoints(p)) != 0 {
		c.warn(s.Pos, "%s 各步可得的分之和是%s，满分是%s", s.Code, sum, p)
	}
}

// example checks that a filled record fits its ledger.
func (c *checker) example(s *Standard, ex Example) {
	if ex.Of == "" {
		if ex.Text == "" {
			c.err(ex.Pos, "%s 的范例要写 of+fields（填好的台账）或 text（填好的文本）", s.Code)
		}
		return
	}
	l := c.layouts[ex.Of]
	if l == nil {
		c.absent(ex.Pos, "%s 的范例用了没有的台账「%s」", s.Code, ex.Of)
		return
	}
	for _, name := range sortedKeys(ex.Fields) {
		i, ok := l.index[name]
		if !ok {
			c.err(ex.Pos, "%s 的范例填了「%s」，台账「%s」没有这一列", s.Code, name, ex.Of)
			continue
		}
		if _, err := l.specs[i].Read(ex.Fields[name]); err != nil {
			c.err(ex.Pos, "%s 的范例的「%s」%v", s.Code, name, err)
		}
	}
}

// evidence checks which records must have a file.
func (c *checker) evidence(s *Standard) {
	for i := range s.Evidence {
		switch ev := &s.Evidence[i]; {
		case ev.Of != "":
			c.selects(ev.Pos, ev.Of, ev.Where)
		case ev.Where != nil:
			c.err(ev.Pos, "%s 的材料「%s」写了条件（where），要写明是哪本台账的记录（of）", s.Code, ev.Name)
		}
	}
}

// duty checks one duty.
func (c *checker) duty(s *Standard, d *Duty, unit *namespace) {
	c.compile(unit, d.When, boolean)
	if d.ID == "" || strings.ContainsAny(d.ID, ". /") {
		c.err(d.Pos, "%s 的事项要有 id，不含点、空格和斜线", s.Code)
	}
	if d.Track != "" && d.Track != "none" {
		c.err(d.Pos, "track 只能写 none")
	}
	if d.Due == nil {
		c.err(d.Pos, "%s.%s 没有写期限（due）", s.Code, d.ID)
		return
	}
	if err := d.Due.Validate(); err != nil {
		c.err(d.Pos, "%s.%s 的期限：%v", s.Code, d.ID, err)
	}
	c.dueSpan(d.Pos, s.Code+"."+d.ID, d.Due)
	if c.edition.Asks != nil && len(*c.edition.Asks) > 0 && d.Track == "" {
		if d.Title == "" {
			c.err(d.Pos, "%s.%s 没有写提醒的话（title）", s.Code, d.ID)
		}
		if d.Minutes <= 0 || d.Minutes > 2400 {
			c.err(d.Pos, "%s.%s 的估计分钟数（minutes）要在 1 到 2400 之间", s.Code, d.ID)
		}
		if d.Done == nil {
			c.err(d.Pos, "%s.%s 没有写怎样算完成（done: confirm 或 done: {of: 台账}）", s.Code, d.ID)
		}
	}
	for _, p := range append([]string{d.Post, s.Who.Post, d.Checked, s.Checked}, s.Who.With...) {
		if p != "" && len(c.edition.Posts) > 0 && !contains(c.edition.Posts, p) {
			c.err(d.Pos, "%s 的岗位「%s」不在 posts 里", s.Code, p)
		}
	}
	c.event(s, d)
	if d.Done != nil && !d.Done.Confirm {
		c.selects(d.Done.Pos, d.Done.Of, d.Done.Where)
		c.compile(unit, d.Done.Need, number)
	}
}

func (c *checker) event(s *Standard, d *Duty) {
	if d.Due.IsEvent() != (d.Event != nil) {
		if d.Event == nil {
			c.err(d.Pos, "%s.%s 按事件计时，要写事件从哪里来（event: {of, date} 或 {unit}）", s.Code, d.ID)
		} else {
			c.err(d.Pos, "%s.%s 写了事件，期限却不是按事件计时", s.Code, d.ID)
		}
		return
	}
	if d.Event == nil {
		return
	}
	if d.Event.Unit != "" {
		if a := c.edition.Attributes[d.Event.Unit]; a == nil || a.Type.Name != TypeDate {
			c.err(d.Pos, "%s.%s 的事件日「%s」不是日期属性", s.Code, d.ID, d.Event.Unit)
		}
		return
	}
	c.selects(d.Pos, d.Event.Of, d.Event.Where)
	if l := c.layouts[d.Event.Of]; l != nil {
		if i, ok := l.index[d.Event.Date]; !ok || l.specs[i].kindOf() != date && l.specs[i].kindOf() != anyKind {
			c.err(d.Pos, "台账「%s」没有日期列「%s」", d.Event.Of, d.Event.Date)
		}
	}
}

// selects checks a ledger and a condition over one record of it.
func (c *checker) selects(at Pos, ledger string, where *Expr) {
	l := c.layouts[ledger]
	if l == nil {
		hint := ""
		if near := Nearest(ledger, sortedKeys(c.layouts)); near != "" {
			hint = "，是不是想写「" + near + "」"
		}
		c.absent(at, "没有台账「%s」%s", ledger, hint)
		return
	}
	c.compile(&namespace{edition: c.edition, layout: l, imports: c.imports}, where, boolean)
}
