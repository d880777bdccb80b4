package practise

import (
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// days are the lines under 日子: what the date itself brings, from the calendar,
// the edition's windows and the ledgers that name people's dates.
func (p *Practise) days(tx port.Tx, scope access.Scope, e *rule.Edition, u engine.Unit, day calendar.Date) ([]string, error) {
	out, err := p.holidayDays(e, day)
	if err != nil {
		return nil, err
	}
	out = append(out, windowDays(e, day)...)
	people, err := peopleDays(tx, scope, e, u.ID, day)
	if err != nil {
		return nil, err
	}
	return append(out, people...), nil
}

// holidayDays are the days on which a reminder before a holiday is due, as the
// edition's holiday duties say, whether or not the unit has such a task.
func (p *Practise) holidayDays(e *rule.Edition, day calendar.Date) ([]string, error) {
	var out []string
	year := calendar.PeriodOf(calendar.KindYear, day)
	for _, s := range e.Standards {
		for _, duty := range s.Duties {
			if duty.Due == nil || duty.Due.Every != calendar.EveryHoliday || s.Private {
				continue
			}
			due, err := duty.Due.In(year, p.Calendar)
			if err != nil {
				return nil, fmt.Errorf("holidays of %s: %w", s.Code, err)
			}
			for _, o := range due {
				if o.Due == day {
					out = append(out, fmt.Sprintf("%s前的提醒日：%s（%s）", o.Label, s.Title, s.Code))
				}
			}
		}
	}
	slices.Sort(out)
	return out, nil
}

// windowDays are the named windows that the day lies in, 高温期 and the like.
func windowDays(e *rule.Edition, day calendar.Date) []string {
	var out []string
	at := rule.MonthDay(int(day.Month())*100 + day.Day())
	for name, w := range e.Windows {
		for _, s := range w.Spans {
			inside := s[0] <= at && at <= s[1]
			if s[0] > s[1] { // over New Year
				inside = at >= s[0] || at <= s[1]
			}
			if inside {
				out = append(out, fmt.Sprintf("%s：%d月%d日—%d月%d日", name, s[0]/100, s[0]%100, s[1]/100, s[1]%100))
			}
		}
	}
	slices.Sort(out)
	return out
}

// The columns that carry people's dates in whatever ledger has them.
const (
	columnJoined    = "入党日期"
	columnProbation = "预备期满日"
	columnAgenda    = "议题"
)

// probationDays is how long before its end a probation shows.
const probationDays = 30

// peopleDays are 政治生日, 预备期满 within thirty days and tomorrow's meetings,
// from the unit's open ledgers.
func peopleDays(tx port.Tx, scope access.Scope, e *rule.Edition, unit engine.UnitID, day calendar.Date) ([]string, error) {
	kinds := map[string]*rule.Ledger{}
	var names []string
	for name, l := range e.Ledgers {
		if !l.Private && (has(l, columnJoined) || has(l, columnProbation) || has(l, columnAgenda)) {
			kinds[name] = l
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	slices.Sort(names)
	var records []engine.Record
	err := tx.List(&records, scope, port.Query{Where: port.Where{"unit_id": unit, "ledger": names}})
	if err != nil {
		return nil, fmt.Errorf("list records: %w", err)
	}
	var out []string
	for _, r := range records {
		if text := personDay(kinds[r.Ledger], r, day); text != "" {
			out = append(out, text)
		}
	}
	return out, nil
}

func has(l *rule.Ledger, column string) bool {
	return slices.ContainsFunc(l.Columns, func(c *rule.Column) bool { return c.ID == column })
}

// personDay is what one record says of the day.
func personDay(l *rule.Ledger, r engine.Record, day calendar.Date) string {
	name := ""
	for _, c := range l.Columns {
		if c.Type.Name == rule.TypePerson && name == "" {
			name, _ = r.Fields[c.ID].(string)
		}
	}
	if joined := fieldDate(r, columnJoined); joined != 0 && name != "" && joined.Year() < day.Year() &&
		joined.AddMonths(12*(day.Year()-joined.Year())) == day {
		return fmt.Sprintf("%s的政治生日（入党%d年）", name, day.Year()-joined.Year())
	}
	if end := fieldDate(r, columnProbation); end != 0 && name != "" && end >= day && end <= day.AddDays(probationDays) {
		return fmt.Sprintf("%s的预备期%d月%d日满，还有%d天", name, int(end.Month()), end.Day(), int(end-day))
	}
	if agenda, _ := r.Fields[columnAgenda].(string); agenda != "" && r.Day == day.AddDays(1) {
		return fmt.Sprintf("明天有会（%s），议题：%s", l.Title, agenda)
	}
	return ""
}

func fieldDate(r engine.Record, column string) calendar.Date {
	text, _ := r.Fields[column].(string)
	d, err := calendar.ParseDate(text)
	if err != nil {
		return 0 // not filled in, or not a date: the ledger's own check speaks of that
	}
	return d
}
