package calendar

import "strings"

// everyWords pairs the words of a cadence with its key, longer words first.
var everyWords = []struct{ word, every string }{
	{"半年", EveryHalf}, {"季度", EveryQuarter}, {"季", EveryQuarter}, {"月", EveryMonth},
	{"年", EveryYear}, {"周", EveryWeek}, {"星期", EveryWeek},
}

// reservedStart reports whether the text begins like a calendar rule, so that
// it cannot be the name of an event.
func reservedStart(s string) bool {
	for _, head := range []string{"每", "次"} {
		rest, ok := strings.CutPrefix(s, head)
		rest = strings.TrimPrefix(rest, "个")
		for _, w := range everyWords {
			if ok && strings.HasPrefix(rest, w.word) {
				return true
			}
		}
	}
	for _, head := range []string{"窗口", "节前", "季首", "季末", "季度首", "季度末", "季第", "半年首", "半年末", "半年第"} {
		if strings.HasPrefix(s, head) {
			return true
		}
	}
	return false
}

// parseEvery takes 每季末月25日 and its kin, up to the arrow.
func parseEvery(p *phrase) (Due, error) {
	d := Due{}
	switch p.eat("每", "次") {
	case "次":
		d.Next = true
	case "":
		if md, ok := p.monthDay(); ok {
			return Due{Every: EveryYear, Date: md}, nil
		}
	}
	p.eat("个")
	if wd, ok := p.weekday(); ok {
		d.Every, d.Weekday = EveryWeek, wd
		return d, nil
	}
	for _, w := range everyWords {
		if p.eat(w.word) != "" {
			d.Every = w.every
			break
		}
	}
	switch d.Every {
	case "":
		return d, p.fail("%s", phraseForms)
	case EveryWeek:
		return d, p.fail("每周要写周几，如 每周五↓")
	case EveryYear:
		if md, ok := p.monthDay(); ok {
			d.Date = md
			return d, nil
		}
		start := p.i
		if _, ok := p.number(); ok && p.eat("/", "-") != "" {
			p.i = start
			return d, p.fail("这里要写一年里的一个日子，如 12/20")
		}
		p.i = start
		d.Month = p.monthNumber()
	}
	return parseInPeriod(p, d)
}

// parseInPeriod takes the month, if the period has several, and the day.
func parseInPeriod(p *phrase, d Due) (Due, error) {
	n, counted := p.ordinal()
	if counted && d.Every != EveryMonth && d.Month == 0 && p.eat("月") != "" {
		d.Month = n
		n, counted = p.ordinal()
	}
	if !counted {
		day, ok := p.number()
		if !ok || p.eat("日", "号") == "" {
			return d, p.fail("这里要写哪一天，如 25日、倒数第3日、最后一日、第5个工作日、首个周五%s", monthHint(d))
		}
		d.Day = day
		return d, nil
	}
	if p.eat(UnitWorkday) != "" {
		d.Workday = n
		return d, nil
	}
	if wd, ok := p.weekday(); ok {
		d.Weekday, d.Nth = wd, n
		return d, nil
	}
	if p.eat("日", "天", "号") != "" {
		d.Day = n
		return d, nil
	}
	return d, p.fail("这里要写 日、工作日 或 周几%s", monthHint(d))
}

func monthHint(d Due) string {
	if d.Month == 0 && d.Every != EveryMonth {
		return "；一" + periodWord(d.Every) + "不止一个月，还要先写明月份，如 首月、末月、第2月"
	}
	return ""
}
