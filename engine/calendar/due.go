package calendar

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// The values of Due.Every.
const (
	EveryWeek    = "week"
	EveryMonth   = "month"
	EveryQuarter = "quarter"
	EveryHalf    = "half"
	EveryYear    = "year"
	EveryHoliday = "holiday"
)

// The values of Due.Shift: where a due day goes that is no workday.
const (
	ShiftPrev = "prev" // ↑ to the workday before
	ShiftNext = "next" // ↓ to the workday after
	ShiftNone = "none" // stays
)

// Due is the due rule of one duty: by the calendar (Every), in a window, before
// holidays, or after an event. Validate tells what does not go together. A Due
// is written as a mapping of these keys, or as the phrase that ParseDue reads.
type Due struct {
	Every    string   `yaml:"every,omitempty" json:"every,omitempty"`       // week, month, quarter, half, year, holiday
	Month    int      `yaml:"month,omitempty" json:"month,omitempty"`       // month of the period, negative from its end
	Day      int      `yaml:"day,omitempty" json:"day,omitempty"`           // day of the month, -1 the last, -3 the third last; clamped
	Date     string   `yaml:"date,omitempty" json:"date,omitempty"`         // MM-DD, with every: year
	Weekday  string   `yaml:"weekday,omitempty" json:"weekday,omitempty"`   // 周一 … 周日
	Nth      int      `yaml:"nth,omitempty" json:"nth,omitempty"`           // which such weekday, -1 the last
	Workday  int      `yaml:"workday,omitempty" json:"workday,omitempty"`   // n-th workday, -1 the last
	Window   []string `yaml:"window,omitempty" json:"window,omitempty"`     // [MM-DD, MM-DD], the end may begin with 次年
	Holidays []string `yaml:"holidays,omitempty" json:"holidays,omitempty"` // names, with every: holiday
	Before   Span     `yaml:"before,omitempty" json:"before,omitzero"`      // workdays before the first free day
	Trigger  string   `yaml:"after,omitempty" json:"after,omitempty"`       // the column whose date sets the duty off
	Add      Span     `yaml:"add,omitempty" json:"add,omitzero"`            // from the trigger to the due day, may be negative
	AddBy    string   `yaml:"add_by,omitempty" json:"add_by,omitempty"`     // instead of add: the name under which that span is given (整改清单天数)
	Shift    string   `yaml:"shift,omitempty" json:"shift,omitempty"`       // prev, next, none; never left out where days are not counted as workdays
	Within   Span     `yaml:"within,omitempty" json:"within,omitzero"`      // how far shift: next may go
	Next     bool     `yaml:"next,omitempty" json:"next,omitempty"`         // the duty is about the period before (次季, 次月)
}

type form int

const (
	formEvery form = iota
	formWindow
	formHoliday
	formEvent
)

func (d Due) form() form {
	switch {
	case d.Trigger != "" || !d.Add.IsZero() || d.AddBy != "":
		return formEvent
	case len(d.Window) > 0:
		return formWindow
	case d.Every == EveryHoliday || len(d.Holidays) > 0 || !d.Before.IsZero():
		return formHoliday
	default:
		return formEvery
	}
}

// IsEvent reports whether the duty is set off by an event and not by the
// calendar.
func (d Due) IsEvent() bool { return d.form() == formEvent }

// Cadence is the kind of sheet the duty belongs to. Weekly duties stand on the
// month's sheet, windows and holidays on the year's; event duties on none ("").
func (d Due) Cadence() Kind {
	switch d.form() {
	case formEvent:
		return ""
	case formWindow, formHoliday:
		return KindYear
	}
	switch d.Every {
	case EveryWeek, EveryMonth:
		return KindMonth
	case EveryQuarter:
		return KindQuarter
	case EveryHalf:
		return KindHalf
	case EveryYear:
		return KindYear
	default:
		return ""
	}
}

// About is the period that a duty issued in p is about: the one before with
// 次月, 次季, 次年, else p itself.
func (d Due) About(p Period) Period {
	if d.Next {
		return p.Prev()
	}
	return p
}

// IssuedFor is the inverse of About: the period in which the duty that is about
// p falls due. A sheet of p that closes 次季首月第5个工作日 closes in p.Next().
func (d Due) IssuedFor(p Period) Period {
	if d.Next {
		return p.Next()
	}
	return p
}

// With gives the rule with the span that its name stands for. A span of workdays
// needs no shift.
func (d Due) With(add Span) Due {
	d.Add, d.AddBy = add, ""
	if add.Unit == UnitWorkday {
		d.Shift, d.Within = "", Span{}
	}
	return d
}

// countsWorkdays reports whether the rule lands on a workday by counting, so
// that it needs no shift.
func (d Due) countsWorkdays() bool {
	switch d.form() {
	case formEvent:
		return d.Add.Unit == UnitWorkday
	case formEvery:
		return d.Workday != 0
	default:
		return true
	}
}

// UnmarshalText reads the phrase form, for decoders that meet a plain string.
func (d *Due) UnmarshalText(text []byte) error {
	got, err := ParseDue(string(text))
	if err != nil {
		return err
	}
	*d = got
	return nil
}

// UnmarshalJSON reads the mapping form, refusing unknown keys, or a string with
// the phrase. It does not judge the mapping: Validate does.
func (d *Due) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return fmt.Errorf("读取时限：%w", err)
		}
		return d.UnmarshalText([]byte(text))
	}
	type keys Due
	var k keys
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&k); err != nil {
		return fmt.Errorf("读取时限：%w", err)
	}
	*d = Due(k)
	return nil
}
