package rule

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
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

func isNot(n *ast.UnaryNode) bool { return n.Operator == "not" || n.Operator == "!" }

func isAnd(n *ast.BinaryNode) bool { return n.Operator == "and" || n.Operator == "&&" }

func isLogic(n *ast.BinaryNode) bool { return isAnd(n) || n.Operator == "or" || n.Operator == "||" }

func isComparison(n *ast.BinaryNode) bool {
	return slices.Contains([]string{"==", "!=", "<", "<=", ">", ">="}, n.Operator)
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
