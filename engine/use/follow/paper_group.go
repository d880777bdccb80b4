package follow

import (
	"cmp"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

// paperMost is how many tasks a 督办单 spells out, and groupMost how many of one
// standard: a paper of fifty lines is read by nobody. All of them are in the
// system, and all are asked for.
const (
	paperMost = 20
	groupMost = 4
)

// PaperGroup is the tasks of one standard that a 督办单 asks for.
type PaperGroup struct {
	Code  string
	Title string
	Count int             // all of them
	Done  int             // of all
	Lines []practise.Line // those spelt out, the most urgent first
	Rest  []practise.Line // the others
}

// Folded are the standards of which nothing is spelt out.
func (p Paper) Folded() []PaperGroup {
	at := slices.IndexFunc(p.Groups, func(g PaperGroup) bool { return len(g.Lines) == 0 })
	if at < 0 {
		return nil
	}
	return p.Groups[at:]
}

// FoldedCount is how many tasks they have.
func (p Paper) FoldedCount() int {
	n := 0
	for _, g := range p.Folded() {
		n += g.Count
	}
	return n
}

// group puts tasks under their standards: the standard with the longest overdue
// open task first, and within it what is open and longest overdue.
func (f *Follow) group(tx port.Tx, tasks []engine.Task, lines []practise.Line) ([]PaperGroup, error) {
	e, err := f.Practise.Book.On(f.Practise.Today(tx))
	if err != nil {
		return nil, fmt.Errorf("edition of the day: %w", err)
	}
	duties, codes := f.Practise.Book.Duties(tx), map[engine.TaskID]string{}
	for i := range tasks {
		codes[tasks[i].ID] = tasks[i].Standard()
	}
	sorted := slices.Clone(lines)
	slices.SortStableFunc(sorted, func(a, b practise.Line) int { return cmp.Compare(urgencyOf(b), urgencyOf(a)) })
	var groups []PaperGroup
	at := map[string]int{}
	for _, line := range sorted {
		code := codes[line.ID]
		i, known := at[code]
		if !known {
			title, _, err := duties.Title(e, code)
			if err != nil {
				return nil, err
			}
			i, at[code] = len(groups), len(groups)
			groups = append(groups, PaperGroup{Code: line.Code, Title: title})
		}
		groups[i].Count++
		if line.Done() {
			groups[i].Done++
		}
		groups[i].Lines = append(groups[i].Lines, line)
	}
	room := paperMost
	for i := range groups {
		g := &groups[i]
		cut := min(groupMost, room, len(g.Lines))
		g.Lines, g.Rest = g.Lines[:cut], g.Lines[cut:]
		room -= cut
	}
	return groups, nil
}

// urgencyOf orders lines: the days that an open one is overdue; what is no longer
// open comes last.
func urgencyOf(l practise.Line) int {
	if !l.Open() {
		return -1
	}
	return l.Late
}
