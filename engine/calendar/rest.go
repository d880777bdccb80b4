package calendar

// Rest says which days of the week a unit is off. National holidays are free,
// and a weekend day that the state declares a workday is worked, in all three.
type Rest string

// The rest days a unit may have.
const (
	RestWeekend Rest = "双休" // Saturday and Sunday, the national calendar; the default
	RestSunday  Rest = "单休" // Sunday only: most building sites
	RestNone    Rest = "不休" // national holidays only
)

// Valid reports whether r is one of the three, or empty for the default.
func (r Rest) Valid() bool {
	return r == "" || r == RestWeekend || r == RestSunday || r == RestNone
}

// With is the calendar of a unit with its own rest days; anything unknown reads
// as 双休. It serves the unit's day sheet. Statutory due dates are computed with
// the national calendar, which this leaves unchanged.
func (c *Calendar) With(rest Rest) *Calendar {
	own := *c
	own.rest = rest
	return &own
}
