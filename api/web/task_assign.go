package web

import (
	"fmt"
	"net/http"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/practise"
)

// takenBack stands for nobody else.
const takenBack = "收回，仍由原岗位办"

func (w *Web) assignPage(c *route.Call) (InputPage, practise.AssignForm, map[string]engine.PersonID, error) {
	id, err := pathID(c, "task")
	if err != nil {
		return InputPage{}, practise.AssignForm{}, nil, err
	}
	form, err := w.Practise.AssignForm(c.Request().Context(), c.Actor, engine.TaskID(id))
	if err != nil {
		return InputPage{}, form, nil, err
	}
	page := InputPage{Frame: w.frame(c, "转办", "/"), Heading: "转给别人办", About: form.Title, Submit: "转办",
		BackPath: fmt.Sprintf("/tasks/%d", form.Task), BackTitle: form.Title, Note: "转办以后，这件事在" + form.Post + "和接办人两边的清单上都看得到。"}
	ids, words := make([]engine.PersonID, len(form.People)), make([]string, len(form.People))
	for i, p := range form.People {
		ids[i], words[i] = p.ID, p.Name+"（"+p.Posts+"）"
	}
	names, meant := offer(ids, words)
	if form.Given != "" {
		names = append(names, takenBack)
		page.About += "，现由" + form.Given + "办"
	}
	page.Fields = []practise.FormField{pick("person", "转给谁", "", "", true, names), input("reason", "原因", "text", "", "例如：本周在外培训", true)}
	return page, form, meant, nil
}

func (w *Web) assignForm(c *route.Call) error {
	page, _, _, err := w.assignPage(c)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "input_form", page)
}

func (w *Web) assign(c *route.Call) error {
	page, form, meant, err := w.assignPage(c)
	if err != nil {
		return err
	}
	chosen := value(c, "person")
	if meant[chosen] == 0 && chosen != takenBack {
		return w.inputBack(c, page, engine.Fail(engine.Invalid, "assign", "还没有转办，请改正标出的地方").With("person", "请选一位"))
	}
	r := practise.AssignRequest{Task: form.Task, Person: meant[chosen], Reason: value(c, "reason")}
	if err := w.shape.Check(&r); err != nil {
		return w.inputBack(c, page, err)
	}
	if err := w.Practise.Assign(c.Request().Context(), c.Actor, r); err != nil {
		return w.inputBack(c, page, err)
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/tasks/%d", form.Task))
}
