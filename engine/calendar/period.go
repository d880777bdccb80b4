package calendar

import (
	"fmt"
	"time"
)

// Kind is the length of a period.
type Kind string

// The kinds of period, shortest first.
const (
	KindDay     Kind = "day"
	KindMonth   Kind = "month"
	KindQuarter Kind = "quarter"
	KindHalf    Kind = "half"
	KindYear    Kind = "year"
)

// Chinese is 日, 月, 季, 半年 or 年; empty for anything else.
func (k Kind) Chinese() string {
	switch k {
	case KindDay:
		return "日"
	case KindMonth:
		return "月"
	case KindQuarter:
		return "季"
	case KindHalf:
		return "半年"
	case KindYear:
		return "年"
	default:
		return ""
	}
}

// Valid reports whether k is one of the five kinds.
func (k Kind) Valid() bool { return k.Chinese() != "" }

// months is the number of months in one period, 0 for a day or an unknown kind.
func (k Kind) months() int {
	switch k {
	case KindMonth:
		return 1
	case KindQuarter:
		return 3
	case KindHalf:
		return 6
	case KindYear:
		return 12
	default:
		return 0
	}
}

// Period is a day, month, quarter, half-year or year. Start is its first day;
// take periods from PeriodOf or ParsePeriod so that it is. Periods are
// comparable; the zero Period is no period.
type Period struct {
	Kind  Kind
	Start Date
}

// PeriodOf is the period of kind k that holds d. An unknown kind or no date
// gives no period.
func PeriodOf(k Kind, d Date) Period {
	if d <= 0 || !k.Valid() {
		return Period{}
	}
	if k == KindDay {
		return Period{KindDay, d}
	}
	y, m, _ := d.civil()
	n := k.months()
	first := (int(m)-1)/n*n + 1
	return Period{k, NewDate(y, time.Month(first), 1)}
}

// IsZero reports whether p is no period.
func (p Period) IsZero() bool { return p.Start == 0 }

// End is the last day of the period.
func (p Period) End() Date {
	n := p.Kind.months()
	if n == 0 || p.IsZero() {
		return p.Start
	}
	y, m, _ := p.Start.civil()
	return NewDate(y, m+time.Month(n), 0)
}

// Next is the following period of the same kind; after the year 9999 no period.
func (p Period) Next() Period { return PeriodOf(p.Kind, p.End().AddDays(1)) }

// Prev is the preceding period of the same kind; before the year 1 no period.
func (p Period) Prev() Period { return PeriodOf(p.Kind, p.Start.AddDays(-1)) }

// Contains reports whether d lies in the period, both ends included.
func (p Period) Contains(d Date) bool { return !p.IsZero() && d >= p.Start && d <= p.End() }

// Sub lists the periods of kind k that end inside p, in order: the months of a
// quarter; of a month that closes a quarter, that one quarter; else none.
func (p Period) Sub(k Kind) []Period {
	var out []Period
	end := p.End()
	for q := PeriodOf(k, p.Start); !q.IsZero() && q.End() <= end; q = q.Next() {
		out = append(out, q)
	}
	return out
}

// Chinese is the form for people: 2026年11月20日, 2026年11月, 2026年第4季度,
// 2026年下半年, 2026年.
func (p Period) Chinese() string {
	if p.IsZero() {
		return ""
	}
	y, m, _ := p.Start.civil()
	switch p.Kind {
	case KindDay:
		return p.Start.ChineseFull()
	case KindMonth:
		return fmt.Sprintf("%d年%d月", y, int(m))
	case KindQuarter:
		return fmt.Sprintf("%d年第%d季度", y, (int(m)+2)/3)
	case KindHalf:
		if m > time.June {
			return fmt.Sprintf("%d年下半年", y)
		}
		return fmt.Sprintf("%d年上半年", y)
	default:
		return fmt.Sprintf("%d年", y)
	}
}
