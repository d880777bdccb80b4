package rule

import (
	"github.com/expr-lang/expr/ast"

	"wubiao/engine/calendar"
)

func (c *compiler) unary(n *ast.UnaryNode) (valueKind, func(*env) Value) {
	if isNot(n) {
		kind, test := c.not(n)
		return kind, answered(test)
	}
	kind, operand := c.node(n.Node)
	switch n.Operator {
	case "-":
		if !fits(kind, number) {
			return c.fail(n, "负号后面要的是数字，写的却是%s", kind)
		}
		return number, func(e *env) Value {
			v := operand(e)
			if v.kind != number {
				return Value{}
			}
			return numberValue(v.rat.Neg())
		}
	case "+":
		return kind, operand
	}
	return c.fail(n, "不允许「%s」", n.Operator)
}

func (c *compiler) binary(n *ast.BinaryNode) (valueKind, func(*env) Value) {
	if isLogic(n) || isComparison(n) {
		kind, test := c.test(n)
		return kind, answered(test)
	}
	lk, left := c.node(n.Left)
	rk, right := c.node(n.Right)
	switch n.Operator {
	case "+", "-", "*", "/":
		return c.arithmetic(n, lk, rk, left, right)
	}
	return c.fail(n, "不允许「%s」；只能用比较、且、或、非、加减乘除", n.Operator)
}

func (c *compiler) arithmetic(n *ast.BinaryNode, lk, rk valueKind, left, right func(*env) Value) (valueKind, func(*env) Value) {
	if (lk == date || lk == anyKind) && rk == span && (n.Operator == "+" || n.Operator == "-") {
		return date, addSpan(n.Operator == "-", left, right)
	}
	if !fits(lk, number) || !fits(rk, number) {
		return c.fail(n, "「%s」两边要都是数字（或日期加减时长），写的却是%s和%s", n.Operator, lk, rk)
	}
	op := n.Operator
	return number, func(e *env) Value {
		l, r := left(e), right(e)
		if l.kind != number || r.kind != number {
			return Value{}
		}
		out := Rat{}
		switch op {
		case "+":
			out = l.rat.Add(r.rat)
		case "-":
			out = l.rat.Sub(r.rat)
		case "*":
			out = l.rat.Mul(r.rat)
		case "/":
			out = l.rat.Div(r.rat)
		}
		if !out.Exists() && e.missing == "" {
			e.missing = "除数为0或数太大的算式"
		}
		return numberValue(out)
	}
}

// addSpan adds a span to a date: months clamp to the end of the month.
func addSpan(minus bool, left, right func(*env) Value) func(*env) Value {
	return func(e *env) Value {
		d, s := left(e), right(e)
		if d.kind != date || s.kind != span {
			return Value{}
		}
		sp, err := calendar.ParseSpan(s.text)
		if err != nil {
			return Value{}
		}
		if minus {
			sp.N = -sp.N
		}
		out := dateValue(plainAdd(d.day, sp))
		// A clock that goes on by months counts them from d, not from the clamped
		// day: the value remembers both.
		switch sp.Unit {
		case calendar.UnitMonth:
			out.rat = Rat{int64(d.day), int64(sp.N)}
		case calendar.UnitYear:
			out.rat = Rat{int64(d.day), int64(12 * sp.N)}
		}
		return out
	}
}

// plainAdd adds a span that needs no calendar; working days are refused when an
// expression is compiled.
func plainAdd(d calendar.Date, s calendar.Span) calendar.Date {
	switch s.Unit {
	case calendar.UnitMonth:
		return d.AddMonths(s.N)
	case calendar.UnitYear:
		return d.AddMonths(12 * s.N)
	case calendar.UnitWeek:
		return d.AddDays(7 * s.N)
	}
	return d.AddDays(s.N)
}
