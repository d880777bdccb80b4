package selfcheck

import (
	"cmp"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// lateNamed is how many late branches a first page names.
const lateNamed = 5

// Progress is how far the self-checks of the latest open quarter are in some
// branches, and what of any quarter waits to be accepted.
type Progress struct {
	Period   calendar.Period `json:"period"`
	Words    string          `json:"words"`
	Total    int             `json:"total"`    // 0: none is open yet
	In       int             `json:"in"`       // handed in
	Accepted int             `json:"accepted"` // of those
	Returned int             `json:"returned"` // of those, to be put right
	Late     int             `json:"late"`     // not handed in, and overdue
	Due      string          `json:"due"`
	Names    []CheckUnit     `json:"names"`   // the first of the late
	Waiting  []CheckWaiting  `json:"waiting"` // the latest quarter first
}

// CheckUnit is a branch whose self-check is late.
type CheckUnit struct {
	UnitID engine.UnitID `json:"unit_id"`
	Unit   string        `json:"unit"`
}

// CheckWaiting is how many self-checks of a quarter wait to be accepted.
type CheckWaiting struct {
	Period calendar.Period `json:"period"`
	Words  string          `json:"words"`
	Count  int             `json:"count"`
}

// Share is how much of all has been handed in, in percent.
func (p Progress) Share() int {
	if p.Total == 0 {
		return 0
	}
	return 100 * p.In / p.Total
}

// quartersBack is how many quarters back a self-check may still wait.
const quartersBack = 4

// Progress reads it.
func (s *SelfCheck) Progress(tx port.Tx, scope access.Scope, branches []engine.Unit) (Progress, error) {
	var p Progress
	var err error
	if p.Period, err = s.latest(tx, scope); err != nil {
		return p, err
	}
	p.Words = p.Period.Chinese()
	names := make(map[engine.UnitID]string, len(branches))
	for i := range branches {
		names[branches[i].ID] = branches[i].Name
	}
	columns := []string{"id", "period", "unit_id", "due", "state", "submitted_on"}
	var checks, earlier []engine.SelfCheck
	if err := tx.List(&checks, scope, port.Query{Where: port.Where{"period": p.Period.String()}, Columns: columns}); err != nil {
		return p, fmt.Errorf("list self-checks: %w", err)
	}
	before := make([]string, 0, quartersBack)
	for q := p.Period.Prev(); len(before) < quartersBack; q = q.Prev() {
		before = append(before, q.String())
	}
	err = tx.List(&earlier, scope, port.Query{Where: port.Where{"period": before, "state": engine.SelfCheckSubmitted}, Columns: columns})
	if err != nil {
		return p, fmt.Errorf("list earlier self-checks: %w", err)
	}
	p.count(checks, names, s.today(tx))
	p.wait(append(checks, earlier...), names)
	return p, nil
}

func (p *Progress) count(checks []engine.SelfCheck, names map[engine.UnitID]string, today calendar.Date) {
	for i := range checks {
		c := &checks[i]
		name, ours := names[c.UnitID]
		if !ours {
			continue
		}
		p.Total++
		p.Due = c.Due.Chinese()
		if !c.SubmittedOn.IsZero() {
			p.In++
		}
		switch {
		case c.State == engine.SelfCheckAccepted:
			p.Accepted++
		case c.State == engine.SelfCheckReturned:
			p.Returned++
		case c.LateOn(today):
			p.Late++
			if len(p.Names) < lateNamed {
				p.Names = append(p.Names, CheckUnit{c.UnitID, name})
			}
		}
	}
}

// wait counts by quarter what waits to be accepted.
func (p *Progress) wait(checks []engine.SelfCheck, names map[engine.UnitID]string) {
	counts := map[calendar.Period]int{}
	for i := range checks {
		if _, ours := names[checks[i].UnitID]; ours && checks[i].State == engine.SelfCheckSubmitted {
			counts[checks[i].Period]++
		}
	}
	for period, n := range counts {
		p.Waiting = append(p.Waiting, CheckWaiting{period, period.Chinese(), n})
	}
	slices.SortFunc(p.Waiting, func(a, b CheckWaiting) int { return cmp.Compare(b.Period.Start, a.Period.Start) })
}
