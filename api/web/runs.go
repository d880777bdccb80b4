package web

import (
	"net/http"

	"wubiao/api/route"
	"wubiao/engine/use/job"
)

// RunsPage is the run log.
type RunsPage struct {
	Frame
	job.Board
	Titles map[string]string // of the jobs, by name
}

// JobTitle names a run's job in words.
func (p RunsPage) JobTitle(name string) string {
	if t := p.Titles[name]; t != "" {
		return t
	}
	return name
}

// TriggerWords says what started a run.
func (p RunsPage) TriggerWords(trigger string) string {
	switch trigger {
	case "cron":
		return "定时"
	case "start":
		return "启动时补做"
	case "button":
		return "手动"
	case "command":
		return "命令行"
	}
	return trigger
}

func (w *Web) listRuns(c *route.Call) error {
	log, err := w.Runs.List(c.Request().Context(), c.Actor)
	if err != nil {
		return err
	}
	page := RunsPage{Frame: w.frame(c, "运行记录", "/runs"), Board: log, Titles: map[string]string{}}
	for _, j := range log.Jobs {
		page.Titles[j.Name] = j.Title
	}
	return w.render(c, http.StatusOK, "runs", page)
}

func (w *Web) startRun(c *route.Call) error {
	if err := w.Runs.RunNow(c.Request().Context(), c.Actor, c.Param("job")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/runs")
}
