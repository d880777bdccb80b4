package engine

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
)

// Points are hundredths of a point. Scores never pass through a float: 22.5
// points are 2250. The text and JSON form is the shortest decimal, 22.5.
type Points int64

// mostPoints keeps hundredths within what a JSON number holds exactly.
const mostPoints = 1<<53/100 - 1

// ParsePoints reads a decimal with at most two places.
func ParsePoints(text string) (Points, error) {
	sign, rest := Points(1), strings.TrimSpace(text)
	if strings.HasPrefix(rest, "-") {
		sign, rest = -1, rest[1:]
	}
	whole, frac, _ := strings.Cut(rest, ".")
	n, err := strconv.ParseUint(whole, 10, 53)
	hundredths := 0
	for i := range 2 { // an overview reads a hundred thousand: no text is put together
		digit := byte('0')
		if i < len(frac) {
			digit = frac[i]
		}
		if digit < '0' || digit > '9' {
			err = strconv.ErrSyntax
		}
		hundredths = 10*hundredths + int(digit-'0')
	}
	if err != nil || len(frac) > 2 || n > mostPoints {
		return 0, fmt.Errorf("「%s」不是分值：最多两位小数", text)
	}
	return sign * (100*Points(n) + Points(hundredths)), nil
}

// String gives the shortest decimal: 22.5, 3, -0.25.
func (p Points) String() string {
	sign := ""
	if p < 0 {
		sign, p = "-", -p
	}
	whole, frac := strconv.FormatInt(int64(p/100), 10), strconv.FormatInt(int64(p%100), 10)
	switch {
	case p%100 == 0:
		return sign + whole
	case p%10 == 0:
		return sign + whole + "." + frac[:1]
	case p%100 < 10:
		return sign + whole + ".0" + frac
	default:
		return sign + whole + "." + frac
	}
}

// MarshalJSON writes a JSON number.
func (p Points) MarshalJSON() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalJSON reads a JSON number.
func (p *Points) UnmarshalJSON(data []byte) error { return p.UnmarshalText(data) }

// UnmarshalText reads the decimal form.
func (p *Points) UnmarshalText(data []byte) error {
	v, err := ParsePoints(string(data))
	if err != nil {
		return err
	}
	*p = v
	return nil
}

// Value stores hundredths.
func (p Points) Value() (driver.Value, error) { return int64(p), nil }
