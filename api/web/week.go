package web

import (
	"net/http"
	"strconv"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/desk"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/practise"
)

// WeekPage is 本周一页.
type WeekPage struct {
	Frame
	practise.Week
	Desk     follow.Desk
	Above    *desk.Page     // of a general branch: how its branches stand; a branch has its own among its tasks
	JustDone *practise.Line // what the last tap fulfilled
}

// RateUnit is the branch whose completed work the reader, as its secretary, may
// rate; 0: none. Nobody is asked to: the link stands with what has been done.
func (p WeekPage) RateUnit() engine.UnitID {
	for i := range p.Done {
		if !p.Done[i].Mine {
			return p.Done[i].UnitID
		}
	}
	return 0
}

// showHome opens the first page of the role.
func (w *Web) showHome(c *route.Call) error {
	for _, first := range []struct {
		action access.Action
		path   string
	}{{access.HandbookRead, "/handbook"}, {access.UnitRead, "/admin/units"}, {access.RunRead, "/runs"}} {
		if access.May(c.Actor.Role, access.WeekRead) {
			return w.showWeek(c)
		}
		if access.May(c.Actor.Role, access.DeskRead) {
			return w.showDesk(c)
		}
		if access.May(c.Actor.Role, first.action) {
			return c.Redirect(http.StatusSeeOther, first.path)
		}
	}
	return access.Absent()
}

func (w *Web) showWeek(c *route.Call) error {
	week, err := w.Practise.Week(c.Request().Context(), c.Actor)
	if err != nil {
		return err
	}
	page := WeekPage{Frame: w.frame(c, "本周", "/"), Week: week}
	if week.Below {
		above, err := w.Desk.Read(c.Request().Context(), c.Actor)
		if err != nil {
			return err
		}
		page.Above, page.Desk = &above, above.Papers
	} else if page.Desk, err = w.Follow.Desk(c.Request().Context(), c.Actor); err != nil {
		return err
	}
	page.Here = "/"
	if id, err := strconv.ParseInt(c.QueryParam("done"), 10, 64); err == nil {
		for i := range week.Done {
			if week.Done[i].ID == engine.TaskID(id) {
				page.JustDone = &week.Done[i]
			}
		}
	}
	return w.render(c, http.StatusOK, "week", page)
}
