package selfcheck

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

// incomingPage is how many self-checks a list shows at once.
const incomingPage = 100

// IncomingRequest asks how the self-checks of a quarter stand.
type IncomingRequest struct {
	Period calendar.Period       `json:"period"` // zero: the latest that is open
	State  engine.SelfCheckState `json:"state" validate:"omitempty,oneof=filling reviewed submitted returned accepted"`
	Search string                `json:"search" validate:"max=40"`
	Page   int                   `json:"page" validate:"gte=0,lte=100000"` // from 1
}

// Incoming is the self-checks of a quarter: what waits for the committee first,
// then what is late.
type Incoming struct {
	Period calendar.Period       `json:"period"`
	Words  string                `json:"words"`
	Before string                `json:"before"`
	After  string                `json:"after"`
	State  engine.SelfCheckState `json:"state"`
	Search string                `json:"search"`
	Page   int                   `json:"page"`
	Next   bool                  `json:"next"`
	Due    string                `json:"due"`
	Counts []StateCount          `json:"counts"`
	Late   int                   `json:"late"` // not handed in, and overdue
	Total  int                   `json:"total"`
	Lines  []IncomingLine        `json:"lines"`
}

// StateCount is how many self-checks are in a state.
type StateCount struct {
	State engine.SelfCheckState `json:"state"`
	Words string                `json:"words"`
	Count int                   `json:"count"`
}

// IncomingLine is one branch's self-check.
type IncomingLine struct {
	Unit        engine.UnitID         `json:"unit"`
	Name        string                `json:"name"`
	State       engine.SelfCheckState `json:"state"`
	Words       string                `json:"words"`
	Result      engine.Points         `json:"result"` // as submitted, else as it stands
	Band        string                `json:"band"`
	Gaps        int                   `json:"gaps"`
	Remarks     int                   `json:"remarks"` // standards the branch explains
	SubmittedOn string                `json:"submitted_on"`
	Late        int                   `json:"late"` // days
	Trial       bool                  `json:"trial"`
}

// Incoming lists the self-checks of a quarter within reach.
func (s *SelfCheck) Incoming(ctx context.Context, actor access.Actor, r IncomingRequest) (Incoming, error) {
	scope, err := access.Authorize(actor, access.SelfCheckRead)
	if err != nil {
		return Incoming{}, err
	}
	out := Incoming{Period: r.Period, State: r.State, Search: strings.TrimSpace(r.Search), Page: max(1, r.Page)}
	err = s.Store.View(ctx, func(tx port.Tx) error {
		if out.Period.IsZero() {
			if out.Period, err = s.latest(tx, scope); err != nil {
				return err
			}
		}
		out.Words, out.Before, out.After = out.Period.Chinese(), out.Period.Prev().String(), out.Period.Next().String()
		var checks []engine.SelfCheck
		if err := tx.List(&checks, scope, port.Query{Where: port.Where{"period": out.Period.String()}}); err != nil {
			return fmt.Errorf("list self-checks: %w", err)
		}
		rows, err := tx.Grid(scope, out.Period)
		if err != nil {
			return fmt.Errorf("read scores: %w", err)
		}
		remarks, err := countRemarks(tx, scope, checks)
		if err != nil {
			return err
		}
		out.fill(checks, rows, remarks, s.today(tx))
		return nil
	})
	if err != nil {
		return Incoming{}, fmt.Errorf("list self-checks: %w", err)
	}
	return out, nil
}

// latest is the newest quarter with open self-checks, else the one that ended last.
func (s *SelfCheck) latest(tx port.Tx, scope access.Scope) (calendar.Period, error) {
	quarter := calendar.PeriodOf(calendar.KindQuarter, s.today(tx))
	var one []engine.SelfCheck
	err := tx.List(&one, scope, port.Query{Where: port.Where{"period": quarter.String()}, Limit: 1, Columns: []string{"id"}})
	if err != nil {
		return quarter, fmt.Errorf("look for self-checks: %w", err)
	}
	if len(one) == 0 {
		return quarter.Prev(), nil
	}
	return quarter, nil
}

func countRemarks(tx port.Tx, scope access.Scope, checks []engine.SelfCheck) (map[engine.SelfCheckID]int, error) {
	ids := make([]engine.SelfCheckID, len(checks))
	for i := range checks {
		ids[i] = checks[i].ID
	}
	var remarks []engine.Remark
	err := tx.List(&remarks, scope, port.Query{Where: port.Where{"self_check_id": ids}, Columns: []string{"id", "self_check_id", "text"}})
	if err != nil {
		return nil, fmt.Errorf("count remarks: %w", err)
	}
	out := map[engine.SelfCheckID]int{}
	for _, r := range remarks {
		if r.Text != "" {
			out[r.SelfCheckID]++
		}
	}
	return out, nil
}

// urgency orders states by what waits for the reader.
var urgency = map[engine.SelfCheckState]int{engine.SelfCheckSubmitted: 0, engine.SelfCheckFilling: 1, engine.SelfCheckReviewed: 1,
	engine.SelfCheckReturned: 2, engine.SelfCheckAccepted: 3}

func (in *Incoming) fill(checks []engine.SelfCheck, rows []port.GridRow, remarks map[engine.SelfCheckID]int, today calendar.Date) {
	table, counts := state.SelfChecks(), map[engine.SelfCheckState]int{}
	scores := make(map[engine.UnitID]*port.GridRow, len(rows))
	for i := range rows {
		scores[rows[i].Unit] = &rows[i]
	}
	var lines []IncomingLine
	for i := range checks {
		c := &checks[i]
		row := scores[c.UnitID]
		if row == nil {
			continue
		}
		in.Due = c.Due.ChineseFull()
		counts[c.State]++
		line := IncomingLine{Unit: c.UnitID, Name: row.Name, State: c.State, Words: table.Label[c.State], Result: row.Result, Band: row.Band,
			Gaps: row.Gaps, Remarks: remarks[c.ID], Trial: row.Trial, Late: max(0, int(today-c.Due))}
		if !c.SubmittedOn.IsZero() {
			line.SubmittedOn, line.Late = c.SubmittedOn.String(), max(0, int(c.SubmittedOn-c.Due))
		} else if line.Late > 0 {
			in.Late++
		}
		if (in.State == "" || in.State == c.State) && strings.Contains(row.Name, in.Search) {
			lines = append(lines, line)
		}
	}
	for _, st := range table.States {
		in.Counts = append(in.Counts, StateCount{st, table.Label[st], counts[st]})
	}
	slices.SortStableFunc(lines, func(a, b IncomingLine) int {
		return cmp.Or(cmp.Compare(urgency[a.State], urgency[b.State]), cmp.Compare(b.Late, a.Late))
	})
	in.Total = len(lines)
	from := min((in.Page-1)*incomingPage, len(lines))
	to := min(from+incomingPage, len(lines))
	in.Lines, in.Next = lines[from:to], to < len(lines)
}
