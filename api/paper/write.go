package paper

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"wubiao/engine/calendar"
	"wubiao/engine/rule"
	"wubiao/engine/table"
)

const (
	longestCell  = excelize.TotalCellChars // what an office program keeps of a cell
	longestTitle = excelize.MaxSheetNameLength
	dateFormat   = "yyyy-mm-dd"
)

// Write writes tables with their rows as one workbook, a sheet for each.
func Write(w io.Writer, tables []table.Sheet) error {
	return build(w, tables, func(file *excelize.File, styles *styles, name string, t *table.Sheet) error {
		return writeRows(file, styles, name, t)
	})
}

// build makes a workbook, a sheet for each table.
func build(w io.Writer, tables []table.Sheet, fill func(*excelize.File, *styles, string, *table.Sheet) error) error {
	file := excelize.NewFile()
	styles, err := newStyles(file)
	if err != nil {
		return errors.Join(fmt.Errorf("make styles: %w", err), file.Close())
	}
	taken := map[string]bool{}
	for i := range tables {
		name := freeName(taken, sheetName(tables[i].Title))
		if i == 0 {
			err = file.SetSheetName(file.GetSheetName(0), name)
		} else {
			_, err = file.NewSheet(name)
		}
		if err == nil {
			err = fill(file, styles, name, &tables[i])
		}
		if err != nil {
			return errors.Join(fmt.Errorf("write sheet %d: %w", i+1, err), file.Close())
		}
	}
	if err := file.Write(w); err != nil {
		return errors.Join(fmt.Errorf("write workbook: %w", err), file.Close())
	}
	return file.Close()
}

// sheetName writes a title as the name of a sheet may be.
func sheetName(title string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, title)
	name = strings.Trim(strings.TrimSpace(name), "'")
	if runes := []rune(name); len(runes) > longestTitle {
		name = string(runes[:longestTitle])
	}
	if name == "" {
		return "表"
	}
	return name
}

// freeName gives each sheet its own name.
func freeName(taken map[string]bool, name string) string {
	free := name
	for n := 2; taken[strings.ToLower(free)]; n++ {
		tail := fmt.Sprintf(" (%d)", n)
		runes := []rune(name)
		free = string(runes[:min(len(runes), longestTitle-len(tail))]) + tail
	}
	taken[strings.ToLower(free)] = true
	return free
}

// styles are the looks of cells.
type styles struct{ title, heading, must, text, date, hint, sample, sampleDate int }

func newStyles(file *excelize.File) (*styles, error) {
	border := []excelize.Border{{Type: "left", Color: "C9CDD4", Style: 1}, {Type: "right", Color: "C9CDD4", Style: 1},
		{Type: "top", Color: "C9CDD4", Style: 1}, {Type: "bottom", Color: "C9CDD4", Style: 1}}
	fill := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	format := dateFormat
	var s styles
	for _, x := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 13}, Alignment: &excelize.Alignment{Vertical: "center"}}},
		{&s.heading, excelize.Style{Font: &excelize.Font{Bold: true}, Fill: fill("E8EDF3"), Border: border, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
		{&s.must, excelize.Style{Font: &excelize.Font{Bold: true, Color: "A61B1B"}, Fill: fill("E8EDF3"), Border: border, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
		{&s.text, excelize.Style{NumFmt: 49, Alignment: top}},
		{&s.date, excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"}}},
		{&s.hint, excelize.Style{Font: &excelize.Font{Size: 9, Color: "5F6672"}, Border: border, Alignment: top}},
		{&s.sample, excelize.Style{NumFmt: 49, Font: &excelize.Font{Italic: true, Color: "5F6672"}, Fill: fill("FFF7E0"), Border: border, Alignment: top}},
		{&s.sampleDate, excelize.Style{CustomNumFmt: &format, Font: &excelize.Font{Italic: true, Color: "5F6672"}, Fill: fill("FFF7E0"), Border: border,
			Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"}}},
	} {
		id, err := file.NewStyle(&x.style)
		if err != nil {
			return nil, err
		}
		*x.id = id
	}
	return &s, nil
}

// width is how wide a column is drawn, in characters.
func width(c *table.Column) float64 {
	switch c.Type.Name {
	case rule.TypeLong:
		return 48
	case rule.TypeText, rule.TypePersons, rule.TypeList, rule.TypeChoices:
		return max(20, headWidth(c))
	case rule.TypeDate:
		return max(13, headWidth(c))
	}
	return max(11, headWidth(c))
}

func headWidth(c *table.Column) float64 {
	return min(30, float64(2*len([]rune(c.Heading()))+3))
}

// writeRows streams a table: headings, then what is in it.
func writeRows(file *excelize.File, s *styles, name string, t *table.Sheet) error {
	out, err := file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	head := make([]any, len(t.Columns))
	for i := range t.Columns {
		c := &t.Columns[i]
		if err := out.SetColWidth(i+1, i+1, width(c)); err != nil {
			return err
		}
		head[i] = excelize.Cell{StyleID: s.heading, Value: c.Heading()}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := out.SetRow("A1", head); err != nil {
		return err
	}
	for i := range t.Rows {
		cells := make([]any, len(t.Columns))
		for k := range t.Columns {
			if cells[k], err = cellOf(s, &t.Columns[k], t.Rows[i].Fields[t.Columns[k].ID]); err != nil {
				return fmt.Errorf("line %d: %w", i+2, err)
			}
		}
		if err := out.SetRow("A"+strconv.Itoa(i+2), cells); err != nil {
			return err
		}
	}
	return out.Flush()
}

// cellOf gives the cell for a value; nil for nothing.
func cellOf(s *styles, c *table.Column, raw any) (any, error) {
	value, err := cellValue(c, raw)
	switch value.(type) {
	case nil:
		return nil, err
	case time.Time:
		return excelize.Cell{StyleID: s.date, Value: value}, nil
	case float64:
		return value, nil
	}
	return excelize.Cell{StyleID: s.text, Value: value}, nil
}

// cellValue turns what a field holds into what a cell holds: a day, a number, a
// text. A number that a cell could not give back as it was is a text.
func cellValue(c *table.Column, raw any) (any, error) {
	text := textOf(raw)
	if text == "" {
		return nil, nil
	}
	switch c.Type.Name {
	case rule.TypeDate:
		if d, err := calendar.ParseDate(text); err == nil && d.Year() >= 1931 {
			return d.Time(time.UTC), nil
		}
	case rule.TypeInt, rule.TypeNumber:
		if f, err := strconv.ParseFloat(text, 64); err == nil && strconv.FormatFloat(f, 'f', -1, 64) == text && len(text) <= exactDigits {
			return f, nil
		}
	}
	if len(text) > longestCell && len(utf16.Encode([]rune(text))) > longestCell {
		return nil, fmt.Errorf("a text of more than %d characters does not fit into a cell", longestCell)
	}
	return text, nil
}

// textOf writes what a field holds as one text.
func textOf(raw any) string {
	switch v := raw.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		if v {
			return "是"
		}
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []string:
		return strings.Join(v, "、")
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = textOf(v[i])
		}
		return strings.Join(parts, "、")
	}
	return fmt.Sprint(raw)
}
