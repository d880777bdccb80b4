package web

import (
	"fmt"
	"net/http"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/practise"
)

// TaskPage is one task with the five questions.
type TaskPage struct {
	Frame
	practise.TaskPage
	follow.TaskFollow
	Handbook bool // the reader may open the handbook
	Back     NavItem
}

func (w *Web) showTask(c *route.Call) error {
	id, err := pathID(c, "task")
	if err != nil {
		return err
	}
	task, err := w.Practise.Task(c.Request().Context(), c.Actor, engine.TaskID(id))
	if err != nil {
		return err
	}
	more, err := w.Follow.OfTask(c.Request().Context(), c.Actor, engine.TaskID(id))
	if err != nil {
		return err
	}
	back := backFrom(c.Actor, task.Line.UnitID)
	section := "/"
	if back.Path != section {
		section = "/sheets"
	}
	page := TaskPage{Frame: w.frame(c, task.Line.Title, section), TaskPage: task, TaskFollow: more, Back: back,
		Handbook: access.May(c.Actor.Role, access.HandbookRead)}
	return w.render(c, http.StatusOK, "task", page)
}

// backFrom leads from a task to where its reader came from: those who hold a post
// in the unit to their own week, those above to the unit's sheets.
func backFrom(actor access.Actor, unit engine.UnitID) NavItem {
	for _, held := range actor.Posts {
		if held.Unit == unit {
			return NavItem{Title: "本周", Path: "/"}
		}
	}
	return NavItem{Title: "提醒表", Path: fmt.Sprintf("/units/%d/sheets", unit)}
}
