package scheduler

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"wubiao/engine"
	"wubiao/engine/access"
)

// Job is something to be woken for. Run is told the moment and gives one Chinese
// sentence for the run log; it must be safe to run too often.
type Job struct {
	Name  string // stable key: issue
	Title string // what people read: 下达提醒表
	Spec  string // minute hour day-of-month month weekday
	Run   func(ctx context.Context, now time.Time) (detail string, err error)
}

// RunLog keeps what ran. Begin refuses whom the policy does not allow.
type RunLog interface {
	Begin(ctx context.Context, actor access.Actor, job, trigger string) (engine.RunID, error)
	End(ctx context.Context, id engine.RunID, outcome, detail string) error
}

// Triggers and outcomes as the run log knows them.
const (
	byCron   = "cron"
	byStart  = "start"
	byButton = "button"

	outcomeDone   = "done"
	outcomeFailed = "failed"
)

var fields = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

// ParseSpec checks a cron entry of five fields. A zone inside the entry (TZ=) is
// refused, because all entries run by one zone; so is one that limits both the
// day of the month and the weekday, which cron reads as "either".
func ParseSpec(spec string) (cron.Schedule, error) {
	if strings.Contains(strings.ToUpper(spec), "TZ=") {
		return nil, fmt.Errorf("时刻表“%s”里不能写时区（TZ=），时区统一在配置里设置", spec)
	}
	parts := strings.Fields(spec)
	if len(parts) != 5 {
		return nil, fmt.Errorf("时刻表“%s”应有五段：分 时 日 月 星期，如 30 7 * * *", spec)
	}
	if limits(parts[2]) && limits(parts[4]) {
		return nil, fmt.Errorf("时刻表“%s”同时限定了日和星期，两者会按“或”理解，请只限定一个", spec)
	}
	schedule, err := fields.Parse(spec)
	if err != nil {
		return nil, fmt.Errorf("时刻表“%s”无法识别，应为 分 时 日 月 星期，如 30 7 * * *：%w", spec, err)
	}
	return schedule, nil
}

func limits(field string) bool { return field != "*" && field != "?" }

// check refuses jobs that could not run.
func check(jobs []Job) error {
	var errs []error
	seen := map[string]bool{}
	for _, j := range jobs {
		if j.Name == "" || j.Title == "" || j.Run == nil {
			errs = append(errs, fmt.Errorf("定时作业「%s」缺少名称、标题或内容", j.Name))
		}
		if seen[j.Name] {
			errs = append(errs, fmt.Errorf("定时作业「%s」重复", j.Name))
		}
		seen[j.Name] = true
		if _, err := ParseSpec(j.Spec); err != nil {
			errs = append(errs, fmt.Errorf("定时作业「%s」：%w", j.Name, err))
		}
	}
	return errors.Join(errs...)
}
