package rule

import (
	"github.com/expr-lang/expr/ast"

	"wubiao/engine/calendar"
)

// The functions an edition may call. Each is total and takes constant time.
//
//	空(x)        whether a column was left empty
//	填了(x)      the opposite
//	天数(a, b)   days from a to b
//	月数(a, b)   whole months from a to b, month ends clamped
//	个数(名单)    how many names a list holds
//	缺项(列, …)   how many of the columns were left empty
//	较大(a, b), 较小(a, b)
func (c *compiler) call(n *ast.CallNode) (valueKind, func(*env) Value) {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return c.fail(n, "不允许这种调用")
	}
	if callee.Value == "时长" {
		return c.spanLiteral(n)
	}
	kinds, args := make([]valueKind, len(n.Arguments)), make([]func(*env) Value, len(n.Arguments))
	for i, a := range n.Arguments {
		kinds[i], args[i] = c.node(a)
	}
	switch callee.Value {
	case "空", "填了":
		if len(args) != 1 {
			return c.fail(n, "%s(列) 只要一个名称", callee.Value)
		}
		want := callee.Value == "空"
		return boolean, func(e *env) Value {
			before := e.missing
			v := args[0](e)
			e.missing = before
			return boolValue((v.kind == empty) == want)
		}
	case "缺项":
		return c.missing(n, args)
	case "个数":
		if len(args) != 1 || !fits(kinds[0], list) {
			return c.fail(n, "个数(名单) 要一个名单")
		}
		return number, func(e *env) Value { return numberValue(Whole(int64(len(args[0](e).names())))) }
	case "天数", "月数":
		return c.between(n, callee.Value, kinds, args)
	case "较大", "较小":
		return c.extreme(n, callee.Value == "较大", kinds, args)
	}
	return c.fail(n, "没有「%s」这个函数；可用：空、填了、缺项、天数、月数、个数、较大、较小", callee.Value)
}

// missing counts empty columns, so that one rule can judge how complete a record
// is.
func (c *compiler) missing(n ast.Node, args []func(*env) Value) (valueKind, func(*env) Value) {
	if len(args) == 0 {
		return c.fail(n, "缺项(列, …) 至少要一列")
	}
	return number, func(e *env) Value {
		before, count := e.missing, int64(0)
		for _, a := range args {
			if a(e).kind == empty {
				count++
			}
		}
		e.missing = before
		return numberValue(Whole(count))
	}
}

func (c *compiler) spanLiteral(n *ast.CallNode) (valueKind, func(*env) Value) {
	if len(n.Arguments) != 1 {
		return c.fail(n, "时长写作 1月、3日、1年")
	}
	s, ok := n.Arguments[0].(*ast.StringNode)
	if !ok {
		return c.fail(n, "时长写作 1月、3日、1年")
	}
	parsed, err := calendar.ParseSpan(s.Value)
	if err != nil {
		return c.fail(n, "%v", err)
	}
	if parsed.Unit == calendar.UnitWorkday {
		return c.fail(n, "表达式里不能按工作日推算，请用 due 写期限")
	}
	return span, constant(Value{kind: span, text: s.Value})
}

func (c *compiler) between(n ast.Node, name string, kinds []valueKind, args []func(*env) Value) (valueKind, func(*env) Value) {
	if len(args) != 2 || !fits(kinds[0], date) || !fits(kinds[1], date) {
		return c.fail(n, "%s(起, 止) 要两个日期", name)
	}
	return number, func(e *env) Value {
		a, b := args[0](e), args[1](e)
		if a.kind != date || b.kind != date {
			return Value{}
		}
		if name == "天数" {
			return numberValue(Whole(int64(b.day - a.day)))
		}
		return numberValue(Whole(wholeMonths(a.day, b.day)))
	}
}

// wholeMonths counts whole months from a to b; negative when b is earlier.
func wholeMonths(a, b calendar.Date) int64 {
	if b < a {
		return -wholeMonths(b, a)
	}
	n := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	if a.AddMonths(n) > b {
		n--
	}
	return int64(n)
}

func (c *compiler) extreme(n ast.Node, greater bool, kinds []valueKind, args []func(*env) Value) (valueKind, func(*env) Value) {
	if len(args) != 2 || !fits(kinds[0], number) || !fits(kinds[1], number) {
		return c.fail(n, "较大、较小要两个数字")
	}
	return number, func(e *env) Value {
		a, b := args[0](e), args[1](e)
		if a.kind != number || b.kind != number {
			return Value{}
		}
		if (a.rat.Cmp(b.rat) > 0) == greater {
			return a
		}
		return b
	}
}
