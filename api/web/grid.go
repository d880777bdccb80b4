package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/use/selfcheck"
)

// GridPage is the overview of branches and standards.
type GridPage struct {
	Frame
	selfcheck.Grid
	Before, After string // the periods around this one
}

// With is the address of the overview with another period, general branch or order.
func (p GridPage) With(period string, above engine.UnitID, order string) string {
	q := url.Values{"period": {period}}
	if p.Search != "" {
		q.Set("q", p.Search)
	}
	if above != 0 {
		q.Set("above", fmt.Sprint(above))
	}
	if order != "" {
		q.Set("order", order)
	}
	return "/scores?" + q.Encode()
}

// showGrid shows the overview; where there is but one unit it goes to its score.
func (w *Web) showGrid(c *route.Call) error {
	r := selfcheck.GridRequest{Search: c.QueryParam("q"), Order: c.QueryParam("order"), Above: engine.UnitID(number(c, "above", 1<<52))}
	if key := c.QueryParam("period"); key != "" {
		period, err := calendar.ParsePeriod(key)
		if err != nil {
			return access.Absent()
		}
		r.Period = period
	}
	if err := w.shape.Check(r); err != nil {
		return err
	}
	grid, err := w.SelfCheck.Grid(c.Request().Context(), c.Actor, r)
	if err != nil {
		return err
	}
	if grid.Total == 1 && r.Search == "" && r.Above == 0 {
		return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/units/%d/scores/%s", grid.Rows[0].Unit, grid.Period))
	}
	return w.render(c, http.StatusOK, "grid", GridPage{w.frame(c, grid.Words+"各支部得分", "/scores"), grid,
		grid.Period.Prev().String(), grid.Period.Next().String()})
}

// gridCells writes the cells of a row. A template would spend most of its time on
// them: there are 52 in each of a thousand rows. They are made of numbers, codes of
// standards and names of classes only, so nothing in them needs escaping but the
// codes, which are escaped here.
func gridCells(row selfcheck.GridRow, columns []selfcheck.GridColumn, period calendar.Period) template.HTML {
	b := make([]byte, 0, 40*len(columns))
	base := "/units/" + strconv.FormatInt(int64(row.Unit), 10) + "/scores/" + url.PathEscape(period.String()) + "/"
	for i, cell := range row.Cells {
		if cell == nil {
			b = append(b, `<td class="x">·</td>`...)
			continue
		}
		lost, most := cell[1]-cell[0], cell[1]
		if lost <= 0 {
			b = append(b, `<td></td>`...)
			continue
		}
		b = append(b, `<td class="h`...)
		b = append(b, heat(lost, most), '"', '>')
		b = append(b, `<a href="`...)
		b = append(b, base...)
		b = append(b, url.PathEscape(columns[i].Code)...)
		b = append(b, `">`...)
		b = append(b, lost.String()...)
		b = append(b, `</a></td>`...)
	}
	return template.HTML(b)
}

// heat says how much of an item is lost: 1 up to a fifth, 2 up to a half, 3 more.
func heat(lost, most engine.Points) byte {
	switch {
	case lost*5 <= most:
		return '1'
	case lost*2 <= most:
		return '2'
	}
	return '3'
}
