package web

import (
	"strings"

	"wubiao/engine/use/practise"
)

// Row is one task in a list, with what its buttons need.
type Row struct {
	practise.Line
	Token, Back string
	Dated       bool // whether the line says its own day; else the heading does
}

func rowOf(line practise.Line, f Frame, dated bool) Row {
	return Row{Line: line, Token: f.Token, Back: f.Here, Dated: dated}
}

// DayRows is one day's rows under a heading.
type DayRows struct {
	Label        string
	Today, Dated bool
	Rows         []Row
}

// SectionRows is one section with what its buttons need.
type SectionRows struct {
	Open, Folded []DayRows
	Rest         int
}

// sectionOf readies a section for the page; dated lines say their own day and
// stand in one list.
func sectionOf(s practise.Section, f Frame, dated bool) SectionRows {
	turn := func(days []practise.Day) []DayRows {
		var out []DayRows
		for _, d := range days {
			if !dated || len(out) == 0 {
				out = append(out, DayRows{Label: d.Label, Today: d.Today, Dated: dated})
			}
			last := &out[len(out)-1]
			for _, line := range d.Lines {
				last.Rows = append(last.Rows, rowOf(line, f, dated))
			}
		}
		return out
	}
	return SectionRows{Open: turn(s.Open), Folded: turn(s.Folded), Rest: s.Rest}
}

// NoticeRow is one notice with what its button needs.
type NoticeRow struct {
	practise.NoticeLine
	Token, Back string
}

// Page is the page of what the notice speaks of; empty: it has none.
func (n NoticeRow) Page() string {
	kind, id, _ := strings.Cut(n.Object, "/")
	switch kind {
	case "supervision":
		return "/supervisions/" + id
	case "order":
		return "/orders/" + id
	case "extension":
		return "/extensions#x" + id
	}
	return ""
}

// NoticeRows are the notices on top of a page: two stand open.
type NoticeRows struct{ Open, Folded []NoticeRow }

// All are the notices in their order, where the reader has opened the list.
func (n NoticeRows) All() []NoticeRow { return append(n.Open[:len(n.Open):len(n.Open)], n.Folded...) }

func noticesOf(notices []practise.NoticeLine, f Frame) NoticeRows {
	rows := make([]NoticeRow, len(notices))
	for i, n := range notices {
		rows[i] = NoticeRow{n, f.Token, f.Here}
	}
	open := min(2, len(rows))
	return NoticeRows{rows[:open], rows[open:]}
}
