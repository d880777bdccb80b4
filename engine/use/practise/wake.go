package practise

import (
	"context"
	"fmt"
	"strings"
	"time"

	"wubiao/engine/calendar"
)

// The jobs of this package, as the scheduler wakes them. Each gives one Chinese
// sentence for the run log. Waking too often, too late or twice does no harm.

// WakeDays issues the day sheets that are due, if anybody works.
func (p *Practise) WakeDays(ctx context.Context, now time.Time) (string, error) {
	r, err := p.Issue(ctx, p.DueThrough(now).Days, IssueOptions{Kinds: []calendar.Kind{calendar.KindDay}})
	if err != nil {
		return "", err
	}
	return issueDetail("日提醒表", r), nil
}

// WakeIssue issues the sheets of the periods that begin before the next workday.
func (p *Practise) WakeIssue(ctx context.Context, now time.Time) (string, error) {
	kinds := []calendar.Kind{calendar.KindMonth, calendar.KindQuarter, calendar.KindHalf, calendar.KindYear}
	r, err := p.Issue(ctx, p.DueThrough(now).Sheets, IssueOptions{Kinds: kinds})
	if err != nil {
		return "", err
	}
	return issueDetail("提醒表", r), nil
}

func issueDetail(what string, r IssueResult) string {
	if len(r.Periods) == 0 && r.Sheets+r.Tasks == 0 {
		return "没有需要下达的" + what + "。"
	}
	text := fmt.Sprintf("下达%s%d份、任务%d项（%s）。", what, r.Sheets, r.Tasks, shortList(r.Periods))
	return text + warningText(r.Warnings) + estimateText(r.Estimates)
}

// WakeReconcile brings what has been issued in step with the units.
func (p *Practise) WakeReconcile(ctx context.Context, now time.Time) (string, error) {
	r, err := p.Reconcile(ctx, p.day(now))
	if err != nil {
		return "", err
	}
	if !r.Changed() {
		return "各单位情况与已下达的任务一致，没有变动。" + warningText(r.Warnings), nil
	}
	return fmt.Sprintf("补发提醒表%d份、任务%d项，改期%d项，撤销%d项，恢复%d项，三同步提示%d条。",
		r.Sheets, r.Issued, r.Moved, r.Retired, r.Reopened, r.Flags) + warningText(r.Warnings), nil
}

// WakeRemind reminds of what is due soon.
func (p *Practise) WakeRemind(ctx context.Context, now time.Time) (string, error) {
	n, err := p.Remind(ctx, p.day(now))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("发出到期提醒%d条。", n), nil
}

// WakeEscalate follows up what is overdue.
func (p *Practise) WakeEscalate(ctx context.Context, now time.Time) (string, error) {
	n, err := p.Escalate(ctx, p.day(now))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("发出超期督办提示%d条。", n), nil
}

// shortList names the first few and counts the rest.
func shortList(keys []string) string {
	const most = 6
	if len(keys) <= most {
		return strings.Join(keys, "、")
	}
	return fmt.Sprintf("%s等%d期", strings.Join(keys[:most], "、"), len(keys))
}

// warningText adds what could not be read, so that the administrator sees it in
// the run log.
func warningText(warnings []string) string {
	if len(warnings) == 0 {
		return ""
	}
	return fmt.Sprintf("另有%d处单位信息无法识别，相关标准暂不下达，请改正：%s。", len(warnings), shortList(warnings))
}
