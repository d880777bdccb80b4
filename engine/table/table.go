// Package table holds plain tables: what columns a table has, and what somebody
// filled in. A use case says which tables it understands and takes their rows;
// what paper they were written on is no business of it.
package table

import (
	"wubiao/engine"
	"wubiao/engine/rule"
)

// Column is one column of a table: of a ledger, or of a register.
type Column struct {
	ID       string
	Label    string   // its heading; the id unless said
	Also     []string // other headings that mean the same
	Type     rule.TypeSpec
	Required bool
	Hint     string
	Sample   any // what the invented line of a template says; nil: nothing
}

// Heading is what stands above the column.
func (c *Column) Heading() string {
	if c.Label != "" {
		return c.Label
	}
	return c.ID
}

// Sheet is a table as it is written: for a template without rows, for an export
// with them.
type Sheet struct {
	Name    string // what identifies it: a ledger's name
	Title   string // the name of its sheet
	Note    string
	Columns []Column
	Rows    []Row
}

// Column finds a column by its id, or nil.
func (s *Sheet) Column(id string) *Column {
	for i := range s.Columns {
		if s.Columns[i].ID == id {
			return &s.Columns[i]
		}
	}
	return nil
}

// Row is one line that somebody filled in. Fields are by column id: texts, lists
// of texts; what could not be read stands there as it was written, and Wrong says
// what is the matter with it.
type Row struct {
	Number int            `json:"n"` // of the line in its sheet, from 1
	Fields map[string]any `json:"f"`
	Wrong  []engine.Field `json:"w,omitempty"`
}

// Page is what was read of one table.
type Page struct {
	Name    string   `json:"name"`  // the table's
	Sheet   string   `json:"sheet"` // the sheet's in the file
	Rows    []Row    `json:"rows"`
	Unknown []string `json:"unknown,omitempty"` // headings that no column answers to
	Samples int      `json:"samples,omitempty"` // lines marked as invented or as hints, left out
}
