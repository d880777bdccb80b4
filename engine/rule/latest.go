package rule

import (
	"wubiao/engine"
	"wubiao/engine/calendar"
)

// Latest says that a date of the unit follows from a ledger: from the last of its
// records, by their day, that meets the condition. The end of a term follows from
// the last election: {of: 换届, where: 步骤 == "选举", value: 日期 + 3年}. It reads the
// record's columns and nothing else, so that no attribute waits for another.
type Latest struct {
	Pos   Pos    `yaml:"-"`
	Of    string `yaml:"of"`
	Where *Expr  `yaml:"where"`
	Value *Expr  `yaml:"value"`
}

// Says gives the date that follows from a record; zero where nothing does: the
// record is another ledger's, does not meet the condition or cannot be read.
func (l *Latest) Says(e *Edition, r *engine.Record) calendar.Date {
	layout := e.compiled.layouts[l.Of]
	if r.Ledger != l.Of || layout == nil {
		return 0
	}
	row, err := layout.read(r.Fields)
	if err != nil {
		return 0
	}
	sees := &env{unit: &unitEnv{}, row: row}
	if yes, known := l.Where.holds(sees); !yes || !known {
		return 0
	}
	if v := l.Value.in(sees); v.kind == date {
		return v.day
	}
	return 0
}

// latests checks the attributes that follow from ledgers.
func (c *checker) latests() {
	for _, name := range sortedKeys(c.edition.Attributes) {
		a := c.edition.Attributes[name]
		l := a.Latest
		if l == nil {
			continue
		}
		switch {
		case a.Type.Name != TypeDate:
			c.err(l.Pos, "属性「%s」不是日期，不能由台账推出（latest 只用于 date）", name)
		case a.From != "":
			c.err(l.Pos, "属性「%s」写了 from，又写了 latest，只能留一个", name)
		case l.Value == nil:
			c.err(l.Pos, "属性「%s」没有写由台账的哪一列推出（value），如 日期 + 3年", name)
		}
		c.selects(l.Pos, l.Of, l.Where)
		layout := c.layouts[l.Of]
		if layout == nil {
			continue
		}
		if layout.day < 0 {
			c.err(l.Pos, "台账「%s」没有日期列（day），分不出哪一条在后，属性「%s」不能由它推出", l.Of, name)
		}
		if c.edition.Ledgers[l.Of].Private {
			c.err(l.Pos, "台账「%s」只给指定岗位看，属性「%s」不能由它推出", l.Of, name)
		}
		if l.Value == nil {
			continue
		}
		c.compile(&namespace{edition: c.edition, layout: layout}, l.Value, date)
		for _, x := range []*Expr{l.Where, l.Value} {
			if x.ReadsUnit() {
				c.err(x.Pos, "属性「%s」只能由台账「%s」的列推出，这里用了「%s」", name, l.Of, x.prog.names[0])
			}
		}
	}
}
