package paper

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// The most that a sheet holds, and what the parts beside it may hold.
const (
	MaxRows     = 20_000
	maxColumns  = 512    // of a line, up to the last filled cell
	maxPlaces   = 16_384 // cells of a line, the empty ones counted
	maxCells    = 1_000_000
	maxStrings  = 300_000
	maxDepth    = 64
	maxElements = 3_000_000
)

// counter walks a part without keeping anything of it. What the office library
// will take memory for is counted here first: lines, cells of a line, shared
// texts, nesting.
type counter struct {
	depth, elements      int
	rows, cells, strings int
	columns              int // cells of this line
	at                   int // the column of this cell
}

// count refuses a part that is no XML or holds more than a workbook of lines can.
func count(name string, in io.Reader) error {
	d := xml.NewDecoder(in)
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("not UTF-8") }
	var c counter
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken(fmt.Errorf("%s: %w", name, err))
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := c.start(&t); err != nil {
				return err
			}
		case xml.EndElement:
			c.depth--
		case xml.Directive:
			return broken(fmt.Errorf("%s: a directive", name))
		}
	}
}

func (c *counter) start(t *xml.StartElement) error {
	c.depth++
	c.elements++
	filled := 0
	switch t.Name.Local {
	case "row":
		c.rows++
		c.columns, c.at = 0, 0
		if at := place(t, "r"); at > c.rows {
			c.rows = at
		}
	case "c":
		c.cells++
		c.columns++
		c.at = columnOf(t, c.at+1)
	case "v", "is", "f":
		filled = c.at
	case "si":
		c.strings++
	}
	switch {
	case c.rows > MaxRows:
		return unreadable("too_many_rows", fmt.Sprintf("有一张表超过了%d行（下面的空行也算）：请把空行整行删掉，或分成几个文件导入。", MaxRows))
	case filled > maxColumns || c.columns > maxPlaces:
		return unreadable("too_many_columns", fmt.Sprintf("有一张表超过了%d列：请删掉右边用不着的列再导入。", maxColumns))
	case c.depth > maxDepth || c.elements > maxElements || c.cells > maxCells || c.strings > maxStrings:
		return unreadable("xlsx_too_much", "表里的内容太多：请分成几个文件导入，每个文件不超过两万行。")
	}
	return nil
}

// place reads a number of the element, as far as it matters; 0 where there is none.
func place(t *xml.StartElement, name string) int {
	for _, a := range t.Attr {
		if a.Name.Local != name {
			continue
		}
		n, err := strconv.Atoi(a.Value)
		if err != nil || n > MaxRows {
			return MaxRows + 1
		}
		return n
	}
	return 0
}

// columnOf reads the column of a cell from its reference, "AB12"; where there is
// none it is the next.
func columnOf(t *xml.StartElement, next int) int {
	for _, a := range t.Attr {
		if a.Name.Local != "r" {
			continue
		}
		n := 0
		for _, r := range a.Value {
			switch {
			case r >= 'A' && r <= 'Z':
				n = n*26 + int(r-'A') + 1
			case r >= 'a' && r <= 'z':
				n = n*26 + int(r-'a') + 1
			case r != '$':
				return n
			}
			if n > maxPlaces {
				return maxPlaces + 1
			}
		}
		return n
	}
	return next
}
