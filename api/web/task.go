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
	Ask      *AskPart // what a 专项任务 asks; nil: the handbook asks for the task
	Handbook bool     // the reader may open the handbook
	Back     NavItem
}

func (w *Web) showTask(c *route.Call) error {
	id, err := pathID(c, "task")
	if err != nil {
		return err
	}
	return w.taskPage(c, engine.TaskID(id), http.StatusOK, nil)
}

// taskPage shows a task; change puts back what was typed into a form on it.
func (w *Web) taskPage(c *route.Call, id engine.TaskID, status int, change func(*TaskPage)) error {
	task, err := w.Practise.Task(c.Request().Context(), c.Actor, id)
	if err != nil {
		return err
	}
	more, err := w.Follow.OfTask(c.Request().Context(), c.Actor, id)
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
	if order := task.Line.Order; order != 0 {
		if page.Ask, err = w.askPart(c, id, page.Token); err != nil {
			return err
		}
		if back.Path != "/" { // who does not work there came from the replies
			page.Back = NavItem{Title: "专项任务", Path: fmt.Sprintf("/orders/%d", order)}
		}
	}
	if change != nil {
		change(&page)
	}
	return w.render(c, status, "task", page)
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
