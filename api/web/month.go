package web

import (
	"fmt"
	"net/http"
	"net/url"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/use/practise"
)

// MonthsPage is the branches' month, one line each.
type MonthsPage struct {
	Frame
	practise.MonthList
}

// Path is the address of the list with another month or page.
func (p MonthsPage) Path(period string, page int) string {
	q := url.Values{"month": {period}}
	if p.Search != "" {
		q.Set("q", p.Search)
	}
	if page > 1 {
		q.Set("page", fmt.Sprint(page))
	}
	return "/months?" + q.Encode()
}

// Earlier and Later are the pages around this one.
func (p MonthsPage) Earlier() int { return p.Page - 1 }

// Later is the next page.
func (p MonthsPage) Later() int { return p.Page + 1 }

// MonthPage is one branch's month.
type MonthPage struct {
	Frame
	practise.MonthPage
}

// listMonths lists the branches' month; where there is but one branch it goes
// there.
func (w *Web) listMonths(c *route.Call) error {
	r := practise.MonthListRequest{Search: c.QueryParam("q"), Page: number(c, "page", 100_000)}
	if key := c.QueryParam("month"); key != "" {
		month, err := calendar.ParsePeriod(key)
		if err != nil {
			return access.Absent()
		}
		r.Month = month
	}
	if err := w.shape.Check(r); err != nil {
		return err
	}
	list, err := w.Practise.Months(c.Request().Context(), c.Actor, r)
	if err != nil {
		return err
	}
	if list.Total == 1 && r.Search == "" {
		return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/units/%d/months/%s", list.Units[0].ID, list.Period))
	}
	return w.render(c, http.StatusOK, "months", MonthsPage{w.frame(c, list.Words+"工作小结", "/sheets"), list})
}

func (w *Web) showMonth(c *route.Call) error {
	unit, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	period, err := calendar.ParsePeriod(c.Param("period"))
	if err != nil {
		return access.Absent()
	}
	month, err := w.Practise.Month(c.Request().Context(), c.Actor, engine.UnitID(unit), period)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "month", MonthPage{w.frame(c, month.Unit+month.Words+"工作小结", "/sheets"), month})
}
