package calendar

import (
	"errors"
	"fmt"
	"slices"
)

// only refuses every key that has no place in this form of rule. The keys are in
// the order of the struct.
func (d Due) only(what string, allowed ...string) error {
	for _, k := range [...]struct {
		name string
		set  bool
	}{
		{"every", d.Every != ""}, {"month", d.Month != 0}, {"day", d.Day != 0}, {"date", d.Date != ""},
		{"weekday", d.Weekday != ""}, {"nth", d.Nth != 0}, {"workday", d.Workday != 0},
		{"window", d.Window != nil}, {"holidays", d.Holidays != nil}, {"before", !d.Before.IsZero()},
		{"after", d.Trigger != ""}, {"add", !d.Add.IsZero()}, {"add_by", d.AddBy != ""},
		{"shift", d.Shift != ""}, {"within", !d.Within.IsZero()}, {"next", d.Next},
	} {
		if k.set && !slices.Contains(allowed, k.name) {
			return fmt.Errorf("时限里%s不能写 %s，请删去", what, k.name)
		}
	}
	return nil
}

// Validate tells, in a Chinese sentence naming the key, the first thing that is
// missing, out of range or does not go together.
func (d Due) Validate() error {
	if d.form() == formEvent && d.Trigger != "" {
		if err := validTrigger(d.Trigger); err != nil {
			return err
		}
	}
	return d.computable()
}

// computable validates all that days are worked out from; the name of a trigger
// is not among it.
func (d Due) computable() error {
	if err := d.validateForm(); err != nil {
		return err
	}
	return d.validateShift()
}

func (d Due) validateForm() error {
	switch d.form() {
	case formEvent:
		if err := d.only("由事件触发的规则", "after", "add", "add_by", "shift", "within"); err != nil {
			return err
		}
		if d.AddBy != "" {
			if d.Trigger == "" || !d.Add.IsZero() {
				return errors.New("时限里写了 add_by（多久由哪个参数定），就要写 after，不再写 add")
			}
			return validTrigger(d.AddBy)
		}
		if d.Trigger == "" || !d.Add.Valid() {
			return errors.New("时限里由事件触发的规则要写 after（哪一列的日期）和 add（多久，如 30日、3工作日、-6月）")
		}
		return nil
	case formWindow:
		if err := d.only("窗口规则", "window", "every"); err != nil {
			return err
		}
		if d.Every != "" && d.Every != EveryYear {
			return errors.New("时限里的窗口一年一次，every 只能是 year 或不写")
		}
		return validWindow(d.Window)
	case formHoliday:
		if err := d.only("节前规则", "every", "holidays", "before"); err != nil {
			return err
		}
		if d.Every != EveryHoliday || d.Before.Unit != UnitWorkday || d.Before.N < 1 || d.Before.N > 60 {
			return errors.New("时限里的节前规则要写 every: holiday 和 before（1至60个工作日，如 3工作日）")
		}
		return validHolidays(d.Holidays)
	default:
		return d.validateEvery()
	}
}

func (d Due) validateShift() error {
	if d.countsWorkdays() {
		if d.Shift != "" || !d.Within.IsZero() {
			return errors.New("时限里按工作日数、按窗口或按节日定的日子本来就是工作日，请删去 shift 和 within")
		}
		return nil
	}
	switch d.Shift {
	case ShiftPrev, ShiftNext, ShiftNone:
	case "":
		return errors.New("时限里没有写 shift：遇休息日提前写 prev（↑），顺延写 next（↓），不改期写 none")
	default:
		return fmt.Errorf("时限里的 shift“%s”不认识，只能写 prev、next 或 none", d.Shift)
	}
	if d.Within.IsZero() {
		return nil
	}
	if d.Shift != ShiftNext || !d.Within.Valid() || d.Within.N < 1 {
		return errors.New("时限里的 within（顺延不超过）只能与 shift: next 同写，且要大于零，如 1周")
	}
	return nil
}

// everyLimits are, per cadence, the most months, and the most of one weekday
// and of workdays that each such period surely has.
var everyLimits = map[string]struct{ months, weekdays, workdays int }{
	EveryMonth: {1, 4, 22}, EveryQuarter: {3, 12, 66}, EveryHalf: {6, 25, 132}, EveryYear: {12, 52, 262},
}

func (d Due) validateEvery() error {
	if err := d.only("周期规则", "every", "month", "day", "date", "weekday", "nth", "workday", "shift", "within", "next"); err != nil {
		return err
	}
	if d.Every == EveryWeek {
		if err := d.only("每周的规则", "every", "weekday", "shift", "within"); err != nil {
			return err
		}
		return validWeekday(d.Weekday)
	}
	lim, ok := everyLimits[d.Every]
	if !ok {
		return fmt.Errorf("时限里的 every“%s”不认识，只能写 week、month、quarter、half、year 或 holiday", d.Every)
	}
	if d.Month != 0 && (d.Every == EveryMonth || !within(d.Month, lim.months)) {
		return fmt.Errorf("时限里的 month 写的是%s的第几个月，%d 不在其中；每月的规则不写 month", periodWord(d.Every), d.Month)
	}
	if d.Month != 0 || d.Every == EveryMonth {
		lim.weekdays, lim.workdays = 4, 22
	}
	return d.validateDay(lim.weekdays, lim.workdays)
}

// validateDay wants exactly one way of naming the day.
func (d Due) validateDay(weekdays, workdays int) error {
	ways := 0
	for _, set := range []bool{d.Day != 0, d.Date != "", d.Weekday != "" || d.Nth != 0, d.Workday != 0} {
		if set {
			ways++
		}
	}
	switch {
	case ways != 1:
		return errors.New("时限里要写明哪一天，且只写一种：day、date、weekday 加 nth，或 workday")
	case d.Date != "" && (d.Every != EveryYear || d.Month != 0):
		return errors.New("时限里的 date 只能与 every: year 同写，且不再写 month")
	case d.Date != "" && !validMonthDay(d.Date):
		return fmt.Errorf("时限里的 date“%s”不是一个日子，请写成 12-20 的样子", d.Date)
	case d.Day != 0 && !within(d.Day, 31):
		return fmt.Errorf("时限里的 day 只能是 1 至 31，或从月末数的 -1 至 -31，不能是 %d", d.Day)
	case d.Day != 0 && d.Month == 0 && d.Every != EveryMonth:
		return fmt.Errorf("时限里写了 day 却没写是%s的哪个月，请加 month（末月写 -1）", periodWord(d.Every))
	case d.Workday != 0 && !within(d.Workday, workdays):
		return fmt.Errorf("时限里的 workday %d 超出范围，这里最多数到 %d", d.Workday, workdays)
	case d.Weekday != "" || d.Nth != 0:
		if !within(d.Nth, weekdays) {
			return fmt.Errorf("时限里的 nth 只能是 1 至 %d，或从末尾数的负数（最后一个写 -1），不能是 %d", weekdays, d.Nth)
		}
		return validWeekday(d.Weekday)
	}
	return nil
}

// within reports whether n is 1 … limit or the same from the end.
func within(n, limit int) bool { return n != 0 && n >= -limit && n <= limit }
