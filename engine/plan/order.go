package plan

import (
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// orderOffice issues orders and judges how well they were done.
const orderOffice = "党委工作部"

// OrderReminders are how long before its last day an order is reminded of.
func OrderReminders() []calendar.Span {
	return []calendar.Span{{N: 3, Unit: calendar.UnitWorkday}, {N: 1, Unit: calendar.UnitWorkday}}
}

// OrderStandard says an order as a standard with one duty: it answers the same
// questions, so that lists, reminders and follow-up treat both alike. The
// standard is of no edition and has no points: no score reads it.
func OrderStandard(o *engine.Order) (*rule.Standard, *rule.Duty) {
	d := &rule.Duty{ID: o.Duty(), Minutes: o.Minutes, Remind: OrderReminders(), Done: &rule.Done{Confirm: true},
		Due: &calendar.Due{Every: calendar.EveryYear, Date: fmt.Sprintf("%02d-%02d", int(o.Due.Month()), o.Due.Day())}}
	if len(o.Columns) > 0 {
		d.Done = &rule.Done{Of: o.Duty()}
	}
	s := &rule.Standard{Code: o.Number, Title: o.Title, Kind: "专项", What: o.What, Why: o.Why, Who: rule.Who{Post: o.Post},
		Checked: orderOffice, How: orderSteps(o), When: OrderWhen(o), Degree: o.Degree}
	return s, d
}

// orderSteps are the lines of how it is done.
func orderSteps(o *engine.Order) []string {
	var out []string
	for line := range strings.Lines(o.Steps) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// OrderWhen says when an order is to be done and when it ends.
func OrderWhen(o *engine.Order) string {
	if o.Due.IsZero() || o.Ends.IsZero() {
		return o.When
	}
	text := o.Due.ChineseFull() + "前办完，" + o.Ends.ChineseFull() + "结束。"
	if o.Ends == o.Due {
		text = o.Due.ChineseFull() + "前办完，当天结束。"
	}
	return text + o.When
}

// Addressed lists the branches that the targets of an order reach on the day, in
// the order of the units given: the ticked branches, and those below ticked units.
func Addressed(targets []engine.UnitID, units []engine.Unit, day calendar.Date) []engine.Unit {
	var paths []string
	for i := range units {
		if slices.Contains(targets, units[i].ID) {
			paths = append(paths, units[i].Path)
		}
	}
	var out []engine.Unit
	for i := range units {
		u := &units[i]
		below := slices.ContainsFunc(paths, func(path string) bool { return strings.HasPrefix(u.Path, path) })
		if below && u.CarriesDuties() && u.OpenOn(day) {
			out = append(out, *u)
		}
	}
	return out
}
