package web

import (
	"net/http"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/org"
	"wubiao/engine/use/practise"
)

// newcomer stands for somebody who is not in the register yet.
const newcomer = "名单里没有，填下面的姓名"

func (w *Web) appointPage(c *route.Call) (InputPage, org.UnitPage, map[string]engine.PersonID, error) {
	u, err := w.adminUnit(c)
	if err != nil {
		return InputPage{}, u, nil, err
	}
	page := InputPage{Frame: w.frame(c, "登记任职", "/admin/units"), Heading: "登记任职", About: u.Name, BackPath: unitPath(u.ID), BackTitle: u.Name, Submit: "保存",
		Note: "一个人可以任几个岗位，待办合成一张清单。前任离任要连同没办完的事一起交的，请用“交接”。"}
	ids, words := make([]engine.PersonID, len(u.People)), make([]string, len(u.People))
	for i, p := range u.People {
		ids[i], words[i] = p.ID, p.Name
	}
	names, meant := offer(ids, words)
	posts := practise.FormField{ID: "posts", Label: "岗位", Type: "choices", Required: true}
	for _, name := range u.Posts {
		posts.Choices = append(posts.Choices, practise.FormChoice{Value: name})
	}
	page.Fields = []practise.FormField{pick("person", "任职的人", "", "", false, append(names, newcomer)),
		input("name", "姓名", "text", "", "名单里没有的人填在这里，会同时加进这个单位", false), posts, input("from", "任职日期", "date", u.Today, "", true)}
	return page, u, meant, nil
}

func (w *Web) appointForm(c *route.Call) error {
	page, _, _, err := w.appointPage(c)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "input_form", page)
}

func (w *Web) appoint(c *route.Call) error {
	page, u, meant, err := w.appointPage(c)
	if err != nil {
		return err
	}
	from, err := typedDay("from", "任职日期", value(c, "from"))
	if err != nil {
		return w.inputBack(c, page, err)
	}
	r := org.AppointRequest{Unit: u.ID, Person: meant[value(c, "person")], Name: value(c, "name"), Posts: c.Request().PostForm[columnPrefix+"posts"], From: from}
	if err := w.shape.Check(&r); err != nil {
		return w.inputBack(c, page, err)
	}
	if err := w.Org.Appoint(c.Request().Context(), c.Actor, r); err != nil {
		return w.inputBack(c, page, err)
	}
	return c.Redirect(http.StatusSeeOther, unitPath(u.ID)+"?done=post")
}

func (w *Web) endPost(c *route.Call) error {
	id, err := pathID(c, "post")
	if err != nil {
		return err
	}
	page := InputPage{Frame: w.frame(c, "结束任职", "/admin/units"), Heading: "结束任职", BackPath: "/admin/units", BackTitle: "单位", Submit: "结束任职", Danger: true,
		Fields: []practise.FormField{input("day", "任职的最后一天", "date", "", "", true)}}
	r := org.EndPostRequest{Post: engine.PostID(id), Day: value(c, "day")}
	if err := w.shape.Check(&r); err != nil {
		return w.inputBack(c, page, err)
	}
	unit, err := w.Org.EndPost(c.Request().Context(), c.Actor, r)
	if err != nil {
		return w.inputBack(c, page, err)
	}
	return c.Redirect(http.StatusSeeOther, unitPath(unit)+"?done=end")
}

// rename puts a name right; a form that fails comes back with what was typed.
func (w *Web) rename(c *route.Call) error {
	id, err := pathID(c, "person")
	if err != nil {
		return err
	}
	version, err := versionOf(c)
	if err != nil {
		return err
	}
	page := InputPage{Frame: w.frame(c, "更正姓名", "/admin/units"), Heading: "更正姓名", BackPath: "/admin/units", BackTitle: "单位", Submit: "更正", Version: version,
		Fields: []practise.FormField{input("name", "正确的姓名", "text", "", "", true)}}
	r := org.RenameRequest{Person: engine.PersonID(id), Version: version, Name: value(c, "name")}
	if err := w.shape.Check(&r); err != nil {
		return w.inputBack(c, page, err)
	}
	unit, err := w.Org.Rename(c.Request().Context(), c.Actor, r)
	if err != nil {
		return w.inputBack(c, page, err)
	}
	return c.Redirect(http.StatusSeeOther, unitPath(unit)+"?done=name")
}
