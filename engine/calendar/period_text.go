package calendar

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// String is the period's key, which sorts within its kind: 2026-11-20, 2026-11,
// 2026Q4, 2026H2, 2026. No period is the empty string.
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}
	y, m, _ := p.Start.civil()
	b := appendDigits(make([]byte, 0, len("2026-11")), y, 4)
	switch p.Kind {
	case KindDay:
		return p.Start.String()
	case KindMonth:
		return string(appendDigits(append(b, '-'), int(m), 2))
	case KindQuarter:
		return string(appendDigits(append(b, 'Q'), (int(m)+2)/3, 1))
	case KindHalf:
		return string(appendDigits(append(b, 'H'), (int(m)+5)/6, 1))
	default:
		return string(b)
	}
}

// ParsePeriod reads a key as String writes it and nothing else.
func ParsePeriod(key string) (Period, error) {
	if p, ok := periodOfKey(key); ok {
		return p, nil
	}
	return Period{}, fmt.Errorf("期间“%s”无法识别：请写成 2026-11-20、2026-11、2026Q4、2026H2 或 2026 的样子", key)
}

func periodOfKey(key string) (Period, bool) {
	if len(key) < 4 {
		return Period{}, false
	}
	year, ok := digits(key[:4])
	if !ok || year < 1 {
		return Period{}, false
	}
	switch rest := key[4:]; {
	case rest == "":
		return Period{KindYear, NewDate(year, time.January, 1)}, true
	case len(rest) == 2 && rest[0] == 'Q' && rest[1] >= '1' && rest[1] <= '4':
		return Period{KindQuarter, NewDate(year, time.Month(rest[1]-'1')*3+1, 1)}, true
	case len(rest) == 2 && rest[0] == 'H' && rest[1] >= '1' && rest[1] <= '2':
		return Period{KindHalf, NewDate(year, time.Month(rest[1]-'1')*6+1, 1)}, true
	case len(rest) == 3 && rest[0] == '-':
		m, ok := digits(rest[1:])
		return Period{KindMonth, NewDate(year, time.Month(m), 1)}, ok && m >= 1 && m <= 12
	default:
		d, err := ParseDate(key)
		return Period{KindDay, d}, err == nil
	}
}

// digits reads a string of ASCII digits only: no sign, no space.
func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}

// MarshalText writes the key.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads a key; empty text is no period.
func (p *Period) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Period{}
		return nil
	}
	got, err := ParsePeriod(string(text))
	if err != nil {
		return err
	}
	*p = got
	return nil
}

// Value stores the key as text, and no period as NULL.
func (p Period) Value() (driver.Value, error) {
	if p.IsZero() {
		return nil, nil
	}
	return p.String(), nil
}

// Scan reads a key or NULL.
func (p *Period) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*p = Period{}
		return nil
	case string:
		return p.UnmarshalText([]byte(v))
	case []byte:
		return p.UnmarshalText(v)
	default:
		return fmt.Errorf("数据库里的期间类型 %T 无法识别：应为文本", src)
	}
}
