package rest

import (
	"context"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/order"
)

type ofOrder struct {
	Order engine.OrderID `json:"order" validate:"gt=0"`
}

// drafted is what became of a new draft.
type drafted struct {
	ID engine.OrderID `json:"id"`
}

// asksOf is what an order asks of a task's branch; of a task of the handbook there
// is nothing.
func (r *Rest) asksOf(ctx context.Context, a access.Actor, q ofTask) (order.Ask, error) {
	ask, err := r.Orders.OfTask(ctx, a, q.Task)
	if err == nil && ask == nil {
		err = access.Absent()
	}
	if err != nil {
		return order.Ask{}, err
	}
	return *ask, nil
}

// orderRoutes are 专项任务: drafts, what is out, and what branches answer.
func (r *Rest) orderRoutes() []route.Route {
	return []route.Route{
		read(r, "/orders", access.OrderRead, route.Own, "专项任务和各支部的进度", asked(r.Orders.List)),
		read(r, "/orders/desk", access.OrderRead, route.Own, "办理中的专项任务和等着下达的草稿", asked(r.Orders.Desk)),
		submit(r, "/orders", access.OrderDraft, route.Company, "起草专项任务",
			func(ctx context.Context, a access.Actor, q order.AddRequest) (drafted, error) {
				id, err := r.Orders.Add(ctx, a, q)
				return drafted{id}, err
			}),
		read(r, "/orders/:order", access.OrderRead, route.Unit, "一项专项任务：要求、那一周的用时、各支部的回复",
			func(ctx context.Context, a access.Actor, q ofOrder) (order.Page, error) {
				return r.Orders.Order(ctx, a, q.Order)
			},
			tagged(func(p order.Page) int64 { return p.Order.Version })),
		read(r, "/orders/:order/form", access.OrderDraft, route.Unit, "草稿可以填什么、发给谁、台账里已经有什么",
			func(ctx context.Context, a access.Actor, q ofOrder) (order.Form, error) {
				return r.Orders.Form(ctx, a, q.Order)
			},
			tagged(func(f order.Form) int64 { return f.Version })),
		read(r, "/orders/:order/again", access.OrderDraft, route.Unit, "照这一项另起草一份时的内容",
			func(ctx context.Context, a access.Actor, q ofOrder) (order.Form, error) {
				return r.Orders.Again(ctx, a, q.Order)
			}),
		edit(r, "PUT", "/orders/:order", access.OrderDraft, route.Unit, "修改草稿", told(r.Orders.Revise)),
		edit(r, "POST", "/orders/:order/issue", access.OrderIssue, route.Unit, "下达专项任务", told(r.Orders.Issue)),
		edit(r, "POST", "/orders/:order/withdraw", access.OrderIssue, route.Unit, "撤回专项任务", told(r.Orders.Withdraw)),
		edit(r, "POST", "/orders/:order/close", access.OrderIssue, route.Unit, "提前结束专项任务", told(r.Orders.Close)),
		edit(r, "POST", "/orders/:order/discard", access.OrderDraft, route.Unit, "作废草稿", told(r.Orders.Discard)),
		read(r, "/tasks/:task/answer", access.OrderRead, route.Unit, "专项任务要支部报什么，已按台账填好",
			r.asksOf, tagged(func(ask order.Ask) int64 { return ask.Version })),
		edit(r, "POST", "/tasks/:task/answer", access.OrderAnswer, route.Unit, "上报专项任务要的内容", told(r.Orders.Answer)),
	}
}
