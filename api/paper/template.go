package paper

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"wubiao/engine/rule"
	"wubiao/engine/table"
)

const (
	titleLine, headLine, hintLine, sampleLine = 1, 2, 3, 4

	lastTyped   = 3000 // line to which choices are offered
	longestList = 255  // of what an office program takes as choices written out
	listsSheet  = "可选内容"
)

// Template writes empty tables to fill in: headings, what each column wants,
// choices to pick from, and one invented line that is never read.
func Template(w io.Writer, tables []table.Sheet) error {
	lists := &lists{}
	return build(w, tables, func(file *excelize.File, s *styles, name string, t *table.Sheet) error {
		x := &sheetWriter{file: file, styles: s, name: name}
		x.template(t, lists)
		return x.err
	})
}

// lists is the hidden sheet of choices that are too long to be written out.
type lists struct{ columns int }

// sheetWriter writes cells until something fails.
type sheetWriter struct {
	file   *excelize.File
	styles *styles
	name   string
	err    error
}

func (x *sheetWriter) do(step func() error) {
	if x.err == nil {
		x.err = step()
	}
}

func at(column, line int) string {
	name, err := excelize.CoordinatesToCellName(column, line)
	if err != nil {
		return "A1" // columns are counted from 1 here
	}
	return name
}

func (x *sheetWriter) set(column, line int, value any, style int) {
	x.do(func() error { return x.file.SetCellStyle(x.name, at(column, line), at(column, line), style) })
	switch v := value.(type) {
	case nil:
	case string: // never SetCellValue with a text: nothing may become a formula
		x.do(func() error { return x.file.SetCellStr(x.name, at(column, line), v) })
	default:
		x.do(func() error { return x.file.SetCellValue(x.name, at(column, line), v) })
	}
}

func (x *sheetWriter) template(t *table.Sheet, lists *lists) {
	x.set(1, titleLine, t.Title+"：从第5行往下填，一行一条；红色的列必填，不用的列可以空着。说明行和示例行不会导入。", x.styles.title)
	x.do(func() error { return x.file.SetRowHeight(x.name, titleLine, 24) })
	x.set(1, headLine, markHeading, x.styles.heading)
	x.set(1, hintLine, markHint, x.styles.hint)
	x.set(1, sampleLine, markSample+"，不会导入", x.styles.sample)
	x.do(func() error { return x.file.SetColWidth(x.name, "A", "A", 16) })
	for i := range t.Columns {
		x.column(i+2, &t.Columns[i], lists)
	}
	x.do(func() error {
		return x.file.SetPanes(x.name, &excelize.Panes{Freeze: true, YSplit: headLine, TopLeftCell: at(1, hintLine), ActivePane: "bottomLeft"})
	})
}

func (x *sheetWriter) column(n int, c *table.Column, lists *lists) {
	heading, style := c.Heading(), x.styles.heading
	if c.Required {
		heading, style = heading+" *", x.styles.must
	}
	x.set(n, headLine, heading, style)
	x.set(n, hintLine, hintOf(c), x.styles.hint)
	sample, err := cellValue(c, c.Sample)
	x.do(func() error { return err })
	sampled, typed := x.styles.sample, x.styles.text
	switch c.Type.Name {
	case rule.TypeDate:
		sampled, typed = x.styles.sampleDate, x.styles.date
	case rule.TypeInt, rule.TypeNumber:
		typed = 0
	}
	x.set(n, sampleLine, sample, sampled)
	if typed != 0 {
		x.do(func() error {
			return x.file.SetCellStyle(x.name, at(n, sampleLine+1), at(n, sampleLine+200), typed)
		})
	}
	letter, _, cut := strings.Cut(at(n, 1), "1")
	x.do(func() error {
		if !cut {
			return fmt.Errorf("column %d has no name", n)
		}
		return x.file.SetColWidth(x.name, letter, letter, max(width(c), 14))
	})
	x.offer(n, c, lists)
}

// hintOf says in a few words what the column wants.
func hintOf(c *table.Column) string {
	var parts []string
	if c.Required {
		parts = append(parts, "必填")
	}
	switch c.Type.Name {
	case rule.TypeDate:
		parts = append(parts, "日期，如2026-03-05")
	case rule.TypeInt:
		parts = append(parts, "整数")
	case rule.TypeNumber:
		parts = append(parts, "数字")
	case rule.TypeBool:
		parts = append(parts, "是或否")
	case rule.TypeChoice:
		parts = append(parts, "选一项："+strings.Join(c.Type.Choices, "、"))
	case rule.TypeChoices:
		parts = append(parts, "可填几项，用顿号隔开："+strings.Join(c.Type.Choices, "、"))
	case rule.TypePersons, rule.TypeList:
		parts = append(parts, "几个名字用顿号隔开")
	}
	if c.Hint != "" {
		parts = append(parts, c.Hint)
	}
	return strings.Join(parts, "；")
}

// offer lets the office program offer what can be chosen.
func (x *sheetWriter) offer(n int, c *table.Column, lists *lists) {
	choices := c.Type.Choices
	switch c.Type.Name {
	case rule.TypeBool:
		choices = []string{"是", "否"}
	case rule.TypeChoice:
	default:
		return
	}
	v := excelize.NewDataValidation(true)
	v.SetSqref(at(n, sampleLine+1) + ":" + at(n, lastTyped))
	v.SetError(excelize.DataValidationErrorStyleStop, "填得不对", "请从下拉列表里选一项。")
	if list := strings.Join(choices, ","); len(utf16.Encode([]rune(list))) <= longestList && !strings.Contains(strings.Join(choices, ""), ",") {
		x.do(func() error { return v.SetDropList(choices) })
	} else {
		v.SetSqrefDropList(x.list(lists, choices))
	}
	x.do(func() error { return x.file.AddDataValidation(x.name, v) })
}

// list puts choices onto the hidden sheet and gives where they stand.
func (x *sheetWriter) list(lists *lists, choices []string) string {
	if lists.columns == 0 {
		x.do(func() error { _, err := x.file.NewSheet(listsSheet); return err })
		x.do(func() error { return x.file.SetSheetVisible(listsSheet, false) })
	}
	lists.columns++
	for i, c := range choices {
		x.do(func() error { return x.file.SetCellStr(listsSheet, at(lists.columns, i+1), c) })
	}
	letter, _, _ := strings.Cut(at(lists.columns, 1), "1")
	return fmt.Sprintf("'%s'!$%s$1:$%s$%d", listsSheet, letter, letter, len(choices))
}
