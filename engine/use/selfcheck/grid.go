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
	"wubiao/engine/score"
)

// The orders of a grid.
const (
	ByTree   = ""       // as the organisation stands
	ByResult = "result" // the lowest first
)

// GridRequest asks how the units within reach stand in a period.
type GridRequest struct {
	Period calendar.Period `json:"period"` // zero: the quarter that runs
	Search string          `json:"search" validate:"max=40"`
	Above  engine.UnitID   `json:"above" validate:"gte=0"` // only the branches of a general branch; 0: all
	Order  string          `json:"order" validate:"omitempty,oneof=result"`
}

// Grid is branches × standards: where points are lost.
type Grid struct {
	Period   calendar.Period `json:"period"`
	Words    string          `json:"words"`
	Search   string          `json:"search"`
	Above    engine.UnitID   `json:"above"`
	Order    string          `json:"order"`
	Columns  []GridColumn    `json:"columns"`
	Rows     []GridRow       `json:"rows"`
	Generals []GridGeneral   `json:"generals"`
	Mean     engine.Points   `json:"mean"`
	Bands    []BandCount     `json:"bands"`
	Total    int             `json:"total"` // units found
}

// GridColumn is one standard over all units shown.
type GridColumn struct {
	Code  string `json:"code"`
	Title string `json:"title"`
	Part  string `json:"part"`
	Units int    `json:"units"` // that are judged by it
	Lost  int    `json:"lost"`  // of these, that lost points
}

// GridRow is one unit.
type GridRow struct {
	Unit   engine.UnitID     `json:"unit"`
	Name   string            `json:"name"`
	Result engine.Points     `json:"result"`
	Band   string            `json:"band"`
	Vetoes string            `json:"vetoes"`
	Lost   int               `json:"lost"`
	Gaps   int               `json:"gaps"`
	Trial  bool              `json:"trial"`
	Sealed bool              `json:"sealed"`
	Cells  [][]engine.Points `json:"cells"` // per column: points and maximum; null: it leaves both sums
}

// GridGeneral is a general branch to choose.
type GridGeneral struct {
	ID   engine.UnitID `json:"id"`
	Name string        `json:"name"`
}

// BandCount is how many units are in a band.
type BandCount struct {
	Name  string `json:"name"`
	Units int    `json:"units"`
}

// Grid reads the overview of a period.
func (s *SelfCheck) Grid(ctx context.Context, actor access.Actor, r GridRequest) (Grid, error) {
	scope, err := access.Authorize(actor, access.ScoreRead)
	if err != nil {
		return Grid{}, err
	}
	grid := Grid{Period: r.Period, Search: strings.TrimSpace(r.Search), Above: r.Above, Order: r.Order}
	err = s.Store.View(ctx, func(tx port.Tx) error {
		if grid.Period.IsZero() {
			grid.Period = calendar.PeriodOf(calendar.KindQuarter, s.today(tx))
		}
		grid.Words = grid.Period.Chinese()
		rows, err := tx.Grid(scope, grid.Period)
		if err != nil {
			return fmt.Errorf("read scores: %w", err)
		}
		var generals []engine.Unit
		err = tx.List(&generals, scope, port.Query{Where: port.Where{"kind": string(engine.GeneralBranch)}, Columns: []string{"id", "name"}})
		if err != nil {
			return fmt.Errorf("list general branches: %w", err)
		}
		for _, g := range generals {
			grid.Generals = append(grid.Generals, GridGeneral{g.ID, g.Name})
		}
		return s.fillGrid(&grid, rows)
	})
	if err != nil {
		return Grid{}, fmt.Errorf("read overview: %w", err)
	}
	return grid, nil
}

// fillGrid chooses the rows and counts over them. Private standards have no column.
func (s *SelfCheck) fillGrid(grid *Grid, rows []port.GridRow) error {
	e, err := s.Book.On(grid.Period.Start)
	if engine.CodeOf(err) == engine.NotFound {
		return nil
	}
	if err != nil {
		return fmt.Errorf("edition of the period: %w", err)
	}
	var shown []int
	for i, st := range e.Standards {
		if !st.Private {
			shown = append(shown, i)
			grid.Columns = append(grid.Columns, GridColumn{Code: st.Code, Title: st.Title, Part: st.Part})
		}
	}
	bands := map[string]int{}
	sum := engine.Points(0)
	for i := range rows {
		one := &rows[i]
		if grid.Above != 0 && one.Above != grid.Above || !strings.Contains(one.Name, grid.Search) {
			continue
		}
		row := GridRow{Unit: one.Unit, Name: one.Name, Result: one.Result, Band: one.Band, Vetoes: one.Vetoes, Lost: one.Lost,
			Gaps: one.Gaps, Trial: one.Trial, Sealed: one.Sealed}
		all, err := score.Standards(one.Standards)
		if err != nil {
			return fmt.Errorf("score of unit %d: %w", one.Unit, err)
		}
		if one.Edition == e.Name && len(all) == len(e.Standards) {
			row.Cells = grid.cells(all, shown)
		}
		grid.Rows = append(grid.Rows, row)
		bands[one.Band]++
		sum += one.Result
	}
	if grid.Total = len(grid.Rows); grid.Total > 0 {
		grid.Mean = sum / engine.Points(grid.Total) / 10 * 10 // one decimal, as sheets have
	}
	for _, b := range e.Bands {
		grid.Bands = append(grid.Bands, BandCount{b.Name, bands[b.Name]})
	}
	if grid.Order == ByResult {
		slices.SortStableFunc(grid.Rows, func(a, b GridRow) int { return cmp.Compare(a.Result, b.Result) })
	}
	return nil
}

// cells takes the shown columns of a row and counts them.
func (g *Grid) cells(all [][]engine.Points, shown []int) [][]engine.Points {
	cells := make([][]engine.Points, len(shown))
	for at, i := range shown {
		cell := all[i]
		cells[at] = cell
		if cell == nil {
			continue
		}
		g.Columns[at].Units++
		if cell[0] < cell[1] {
			g.Columns[at].Lost++
		}
	}
	return cells
}
