package web

import (
	"fmt"
	"net/http"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/org"
	"wubiao/engine/use/practise"
)

// HandoverPage is a 交接单.
type HandoverPage struct {
	Frame
	org.HandoverPage
	Done bool // it has just been drawn up
}

// Tasks lists what the successor is to do or, of others, what stays with other
// posts of the branch.
func (p HandoverPage) Tasks(others bool) []org.PaperTask {
	var out []org.PaperTask
	for _, t := range p.Contents.Tasks {
		if t.Other == others {
			out = append(out, t)
		}
	}
	return out
}

// sideWords names somebody with the posts held.
func sideWords(p org.HandOverSide) string {
	if p.Posts == "" {
		return p.Name
	}
	return p.Name + "（" + p.Posts + "）"
}

func (w *Web) handOverPage(c *route.Call) (InputPage, org.HandOverForm, map[string]engine.PersonID, error) {
	id, err := pathID(c, "unit")
	if err != nil {
		return InputPage{}, org.HandOverForm{}, nil, err
	}
	form, err := w.Org.HandOverForm(c.Request().Context(), c.Actor, engine.UnitID(id))
	if err != nil {
		return InputPage{}, form, nil, err
	}
	page := InputPage{Frame: w.frame(c, "工作交接", "/register"), Heading: "工作交接", About: form.Unit, Submit: "办理交接",
		BackPath: fmt.Sprintf("/units/%d/register", form.UnitID), BackTitle: "花名册",
		Note: "一步办完：交出的人任到接任日的前一天，岗位和没办完的事转到接任人名下，同时生成交接单，可以打印签字。交出的人办过的事和记录都保留在他名下。"}
	if c.Actor.Role == engine.RoleAdmin {
		page.Frame = w.frame(c, "工作交接", "/admin/units")
		page.BackPath, page.BackTitle = unitPath(form.UnitID), form.Unit
	}
	ids, words := make([]engine.PersonID, len(form.People)), make([]string, len(form.People))
	for i, p := range form.People {
		ids[i], words[i] = p.ID, sideWords(p)
	}
	takers, meant := offer(ids, words)
	var leavers []string
	first := ""
	for i, p := range form.People {
		if p.Posts == "" {
			continue
		}
		leavers = append(leavers, takers[i])
		if p.ID == c.Actor.Person {
			first = takers[i]
		}
	}
	page.Fields = []practise.FormField{pick("from", "交出的人", first, "他在本单位的岗位全部交出", true, leavers),
		pick("to", "接任的人", "", "", true, append(takers, newcomer)), input("name", "接任人姓名", "text", "", "名单里没有的人填在这里，会同时加进本单位", false),
		input("day", "接任日期", "date", form.Today, "交出的人任到前一天；从今天起接任的，马上生效", true), input("reason", "交接原因", "text", "", "例如：工作调动，任职文号", false)}
	return page, form, meant, nil
}

func (w *Web) handOverForm(c *route.Call) error {
	page, _, _, err := w.handOverPage(c)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "input_form", page)
}

func (w *Web) handOver(c *route.Call) error {
	page, form, meant, err := w.handOverPage(c)
	if err != nil {
		return err
	}
	r := org.HandOverRequest{Unit: form.UnitID, From: meant[value(c, "from")], To: meant[value(c, "to")], Name: value(c, "name"), Day: value(c, "day"), Reason: value(c, "reason")}
	if value(c, "to") == "" {
		return w.inputBack(c, page, engine.Fail(engine.Invalid, "hand_over", "还不能交接，请改正标出的地方").With("to", "请选接任的人"))
	}
	if err := w.shape.Check(&r); err != nil {
		return w.inputBack(c, page, err)
	}
	id, err := w.Org.HandOver(c.Request().Context(), c.Actor, r)
	if err != nil {
		return w.inputBack(c, page, err)
	}
	if !access.May(c.Actor.Role, access.HandoverRead) {
		return c.Redirect(http.StatusSeeOther, unitPath(form.UnitID)+"?done=handover")
	}
	if r.From == c.Actor.Person { // who hands the own posts over may be out of reach of the paper from now on
		return w.showPaper(c, id, true)
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/handovers/%d?done=1", id))
}

func (w *Web) showHandover(c *route.Call) error {
	id, err := pathID(c, "handover")
	if err != nil {
		return err
	}
	return w.showPaper(c, engine.HandoverID(id), c.QueryParam("done") == "1")
}

func (w *Web) showPaper(c *route.Call, id engine.HandoverID, done bool) error {
	h, err := w.Org.Handover(c.Request().Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "handover", HandoverPage{w.frame(c, "交接单", "/register"), h, done})
}
