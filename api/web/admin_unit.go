package web

import (
	"fmt"
	"net/http"
	"strings"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/use/org"
	"wubiao/engine/use/practise"
)

// TreePage is the organisation.
type TreePage struct {
	Frame
	org.Tree
}

// AdminUnitPage is one unit as the administrator keeps it.
type AdminUnitPage struct {
	Frame
	org.UnitPage
	Saved string
}

// Entered are the attributes that somebody enters.
func (p AdminUnitPage) Entered() []org.AttributeField { return p.attributes(false) }

// Worked are the attributes that are worked out.
func (p AdminUnitPage) Worked() []org.AttributeField { return p.attributes(true) }

func (p AdminUnitPage) attributes(derived bool) []org.AttributeField {
	var out []org.AttributeField
	for _, a := range p.UnitPage.Attributes {
		if (a.Derived != "") == derived {
			out = append(out, a)
		}
	}
	return out
}

func (w *Web) showTree(c *route.Call) error {
	tree, err := w.Org.Tree(c.Request().Context(), c.Actor, org.TreeRequest{Search: c.QueryParam("q")})
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "tree", TreePage{w.frame(c, "单位", "/admin/units"), tree})
}

func (w *Web) adminUnit(c *route.Call) (org.UnitPage, error) {
	id, err := pathID(c, "unit")
	if err != nil {
		return org.UnitPage{}, err
	}
	return w.Org.Unit(c.Request().Context(), c.Actor, engine.UnitID(id))
}

func (w *Web) showAdminUnit(c *route.Call) error {
	u, err := w.adminUnit(c)
	if err != nil {
		return err
	}
	saved := map[string]string{"new": "单位已建好。接着补充情况、登记人员和任职。", "edit": "已保存。要办的事今晚重新核算，增减都会写明原因。",
		"name": "姓名已更正，原来的写法留在本人的变动记录里。", "handover": "交接已办好，待办清单马上按新岗位合并。交接单在支部的花名册里，由支部打印签字。", "post": "任职已登记，待办清单马上按新岗位合并。", "end": "任职已结束，待办清单马上按新岗位合并。"}[c.QueryParam("done")]
	return w.render(c, http.StatusOK, "admin_unit", AdminUnitPage{w.frame(c, u.Name, "/admin/units"), u, saved})
}

func unitPath(id engine.UnitID) string { return fmt.Sprintf("/admin/units/%d", id) }

func (w *Web) newUnitPage(c *route.Call) (InputPage, map[string]engine.UnitID, error) {
	tree, err := w.Org.Tree(c.Request().Context(), c.Actor, org.TreeRequest{})
	page := InputPage{Frame: w.frame(c, "新建单位", "/admin/units"), Heading: "新建单位", BackPath: "/admin/units", BackTitle: "单位", Submit: "新建",
		Note: "启用日期之前的事一律不算逾期。季度中间启用的，只下达启用日以后到期的事。"}
	var units []org.UnitChoice
	for _, n := range tree.Nodes {
		if n.Kind != engine.Branch && n.Kind != engine.Project && n.Closed == "" {
			units = append(units, org.UnitChoice{ID: n.ID, Name: n.Name})
		}
	}
	names, above := unitsOffered(units)
	current := ""
	for i, u := range units {
		if fmt.Sprint(u.ID) == c.QueryParam("parent") {
			current = names[i]
		}
	}
	page.Fields = []practise.FormField{
		input("name", "名称", "text", "", "", true),
		pick("kind", "类别", string(engine.Branch), "", true, []string{string(engine.Branch), string(engine.GeneralBranch), string(engine.Project), string(engine.Company)}),
		pick("parent", "上级", current, "", false, names),
		input("start", "启用日期", "date", "", "从这天起下达提醒、计算逾期", true),
		pick("rest", "休息方式", "双休", "法定节假日另算", true, []string{"双休", "单休", "不休"}),
	}
	return page, above, err
}

func (w *Web) newUnit(c *route.Call) error {
	page, _, err := w.newUnitPage(c)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "input_form", page)
}

func (w *Web) addUnit(c *route.Call) error {
	page, above, err := w.newUnitPage(c)
	if err != nil {
		return err
	}
	start, err := typedDay("start", "启用日期", value(c, "start"))
	if err != nil {
		return w.inputBack(c, page, err)
	}
	r := org.AddUnitRequest{Parent: above[value(c, "parent")], Name: strings.TrimSpace(value(c, "name")), Kind: engine.UnitKind(value(c, "kind")), Rest: value(c, "rest"), Start: start}
	if r.Parent == 0 && r.Kind != engine.Company {
		return w.inputBack(c, page, engine.Fail(engine.Invalid, "unit", "没有保存，请改正标出的地方").With("parent", "请选上级单位"))
	}
	if err := w.shape.Check(&r); err != nil {
		return w.inputBack(c, page, err)
	}
	id, err := w.Org.AddUnit(c.Request().Context(), c.Actor, r)
	if err != nil {
		return w.inputBack(c, page, err)
	}
	return c.Redirect(http.StatusSeeOther, unitPath(id)+"?done=new")
}

