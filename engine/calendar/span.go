package calendar

import (
	"fmt"
	"strconv"
	"strings"
)

// The units of a Span.
const (
	UnitDay     = "日"
	UnitWorkday = "工作日"
	UnitWeek    = "周"
	UnitMonth   = "月"
	UnitYear    = "年"
)

// maxSpan bounds the number in a Span; more is a slip of the keyboard.
const maxSpan = 9999

// Span is a length of time in one unit: 30日, 3工作日, 1周, -6月, 1年. Calendar
// months are not thirty days, and workdays are counted one by one, so spans of
// different units do not convert. N lies within ±9999.
type Span struct {
	N    int
	Unit string
}

// ParseSpan reads 30日, 3工作日, 1周, -6月, 1年; also 天 for 日, and 个 before
// the unit (6个月). What String writes reads back the same.
func ParseSpan(s string) (Span, error) {
	text, negative := strings.CutPrefix(strings.TrimSpace(s), "-")
	cut := 0
	for cut < len(text) && text[cut] >= '0' && text[cut] <= '9' {
		cut++
	}
	unit := strings.TrimPrefix(text[cut:], "个")
	if unit == "天" {
		unit = UnitDay
	}
	n, ok := digits(text[:min(cut, 5)])
	if !ok || n > maxSpan || !validUnit(unit) {
		return Span{}, fmt.Errorf("时长“%s”无法识别：请写数字（不超过%d）加单位，如 30日、3工作日、1周、6月、1年", s, maxSpan)
	}
	if negative {
		n = -n
	}
	return Span{n, unit}, nil
}

func validUnit(u string) bool {
	switch u {
	case UnitDay, UnitWorkday, UnitWeek, UnitMonth, UnitYear:
		return true
	default:
		return false
	}
}

// IsZero reports whether the span was left out. 0日 is written and not zero.
func (s Span) IsZero() bool { return s == Span{} }

// Valid reports whether the unit is known and N within ±9999.
func (s Span) Valid() bool { return validUnit(s.Unit) && s.N >= -maxSpan && s.N <= maxSpan }

// String is the form that ParseSpan reads; empty for a span left out.
func (s Span) String() string {
	if s.IsZero() {
		return ""
	}
	return strconv.Itoa(s.N) + s.Unit
}

// Chinese is the form for people, without sign: 30日, 3个工作日, 6个月.
func (s Span) Chinese() string {
	if s.IsZero() {
		return ""
	}
	n := strconv.Itoa(max(s.N, -s.N))
	if s.Unit == UnitWorkday || s.Unit == UnitMonth {
		n += "个"
	}
	return n + s.Unit
}

// MarshalText writes String.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what ParseSpan reads; empty text is a span left out.
func (s *Span) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*s = Span{}
		return nil
	}
	got, err := ParseSpan(string(text))
	if err != nil {
		return err
	}
	*s = got
	return nil
}
