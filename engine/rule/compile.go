package rule

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"wubiao/engine/calendar"
)

// compiled is what Compile works out once about an edition.
type compiled struct {
	standards map[string]*Standard
	duties    map[string]dutyRef
	layouts   map[string]*layout
	rules     map[string]*Rule
	imports   map[string]bool
	pooled    []pooling          // in the order of their names
	deadlines map[string]bool    // ledgers whose day is the day by which the record's matter must be done
	bonus     map[*Standard]bool // may give bonus, or shares a pool with one that may
	defaults  map[string]Value
	desks     sync.Pool
	days      atomic.Pointer[dueDays]
}

type dutyRef struct {
	standard *Standard
	duty     *Duty
}

// checker collects every problem of an edition.
type checker struct {
	*compiled
	edition  *Edition
	problems []Problem
}

func (c *checker) err(at Pos, format string, args ...any) {
	c.problems = append(c.problems, Problem{Pos: at, Message: fmt.Sprintf(format, args...)})
}

func (c *checker) warn(at Pos, format string, args ...any) {
	c.problems = append(c.problems, Problem{Pos: at, Message: fmt.Sprintf(format, args...), Warning: true})
}

// Compile checks an edition and makes it ready to judge. It reports every
// problem at once; an edition with a problem that is no warning must not be
// used.
func Compile(e *Edition) []Problem {
	c := &checker{edition: e, compiled: &compiled{
		standards: map[string]*Standard{}, duties: map[string]dutyRef{}, layouts: map[string]*layout{},
		rules: map[string]*Rule{}, imports: map[string]bool{}, defaults: map[string]Value{},
	}}
	e.compiled = c.compiled
	c.index()
	c.ledgers()
	c.parameters()
	c.settings()
	c.heldVotes()
	c.latests()
	for _, s := range e.Standards {
		c.standard(s)
	}
	c.abovePoints()
	c.poolings()
	c.names()
	c.references()
	c.bonus = e.bonusGivers(c.compiled)
	c.deadlines = e.deadlineLedgers()
	return c.problems
}

// index finds standards, duties, rules and imports by name.
func (c *checker) index() {
	place := 0
	for at, s := range c.edition.Standards {
		s.at = at
		for _, r := range s.Scoring {
			r.standard, r.key, r.at = s, s.Code+"."+r.ID, place
			r.aspiring, r.looks, r.nothing = r.aspires(), r.looksForFaults(), r.subject()+"：没有发现问题"
			place++
		}
		if s.Code == "" {
			c.err(s.Pos, "标准没有编码（code）")
			continue
		}
		if first, ok := c.standards[s.Code]; ok {
			c.err(s.Pos, "编码「%s」重复，先见于 %s", s.Code, first.Pos)
		}
		c.standards[s.Code] = s
		for _, d := range s.Duties {
			if _, twice := c.duties[s.Code+"."+d.ID]; twice {
				c.err(d.Pos, "%s 的事项「%s」重复", s.Code, d.ID)
			}
			c.duties[s.Code+"."+d.ID] = dutyRef{s, d}
		}
		for _, r := range s.Scoring {
			if r.ID == "" {
				c.err(r.Pos, "%s 的评分规则没有编号（id）", s.Code)
			}
			if _, twice := c.rules[r.Key()]; twice {
				c.err(r.Pos, "%s 的评分规则「%s」重复", s.Code, r.ID)
			}
			c.rules[r.Key()] = r
			if r.From != "" {
				c.imports[r.From] = true
			}
		}
	}
}

// Key names the rule across the edition: "Z05.a".
func (r *Rule) Key() string { return r.key }

// Standard gives the standard the rule belongs to.
func (r *Rule) Standard() *Standard { return r.standard }