// typedDay reads a day that must be there.
func typedDay(field, label, text string) (calendar.Date, error) {
	day, err := calendar.ParseDate(strings.TrimSpace(text))
	if err != nil {
		return 0, engine.Fail(engine.Invalid, field, "没有保存，请改正标出的地方").With(field, "请写"+label+"，例如 2026-03-01").Because(err)
	}
	return day, nil
}

// The fields of a unit's own, beside its attributes; an attribute's input has its
// prefix, so that none takes the place of these.
const attributePrefix = "a."

func (w *Web) editUnitPage(c *route.Call) (InputPage, org.UnitPage, error) {
	u, err := w.adminUnit(c)
	if err != nil {
		return InputPage{}, u, err
	}
	page := InputPage{Frame: w.frame(c, "修改单位", "/admin/units"), Heading: "修改单位", About: u.Name, BackPath: unitPath(u.ID), BackTitle: u.Name, Submit: "保存", Version: u.Version,
		Note: "哪些标准适用由这些情况决定；保存后今晚重新核算。按花名册算的几项，花名册登记了党员以后以花名册为准。"}
	page.Fields = []practise.FormField{
		input("name", "名称", "text", u.Name, "", true), pick("rest", "休息方式", u.Rest, "", false, []string{"双休", "单休", "不休"}),
		input("start", "启用日期", "date", u.Start, "此前的事不算逾期", true),
		input("trial", "试运行季度", "text", u.Trial, "这个季度照常自查计分，但不计入；例如 2026Q3，没有就空着", false),
		input("closed", "撤销日期", "date", u.Closed, "没有撤销的空着", false),
	}
	for _, a := range u.Attributes {
		if u.Known && a.Derived != "" {
			continue
		}
		hint := a.Derived
		if a.Until != "" {
			hint = "填启用时的；台账“" + a.Until + "”登记以后由台账推算，不用再改"
		}
		f := input(attributePrefix+a.Name, a.Label, a.Type, a.Value, hint, false)
		switch a.Type {
		case "bool":
			f = pick(f.ID, a.Label, a.Value, a.Derived, false, []string{"是", "否"})
		case "choice":
			f = pick(f.ID, a.Label, a.Value, a.Derived, false, a.Choices)
		case "list", "persons":
			f.Type, f.Hint = "text", strings.TrimPrefix(a.Derived+"；几个用顿号隔开", "；")
		}
		page.Fields = append(page.Fields, f)
	}
	return page, u, nil
}

func (w *Web) editUnit(c *route.Call) error {
	page, _, err := w.editUnitPage(c)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "input_form", page)
}

func (w *Web) saveUnit(c *route.Call) error {
	page, u, err := w.editUnitPage(c)
	if err != nil {
		return err
	}
	version, err := versionOf(c)
	if err != nil {
		return err
	}
	r := org.EditUnitRequest{Unit: u.ID, Version: version, Name: value(c, "name"), Rest: value(c, "rest"), Start: value(c, "start"),
		Trial: value(c, "trial"), Closed: value(c, "closed"), Attributes: map[string]string{}}
	for _, a := range u.Attributes {
		if _, sent := c.Request().PostForm[columnPrefix+attributePrefix+a.Name]; sent {
			r.Attributes[a.Name] = value(c, attributePrefix+a.Name)
		}
	}
	if err := w.shape.Check(&r); err != nil {
		return w.inputBack(c, page, err)
	}
	if err := w.Org.EditUnit(c.Request().Context(), c.Actor, r); err != nil {
		return w.inputBack(c, page, attributesBlamed(err))
	}
	return c.Redirect(http.StatusSeeOther, unitPath(u.ID)+"?done=edit")
}

// attributesBlamed lets an attribute's fault stand at its input.
func attributesBlamed(err error) error {
	failure, back := comesBack(err)
	if !back {
		return err
	}
	for i, f := range failure.Fields {
		switch f.Name {
		case "name", "rest", "start", "trial", "closed":
		default:
			failure.Fields[i].Name = attributePrefix + f.Name
		}
	}
	return failure
}
