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
	return fmt.Sprintf("%04d-%02d-%02d", y, int(m), day)
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
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	got, err := ParseDate(string(text))
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
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	case time.Time:
		*d = DateOf(v, v.Location())
		return nil
	default:
		return fmt.Errorf("数据库里的日期类型 %T 无法识别：应为文本", src)
	}
}
