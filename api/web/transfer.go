package web

import (
	"fmt"
	"net/http"
	"slices"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/org"
)

// sendPage gives the form and, by what it offers, the units it means.
func (w *Web) sendPage(c *route.Call) (InputPage, org.PersonPage, map[string]engine.UnitID, error) {
	page, p, err := w.personForm(c, "转出到本公司其他支部", "发出转接")
	page.About = p.Name + " · " + p.Unit
	page.Note = "对方接收之前，人仍在本支部的花名册里，可以随时撤回。对方接收后，在本支部的岗位自动结束。"
	if err != nil {
		return page, p, nil, err
	}
	units, err := w.Org.Destinations(c.Request().Context(), c.Actor)
	names, meant := unitsOffered(slices.DeleteFunc(units, func(u org.UnitChoice) bool { return u.ID == p.UnitID }))
	page.Fields = append(page.Fields, pick("to", "转到", "", "", true, names), input("reason", "事由", "text", "", "例如：调到梁场工作", false))
	return page, p, meant, err
}

// unitsOffered makes the words of a choice of units.
func unitsOffered(units []org.UnitChoice) ([]string, map[string]engine.UnitID) {
	ids, words := make([]engine.UnitID, len(units)), make([]string, len(units))
	for i, u := range units {
		ids[i], words[i] = u.ID, u.Name
	}
	return offer(ids, words)
}

func (w *Web) sendForm(c *route.Call) error {
	page, _, _, err := w.sendPage(c)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "input_form", page)
}

func (w *Web) send(c *route.Call) error {
	page, p, meant, err := w.sendPage(c)
	if err != nil {
		return err
	}
	r := org.SendRequest{Person: p.ID, To: meant[value(c, "to")], Reason: value(c, "reason")}
	if err := w.shape.Check(&r); err != nil {
		return w.inputBack(c, page, err)
	}
	if _, err := w.Org.Send(c.Request().Context(), c.Actor, r); err != nil {
		return w.inputBack(c, page, err)
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/units/%d/register?done=sent", p.UnitID))
}

func (w *Web) answerPage(c *route.Call) (InputPage, org.TransferPage, error) {
	id, err := pathID(c, "transfer")
	if err != nil {
		return InputPage{}, org.TransferPage{}, err
	}
	t, err := w.Org.Transfer(c.Request().Context(), c.Actor, engine.TransferID(id))
	if err != nil {
		return InputPage{}, t, err
	}
	page := InputPage{Frame: w.frame(c, "接收组织关系", "/register"), Heading: "接收" + t.Person + "的组织关系", About: "由" + t.From + "转来，" + string(t.Standing),
		BackPath: fmt.Sprintf("/units/%d/register", t.ToUnit), BackTitle: "花名册", Submit: "确定", Version: t.Version}
	answer := pick("answer", "处理", "接收", "", true, []string{"接收", "退回"})
	page.Fields = append(page.Fields, answer, input("day", "接收日期", "date", t.Today, "组织关系从这天起在本支部", false),
		input("reason", "退回原因", "text", "", "退回时要写，让对方知道怎么办", false))
	return page, t, nil
}

func (w *Web) answerForm(c *route.Call) error {
	page, _, err := w.answerPage(c)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "input_form", page)
}

func (w *Web) answerTransfer(c *route.Call) error {
	page, t, err := w.answerPage(c)
	if err != nil {
		return err
	}
	version, err := versionOf(c)
	if err != nil {
		return err
	}
	if answer := value(c, "answer"); answer != "接收" && answer != "退回" {
		return w.inputBack(c, page, engine.Fail(engine.Invalid, "answer", "还没有处理，请改正标出的地方").With("answer", "请选接收或退回"))
	}
	r := org.AnswerRequest{Transfer: t.ID, Version: version, Return: value(c, "answer") == "退回", Day: value(c, "day"), Answer: value(c, "reason")}
	if err := w.shape.Check(&r); err != nil {
		return w.inputBack(c, page, err)
	}
	if err := w.Org.AnswerTransfer(c.Request().Context(), c.Actor, r); err != nil {
		return w.inputBack(c, page, err)
	}
	done := "in"
	if r.Return {
		done = "back"
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/units/%d/register?done=%s", t.ToUnit, done))
}

func (w *Web) withdrawTransfer(c *route.Call) error {
	id, err := pathID(c, "sent")
	if err != nil {
		return err
	}
	unit, err := w.Org.WithdrawTransfer(c.Request().Context(), c.Actor, engine.TransferID(id))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/units/%d/register?done=withdrawn", unit))
}
