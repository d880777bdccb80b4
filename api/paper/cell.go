package paper

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
	"wubiao/engine/table"
)

func fieldOf(c *table.Column, problem string) engine.Field {
	return engine.Field{Name: c.ID, Message: problem}
}

const (
	firstSerial = 10_959    // 1930: a number below it is a year or a count, not a day
	lastSerial  = 2_958_465 // 9999-12-31
	wrongDate   = "日期认不出来，请写成 2026-03-05、2026/3/5 或 2026年3月5日"
)

// written are the ways people write a day.
var written = regexp.MustCompile(`^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ T]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$`)

// date reads a day: the serial number that office programs keep, or a text.
func (b *Book) date(at cell) (any, string) {
	text := narrow(at.text())
	if serial, err := strconv.ParseFloat(clean(at.raw), 64); err == nil && serial >= firstSerial && serial < lastSerial+1 {
		day, err := excelize.ExcelDateToTime(math.Floor(serial), b.base)
		if err != nil {
			return nil, wrongDate
		}
		return day.Format(time.DateOnly), ""
	}
	var y, m, d int
	switch parts := written.FindStringSubmatch(text); {
	case parts != nil:
		y, m, d = atoi(parts[1]), atoi(parts[2]), atoi(parts[3])
	case len(text) == 8 && strings.Trim(text, "0123456789") == "":
		y, m, d = atoi(text[:4]), atoi(text[4:6]), atoi(text[6:])
	default:
		return nil, wrongDate
	}
	day, err := calendar.ParseDate(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
	if err != nil {
		return nil, "没有这一天，请核对年月日"
	}
	return day.String(), ""
}

func atoi(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n
}

// narrow writes full-width digits and signs as narrow ones.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '。':
			return '.'
		case r == '－' || r == '—' || r == '−':
			return '-'
		case r == '\u3000' || r == '\u00a0':
			return ' '
		}
		return r
	}, text)
}

// thousands is a number with its groups apart.
var thousands = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d+)?$`)

// exactDigits is how many digits office programs keep of a number.
const exactDigits = 15

// number reads a number as office programs show it: not 0.28999999999999998.
func number(c *table.Column, at cell) (any, string) {
	text := narrow(clean(at.raw))
	if strings.HasSuffix(narrow(at.shown), "%") {
		return percent(c, text, narrow(at.shown))
	}
	if thousands.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) || strings.ContainsAny(text, "xXpP_") {
		return nil, "应填数字，单位不用写"
	}
	if len(strings.Trim(text, "-.0123456789")) == 0 && len(strings.Trim(text, "-.")) <= exactDigits {
		return plainNumber(c, text)
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', exactDigits, 64), 64)
	if err != nil {
		return nil, "应填数字，单位不用写"
	}
	return plainNumber(c, strconv.FormatFloat(short, 'f', -1, 64))
}

// plainNumber checks a whole number and drops what says nothing.
func plainNumber(c *table.Column, text string) (any, string) {
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	if c.Type.Name == rule.TypeInt && strings.Contains(text, ".") {
		return nil, "应填整数"
	}
	return text, ""
}

// percent takes 0.5% in a column of percents as 0.5, elsewhere as 0.005.
func percent(c *table.Column, raw, shown string) (any, string) {
	f, err := strconv.ParseFloat(raw, 64)
	written, wrong := strconv.ParseFloat(strings.TrimSuffix(shown, "%"), 64)
	asText := err != nil // the sign was typed as text
	switch {
	case asText && wrong != nil:
		return nil, "应填数字，单位不用写"
	case asText:
		f = written / 100
	}
	if strings.ContainsAny(c.Heading(), "%％") {
		f *= 100
	}
	return number(&table.Column{Label: "", Type: c.Type}, cell{raw: strconv.FormatFloat(f, 'f', -1, 64)})
}

// yesNo reads a tick.
func yesNo(text string) (any, string) {
	switch strings.ToLower(narrow(text)) {
	case "是", "有", "对", "已", "√", "✓", "✔", "☑", "1", "true", "y", "yes":
		return "是", ""
	case "否", "无", "没有", "不", "未", "×", "✗", "✘", "x", "0", "false", "n", "no", "-", "/":
		return "否", ""
	}
	return nil, "应填是或否"
}

// choice finds the one of the list that the text means.
func choice(list []string, text string) (any, string) {
	for _, c := range list {
		if plain(c) == plain(text) {
			return c, ""
		}
	}
	return nil, "只能填：" + strings.Join(list, "、")
}

// choices takes several of the list apart.
func choices(list []string, text string) (any, string) {
	if one, problem := choice(list, text); problem == "" {
		return []string{one.(string)}, ""
	}
	var out []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return apart(r) || unicode.IsSpace(r) || r == '/' || r == '+' }) {
		one, problem := choice(list, word)
		if problem != "" {
			return nil, "只能填下面这些，几项之间用顿号隔开：" + strings.Join(list, "、")
		}
		if !slices.Contains(out, one.(string)) {
			out = append(out, one.(string))
		}
	}
	return out, ""
}

// apart says whether the sign stands between two names.
func apart(r rune) bool { return strings.ContainsRune("、，,；;\n\t", r) }

// names takes names apart. A blank stands between two names, or inside one of two
// characters that was spread to the width of three.
func names(text string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(text, apart) {
		part = joinName(part)
		words := []string{part}
		if fields := strings.Fields(part); len(fields) > 1 && !slices.ContainsFunc(fields, func(w string) bool { return !chinese(w) }) {
			words = fields
		}
		for _, w := range words {
			if w != "" && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

var spread = regexp.MustCompile(`(^|\s)(\p{Han})[\s\x{3000}]+(\p{Han})(\s|$)`)

// joinName closes the gap in a name of two characters.
func joinName(text string) string {
	return spread.ReplaceAllString(strings.TrimSpace(text), "$1$2$3$4")
}

// chinese says whether the word is a name of Chinese characters, more than one.
func chinese(word string) bool {
	runes := []rune(word)
	return len(runes) > 1 && !slices.ContainsFunc(runes, func(r rune) bool { return !unicode.Is(unicode.Han, r) && r != '·' })
}
