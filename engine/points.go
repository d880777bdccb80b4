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

// ParsePoints reads a decimal with at most two places.
func ParsePoints(text string) (Points, error) {
	sign, rest := Points(1), strings.TrimSpace(text)
	if strings.HasPrefix(rest, "-") {
		sign, rest = -1, rest[1:]
	}
	whole, frac, _ := strings.Cut(rest, ".")
	if len(frac) > 2 || whole == "" {
		return 0, fmt.Errorf("「%s」不是分值：最多两位小数", text)
	}
	n, err := strconv.ParseUint(whole+(frac + "00")[:2], 10, 53)
	if err != nil {
		return 0, fmt.Errorf("「%s」不是分值：最多两位小数", text)
	}
	return sign * Points(n), nil
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
