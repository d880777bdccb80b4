package practise

import (
	"time"

	"wubiao/engine/calendar"
)

// When a sheet goes out, in hours and minutes of the working day.
const (
	sheetHour          = 18 // sheets of a period: at the end of the last workday before it
	dayHour, dayMinute = 7, 30
)

// Through is how far the jobs should issue.
type Through struct {
	Sheets calendar.Date // months, quarters, half-years, years
	Days   calendar.Date
}

// DueThrough tells how far everything must be issued at a moment. The sheets of
// a period go out at 18:00 on the last workday before it begins, so that nobody
// finds them only after a holiday; a day's sheet goes out at 07:30 of the day.
func (p *Practise) DueThrough(now time.Time) Through {
	local := now.In(p.zone())
	today := p.day(now)
	worked, morning := today, today
	if local.Hour() < sheetHour {
		worked = today.AddDays(-1)
	}
	if local.Hour() < dayHour || local.Hour() == dayHour && local.Minute() < dayMinute {
		morning = today.AddDays(-1)
	}
	return Through{Sheets: p.sheetsThrough(worked), Days: morning}
}

// sheetsThrough is the last first-day whose sheet has gone out once the working
// day `worked` has ended: nobody works between the two.
func (p *Practise) sheetsThrough(worked calendar.Date) calendar.Date {
	return max(worked, p.Calendar.NextWorkday(worked.AddDays(1)))
}
