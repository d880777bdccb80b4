package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/org"
)

// PersonPage is one person of a register.
type PersonPage struct {
	Frame
	org.PersonPage
	Saved string
}

func join(words []string) string { return strings.Join(words, "、") }

func (w *Web) person(c *route.Call) (org.PersonPage, error) {
	id, err := pathID(c, "person")
	if err != nil {
		return org.PersonPage{}, err
	}
	return w.Org.Person(c.Request().Context(), c.Actor, engine.PersonID(id))
}

func (w *Web) showPerson(c *route.Call) error {
	p, err := w.person(c)
	if err != nil {
		return err
	}
	saved := map[string]string{"new": "已加入花名册。", "edit": "已保存。"}[c.QueryParam("done")]
	return w.render(c, http.StatusOK, "person", PersonPage{w.frame(c, p.Name, "/register"), p, saved})
}

// versionOf reads the version that a form was opened with.
func versionOf(c *route.Call) (int64, error) {
	v, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
	if err != nil {
		return 0, engine.Fail(engine.Invalid, "version", "页面不完整，请刷新后再试一次。").Because(err)
	}
	return v, nil
}

// personForm is a form about a person of the register the actor keeps.
func (w *Web) personForm(c *route.Call, heading, submit string) (InputPage, org.PersonPage, error) {
	p, err := w.person(c)
	if err != nil {
		return InputPage{}, p, err
	}
	if !p.May {
		return InputPage{}, p, engine.Fail(engine.Forbidden, "registrar", "花名册由本支部的支部书记、组织委员维护；已经离开花名册的人不能再改。")
	}
	return InputPage{Frame: w.frame(c, heading, "/register"), Heading: heading, About: p.Unit, Submit: submit, Version: p.Version,
		BackPath: fmt.Sprintf("/people/%d", p.ID), BackTitle: p.Name}, p, nil
}

func (w *Web) changePage(c *route.Call) (InputPage, org.PersonPage, error) {
	page, p, err := w.personForm(c, "修改花名册", "保存")
	page.Fields = append(personFields(p.Fields, p.Groups),
		input("reason", "变动原因和依据", "text", "", "停止或恢复表决权、不再是党员时要写，例如文号", false))
	return page, p, err
}

func (w *Web) changeForm(c *route.Call) error {
	page, _, err := w.changePage(c)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "input_form", page)
}

func (w *Web) changePerson(c *route.Call) error {
	page, p, err := w.changePage(c)
	if err != nil {
		return err
	}
	version, err := versionOf(c)
	if err != nil {
		return err
	}
	r := org.ChangePersonRequest{Person: p.ID, Version: version, PersonFields: personTyped(c), Reason: value(c, "reason")}
	if err := w.shape.Check(&r); err != nil {
		return w.inputBack(c, page, err)
	}
	if err := w.Org.ChangePerson(c.Request().Context(), c.Actor, r); err != nil {
		return w.inputBack(c, page, err)
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/people/%d?done=edit", p.ID))
}

func (w *Web) leavePage(c *route.Call) (InputPage, org.PersonPage, error) {
	page, p, err := w.personForm(c, "离开花名册", "登记离开")
	page.Danger = true
	page.About = p.Name + " · " + p.Unit
	page.Note = "用于转往其他公司、去世、除名、登错的人；转到本公司其他支部请用“转出”。在本支部的岗位同日结束，历史记录都保留。"
	page.Fields = append(page.Fields, input("day", "在册的最后一天", "date", "", "", true), input("reason", "去向或原因", "text", "", "例如：转往某某公司第二项目部党支部", true))
	return page, p, err
}

func (w *Web) leaveForm(c *route.Call) error {
	page, _, err := w.leavePage(c)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "input_form", page)
}

func (w *Web) leave(c *route.Call) error {
	page, p, err := w.leavePage(c)
	if err != nil {
		return err
	}
	version, err := versionOf(c)
	if err != nil {
		return err
	}
	r := org.LeaveRequest{Person: p.ID, Version: version, Day: value(c, "day"), Reason: value(c, "reason")}
	if err := w.shape.Check(&r); err != nil {
		return w.inputBack(c, page, err)
	}
	if err := w.Org.Leave(c.Request().Context(), c.Actor, r); err != nil {
		return w.inputBack(c, page, err)
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/units/%d/register?done=left", p.UnitID))
}
