package paper

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"wubiao/engine/rule"
	"wubiao/engine/table"
)

const (
	searched = 30 // lines among which the heading is looked for
	// markHeading is the first column of a template. What stands in it marks lines
	// that are not to be taken over.
	markHeading = "填写说明"
	markHint    = "说明"
	markSample  = "示例"
)

// Find reads the sheet of the book that holds the table: the one that is called
// so, else the first with its headings. found is false where there is none.
func (b *Book) Find(t table.Sheet) (page table.Page, found bool, err error) {
	sheets := b.Sheets()
	slices.SortStableFunc(sheets, func(x, y string) int {
		return boolOrder(named(x, t)) - boolOrder(named(y, t))
	})
	for _, sheet := range sheets {
		page, found, err = b.Read(sheet, t)
		if err != nil || found {
			return page, found, err
		}
	}
	return table.Page{}, false, nil
}

func boolOrder(first bool) int {
	if first {
		return 0
	}
	return 1
}

// Named gives the sheet that is called like the table; "" where none is.
func (b *Book) Named(t table.Sheet) string {
	for _, s := range b.Sheets() {
		if named(s, t) {
			return s
		}
	}
	return ""
}

func named(sheet string, t table.Sheet) bool {
	s := plain(sheet)
	return s == plain(t.Name) || s == plain(sheetName(t.Title))
}

// Read reads the table from one sheet. found is false where its headings are
// missing.
func (b *Book) Read(sheet string, t table.Sheet) (page table.Page, found bool, err error) {
	lines, err := b.lines(sheet)
	if err != nil {
		return page, false, err
	}
	page = table.Page{Name: t.Name, Sheet: sheet}
	h := findHeader(lines, t.Columns)
	if h == nil {
		return page, false, nil
	}
	if err := h.complain(sheet, t.Columns); err != nil {
		return page, false, err
	}
	page.Unknown = h.unknown
	for i := h.line + 1; i < len(lines); i++ {
		line := lines[i]
		if h.mark >= 0 && h.mark < len(line) {
			if mark := line[h.mark].text(); strings.HasPrefix(mark, markSample) || strings.HasPrefix(mark, markHint) {
				page.Samples++
				continue
			}
		}
		row := table.Row{Number: i + 1, Fields: map[string]any{}}
		for k, c := range h.columns {
			if c == nil || k >= len(line) || line[k].empty() {
				continue
			}
			b.readCell(&row, c, line[k])
		}
		if len(row.Fields) > 0 {
			page.Rows = append(page.Rows, row)
		}
	}
	return page, true, nil
}

// header is the line of headings of a sheet.
type header struct {
	line    int
	columns []*table.Column // by place; nil: none of ours
	twice   []string
	unknown []string
	mark    int // the place of the marks; -1: none
}

// findHeader takes the line, among the first, that names the most columns.
func findHeader(lines [][]cell, columns []table.Column) *header {
	var best *header
	most := 0
	for i := range min(len(lines), searched) {
		h, n := matchHeader(lines[i], columns)
		if h.line = i; n > most {
			best, most = h, n
		}
	}
	if most < min(2, len(columns)) {
		return nil
	}
	return best
}

// matchHeader matches a line with the columns. What a heading says exactly comes
// before what it says but for a bracket, and that before another word for it.
func matchHeader(line []cell, columns []table.Column) (*header, int) {
	h := &header{columns: make([]*table.Column, len(line)), mark: -1}
	taken := map[string]bool{}
	matched := 0
	for _, names := range []func(*table.Column) []string{
		func(c *table.Column) []string { return []string{plain(c.Heading()), plain(c.ID)} },
		func(c *table.Column) []string { return []string{bare(c.Heading()), bare(c.ID)} },
		func(c *table.Column) []string {
			var also []string
			for _, a := range c.Also {
				also = append(also, bare(a))
			}
			return also
		},
	} {
		for k := range line {
			text := line[k].text()
			if h.columns[k] != nil || text == "" {
				continue
			}
			for i := range columns {
				c := &columns[i]
				if !slices.Contains(names(c), plain(text)) && !slices.Contains(names(c), bare(text)) {
					continue
				}
				if taken[c.ID] {
					if k > 0 && !slices.Contains(h.twice, text) {
						h.twice = append(h.twice, text)
					}
					break
				}
				h.columns[k], taken[c.ID] = c, true
				matched++
				break
			}
		}
	}
	for k := range line {
		switch text := line[k].text(); {
		case h.columns[k] != nil || text == "":
		case plain(text) == markHeading:
			h.mark = k
		default:
			h.unknown = append(h.unknown, text)
		}
	}
	return h, matched
}

// complain refuses headings that cannot be understood.
func (h *header) complain(sheet string, columns []table.Column) error {
	var missing []string
	for i := range columns {
		if c := &columns[i]; c.Required && !slices.Contains(h.columns, c) {
			missing = append(missing, "“"+c.Heading()+"”")
		}
	}
	switch {
	case len(missing) > 0:
		return unreadable("missing_columns", fmt.Sprintf("“%s”第%d行的表头里没有%s这%d列，它们是必填的：请把列名补上，或用本页下载的模板。",
			sheet, h.line+1, strings.Join(missing, "、"), len(missing)))
	case len(h.twice) > 0:
		return unreadable("column_twice", fmt.Sprintf("“%s”第%d行的表头里，“%s”这一列有两处，不知道该用哪一处：请删掉或改名其中一列。", sheet, h.line+1, h.twice[0]))
	}
	return nil
}

// plain writes a heading without what does not matter: width, blanks, the mark of
// what must be filled in.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == '*' || r == '＊' || r == '★' || r == '\u200b' || r == '\ufeff':
			return -1
		case r >= '！' && r <= '～':
			r = r - '！' + '!'
		}
		return unicode.ToLower(r)
	}, text)
	text = strings.TrimSuffix(strings.TrimSuffix(text, "(必填)"), "(选填)")
	return strings.TrimRight(text, ":：")
}

// bare is plain without a bracket at the end: 金额（元）, 日期(年月日).
func bare(text string) string {
	text = plain(text)
	if i := strings.IndexByte(text, '('); i > 0 && strings.HasSuffix(text, ")") {
		return text[:i]
	}
	return text
}

// readCell reads one filled cell into the row.
func (b *Book) readCell(row *table.Row, c *table.Column, at cell) {
	value, problem := b.value(c, at)
	if problem != "" {
		row.Fields[c.ID] = at.text()
		row.Wrong = append(row.Wrong, fieldOf(c, problem))
		return
	}
	if value != nil {
		row.Fields[c.ID] = value
	}
}

// failures are what a formula shows that went wrong.
var failures = []string{"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}

// value reads a cell as the type of its column, or says what is the matter.
func (b *Book) value(c *table.Column, at cell) (any, string) {
	text := at.text()
	if slices.Contains(failures, text) {
		return nil, "这一格是没有算出来的公式（" + text + "），请改成内容本身"
	}
	switch c.Type.Name {
	case rule.TypeDate:
		return b.date(at)
	case rule.TypeInt, rule.TypeNumber:
		return number(c, at)
	case rule.TypeBool:
		return yesNo(text)
	case rule.TypeChoice:
		return choice(c.Type.Choices, text)
	case rule.TypeChoices:
		return choices(c.Type.Choices, text)
	case rule.TypePersons, rule.TypeList:
		return names(text), ""
	case rule.TypePerson:
		return joinName(text), ""
	}
	return text, ""
}
