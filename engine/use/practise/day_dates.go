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
// the edition's windows, the register and the ledgers that announce meetings.
func (p *Practise) days(tx port.Tx, scope access.Scope, e *rule.Edition, u engine.Unit, day calendar.Date) ([]string, error) {
	out, err := p.holidayDays(e, day)
	if err != nil {
		return nil, err
	}
	out = append(out, windowDays(e, day)...)
	people, err := peopleDays(tx, scope, u.ID, day)
	if err != nil {
		return nil, err
	}
	meetings, err := meetingDays(tx, scope, e, u.ID, day)
	if err != nil {
		return nil, err
	}
	return append(append(out, people...), meetings...), nil
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

// columnAgenda is the column by which a ledger announces a meeting.
const columnAgenda = "议题"

// probationDays is how long before its end a probation shows.
const probationDays = 30

// peopleDays are 政治生日 and 预备期满 within thirty days, from the register.
func peopleDays(tx port.Tx, scope access.Scope, unit engine.UnitID, day calendar.Date) ([]string, error) {
	var people []engine.Person
	members := []engine.Standing{engine.FullMember, engine.Probation}
	err := tx.List(&people, scope, port.Query{Where: port.Where{"unit_id": unit, "standing": members}})
	if err != nil {
		return nil, fmt.Errorf("list members: %w", err)
	}
	var out []string
	for i := range people {
		if text := personDay(&people[i], day); text != "" {
			out = append(out, text)
		}
	}
	return out, nil
}

// personDay is what the day is to a member.
func personDay(p *engine.Person, day calendar.Date) string {
	if !p.InRegisterOn(day) {
		return ""
	}
	if years := day.Year() - p.Joined.Year(); !p.Joined.IsZero() && years > 0 && p.Joined.AddMonths(12*years) == day {
		return fmt.Sprintf("%s的政治生日（入党%d年）", p.Name, years)
	}
	end := p.ProbationEnds()
	switch {
	case end.IsZero() || p.StandingOn(day) != engine.Probation || end > day.AddDays(probationDays):
		return ""
	case end < day:
		return fmt.Sprintf("%s的预备期%s已满，名册上还没有转正", p.Name, end.ChineseFull())
	case end == day:
		return fmt.Sprintf("%s的预备期今天满", p.Name)
	}
	return fmt.Sprintf("%s的预备期%d月%d日满，还有%d天", p.Name, int(end.Month()), end.Day(), int(end-day))
}

// meetingDays are tomorrow's meetings, from the unit's open ledgers.
func meetingDays(tx port.Tx, scope access.Scope, e *rule.Edition, unit engine.UnitID, day calendar.Date) ([]string, error) {
	var names []string
	for name, l := range e.Ledgers {
		if !l.Private && slices.ContainsFunc(l.Columns, func(c *rule.Column) bool { return c.ID == columnAgenda }) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	slices.Sort(names)
	var records []engine.Record
	err := tx.List(&records, scope, port.Query{Where: port.Where{"unit_id": unit, "ledger": names, "day": day.AddDays(1)}})
	if err != nil {
		return nil, fmt.Errorf("list meetings: %w", err)
	}
	var out []string
	for _, r := range records {
		if agenda, _ := r.Fields[columnAgenda].(string); agenda != "" {
			out = append(out, fmt.Sprintf("明天有会（%s），议题：%s", e.Ledgers[r.Ledger].Title, agenda))
		}
	}
	return out, nil
}
