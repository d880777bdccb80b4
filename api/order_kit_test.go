package api_test

import (
	"fmt"
	"strings"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// order gives a branch a 专项任务 of December, out of the way of all else, that runs, asks one thing and addresses it alone,
// and one for every move that ends an order, or begins with a draft.
func (w *world) order(unit engine.UnitID, name string) {
	w.t.Helper()
	for i, key := range []string{"read", "json read", "draft", "json draft", "discard", "withdraw", "close"} {
		o := engine.Order{UnitID: 1, Title: "用电检查", What: "查宿舍用电", Why: "入冬火险高", Post: "支部书记", Steps: "逐间看", Degree: "每间都看过", Minutes: 20,
			Due: date("2026-12-18"), Ends: date("2026-12-31"), Targets: []engine.UnitID{unit}, State: engine.OrderDraft,
			Columns: []engine.OrderColumn{{Label: "看了几间", Kind: "数字", Held: "会议：条数"}}}
		issued := !strings.Contains(key, "draft") && key != "discard"
		if issued {
			at := w.clock.Now()
			o.State, o.Number, o.IssuedAt = engine.OrderIssued, fmt.Sprintf("专项〔2026〕%d号", 1000*int(unit)+i), &at
		}
		w.update(func(tx port.Tx) error { return tx.Insert(&o) })
		w.orders[name+" "+key] = o
		if !issued {
			continue
		}
		task := name + " order " + key
		w.addTask(task, engine.Task{UnitID: unit, Period: o.Period(), Duty: o.Duty(), Opens: date("2026-12-01"), Due: o.Due})
		w.update(func(tx port.Tx) error {
			return tx.Insert(&engine.OrderReply{OrderID: o.ID, UnitID: unit, TaskID: w.tasks[task].ID})
		})
	}
}

// orderOf is the branch's order that the route is tried on, and its task.
func (w *world) orderOf(r route.Route, name string) (engine.OrderID, engine.TaskID) {
	key, json := "draft", ""
	if r.IsJSON() { // the page of the same has been there already
		json = "json "
	}
	for _, end := range []string{"discard", "withdraw", "close"} {
		if strings.HasSuffix(r.Path, "/"+end) {
			return w.orders[name+" "+end].ID, 0
		}
	}
	if r.Action == access.OrderRead || r.Action == access.OrderAnswer {
		key = "read"
	}
	return w.orders[name+" "+json+key].ID, w.tasks[name+" order "+json+"read"].ID
}

// orderForm is what the forms of orders are sent with.
func orderForm() map[string]string {
	return map[string]string{"title": "用电检查", "what": "查宿舍用电", "why": "入冬火险高", "post": "支部书记", "steps": "逐间看", "when": "下班后", "degree": "每间都看过",
		"minutes": "20", "due": "2026-09-29", "ends": "2026-10-12", "since": "2026-07-01", "until": "2026-09-30", "target": "3", "over": "", "reason": "与安监检查重复", "c.1": "12"}
}

// orderBody is a whole draft as a script sends it.
const orderBody = `{"title":"用电检查","what":"查宿舍用电","why":"入冬火险高","post":"支部书记","steps":"逐间看","when":"","degree":"每间都看过","minutes":20,` +
	`"due":"2026-09-29","ends":"2026-10-12","targets":[3],"columns":[{"label":"看了几间","kind":"数字","choices":"","held":""}],"since":"2026-07-01","until":"2026-09-30"}`
