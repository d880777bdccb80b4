package rule

import (
	"cmp"
	"fmt"
	"math/big"
	"math/bits"
	"strconv"
	"strings"

	"wubiao/engine"
)

// Rat is an exact fraction. Scores are never computed with floats. The zero
// value has no meaning: a Rat with a zero denominator stands for a number that
// does not exist (a division by zero) or does not fit, and makes everything
// computed from it not exist either.
type Rat struct{ num, den int64 }

// Whole makes a fraction of a whole number.
func Whole(n int64) Rat { return Rat{n, 1} }

// FromPoints gives points as a fraction.
func FromPoints(p engine.Points) Rat { return reduce(int64(p), 100) }

// ParseRat reads a decimal exactly: 0.85 is 17/20.
func ParseRat(text string) (Rat, bool) {
	if n, err := strconv.Atoi(text); err == nil {
		return Whole(int64(n)), true
	}
	text = strings.ReplaceAll(text, "_", "")
	if len(text) == 0 || len(text) > 24 || strings.ContainsAny(text, "/eExXoO") {
		return Rat{}, false
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil { // it held a _
		return Whole(n), true
	}
	if whole, decimals, _ := strings.Cut(text, "."); len(whole)+len(decimals) <= 18 {
		if n, err := strconv.ParseInt(whole+decimals, 10, 64); err == nil && decimals != "" && decimals[0] >= '0' {
			return reduce(n, powersOfTen[len(decimals)]), true
		}
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok || !r.Num().IsInt64() || !r.Denom().IsInt64() {
		return Rat{}, false
	}
	return Rat{r.Num().Int64(), r.Denom().Int64()}, true
}

// powersOfTen holds 10⁰ to 10¹⁸, all that a fraction can hold.
var powersOfTen = [...]int64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18}

// Fraction gives the two integers of the fraction, so that it can be kept exactly;
// the second is 0 where there is no number.
func (r Rat) Fraction() (num, den int64) { return r.num, r.den }

// RatOf makes the fraction that Fraction gave.
func RatOf(num, den int64) Rat {
	if den <= 0 {
		return Rat{}
	}
	return reduce(num, den)
}

// Exists says whether the fraction is a number.
func (r Rat) Exists() bool { return r.den != 0 }

// Sign is -1, 0 or 1.
func (r Rat) Sign() int {
	switch {
	case r.num > 0:
		return 1
	case r.num < 0:
		return -1
	}
	return 0
}

func abs64(n int64) (uint64, bool) {
	if n < 0 {
		return uint64(-n), true
	}
	return uint64(n), false
}

func mul(a, b int64) (int64, bool) {
	ua, na := abs64(a)
	ub, nb := abs64(b)
	hi, lo := bits.Mul64(ua, ub)
	if hi != 0 || lo > 1<<62 {
		return 0, false
	}
	if na != nb {
		return -int64(lo), true
	}
	return int64(lo), true
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	if a < 0 {
		return -a
	}
	return a
}

func reduce(num, den int64) Rat {
	if den == 0 {
		return Rat{}
	}
	if den < 0 {
		num, den = -num, -den
	}
	if g := gcd(num, den); g > 1 {
		num, den = num/g, den/g
	}
	return Rat{num, den}
}

// Add gives r + o.
func (r Rat) Add(o Rat) Rat {
	if !r.Exists() || !o.Exists() {
		return Rat{}
	}
	if r.den == 1 && o.den == 1 {
		s := r.num + o.num
		if (s > r.num) == (o.num > 0) {
			return Rat{s, 1}
		}
		return Rat{}
	}
	a, ok1 := mul(r.num, o.den)
	b, ok2 := mul(o.num, r.den)
	d, ok3 := mul(r.den, o.den)
	if !ok1 || !ok2 || !ok3 {
		return Rat{}
	}
	return reduce(a+b, d)
}

// Neg gives -r.
func (r Rat) Neg() Rat { return Rat{-r.num, r.den} }

// Sub gives r - o.
func (r Rat) Sub(o Rat) Rat { return r.Add(o.Neg()) }

// Mul gives r × o.
func (r Rat) Mul(o Rat) Rat {
	if !r.Exists() || !o.Exists() {
		return Rat{}
	}
	n, ok1 := mul(r.num, o.num)
	d, ok2 := mul(r.den, o.den)
	if !ok1 || !ok2 {
		return Rat{}
	}
	return reduce(n, d)
}

// Div gives r ÷ o; it does not exist when o is zero.
func (r Rat) Div(o Rat) Rat {
	if !o.Exists() || o.num == 0 {
		return Rat{}
	}
	if o.num < 0 {
		return r.Mul(Rat{-o.den, -o.num})
	}
	return r.Mul(Rat{o.den, o.num})
}

// Cmp compares two existing fractions.
func (r Rat) Cmp(o Rat) int {
	if r.den == o.den {
		switch {
		case r.num < o.num:
			return -1
		case r.num > o.num:
			return 1
		}
		return 0
	}
	if r.num < 0 != (o.num < 0) {
		return cmp.Compare(r.Sign(), o.Sign())
	}
	a, negative := abs64(r.num)
	b, _ := abs64(o.num)
	ahi, alo := bits.Mul64(a, uint64(o.den))
	bhi, blo := bits.Mul64(b, uint64(r.den))
	order := cmp.Or(cmp.Compare(ahi, bhi), cmp.Compare(alo, blo))
	if negative {
		return -order
	}
	return order
}

// Less says r < o.
func (r Rat) Less(o Rat) bool { return r.Cmp(o) < 0 }

// Floor gives the greatest whole number not above r.
func (r Rat) Floor() int64 {
	q := r.num / r.den
	if r.num%r.den != 0 && r.num < 0 {
		q--
	}
	return q
}

// Ceil gives the least whole number not below r.
func (r Rat) Ceil() int64 { return -r.Neg().Floor() }

// Round gives r in points, rounded to a multiple of step. half says which way
// an exact half goes: up (away from zero), down (towards zero) or even.
func (r Rat) Round(step engine.Points, half string) engine.Points {
	neg := r.num < 0
	if neg {
		r = r.Neg()
	}
	units := r.Mul(Rat{100, 1}).Div(Whole(int64(step)))
	if !units.Exists() {
		return 0
	}
	n := units.Floor()
	switch units.Sub(Whole(n)).Cmp(Rat{1, 2}) {
	case 1:
		n++
	case 0:
		if half == "up" || half == "even" && n%2 == 1 {
			n++
		}
	}
	if neg {
		n = -n
	}
	return engine.Points(n) * step
}

// Points gives r in hundredths, rounded half away from zero; ok is false when r
// is no number of hundredths.
func (r Rat) Points() (p engine.Points, ok bool) {
	if !r.Exists() {
		return 0, false
	}
	h := r.Mul(Whole(100))
	return r.Round(1, "up"), h.den == 1
}

// String gives a whole number, a short decimal, or a fraction.
func (r Rat) String() string {
	if !r.Exists() {
		return "无"
	}
	if r.den == 1 {
		return strconv.FormatInt(r.num, 10)
	}
	if h := r.Mul(Whole(10000)); h.den == 1 {
		return strings.TrimRight(new(big.Rat).SetFrac64(r.num, r.den).FloatString(4), "0")
	}
	return fmt.Sprintf("%d/%d", r.num, r.den)
}

// MarshalJSON writes a JSON number: exact where it has up to four decimals, else
// rounded to four.
func (r Rat) MarshalJSON() ([]byte, error) {
	if !r.Exists() {
		return []byte("null"), nil
	}
	if r.den == 1 {
		return strconv.AppendInt(nil, r.num, 10), nil
	}
	s := new(big.Rat).SetFrac64(r.num, r.den).FloatString(4)
	return []byte(strings.TrimRight(strings.TrimRight(s, "0"), ".")), nil
}
