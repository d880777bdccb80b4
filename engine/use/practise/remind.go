package practise

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/standard"
)

// Remind tells the posts of open tasks that are due soon, by the spans that
// their duties write, and counts the new notices. A reminder whose day was past
// when the sheet went out went with the sheet; of several missed while asleep
// only the last is sent.
func (p *Practise) Remind(ctx context.Context, today calendar.Date) (told int, err error) {
	var horizon calendar.Date
	err = p.Store.View(ctx, func(tx port.Tx) (err error) {
		horizon, err = p.remindHorizon(tx, today)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, day := range []string{"due", "extended"} { // whichever is later counts, see reminder
		soon := port.Query{AtLeast: port.Where{day: today.String()}, AtMost: port.Where{day: horizon.String()}}
		for tasks, err := range p.openTasks(ctx, soon) {
			if err != nil {
				return told, fmt.Errorf("list tasks due soon: %w", err)
			}
			tasks = slices.DeleteFunc(tasks, func(t engine.Task) bool { return day == "due" && t.Extended > t.Due })
			notices, err := p.reminders(ctx, tasks, today)
			if err != nil {
				return told, err
			}
			n, err := p.tell(ctx, "job.remind", notices)
			if told += n; err != nil {
				return told, fmt.Errorf("remind: %w", err)
			}
		}
	}
	return told, nil
}

// reminders makes the notices of those tasks that are to be reminded of today.
func (p *Practise) reminders(ctx context.Context, tasks []engine.Task, today calendar.Date) (notices []engine.Notice, err error) {
	err = p.Store.View(ctx, func(tx port.Tx) error {
		duties := p.Book.Duties(tx)
		for i := range tasks {
			n, ok, err := p.reminder(duties, &tasks[i], today)
			if err != nil {
				return err
			}
			if ok {
				notices = append(notices, n)
			}
		}
		return nil
	})
	return notices, err
}

// remindHorizon is the last due day that any duty in use reminds of today.
func (p *Practise) remindHorizon(tx port.Tx, today calendar.Date) (calendar.Date, error) {
	var rows []engine.Issued
	if err := tx.List(&rows, access.Everything(), port.Query{Columns: []string{"period", "edition"}}); err != nil {
		return 0, fmt.Errorf("list issued periods: %w", err)
	}
	horizon, seen := p.farthest(today, plan.OrderReminders()), map[string]bool{}
	for _, row := range rows {
		if seen[row.Edition] {
			continue
		}
		seen[row.Edition] = true
		e, err := p.Book.Named(row.Edition)
		if err != nil {
			return 0, err
		}
		for _, s := range e.Standards {
			for _, d := range s.Duties {
				horizon = max(horizon, p.farthest(today, d.Remind))
			}
		}
	}
	return horizon, nil
}

// reminder makes the notice of a task that is to be reminded of today.
func (p *Practise) reminder(duties *standard.Duties, t *engine.Task, today calendar.Date) (n engine.Notice, ok bool, err error) {
	_, s, d, err := duties.Of(t)
	if err != nil {
		return n, false, err
	}
	told := calendar.Date(0)
	if !d.Due.IsEvent() {
		told = p.day(t.CreatedAt)
	}
	span, day, ok := plan.Reminder(t.Deadline(), d.Remind, p.Calendar, today, told)
	if !ok {
		return n, false, nil
	}
	when := "还有" + span.Chinese() + "到期"
	key := fmt.Sprintf("remind/%d/%s", t.ID, spanKey(span))
	if t.Extended > t.Due { // the same span before another day
		key += "/" + t.Extended.String()
	}
	switch {
	case t.Deadline() == today:
		when = "今天到期"
	case day < today: // a missed morning: say what is true today
		when = fmt.Sprintf("还有%d天到期", int(t.Deadline()-today))
	}
	return engine.Notice{
		Key: key, UnitID: t.UnitID, Post: standard.DutyPost(s, d),
		Kind: engine.NoticeReminder, AboutUnit: t.UnitID, TaskID: t.ID, Period: t.Period.String(), Day: day,
		Text: fmt.Sprintf("「%s」%s，%s前完成。", standard.DutyTitle(s, d), when, t.Deadline().Chinese()),
	}, true, nil
}

// farthest is the last due day that one of the spans reminds of today.
func (p *Practise) farthest(today calendar.Date, spans []calendar.Span) calendar.Date {
	last := today
	for _, span := range spans {
		last = max(last, p.Calendar.Add(today, span))
	}
	return last
}

// dutyOf finds what one task rests on; whoever asks for many begins with
// Book.Duties.
func (p *Practise) dutyOf(tx port.Tx, t *engine.Task) (*rule.Standard, *rule.Duty, error) {
	_, s, d, err := p.Book.Duties(tx).Of(t)
	return s, d, err
}

// spanKey writes a span for a dedupe key: 7wd, 1d, 2w, 6m, 1y.
func spanKey(s calendar.Span) string {
	unit := map[string]string{
		calendar.UnitWorkday: "wd", calendar.UnitDay: "d", calendar.UnitWeek: "w",
		calendar.UnitMonth: "m", calendar.UnitYear: "y",
	}[s.Unit]
	return fmt.Sprintf("%d%s", s.N, unit)
}
