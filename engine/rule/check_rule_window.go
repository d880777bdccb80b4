package rule

import (
	"strings"
)

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
