package paper

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// maxText is how many bytes the cells of a workbook may hold together, those
// that repeat a shared text counted each time.
const maxText = 24 << 20

// Book is a workbook that is open for reading.
type Book struct {
	file *excelize.File
	left int // bytes that may still be read
	base bool
}

// Open opens a workbook. What it refuses it refuses with a sentence for the
// person who chose the file.
func Open(data []byte) (*Book, error) {
	plain, err := tame(data)
	if err != nil {
		return nil, err
	}
	file, err := excelize.OpenReader(bytes.NewReader(plain), excelize.Options{
		UnzipSizeLimit: maxRead, UnzipXMLSizeLimit: maxRead, ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd"})
	if err != nil {
		return nil, broken(err)
	}
	b := &Book{file: file, left: maxText}
	if props, err := file.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		b.base = *props.Date1904
	}
	if len(file.GetSheetList()) == 0 {
		return nil, broken(fmt.Errorf("no sheet"))
	}
	return b, nil
}

// Close lets go of what reading took.
func (b *Book) Close() error {
	if err := b.file.Close(); err != nil {
		return fmt.Errorf("close workbook: %w", err)
	}
	return nil
}

// Sheets names the visible sheets, in their order.
func (b *Book) Sheets() []string {
	var names []string
	for _, name := range b.file.GetSheetList() {
		if seen, err := b.file.GetSheetVisible(name); err == nil && seen {
			names = append(names, name)
		}
	}
	return names
}

// cell is one cell: what the file holds, and what the office program showed.
type cell struct{ raw, shown string }

func (c cell) empty() bool { return c.text() == "" }

// text is what a person saw in the cell.
func (c cell) text() string {
	if c.shown != "" {
		return clean(c.shown)
	}
	return clean(c.raw)
}

// clean cuts blanks at both ends, and signs without width that come with copying.
func clean(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u200b", "", "\ufeff", "").Replace(text)
	return strings.TrimSpace(text)
}

// lines reads a sheet, every line of it to its last filled cell.
func (b *Book) lines(sheet string) ([][]cell, error) {
	raw, err := b.grid(sheet, true)
	if err != nil {
		return nil, err
	}
	shown, err := b.grid(sheet, false)
	if err != nil {
		return nil, err
	}
	out := make([][]cell, len(raw))
	for i := range raw {
		out[i] = make([]cell, len(raw[i]))
		for k := range raw[i] {
			out[i][k].raw = raw[i][k]
			if i < len(shown) && k < len(shown[i]) {
				out[i][k].shown = shown[i][k]
			}
		}
	}
	return out, nil
}

// grid reads the texts of a sheet once, as stored or as shown.
func (b *Book) grid(sheet string, raw bool) ([][]string, error) {
	rows, err := b.file.Rows(sheet)
	if err != nil {
		return nil, broken(err)
	}
	var out [][]string
	for len(out) <= MaxRows && rows.Next() {
		texts, err := rows.Columns(excelize.Options{RawCellValue: raw, ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd"})
		if err != nil {
			return nil, broken(err)
		}
		if len(texts) > maxColumns {
			texts = texts[:maxColumns]
		}
		for _, t := range texts {
			if b.left -= len(t); b.left < 0 {
				return nil, unreadable("xlsx_too_much", "表里的内容太多：请分成几个文件导入，每个文件不超过两万行。")
			}
			if !utf8.ValidString(t) {
				return nil, broken(fmt.Errorf("not UTF-8"))
			}
		}
		out = append(out, slices.Clip(texts))
	}
	if err := rows.Close(); err != nil {
		return nil, broken(err)
	}
	return out, nil
}