func (c *checker) ledgers() {
	for name, l := range c.edition.Ledgers {
		if l == nil {
			l = &Ledger{}
			c.edition.Ledgers[name] = l
		}
		l.Name = name
		layout := newLayout(name, len(l.Columns) == 0)
		for _, col := range l.Columns {
			if _, twice := layout.index[col.ID]; twice {
				c.err(col.Pos, "台账「%s」的列「%s」重复", name, col.ID)
			}
			if col.ID == "" {
				c.err(col.Pos, "台账「%s」有一列没有 id", name)
			}
			if col.Several {
				if col.Type.Name != TypeChoice {
					c.err(col.Pos, "台账「%s」的列「%s」写了 several，类型要是可选项的清单", name, col.ID)
				}
				col.Type.Name = TypeChoices
			}
			layout.add(col.ID, col.Type)
		}
		if l.Day != "" {
			if _, ok := layout.index[l.Day]; !ok && !layout.open {
				c.err(l.Pos, "台账「%s」的日期列「%s」不在列中", name, l.Day)
			}
			layout.day = layout.add(l.Day, TypeSpec{Name: TypeDate})
			if k := layout.specs[layout.day].kindOf(); k != date {
				c.err(l.Pos, "台账「%s」的日期列「%s」的类型应是 date", name, l.Day)
			}
		}
		c.steps(l, layout)
		c.layouts[name] = layout
	}
}

// steps adds the columns a procedure brings along.
func (c *checker) steps(l *Ledger, layout *layout) {
	st := l.Steps
	if st == nil {
		return
	}
	for _, name := range []string{st.Of, st.By, st.Date} {
		if _, ok := layout.index[name]; !ok {
			c.err(st.Pos, "台账「%s」的步骤要用列「%s」，列中没有", l.Name, name)
		}
	}
	ids := map[string]bool{}
	for _, step := range st.List {
		if ids[step.ID] {
			c.err(step.Pos, "步骤「%s」重复", step.ID)
		}
		if step.After != "" && !ids[step.After] {
			c.err(step.Pos, "步骤「%s」从「%s」起算期限，但它不在前面", step.ID, step.After)
		}
		if step.Vote != "" && c.edition.Votes[step.Vote] == nil {
			c.err(step.Pos, "步骤「%s」要用的表决规则「%s」没有声明", step.ID, step.Vote)
		}
		ids[step.ID] = true
	}
	c.stepVotes(l, layout)
	for _, name := range derivedColumns {
		if _, taken := layout.index[name]; taken {
			c.err(l.Pos, "列「%s」由系统根据步骤算出，台账不能自己声明", name)
			continue
		}
		spec := TypeSpec{Name: TypeBool}
		if name == columnMissing {
			spec = TypeSpec{Name: TypeInt}
		}
		layout.add(name, spec)
	}
}

func (c *checker) parameters() {
	for name, p := range c.edition.Parameters {
		if p == nil {
			p = &Parameter{}
			c.edition.Parameters[name] = p
		}
		if p.Default != nil {
			c.defaults[name] = literal(p.Default.Source)
		}
		if p.By != "" && c.edition.Attributes[p.By] == nil {
			c.err(p.Pos, "参数「%s」按「%s」取值，但没有这个属性", name, p.By)
		}
		if p.By == "" && len(p.Values) > 0 {
			c.err(p.Pos, "参数「%s」写了 values，还要写按哪个属性（by）取值", name)
		}
		if p.Source == "" && c.edition.Asks != nil && len(*c.edition.Asks) > 0 {
			c.err(p.Pos, "参数「%s」没有写来源（source）", name)
		}
	}
	for name, a := range c.edition.Attributes {
		if a == nil || a.Type.Name == "" {
			pos := Pos{}
			if a != nil {
				pos = a.Pos
			}
			c.err(pos, "属性「%s」没有写类型（type）", name)
			c.edition.Attributes[name] = &Attribute{Type: TypeSpec{Name: TypeText}}
		}
		if name == unitStart || name == unitClosed {
			c.err(c.edition.Attributes[name].Pos, "属性不能叫「%s」：每个单位本来就有，之前、之后到期的事都不评", name)
		}
	}
}

// compile checks one expression; nil is fine.
func (c *checker) compile(s *namespace, x *Expr, want valueKind) {
	if x == nil {
		return
	}
	c.problems = append(c.problems, s.compile(x, want)...)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// isPeriodKind says whether the word names a kind of period.
func isPeriodKind(w string) bool {
	k := calendar.Kind(w)
	return k.Valid()
}
