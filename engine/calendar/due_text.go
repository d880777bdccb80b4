package calendar

import (
	"fmt"
	"strings"
)

func everyWord(every string) string {
	for _, w := range everyWords {
		if w.every == every && w.word != "季度" {
			return w.word
		}
	}
	return every
}

// periodWord names one period in a sentence: 月, 季, 半年, 年.
func periodWord(every string) string { return everyWord(every) }

// Text is the phrase that ParseDue reads back to the same rule. It is meant for
// valid rules.
func (d Due) Text() string {
	switch d.form() {
	case formEvent:
		if d.AddBy != "" {
			return d.Trigger + "+" + d.AddBy + d.arrow()
		}
		op, n := "+", d.Add.N
		if n < 0 {
			op, n = "前", -n
		}
		return d.Trigger + op + Span{n, d.Add.Unit}.String() + d.arrow()
	case formWindow:
		head := "窗口["
		if d.Every == EveryYear {
			head = "每年窗口["
		}
		return head + strings.ReplaceAll(strings.Join(d.Window, "–"), "-", "/") + "]"
	case formHoliday:
		return "节前" + d.Before.String() + "[" + strings.Join(d.Holidays, "、") + "]"
	default:
		return d.dayText() + d.arrow()
	}
}

func (d Due) arrow() string {
	s := ""
	switch d.Shift {
	case ShiftPrev:
		s = "↑"
	case ShiftNext:
		s = "↓"
	}
	if !d.Within.IsZero() {
		s += "顺延不超过" + d.Within.String()
	}
	return s
}

// dayText is the day of a calendar rule without its arrow: 每季末月25日.
func (d Due) dayText() string {
	s := "每"
	if d.Next {
		s = "次"
	}
	if d.Every == EveryWeek {
		return s + d.Weekday
	}
	s += everyWord(d.Every)
	if d.Month != 0 {
		s += ordinalText(d.Month, "") + "月"
	}
	switch {
	case d.Date != "":
		day := dayOfYear(2024, d.Date)
		return s + fmt.Sprintf("%d/%d", int(day.Month()), day.Day())
	case d.Workday != 0:
		return s + ordinalText(d.Workday, "个") + UnitWorkday
	case d.Weekday != "":
		return s + ordinalText(d.Nth, "个") + d.Weekday
	case d.Day == -1:
		return s + "最后一日"
	case d.Day < 0:
		return s + fmt.Sprintf("倒数第%d日", -d.Day)
	default:
		return s + fmt.Sprintf("%d日", d.Day)
	}
}

// ordinalText writes 首个, 第3个, 最后一个, 倒数第2个; of months 首, 第2, 末.
func ordinalText(n int, measure string) string {
	switch {
	case n == 1:
		return "首" + measure
	case n == -1 && measure == "":
		return "末"
	case n == -1:
		return "最后一" + measure
	case n < 0:
		return fmt.Sprintf("倒数第%d%s", -n, measure)
	default:
		return fmt.Sprintf("第%d%s", n, measure)
	}
}

// Chinese is a plain sentence for people:
// 每季末月25日前，遇休息日提前到前一个工作日.
func (d Due) Chinese() string {
	switch d.form() {
	case formEvent:
		return d.eventChinese() + d.shiftChinese()
	case formWindow:
		from, to := d.windowOf(2024)
		word := ""
		if to.Year() > 2024 {
			word = nextYearWord
		}
		return fmt.Sprintf("每年%d月%d日至%s%d月%d日之间，最后一个工作日截止",
			int(from.Month()), from.Day(), word, int(to.Month()), to.Day())
	case formHoliday:
		return fmt.Sprintf("%s放假前第%d个工作日前", strings.Join(d.Holidays, "、"), d.Before.N)
	}
	s := d.dayText()
	if d.Date != "" {
		day := dayOfYear(2024, d.Date)
		s = fmt.Sprintf("每年%d月%d日", int(day.Month()), day.Day())
		if d.Next {
			s = strings.Replace(s, "每", "次", 1)
		}
	}
	if d.Weekday == "" {
		s += "前"
	}
	return s + d.shiftChinese()
}

func (d Due) eventChinese() string {
	switch {
	case d.AddBy != "":
		return d.Trigger + "后" + d.AddBy + "内"
	case d.Add.N == 0:
		return d.Trigger + "当日"
	case d.Add.N < 0:
		return d.Trigger + "前" + d.Add.Chinese()
	default:
		return d.Trigger + "后" + d.Add.Chinese() + "内"
	}
}

func (d Due) shiftChinese() string {
	s := ""
	switch d.Shift {
	case ShiftPrev:
		s = "，遇休息日提前到前一个工作日"
	case ShiftNext:
		s = "，遇休息日顺延到下一个工作日"
	case ShiftNone:
		s = "，遇休息日不改期"
	}
	if !d.Within.IsZero() {
		s += "，顺延不超过" + d.Within.Chinese()
	}
	return s
}
