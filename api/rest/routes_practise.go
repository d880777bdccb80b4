package rest

import (
	"context"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/use/practise"
)

type (
	ofTask struct {
		Task engine.TaskID `json:"task" validate:"gt=0"`
	}
	ofNotice struct {
		Notice engine.NoticeID `json:"notice" validate:"gt=0"`
	}
	ofUnit struct {
		Unit engine.UnitID `json:"unit" validate:"gt=0"`
	}
	ofSheet struct {
		Unit   engine.UnitID   `json:"unit" validate:"gt=0"`
		Period calendar.Period `json:"period"`
	}
	ofDay struct {
		Unit engine.UnitID `json:"unit" validate:"gt=0"`
		Day  calendar.Date `json:"day"`
	}
)

// practiseRoutes are what is due, the sheets and the notices.
func (r *Rest) practiseRoutes() []route.Route {
	return []route.Route{
		read(r, "/week", access.WeekRead, route.Own, "本周要办的事", asked(r.Practise.Week)),
		read(r, "/tasks/:task", access.TaskRead, route.Unit, "一件事：怎么办、办到什么程度",
			func(ctx context.Context, a access.Actor, q ofTask) (practise.TaskPage, error) {
				return r.Practise.Task(ctx, a, q.Task)
			},
			tagged(func(p practise.TaskPage) int64 { return p.Line.Version })),
		edit(r, "POST", "/tasks/:task/done", access.TaskDone, route.Unit, "点“完成”", told(r.Practise.Done)),
		edit(r, "POST", "/tasks/:task/undo", access.TaskDone, route.Unit, "撤回自己当天点的“完成”", told(r.Practise.Undo)),
		read(r, "/tasks/:task/assignment", access.TaskAssign, route.Unit, "这件事可以转给谁办",
			func(ctx context.Context, a access.Actor, q ofTask) (practise.AssignForm, error) {
				return r.Practise.AssignForm(ctx, a, q.Task)
			}),
		post(r, "/tasks/:task/assignment", access.TaskAssign, route.Unit, "转给别人办，或收回", told(r.Practise.Assign)),
		edit(r, "POST", "/tasks/:task/redo", access.TaskDone, route.Unit, "退回的事已经补好", told(r.Practise.Redo)),
		post(r, "/notices/:notice/read", access.NoticeRead, route.Unit, "收起一条通知",
			told(func(ctx context.Context, a access.Actor, q ofNotice) error {
				return r.Practise.ReadNotice(ctx, a, q.Notice)
			})),
		read(r, "/units", access.SheetRead, route.Own, "可以查看的支部和它们的进度",
			r.Practise.Units, paged(func(u practise.UnitList) int { return after(u.Page, u.More > 0) })),
		read(r, "/units/:unit/sheets", access.SheetRead, route.Unit, "一个单位收到的提醒表",
			func(ctx context.Context, a access.Actor, q ofUnit) (practise.SheetList, error) {
				return r.Practise.Sheets(ctx, a, q.Unit)
			}),
		read(r, "/units/:unit/sheets/:period", access.SheetRead, route.Unit, "月、季、半年、年提醒表",
			func(ctx context.Context, a access.Actor, q ofSheet) (practise.SheetPage, error) {
				return r.Practise.Sheet(ctx, a, q.Unit, q.Period)
			}),
		read(r, "/units/:unit/days/:day", access.SheetRead, route.Unit, "日提醒表",
			func(ctx context.Context, a access.Actor, q ofDay) (practise.DayPage, error) {
				return r.Practise.Day(ctx, a, q.Unit, q.Day)
			}),
		read(r, "/months", access.MonthRead, route.Own, "各支部一个月的进度", r.Practise.Months,
			paged(func(m practise.MonthList) int { return after(m.Page, m.Next) })),
		read(r, "/units/:unit/months/:period", access.MonthRead, route.Unit, "一个支部的月度小结和下月计划",
			func(ctx context.Context, a access.Actor, q ofSheet) (practise.MonthPage, error) {
				return r.Practise.Month(ctx, a, q.Unit, q.Period)
			}),
	}
}
