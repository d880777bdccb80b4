package main

import (
	"context"
	"fmt"

	"wubiao/engine/access"
	"wubiao/engine/use/job"
	"wubiao/scheduler"
)

// jobs lists what runs by itself. Each job asks the ledger what is missing, so
// the hours below only say when to look.
func (p *program) jobs() []scheduler.Job {
	return []scheduler.Job{
		{Name: "issue", Title: "下达月、季、半年、年度提醒表", Spec: "0 18 * * *", Run: p.practise.WakeIssue},
		{Name: "reconcile", Title: "夜间核对各单位应办事项", Spec: "30 1 * * *", Run: p.practise.WakeReconcile},
		{Name: "orders", Title: "结束到期的专项任务", Spec: "40 1 * * *", Run: p.orders.WakeExpire},
		{Name: "score", Title: "建立和重算计分表", Spec: "10 2 * * *", Run: p.selfcheck.WakeScore},
		{Name: "days", Title: "下达日提醒表", Spec: "30 7 * * *", Run: p.practise.WakeDays},
		{Name: "remind", Title: "到期提醒", Spec: "20 7 * * *", Run: p.practise.WakeRemind},
		{Name: "prune", Title: "清理过期登录记录", Spec: "0 3 * * *", Run: p.admin.WakePrune},
		{Name: "sweep", Title: "清理没有保存和已撤下的材料", Spec: "10 3 * * *", Run: p.practise.WakeSweep},
		{Name: "escalate", Title: "超期督办", Spec: "25 7 * * *", Run: p.practise.WakeEscalate},
		{Name: "supervise", Title: "拟督办、督办单超期提示", Spec: "28 7 * * *", Run: p.follow.WakePropose},
	}
}

// runs shows the scheduler and its log to the administrator's page.
type runs struct {
	program   *program
	scheduler *scheduler.Scheduler
}

// shownRuns is how many of the latest runs the page lists.
const shownRuns = 60

func (r *runs) List(ctx context.Context, actor access.Actor) (job.Board, error) {
	list, err := r.program.log.List(ctx, actor, "", shownRuns)
	if err != nil {
		return job.Board{}, err
	}
	out := job.Board{Runs: list}
	for _, j := range r.scheduler.Jobs() {
		out.Jobs = append(out.Jobs, job.Job{Name: j.Name, Title: j.Title, When: hour(j.Spec)})
	}
	return out, nil
}

func (r *runs) RunNow(ctx context.Context, actor access.Actor, name string) error {
	_, err := r.scheduler.RunNow(ctx, actor, name)
	return err
}

// hour says a daily cron entry in words.
func hour(spec string) string {
	var minute, hour int
	if _, err := fmt.Sscanf(spec, "%d %d * * *", &minute, &hour); err != nil {
		return spec
	}
	return fmt.Sprintf("每天 %02d:%02d", hour, minute)
}
