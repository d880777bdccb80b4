package web

import (
	"fmt"
	"net/http"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/org"
	"wubiao/engine/use/practise"
)

// RegisterPage is the register of a unit.
type RegisterPage struct {
	Frame
	org.RegisterPage
	Saved string // what the page tells was done; empty: nothing
}

// chooseRegister lists the units within reach; where there is but one it goes
// there.
func (w *Web) chooseRegister(c *route.Call) error {
	search := c.QueryParam("q")
	list, err := w.Practise.Units(c.Request().Context(), c.Actor, practise.UnitsRequest{Search: search})
	if err != nil {
		return err
	}
	if list.Total == 1 && search == "" {
		return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/units/%d/register", list.Units[0].ID))
	}
	return w.render(c, http.StatusOK, "register_units", UnitsPage{w.frame(c, "花名册", "/register"), list})
}

func (w *Web) showRegister(c *route.Call) error {
	unit, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	list, err := w.Org.Register(c.Request().Context(), c.Actor, engine.UnitID(unit))
	if err != nil {
		return err
	}
	saved := map[string]string{"in": "已接收，花名册已更新。", "back": "已退回，对方会看到您写的原因。", "withdrawn": "已撤回转接。",
		"left": "已登记离开花名册。", "sent": "转接已发出。对方接收之前，人仍在本支部的花名册里。"}[c.QueryParam("done")]
	return w.render(c, http.StatusOK, "register", RegisterPage{w.frame(c, list.Unit+"的花名册", "/register"), list, saved})
}

// enrolForm opens the form for somebody new.
func (w *Web) enrolForm(c *route.Call) error {
	page, err := w.enrolPage(c)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "input_form", page)
}

func (w *Web) enrolPage(c *route.Call) (InputPage, error) {
	unit, err := pathID(c, "unit")
	if err != nil {
		return InputPage{}, err
	}
	form, err := w.Org.EnrolForm(c.Request().Context(), c.Actor, engine.UnitID(unit))
	if err != nil {
		return InputPage{}, err
	}
	page := InputPage{Frame: w.frame(c, "添加人员", "/register"), Heading: "添加人员", About: form.Unit,
		BackPath: fmt.Sprintf("/units/%d/register", form.UnitID), BackTitle: "花名册", Submit: "保存",
		Note:   "本公司其他支部转来的人不在这里添加：请对方在系统里发起转接，您在花名册里点“接收”。不登记电话和身份证号。",
		Fields: append(personFields(org.PersonFields{}, form.Groups), input("from", "进入本支部花名册的日期", "date", "", "一直在册的空着", false), input("whence", "由何处转来", "text", "", "从其他公司转来的写到支部；不是转来的空着", false))}
	if ticked(c, "twin") || c.Request().Method == http.MethodPost {
		page.Fields = append(page.Fields, tick("twin", "是另一位同名的人", false))
	}
	return page, nil
}

// personFields are the inputs about a person.
func personFields(f org.PersonFields, groups []string) []practise.FormField {
	standings := make([]string, 0, len(engine.Standings()))
	for _, s := range engine.Standings() {
		standings = append(standings, string(s))
	}
	hint := "没有分党小组的空着"
	if len(groups) > 0 {
		hint = "现有：" + join(groups)
	}
	return []practise.FormField{
		input("name", "姓名", "text", f.Name, "", true),
		pick("standing", "政治面貌", string(f.Standing), "", true, standings),
		input("joined", "入党日期", "date", f.Joined, "支部大会通过为预备党员那天，也是政治生日", false),
		input("full_on", "转正日期", "date", f.FullOn, "预备党员填预备期满日；空着按一年算", false),
		input("group", "党小组", "text", f.Group, hint, false),
		input("title", "岗位", "text", f.Title, "行政职务或工种，例如：物资部长、测量员", false),
		tick("away", "流动党员（外出，暂不能在本支部参加组织生活）", f.Away),
		tick("no_vote", "停止表决权（如留党察看期间）", f.NoVote),
	}
}

// personTyped reads the inputs about a person.
func personTyped(c *route.Call) org.PersonFields {
	return org.PersonFields{Name: value(c, "name"), Standing: engine.Standing(value(c, "standing")), Joined: value(c, "joined"),
		FullOn: value(c, "full_on"), Group: value(c, "group"), Title: value(c, "title"), Away: ticked(c, "away"), NoVote: ticked(c, "no_vote")}
}

func (w *Web) enrol(c *route.Call) error {
	page, err := w.enrolPage(c)
	if err != nil {
		return err
	}
	unit, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	r := org.EnrolRequest{Unit: engine.UnitID(unit), PersonFields: personTyped(c), From: value(c, "from"), Whence: value(c, "whence"), Twin: ticked(c, "twin")}
	if err := w.shape.Check(&r); err != nil {
		return w.inputBack(c, page, err)
	}
	id, err := w.Org.Enrol(c.Request().Context(), c.Actor, r)
	if err != nil {
		return w.inputBack(c, page, err)
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/people/%d?done=new", id))
}
