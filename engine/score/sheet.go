package score

import (
	"wubiao/engine"
	"wubiao/engine/rule"
)

// Item is one standard's line of a sheet.
type Item struct {
	Code     string
	Title    string
	Status   rule.Status
	Points   *engine.Points // nil while it leaves both sums
	Max      *engine.Points // nil where the item has none
	Unknown  string         // why its start is not known yet
	Findings []rule.Finding
	bonus    engine.Points
	lost     engine.Points  // what it takes from its group
	full     *engine.Points // its points, also where it leaves the sums
}

// Counts says whether the item stands in both sums.
func (i *Item) Counts() bool { return i.Points != nil }

// Group is one node above the items.
type Group struct {
	Path   string
	Points engine.Points
	Max    engine.Points // 0 where neither it nor anything below has points
	bonus  engine.Points
	full   *engine.Points // those written for it, where it has some
}

// Totals is the foot of a sheet. Points are without bonus; Score is the official
// figure (得分): the sum or the rate with bonus, or bonus less deductions.
type Totals struct {
	Points      engine.Points
	Max         engine.Points
	Bonus       engine.Points
	Score       engine.Points
	Base        engine.Points // the official figure without bonus (基础分)
	Rate        *engine.Points
	Deductions  int // items that lost points (扣分项数)
	Band        string
	Vetoes      []string
	Effects     []string
	Provisional bool
	Gaps        []string
}

// Sheet is a scored sheet of one unit and one period.
type Sheet struct {
	Items  []Item
	Groups []Group
	Totals Totals

	unvalued  []string // amounts that no parameter gives yet
	judgement *rule.Judgement
	edition   *rule.Edition
}

// Item finds a line by its code, or nil.
func (s *Sheet) Item(code string) *Item {
	for i := range s.Items {
		if s.Items[i].Code == code {
			return &s.Items[i]
		}
	}
	return nil
}

// Group finds a group by its path or by its last name, or nil.
func (s *Sheet) Group(path string) *Group {
	for i := range s.Groups {
		if s.Groups[i].Path == path {
			return &s.Groups[i]
		}
	}
	return nil
}

// Finding finds a rule's finding by its key, or nil.
func (s *Sheet) Finding(key string) *rule.Finding {
	for i := range s.Items {
		for k := range s.Items[i].Findings {
			if s.Items[i].Findings[k].Rule == key {
				return &s.Items[i].Findings[k]
			}
		}
	}
	return nil
}
