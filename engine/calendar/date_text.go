package calendar

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// String is the form 2026-11-20, or the empty string for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	y, m, day := d.civil()
	b := make([]byte, 0, len(time.DateOnly))
	b = append(appendDigits(b, y, 4), '-')
	b = append(appendDigits(b, int(m), 2), '-')
	return string(appendDigits(b, day, 2))
}

// appendDigits writes a number with leading zeros. Every row that is stored holds
// some dates, and package fmt took longer than all else about them.
func appendDigits(b []byte, n, width int) []byte {
	for unit := pow10(width - 1); unit > 0; unit /= 10 {
		b = append(b, byte('0'+n/unit%10))
	}
	return b
}

func pow10(n int) int {
	unit := 1
	for range n {
		unit *= 10
	}
	return unit
}

// Chinese is the short form for people: 11月20日（周五）; empty for no date.
func (d Date) Chinese() string {
	if d == 0 {
		return ""
	}
	_, m, day := d.civil()
	return fmt.Sprintf("%d月%d日（%s）", int(m), day, weekdayNames[d.Weekday()])
}

// ChineseFull is the form for papers: 2026年11月20日; empty for no date.
func (d Date) ChineseFull() string {
	if d == 0 {
		return ""
	}
	y, m, day := d.civil()
	return fmt.Sprintf("%d年%d月%d日", y, int(m), day)
}

// MarshalText writes String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes; empty text is no date.
func (d *Date) UnmarshalText(text []byte) error { return d.read(string(text)) }

func (d *Date) read(text string) error {
	if text == "" {
		*d = 0
		return nil
	}
	got, err := ParseDate(text)
	if err != nil {
		return err
	}
	*d = got
	return nil
}

// Value stores the day as text, and no date as NULL.
func (d Date) Value() (driver.Value, error) {
	if d == 0 {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads text, a time (its own day, in its own zone) or NULL.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = 0
		return nil
	case string:
		return d.read(v)
	case []byte:
		return d.UnmarshalText(v)
	case time.Time:
		*d = DateOf(v, v.Location())
		return nil
	default:
		return fmt.Errorf("数据库里的日期类型 %T 无法识别：应为文本", src)
	}
}
