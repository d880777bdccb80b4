package rule

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"wubiao/engine/calendar"
)

// truth is the answer of a condition.
type truth uint8

// The answers. Unknown: something it needs has no value.
const (
	unknown truth = iota
	no
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// asked reads a value as the answer of a condition.
func (v Value) asked() truth {
	switch v.kind {
	case empty:
		return unknown
	case number:
		return truthOf(v.rat.Sign() != 0)
	}
	return truthOf(v.truth())
}

// answered makes a value of a condition.
func answered(test func(*env) truth) func(*env) Value {
	return func(e *env) Value {
		t := test(e)
		if t == unknown {
			return Value{}
		}
		return boolValue(t == yes)
	}
}

// test compiles a node that is used as a condition. Values are large, and a
// judgement asks thousands of conditions: their answers take one byte.
func (c *compiler) test(n ast.Node) (valueKind, func(*env) truth) {
	switch n := n.(type) {
	case *ast.UnaryNode:
		if isNot(n) {
			return c.not(n)
		}
	case *ast.BinaryNode:
		switch {
		case isLogic(n):
			return c.logic(n)
		case isComparison(n):
			return c.comparison(n)
		}
	}
	kind, eval := c.node(n)
	return kind, func(e *env) truth { return eval(e).asked() }
}

func isNot(n *ast.UnaryNode) bool    { return n.Operator == "not" || n.Operator == "!" }
func isAnd(n *ast.BinaryNode) bool   { return n.Operator == "and" || n.Operator == "&&" }
func isLogic(n *ast.BinaryNode) bool { return isAnd(n) || n.Operator == "or" || n.Operator == "||" }
func isComparison(n *ast.BinaryNode) bool {
	return slices.Contains([]string{"==", "!=", "<", "<=", ">", ">="}, n.Operator)
}

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

func (c *compiler) not(n *ast.UnaryNode) (valueKind, func(*env) truth) {
	c.inferBool(n.Node)
	kind, operand := c.test(n.Node)
	if !fits(kind, boolean) {
		return c.refuse(n, "「非」后面要的是是/否，写的却是%s", kind)
	}
	return boolean, func(e *env) truth {
		switch operand(e) {
		case yes:
			return no
		case no:
			return yes
		}
		return unknown
	}
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

// refuse is fail for a condition.
func (c *compiler) refuse(n ast.Node, format string, args ...any) (valueKind, func(*env) truth) {
	kind, _ := c.fail(n, format, args...)
	return kind, func(*env) truth { return unknown }
}

// logic decides as soon as one side settles it; a side without a value leaves
// the answer open only when the other side does not settle it.
func (c *compiler) logic(n *ast.BinaryNode) (valueKind, func(*env) truth) {
	c.inferBool(n.Left)
	c.inferBool(n.Right)
	lk, left := c.test(n.Left)
	rk, right := c.test(n.Right)
	if !fits(lk, boolean) || !fits(rk, boolean) {
		return c.refuse(n, "「且」「或」两边都要是是/否，写的却是%s和%s", lk, rk)
	}
	settles, otherwise := yes, no
	if isAnd(n) {
		settles, otherwise = no, yes
	}
	return boolean, func(e *env) truth {
		before := e.missing
		l := left(e)
		if l == settles {
			return l
		}
		r := right(e)
		if r == settles {
			e.missing = before
			return r
		}
		if l == unknown || r == unknown {
			return unknown
		}
		return otherwise
	}
}

func (c *compiler) comparison(n *ast.BinaryNode) (valueKind, func(*env) truth) {
	lk, left := c.node(n.Left)
	rk, right := c.node(n.Right)
	if !fits(lk, rk) && !(lk == list && rk == text) {
		return c.refuse(n, "不能拿%s和%s比", lk, rk)
	}
	ordered := n.Operator != "==" && n.Operator != "!="
	if ordered && (lk == text || lk == boolean || lk == list || rk == text || rk == boolean || rk == list) {
		if lk != text && lk != boolean && lk != list {
			lk = rk
		}
		return c.refuse(n, "%s只能比是否相同，不能比大小", lk)
	}
	c.knownChoice(n.Left, n.Right)
	c.knownChoice(n.Right, n.Left)
	op := n.Operator
	return boolean, c.columnIs(n, rk, func(e *env) truth {
		l, r := left(e), right(e)
		if l.kind == empty || r.kind == empty {
			return unknown
		}
		if l.kind == list && r.kind == text { // one of several
			return truthOf(contains(l.names(), r.text) == (op == "=="))
		}
		if l.kind != r.kind {
			return truthOf(op == "!=")
		}
		return truthOf(compare(op, l, r))
	})
}

// columnIs short-cuts the commonest condition, a column compared with a word
// (类别 == "支委会"); what is not filled in, or no text, takes the long way.
func (c *compiler) columnIs(n *ast.BinaryNode, word valueKind, general func(*env) truth) func(*env) truth {
	name, ok1 := n.Left.(*ast.IdentifierNode)
	s, ok2 := n.Right.(*ast.StringNode)
	if !ok1 || !ok2 || word != text || c.layout == nil {
		return general
	}
	i, ok := c.layout.index[name.Value]
	if !ok || name.Value == wordValid {
		return general
	}
	want, equal := s.Value, n.Operator == "=="
	return func(e *env) truth {
		if i < len(e.row) && e.row[i].kind == text {
			return truthOf((e.row[i].text == want) == equal)
		}
		return general(e)
	}
}

// knownChoice refuses a comparison of a closed list with a word it does not
// hold: it could never be true.
func (c *compiler) knownChoice(name, word ast.Node) {
	id, ok1 := name.(*ast.IdentifierNode)
	s, ok2 := word.(*ast.StringNode)
	if !ok1 || !ok2 {
		return
	}
	var choices []string
	if a, ok := c.edition.Attributes[id.Value]; ok {
		choices = a.Type.Choices
	}
	if c.layout != nil {
		if i, ok := c.layout.index[id.Value]; ok {
			choices = c.layout.specs[i].Choices
		}
	}
	if len(choices) > 0 && !contains(choices, s.Value) {
		c.fail(word, "「%s」没有「%s」这一种，只有%s", id.Value, s.Value, strings.Join(choices, "、"))
	}
}

func compare(op string, l, r Value) bool {
	order, equal := 0, false
	switch l.kind {
	case number:
		order = l.rat.Cmp(r.rat)
		equal = order == 0
	case date:
		order = int(l.day - r.day)
		equal = order == 0
	case boolean:
		equal = l.truth() == r.truth()
	case list:
		equal = strings.Join(l.names(), "、") == strings.Join(r.names(), "、")
	default:
		equal = l.text == r.text
	}
	switch op {
	case "==":
		return equal
	case "!=":
		return !equal
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order >= 0
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
