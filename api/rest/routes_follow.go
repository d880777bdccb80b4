package rest

import (
	"context"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/use/follow"
)

type (
	ofPaper struct {
		Paper engine.SupervisionID `json:"supervision" validate:"gt=0"`
	}
	// More time is asked for one thing: what is asked for stands in the address alone.
	moreForTask struct {
		Task   engine.TaskID `json:"task" validate:"gt=0"`
		Until  calendar.Date `json:"until"`
		Reason string        `json:"reason" validate:"max=500"`
	}
	moreForPaper struct {
		Paper  engine.SupervisionID `json:"supervision" validate:"gt=0"`
		Until  calendar.Date        `json:"until"`
		Reason string               `json:"reason" validate:"max=500"`
	}
)

// issued is what became of a new 督办单.
type issued struct {
	ID engine.SupervisionID `json:"id"`
}

// followRoutes are who is late, 督办单, requests for more time and how well things
// were done.
func (r *Rest) followRoutes() []route.Route {
	return []route.Route{
		read(r, "/follow", access.LateRead, route.Own, "逾期清单", r.Follow.Late),
		read(r, "/desk", access.DeskRead, route.Own, "首页：等我处理的事，下级支部的逾期、自查表和专项任务", asked(r.Desk.Read)),
		read(r, "/follow/desk", access.SupervisionRead, route.Own, "督办里等着我办的事", asked(r.Follow.Desk)),
		read(r, "/units/:unit/quality", access.TaskRate, route.Unit, "一个支部等待评价的事",
			func(ctx context.Context, a access.Actor, q ofUnit) (follow.RatePage, error) {
				return r.Follow.Unrated(ctx, a, q.Unit)
			}),
		post(r, "/units/:unit/quality", access.TaskRate, route.Unit, "评价几件办完的事", told(r.Follow.Rate)),
		read(r, "/units/:unit/supervisions", access.SupervisionRead, route.Unit, "一个支部的督办单",
			func(ctx context.Context, a access.Actor, q ofUnit) (follow.PaperList, error) {
				return r.Follow.Papers(ctx, a, q.Unit)
			}),
		submit(r, "/units/:unit/supervisions", access.SupervisionIssue, route.Unit, "下发督办单",
			func(ctx context.Context, a access.Actor, q follow.IssueRequest) (issued, error) {
				id, err := r.Follow.Issue(ctx, a, q)
				return issued{id}, err
			}),
		read(r, "/supervisions/:supervision", access.SupervisionRead, route.Unit, "一张督办单",
			func(ctx context.Context, a access.Actor, q ofPaper) (follow.Paper, error) {
				return r.Follow.Paper(ctx, a, q.Paper)
			},
			tagged(func(p follow.Paper) int64 { return p.Version })),
		post(r, "/supervisions/:supervision/extension", access.ExtensionAsk, route.Unit, "给一张督办单申请延期",
			told(func(ctx context.Context, a access.Actor, q moreForPaper) error {
				return r.Follow.Ask(ctx, a, follow.AskRequest{Paper: q.Paper, Until: q.Until, Reason: q.Reason})
			})),
		edit(r, "POST", "/supervisions/:supervision/reply", access.SupervisionReply, route.Unit, "回复办理情况", told(r.Follow.Reply)),
		edit(r, "POST", "/supervisions/:supervision/return", access.SupervisionJudge, route.Unit, "退回重办", told(r.Follow.Return)),
		edit(r, "POST", "/supervisions/:supervision/close", access.SupervisionJudge, route.Unit, "办结督办单", told(r.Follow.Close)),
		edit(r, "POST", "/supervisions/:supervision/withdraw", access.SupervisionJudge, route.Unit, "撤销督办单", told(r.Follow.Withdraw)),
		read(r, "/units/:unit/extensions", access.ExtensionRead, route.Unit, "一个支部的延期申请",
			func(ctx context.Context, a access.Actor, q ofUnit) (follow.ExtensionList, error) {
				return r.Follow.Extensions(ctx, a, q.Unit)
			}),
		post(r, "/tasks/:task/extension", access.ExtensionAsk, route.Unit, "给一件事申请延期",
			told(func(ctx context.Context, a access.Actor, q moreForTask) error {
				return r.Follow.Ask(ctx, a, follow.AskRequest{Task: q.Task, Until: q.Until, Reason: q.Reason})
			})),
		edit(r, "POST", "/extensions/:extension/grant", access.ExtensionDecide, route.Unit, "同意延期", told(r.Follow.Grant)),
		edit(r, "POST", "/extensions/:extension/refuse", access.ExtensionDecide, route.Unit, "不同意延期", told(r.Follow.Refuse)),
		edit(r, "POST", "/extensions/:extension/withdraw", access.ExtensionAsk, route.Unit, "撤回延期申请", told(r.Follow.TakeBack)),
	}
}
