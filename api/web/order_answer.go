package web

import (
	"fmt"
	"net/http"
	"strings"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/order"
)

// AskPart is what an order adds to the page of its task.
type AskPart struct {
	*order.Ask
	Token string
	Wrong Wrong
	Open  bool // the form stands open: nothing was answered yet, or it came back
}

// withTyped puts what was typed back into the form.
func (a *AskPart) withTyped(answers map[string]any) {
	for i := range a.Fields {
		f := &a.Fields[i]
		texts, _ := answers[f.ID].([]string)
		f.Value, f.Problem = strings.Join(texts, ""), a.Wrong.At[f.ID]
		for n := range f.Choices {
			f.Choices[n].Chosen = f.Choices[n].Value == f.Value
		}
	}
}

func (w *Web) answerOrder(c *route.Call) error {
	id, err := pathID(c, "task")
	if err != nil {
		return err
	}
	version, err := versionValue(c)
	if err != nil {
		return err
	}
	typed, err := typedIn(c.Request().PostForm)
	if err != nil {
		return err
	}
	r := order.AnswerRequest{Task: engine.TaskID(id), Version: version, Answers: typed}
	if err := w.shape.Check(&r); err != nil {
		return err
	}
	err = w.Orders.Answer(c.Request().Context(), c.Actor, r)
	if failure, back := comesBack(err); back {
		return w.taskPage(c, r.Task, statusBack(failure), func(page *TaskPage) {
			if page.Ask != nil {
				page.Ask.Wrong, page.Ask.Open = wrongIn(failure), true
				page.Ask.withTyped(typed)
			}
		})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/tasks/%d", id))
}

// askPart reads what the order of a task asks; nil where the handbook asks.
func (w *Web) askPart(c *route.Call, id engine.TaskID, token string) (*AskPart, error) {
	ask, err := w.Orders.OfTask(c.Request().Context(), c.Actor, id)
	if err != nil || ask == nil {
		return nil, err
	}
	return &AskPart{Ask: ask, Token: token, Wrong: Wrong{At: map[string]string{}}, Open: ask.Answered == ""}, nil
}
