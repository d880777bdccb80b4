package plan

import (
	"wubiao/engine/calendar"
)

// presentDays is how many days on site make a month one of 在场月数.
const presentDays = 15

// presentMonths counts the period's months with at least half of their days in
// the unit's time on site. No calendar knows the months of a stoppage: while the
// unit is 停工, what was entered is the most there can be.
func (d *deduced) presentMonths() any {
	from, to := d.unit.Start, d.unit.Closed
	if finished, err := DateOf(d.unit.Attributes["竣工日期"]); err == nil && !finished.IsZero() && (to.IsZero() || finished < to) {
		to = finished
	}
	months := 0
	for m := calendar.PeriodOf(calendar.KindMonth, d.period.Start); m.Start <= d.period.End(); m = m.Next() {
		first, last := max(m.Start, from), m.End()
		if !to.IsZero() {
			last = min(last, to)
		}
		if int(last-first)+1 >= presentDays {
			months++
		}
	}
	if entered, ok := number(d.unit.Attributes["在场月数"]); ok && d.unit.Attributes["状态"] == "停工" {
		months = min(months, entered)
	}
	return months
}

// secretaryMonths counts the whole months since the secretary took up the post;
// nothing where nobody holds it, or where the day is not known.
func (d *deduced) secretaryMonths() any {
	if d.register == nil {
		return nil
	}
	var since calendar.Date
	for _, p := range d.register.Posts {
		if p.Name == postSecretary && p.HeldOn(d.day) && !p.From.IsZero() && p.From > since {
			since = p.From
		}
	}
	if since.IsZero() {
		return nil
	}
	return calendar.MonthsBetween(since, d.day)
}

// number reads a whole number as it was entered or stored.
func number(value any) (int, bool) {
	switch v := value.(type) {
	case int:
		return v, true
	case float64:
		return int(v), true
	}
	return 0, false
}
