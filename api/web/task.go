package web

import (
	"net/http"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/practise"
)

// TaskPage is one task with the five questions.
type TaskPage struct {
	Frame
	practise.TaskPage
	Handbook bool // the reader may open the handbook
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
	page := TaskPage{Frame: w.frame(c, task.Line.Title, "/"), TaskPage: task,
		Handbook: access.May(c.Actor.Role, access.HandbookRead)}
	return w.render(c, http.StatusOK, "task", page)
}
