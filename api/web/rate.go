package web

import (
	"net/http"
	"strconv"
	"strings"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/use/follow"
)

// RatePage lists what can be rated.
type RatePage struct {
	Frame
	follow.RatePage
	Chosen map[engine.TaskID]bool
	Reason string
	When   calendar.Date
	Wrong  Wrong
}

func (w *Web) listUnrated(c *route.Call) error {
	id, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	return w.ratePage(c, engine.UnitID(id), http.StatusOK, RatePage{})
}

func (w *Web) ratePage(c *route.Call, unit engine.UnitID, status int, page RatePage) error {
	list, err := w.Follow.Unrated(c.Request().Context(), c.Actor, unit)
	if err != nil {
		return err
	}
	page.Frame, page.RatePage = w.frame(c, "评定完成质量", "/follow"), list
	if page.When == 0 {
		page.When = list.Redo
	}
	return w.render(c, status, "rate", page)
}

// rateTasks rates those that were ticked; which word it is stands in the address,
// because a button that was pressed is not sent once it is greyed.
func (w *Web) rateTasks(c *route.Call) error {
	id, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	r := follow.RateRequest{Unit: engine.UnitID(id), Quality: engine.Quality(c.Param("quality")), Tasks: map[engine.TaskID]int64{},
		Reason: c.FormValue("reason"), Redo: dateValue(c, "redo")}
	for _, ticked := range c.Request().PostForm["task"] {
		task, version, _ := strings.Cut(ticked, "@")
		t, err := strconv.ParseInt(task, 10, 64)
		v, err2 := strconv.ParseInt(version, 10, 64)
		if err != nil || err2 != nil {
			return engine.Fail(engine.Invalid, "version", "页面不完整，请刷新后再做一次。")
		}
		r.Tasks[engine.TaskID(t)] = v
	}
	if err := w.shape.Check(&r); err != nil {
		return err
	}
	err = w.Follow.Rate(c.Request().Context(), c.Actor, r)
	if failure, back := comesBack(err); back {
		page := RatePage{Chosen: map[engine.TaskID]bool{}, Reason: r.Reason, When: r.Redo, Wrong: wrongIn(failure)}
		for id := range r.Tasks {
			page.Chosen[id] = true
		}
		return w.ratePage(c, r.Unit, statusBack(failure), page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, unitFollowPath(r.Unit, "quality"))
}
