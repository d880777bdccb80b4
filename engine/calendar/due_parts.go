package calendar

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// nextYearWord marks the end of a window that lies in the following year.
const nextYearWord = "次年"

// maxTrigger bounds the name of a trigger column in signs.
const maxTrigger = 60

func validWeekday(name string) error {
	if weekdayOf(name) < 0 {
		return fmt.Errorf("时限里的 weekday“%s”不认识，请写 周一 至 周日", name)
	}
	return nil
}

// weekdayOf gives the weekday of 周五, or -1.
func weekdayOf(name string) time.Weekday { return time.Weekday(slices.Index(weekdayNames[:], name)) }

// validMonthDay wants MM-DD; 02-29 is allowed and clamped in other years.
func validMonthDay(s string) bool {
	_, err := time.Parse(time.DateOnly, "2024-"+s)
	return err == nil
}

// dayOfYear places MM-DD in a year.
func dayOfYear(year int, md string) Date {
	m, _ := digits(md[:2])
	d, _ := digits(md[3:])
	return clampedDate(year, time.Month(m), d)
}

func validWindow(w []string) error {
	if len(w) != 2 {
		return errors.New("时限里的 window 要写起止两个日子，如 [10-01, 12-31]")
	}
	end, following := strings.CutPrefix(w[1], nextYearWord)
	switch {
	case !validMonthDay(w[0]) || !validMonthDay(end):
		return fmt.Errorf("时限里的 window“%s”至“%s”不是日子，请写成 10-01 的样子，跨年的结束日写 次年03-31", w[0], w[1])
	case !following && end < w[0]:
		return fmt.Errorf("时限里的 window 结束日 %s 早于开始日 %s；跨年请写 次年%s", end, w[0], end)
	case following && end >= w[0]:
		return fmt.Errorf("时限里的 window %s 至 %s 超过一年，请核对", w[0], w[1])
	}
	return nil
}

// windowOf gives both ends of the window that begins in a year.
func (d Due) windowOf(year int) (Date, Date) {
	end, following := strings.CutPrefix(d.Window[1], nextYearWord)
	endYear := year
	if following {
		endYear++
	}
	return dayOfYear(year, d.Window[0]), dayOfYear(endYear, end)
}

func validHolidays(names []string) error {
	seen := map[string]bool{}
	for _, n := range names {
		c := canonicalHoliday(n)
		if c == "" || seen[c] {
			return fmt.Errorf("时限里的节日“%s”不认识或重复，只能写 %s，各一次", n, strings.Join(holidayNames, "、"))
		}
		seen[c] = true
	}
	if len(names) == 0 {
		return errors.New("时限里的节前规则要在 holidays 里写明是哪些节")
	}
	return nil
}

// validTrigger keeps the name of a trigger apart from every other phrase.
func validTrigger(name string) error {
	if n := len([]rune(name)); n > maxTrigger {
		return fmt.Errorf("触发事件的列名有%d个字，最多%d个字", n, maxTrigger)
	}
	letters := false
	for _, r := range name {
		letters = letters || unicode.IsLetter(r)
		if !unicode.Is(unicode.Han, r) && r != '_' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)) {
			return fmt.Errorf("触发事件“%s”里有“%c”，列名只能用汉字、字母和数字", name, r)
		}
	}
	feasts := newPhrase(name)
	_, ok := holidayList(feasts)
	switch {
	case !letters:
		return fmt.Errorf("触发事件“%s”要写列名", name)
	case reservedStart(name):
		return fmt.Errorf("触发事件“%s”的开头与周期规则相同，请换一个列名", name)
	case ok && feasts.done():
		return fmt.Errorf("“%s”是节日，不是台账里的一列；节日规则只有 节前3工作日[%s] 这一种写法", name, name)
	}
	return nil
}
