package calendar

import (
	"fmt"
	"strings"
	"unicode"
)

// phrase is a cursor over the Chinese form of a due rule. Blanks are dropped
// and full-width signs and digits folded; at remembers where each sign stood,
// so that an error can name the place in what the editor wrote.
type phrase struct {
	text  string
	runes []rune
	at    []int
	i     int
}

var foldedSigns = strings.NewReplacer("／", "/", "［", "[", "【", "[", "］", "]", "】", "]", "＋", "+", "－", "-", "−", "-", ",", "，")

func newPhrase(text string) *phrase {
	p := &phrase{text: text}
	for n, r := range []rune(text) {
		if unicode.IsSpace(r) {
			continue
		}
		if r >= '０' && r <= '９' {
			r = r - '０' + '0'
		}
		p.runes = append(p.runes, []rune(foldedSigns.Replace(string(r)))[0])
		p.at = append(p.at, n+1)
	}
	return p
}

func (p *phrase) done() bool   { return p.i >= len(p.runes) }
func (p *phrase) left() string { return string(p.runes[p.i:]) }

// eat takes the first of the words that stands here, or "".
func (p *phrase) eat(words ...string) string {
	left := p.left()
	for _, w := range words {
		if strings.HasPrefix(left, w) {
			p.i += len([]rune(w))
			return w
		}
	}
	return ""
}

// fail says what is missing at the cursor.
func (p *phrase) fail(format string, args ...any) error {
	msg := fmt.Sprintf(format, args...)
	if p.done() {
		return fmt.Errorf("时限“%s”到结尾还不完整：%s", p.text, msg)
	}
	return fmt.Errorf("时限“%s”从第%d个字“%s”起看不懂：%s", p.text, p.at[p.i], p.left(), msg)
}

// number takes a positive number up to four digits, or a Chinese one below 100.
func (p *phrase) number() (int, bool) {
	start := p.i
	for !p.done() && p.runes[p.i] >= '0' && p.runes[p.i] <= '9' {
		p.i++
	}
	if p.i > start {
		n, ok := digits(string(p.runes[start:p.i]))
		if ok && p.i-start <= 4 {
			return n, true
		}
		p.i = start
		return 0, false
	}
	for !p.done() && strings.ContainsRune("一二两三四五六七八九十", p.runes[p.i]) {
		p.i++
	}
	n, ok := chineseNumber(string(p.runes[start:p.i]))
	if !ok {
		p.i = start
	}
	return n, ok
}

// chineseNumber reads 一 … 九十九.
func chineseNumber(s string) (int, bool) {
	one := func(s string) (int, bool) {
		n := strings.Index("一二三四五六七八九", s)
		if s == "两" {
			return 2, true
		}
		return n/len("一") + 1, n >= 0 && len(s) == len("一")
	}
	tens, units, ten := strings.Cut(s, "十")
	if !ten {
		return one(s)
	}
	n := 10
	if tens != "" {
		t, ok := one(tens)
		if !ok {
			return 0, false
		}
		n = 10 * t
	}
	if units == "" {
		return n, true
	}
	u, ok := one(units)
	return n + u, ok
}

// ordinal takes 首, 第N, 末, 最后一 or 倒数第N, each with or without 个;
// counting from the end is negative.
func (p *phrase) ordinal() (int, bool) {
	start, n, ok := p.i, 0, true
	switch p.eat("首", "末", "最后", "倒数第", "第") {
	case "首":
		n = 1
	case "末":
		n = -1
	case "最后":
		n = -1
		if k, given := p.number(); given && k != 1 {
			ok = false
		}
	case "倒数第":
		n, ok = p.number()
		n = -n
	case "第":
		n, ok = p.number()
	default:
		return 0, false
	}
	if !ok || n == 0 {
		p.i = start
		return 0, false
	}
	p.eat("个")
	return n, true
}

// span takes a number with a unit.
func (p *phrase) span() (Span, bool) {
	start := p.i
	n, ok := p.number()
	if !ok {
		return Span{}, false
	}
	p.eat("个")
	unit := p.eat(UnitWorkday, UnitDay, "天", UnitWeek, UnitMonth, UnitYear)
	if unit == "" {
		p.i = start
		return Span{}, false
	}
	if unit == "天" {
		unit = UnitDay
	}
	return Span{n, unit}, true
}

// weekday takes 周五 or 星期五.
func (p *phrase) weekday() (string, bool) {
	start := p.i
	if p.eat("周", "星期") == "" {
		return "", false
	}
	day := p.eat("一", "二", "三", "四", "五", "六", "日", "天")
	if day == "" {
		p.i = start
		return "", false
	}
	if day == "天" {
		day = "日"
	}
	return "周" + day, true
}

// monthDay takes 10/01, 10-01 or 10月1日 and gives MM-DD.
func (p *phrase) monthDay() (string, bool) {
	start := p.i
	m, ok := p.number()
	if ok && p.eat("/", "-", "月") != "" {
		if d, ok := p.number(); ok {
			p.eat("日", "号")
			if md := fmt.Sprintf("%02d-%02d", m, d); validMonthDay(md) {
				return md, true
			}
		}
	}
	p.i = start
	return "", false
}

// monthNumber takes 12月 and gives 12; 0 when none stands here.
func (p *phrase) monthNumber() int {
	start := p.i
	if m, ok := p.number(); ok && p.eat("月") != "" {
		return m
	}
	p.i = start
	return 0
}
