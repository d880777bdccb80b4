package calendar

import (
	"cmp"
	"fmt"
	"regexp"
)

// maxPhrase bounds the length of a phrase in signs; the longest real ones have
// about forty. It keeps the work on hostile input small.
const maxPhrase = 160

const phraseForms = "可写 每月25日↑、每月首个周五↓、每季末月25日↑、每季首月第5个工作日、每年12/20↑、每周五↓、窗口[10/01–次年03/31]、节前3工作日[元旦、春节]、事件+30日↑、到期前6个月"

// eventPhrase is a column name, a direction and a span: 会议+1工作日, 会后15日↑,
// 到期前6个月, 届满当日↑.
var eventPhrase = regexp.MustCompile(`^(.+)(?:(\+|-|前|后)([0-9]{1,4}|[一二两三四五六七八九十]{1,3})个?(工作日|日|天|周|月|年)内?|当日)(?:↑|↓|不顺延|，|顺延|$)`)

// namedPhrase adds a span by its name: 会议日期+整改清单天数↑.
var namedPhrase = regexp.MustCompile(`^([^+]+)\+(\p{Han}[\p{Han}a-zA-Z0-9]*?)(?:↑|↓|不顺延|，|顺延|$)`)

// ParseDue reads the phrase form of a due rule. ↑ moves a rest day to the
// workday before, ↓ to the one after, no arrow (or 不顺延) leaves it; where
// workdays are counted an arrow changes nothing and is dropped. What the phrase
// cannot say is an error that names the place.
func ParseDue(text string) (Due, error) {
	p := newPhrase(text)
	if p.done() {
		return Due{}, p.fail("%s", phraseForms)
	}
	if len(p.runes) > maxPhrase {
		return Due{}, fmt.Errorf("时限写了%d个字，太长了：最多%d个字，%s", len(p.runes), maxPhrase, phraseForms)
	}
	d, err := parseForm(p)
	if err != nil {
		return Due{}, err
	}
	if err := parseTail(p, &d); err != nil {
		return Due{}, err
	}
	if err := d.Validate(); err != nil {
		return Due{}, err
	}
	return d, nil
}

func parseForm(p *phrase) (Due, error) {
	if p.eat("每年窗口") != "" {
		d, err := parseWindow(p)
		d.Every = EveryYear
		return d, err
	}
	if p.eat("窗口") != "" {
		return parseWindow(p)
	}
	if p.eat("节前") != "" {
		return parseHolidays(p)
	}
	if !reservedStart(p.left()) {
		if m := eventPhrase.FindStringSubmatch(p.left()); m != nil {
			return parseEvent(p, m)
		}
		if m := namedPhrase.FindStringSubmatch(p.left()); m != nil {
			p.i += len([]rune(m[1] + "+" + m[2]))
			return Due{Trigger: m[1], AddBy: m[2]}, cmp.Or(checkName(p, m[1]), checkName(p, m[2]))
		}
	}
	return parseEvery(p)
}

// parseTail takes the arrow, the bound of the shift, and the end.
func parseTail(p *phrase, d *Due) error {
	switch p.eat("↑", "↓", "不顺延") {
	case "↑":
		d.Shift = ShiftPrev
	case "↓":
		d.Shift = ShiftNext
	default:
		d.Shift = ShiftNone
	}
	if d.countsWorkdays() {
		d.Shift = ""
	}
	start := p.i
	p.eat("，")
	if p.eat("顺延不超过") != "" {
		var ok bool
		if d.Within, ok = p.span(); !ok {
			return p.fail("“顺延不超过”后面要写多久，如 1周、3工作日")
		}
	} else {
		p.i = start
	}
	if !p.done() {
		return p.fail("这里应当结束，或写 ↑、↓、不顺延、↓顺延不超过1周")
	}
	return nil
}

func parseWindow(p *phrase) (Due, error) {
	if p.eat("[") == "" {
		return Due{}, p.fail("“窗口”后面要写起止，如 [10/01–12/31]")
	}
	from, ok := p.monthDay()
	if !ok {
		return Due{}, p.fail("这里要写窗口的第一天，如 10/01")
	}
	if p.eat("–", "—", "-", "~", "～", "至", "到") == "" {
		return Due{}, p.fail("起止之间要有“–”")
	}
	p.eat("–", "—", "-")
	following := p.eat(nextYearWord)
	to, ok := p.monthDay()
	if !ok {
		return Due{}, p.fail("这里要写窗口的最后一天，如 12/31，跨年写 次年03/31")
	}
	if p.eat("]") == "" {
		return Due{}, p.fail("窗口要以“]”结束")
	}
	return Due{Window: []string{from, following + to}}, nil
}

func parseHolidays(p *phrase) (Due, error) {
	before, ok := p.span()
	if !ok {
		return Due{}, p.fail("“节前”后面要写几个工作日，如 节前3工作日[元旦、春节]")
	}
	p.eat("↑", "↓")
	if p.eat("[") == "" {
		return Due{}, p.fail("要在方括号里写明是哪些节，如 [元旦、春节、清明、劳动节、端午、中秋、国庆]")
	}
	names, ok := holidayList(p)
	if !ok {
		return Due{}, p.fail("这里要写节日名：元旦、春节、清明、劳动节（五一）、端午、中秋、国庆")
	}
	if p.eat("]") == "" {
		return Due{}, p.fail("节日名之间用“、”隔开，最后以“]”结束")
	}
	return Due{Every: EveryHoliday, Before: before, Holidays: names}, nil
}

// holidayWords are the names as they are written, longer ones first.
var holidayWords = []string{"五一劳动节", "劳动节", "清明节", "端午节", "中秋节", "国庆节", "元旦", "春节", "清明", "劳动", "五一", "端午", "中秋", "国庆", "十一"}

func holidayList(p *phrase) ([]string, bool) {
	var names []string
	for {
		name := p.eat(holidayWords...)
		if name == "" {
			return names, len(names) > 0
		}
		names = append(names, name)
		p.eat("、", "，")
	}
}

// parseEvent takes what eventPhrase matched; a name made of festivals is the
// holiday rule in other words (元旦、春节前10工作日).
func parseEvent(p *phrase, m []string) (Due, error) {
	name, op := m[1], m[2]
	p.i += len([]rune(name))
	if op == "" {
		p.eat("当日")
		return Due{Trigger: name, Add: Span{0, UnitDay}}, checkName(p, name)
	}
	p.eat(op)
	add, ok := p.span()
	if !ok {
		return Due{}, p.fail("“%s”后面要写多久，如 30日、3工作日、2月", op)
	}
	p.eat("内")
	if op == "-" || op == "前" {
		feasts := newPhrase(name)
		if names, ok := holidayList(feasts); ok && feasts.done() {
			return Due{Every: EveryHoliday, Before: add, Holidays: names}, nil
		}
		add.N = -add.N
	}
	return Due{Trigger: name, Add: add}, checkName(p, name)
}

func checkName(p *phrase, name string) error {
	if err := validTrigger(name); err != nil {
		p.i = 0
		return p.fail("%s", err)
	}
	return nil
}
