package web

import (
	"net/http"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/org"
	"wubiao/engine/use/practise"
)

// ParametersPage lists the parameters with what the company chose.
type ParametersPage struct {
	Frame
	org.Parameters
	May   bool // the actor may choose
	Saved bool
}

func (w *Web) listParameters(c *route.Call) error {
	list, err := w.Org.Parameters(c.Request().Context(), c.Actor)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "parameters", ParametersPage{w.frame(c, "参数", "/parameters"), list,
		access.May(c.Actor.Role, access.ParameterSet), c.QueryParam("done") != ""})
}

func (w *Web) parameterPage(c *route.Call) (InputPage, map[string]engine.UnitID, error) {
	ctx := c.Request().Context()
	list, err := w.Org.Parameters(ctx, c.Actor)
	if err != nil {
		return InputPage{}, nil, err
	}
	tree, err := w.Org.Tree(ctx, c.Actor, org.TreeRequest{})
	if err != nil {
		return InputPage{}, nil, err
	}
	for _, p := range list.List {
		if p.Name != c.Param("parameter") {
			continue
		}
		page := InputPage{Frame: w.frame(c, p.Name, "/parameters"), Heading: p.Name, About: "手册默认：" + p.Default, BackPath: "/parameters", BackTitle: "参数", Submit: "保存",
			Note: "从生效日起，这个单位和它下面的单位都用新值；离得近的单位定的值优先。已经下达的提醒表不变。读它的标准：" + join(p.Read)}
		units := make([]org.UnitChoice, len(tree.Nodes))
		for i, n := range tree.Nodes {
			units[i] = org.UnitChoice{ID: n.ID, Name: n.Name}
		}
		names, meant := unitsOffered(units)
		first := ""
		if len(names) > 0 {
			first = names[0]
		}
		page.Fields = []practise.FormField{input("value", "新的值", "text", "", "写法同手册默认值", true), input("from", "生效日期", "date", "", "", true),
			pick("unit", "适用单位", first, "选公司党委就是全公司", true, names), input("source", "依据", "text", "", "文件名和文号", true)}
		return page, meant, nil
	}
	return InputPage{}, nil, access.Absent()
}

func (w *Web) parameterForm(c *route.Call) error {
	page, _, err := w.parameterPage(c)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "input_form", page)
}

func (w *Web) setParameter(c *route.Call) error {
	page, meant, err := w.parameterPage(c)
	if err != nil {
		return err
	}
	r := org.SetParameterRequest{Name: c.Param("parameter"), Unit: meant[value(c, "unit")], From: value(c, "from"), Value: value(c, "value"), Source: value(c, "source")}
	if err := w.shape.Check(&r); err != nil {
		return w.inputBack(c, page, err)
	}
	if err := w.Org.SetParameter(c.Request().Context(), c.Actor, r); err != nil {
		return w.inputBack(c, page, err)
	}
	return c.Redirect(http.StatusSeeOther, "/parameters?done=1")
}
