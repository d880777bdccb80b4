package practise

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// issueDay is the day a period's sheet goes out: the last workday before it.
func (p *Practise) issueDay(period calendar.Period) calendar.Date {
	return p.Calendar.LastWorkdayBefore(period)
}

// notIssued says that the sheet of a coming period is yet to go out, and when;
// of any other period there is nothing to find.
func (p *Practise) notIssued(period calendar.Period, today calendar.Date) error {
	if period.Start <= today {
		return access.Absent()
	}
	name, day := period.Chinese()+"提醒表", p.issueDay(period)
	if day < today {
		return engine.Fail(engine.NotFound, "not_issued", name+"还没有下达，请稍后再看。")
	}
	return engine.Fail(engine.NotFound, "not_issued", name+"还没有下达，将在"+shortDay(day, today)+"下达。")
}

// shortDay says a day without its weekday: 11月30日, with the year where it is
// not today's.
func shortDay(d, today calendar.Date) string {
	if d.Year() != today.Year() {
		return d.ChineseFull()
	}
	return fmt.Sprintf("%d月%d日", int(d.Month()), d.Day())
}

// later says that a day to come lies in a month whose sheet has not gone out to
// the units, and when it will: what is not listed yet must not read as nothing.
func (p *Practise) later(tx port.Tx, scope access.Scope, units []engine.UnitID, today, until calendar.Date) (string, error) {
	month := calendar.PeriodOf(calendar.KindMonth, until)
	if month.Start <= today {
		return "", nil
	}
	var sheets []engine.Sheet
	err := tx.List(&sheets, scope, port.Query{Where: port.Where{"period": month, "unit_id": units}, Columns: []string{"id"}, Limit: 1})
	if err != nil {
		return "", fmt.Errorf("list sheets of %s: %w", month, err)
	}
	name, day := fmt.Sprintf("%d月", int(month.Start.Month())), p.issueDay(month)
	switch {
	case len(sheets) > 0:
		return "", nil
	case day < today:
		return name + "的提醒表还没有下达，下达后这里会列出" + name + "的事。", nil
	}
	return name + "的提醒表" + shortDay(day, today) + "下达，之后这里会列出" + name + "的事。", nil
}
