// Package order holds the use cases of 专项任务: what is asked of branches once,
// outside the handbook. The committee drafts; 党委工作部 alone lets an order out,
// after it has seen what else is due that week; the branches answer.
package order

import (
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

// Orders runs the use cases of this package. It holds no state of its own.
type Orders struct{ Practise *practise.Practise }

// Office is the post of the company through which every order goes out.
const Office = "党委工作部"

// objectOf names an order in the trail and in notices.
func objectOf(id engine.OrderID) string { return fmt.Sprintf("order/%d", id) }

// entry is a line of the trail: ids and states only.
func entry(actor access.Actor, action access.Action, o *engine.Order, from engine.OrderState) engine.AuditEntry {
	return engine.AuditEntry{AccountID: actor.Account, Action: string(action), Object: objectOf(o.ID), UnitID: o.UnitID, Result: "done",
		Address: actor.Address, Detail: fmt.Sprintf(`{"from":%q,"to":%q,"version":%d}`, from, o.State, o.Version)}
}

// company is the unit in whose name orders go out.
func company(tx port.Tx) (engine.Unit, error) {
	var units []engine.Unit
	err := tx.List(&units, access.Everything(), port.Query{Where: port.Where{"kind": engine.Company}, Order: []string{"id"}, Limit: 1})
	if err != nil {
		return engine.Unit{}, fmt.Errorf("find the company: %w", err)
	}
	if len(units) == 0 {
		return engine.Unit{}, engine.Fail(engine.Refused, "no_company", "组织树里还没有公司党委，不能下达专项任务。请先请系统管理员建立。")
	}
	return units[0], nil
}

// exits says whether the actor is the one exit of orders.
func exits(actor access.Actor, unit engine.UnitID) bool {
	return actor.Role == engine.RoleCommittee && actor.Holds(unit, Office)
}

// find reads an order that the committee works on.
func find(tx port.Tx, id engine.OrderID) (engine.Order, error) {
	var o engine.Order
	err := tx.Get(&o, access.Everything(), port.Where{"id": id})
	if engine.CodeOf(err) == engine.NotFound {
		return o, access.Absent()
	}
	if err != nil {
		return o, fmt.Errorf("find order: %w", err)
	}
	return o, nil
}

// changed refuses what was decided on an older state of things.
func changed() error {
	return engine.Fail(engine.Conflict, "changed", "刚才有人动过这项专项任务，请看一下现在的情况再办。")
}

// replies reads what the branches within the scope were asked and said.
func replies(tx port.Tx, scope access.Scope, orders ...engine.OrderID) ([]engine.OrderReply, error) {
	if len(orders) == 0 {
		return nil, nil
	}
	var out []engine.OrderReply
	if err := tx.List(&out, scope, port.Query{Where: port.Where{"order_id": orders}}); err != nil {
		return nil, fmt.Errorf("list replies: %w", err)
	}
	return out, nil
}

// tasksOf reads the tasks that replies belong to, by id.
func tasksOf(tx port.Tx, scope access.Scope, all []engine.OrderReply) (map[engine.TaskID]*engine.Task, error) {
	ids := make([]engine.TaskID, len(all))
	for i := range all {
		ids[i] = all[i].TaskID
	}
	out := map[engine.TaskID]*engine.Task{}
	for part := range slices.Chunk(ids, 500) {
		var tasks []engine.Task
		if err := tx.List(&tasks, scope, port.Query{Where: port.Where{"id": part}}); err != nil {
			return nil, fmt.Errorf("list tasks of orders: %w", err)
		}
		for i := range tasks {
			out[tasks[i].ID] = &tasks[i]
		}
	}
	return out, nil
}
