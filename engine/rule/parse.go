package rule

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"wubiao/engine/calendar"
)

// maxExpression is the longest expression an edition may hold, in characters; a
// rule that needs more is a rule nobody can read.
const maxExpression = 400

// compiler turns one syntax tree into closures over exact values.
type compiler struct {
	*namespace
	expr     *Expr
	text     *normal
	columns  map[int]bool
	names    map[string]bool
	problems []Problem
}

// compile parses and checks an expression that should give the wanted kind.
func (s *namespace) compile(x *Expr, want valueKind) []Problem {
	c := &compiler{namespace: s, expr: x, columns: map[int]bool{}, names: map[string]bool{}}
	if len([]rune(x.Source)) > maxExpression {
		return append(c.problems, Problem{Pos: x.Pos, Message: fmt.Sprintf("表达式太长（最多%d字），请拆成几条规则或一个参数", maxExpression)})
	}
	var err error
	if c.text, err = normalise(x.Source); err != nil {
		return []Problem{{Pos: x.Pos, Message: "表达式「" + x.Source + "」：" + err.Error()}}
	}
	tree, err := parser.Parse(string(c.text.out))
	if err != nil {
		c.parseError(err)
		return c.problems
	}
	if want == boolean {
		c.inferBool(tree.Node)
	}
	x.prog = &program{}
	var kind valueKind
	if want == boolean {
		kind, x.prog.test = c.test(tree.Node)
		x.prog.eval = answered(x.prog.test)
	} else {
		kind, x.prog.eval = c.node(tree.Node)
		x.prog.test = func(e *env) truth { return x.prog.eval(e).asked() }
	}
	if len(c.problems) == 0 && !fits(kind, want) {
		c.fail(tree.Node, "这里要的是%s，写的却是%s", want, kind)
	}
	x.prog.columns = slices.Sorted(maps.Keys(c.columns))
	x.prog.names = sortedKeys(c.names)
	return c.problems
}

// fits says whether a value of the kind may stand where want is asked for.
func fits(kind, want valueKind) bool {
	return kind == want || kind == anyKind || want == anyKind
}

// at gives the place of a character of the rewritten text in the handbook file.
func (c *compiler) at(i int) Pos {
	p := c.expr.Pos
	p.Column += c.text.origin(i)
	return p
}

func (c *compiler) fail(n ast.Node, format string, args ...any) (valueKind, func(*env) Value) {
	c.problems = append(c.problems, Problem{
		Pos:     c.at(n.Location().From),
		Message: "表达式「" + c.expr.Source + "」：" + fmt.Sprintf(format, args...),
	})
	return anyKind, func(*env) Value { return Value{} }
}

func (c *compiler) parseError(err error) {
	p, message := c.expr.Pos, "写法不对"
	var fe *file.Error
	if errors.As(err, &fe) {
		p = c.at(fe.From)
		i := c.text.origin(fe.From)
		source := []rune(c.expr.Source)
		if i < len(source) {
			message = fmt.Sprintf("从「%s」起看不懂", string(source[i:min(i+8, len(source))]))
		} else {
			message = "没有写完"
		}
	}
	c.problems = append(c.problems, Problem{Pos: p, Message: "表达式「" + c.expr.Source + "」：" + message})
}

// node compiles one node of the syntax tree; every kind of node not named here
// is refused.
func (c *compiler) node(n ast.Node) (valueKind, func(*env) Value) {
	switch n := n.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		return c.number(n)
	case *ast.StringNode:
		v := Value{kind: text, text: n.Value}
		if d, err := calendar.ParseDate(n.Value); err == nil {
			return anyKind, constant(dateValue(d))
		}
		return text, constant(v)
	case *ast.BoolNode:
		return boolean, constant(boolValue(n.Value))
	case *ast.IdentifierNode:
		return c.name(n)
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.CallNode:
		return c.call(n)
	}
	return c.fail(n, "不允许这种写法；只能用名称、数字、文字、比较、且、或、非、加减乘除")
}

func constant(v Value) func(*env) Value { return func(*env) Value { return v } }

// number reads the literal from the text: a float would not be exact.
func (c *compiler) number(n ast.Node) (valueKind, func(*env) Value) {
	loc := n.Location()
	written := ""
	if loc.From >= 0 && loc.To <= len(c.text.out) && loc.From < loc.To {
		written = string(c.text.out[loc.From:loc.To])
	}
	r, ok := ParseRat(strings.TrimSpace(written))
	if !ok {
		return c.fail(n, "「%s」不是能精确读出的数", written)
	}
	return number, constant(numberValue(r))
}

func (c *compiler) name(n *ast.IdentifierNode) (valueKind, func(*env) Value) {
	found, ok := c.lookup(n.Value)
	if !ok {
		hint := ""
		if near := Nearest(n.Value, c.known()); near != "" {
			hint = "，是不是想写「" + near + "」"
		}
		return c.fail(n, "不认识「%s」%s", n.Value, hint)
	}
	if found.unit {
		c.names[n.Value] = true
	}
	if found.column {
		// 有效 is worked out from several columns; -1 marks that the row is read.
		i, ok := c.layout.index[n.Value]
		if !ok {
			i = -1
		}
		c.columns[i] = true
	}
	return found.kind, found.get
}

// inferBool makes a column of an undeclared ledger a yes/no where it is used as
// one, so that leaving it empty means 否.
func (c *compiler) inferBool(n ast.Node) {
	id, ok := n.(*ast.IdentifierNode)
	if !ok || c.layout == nil || !c.layout.open {
		return
	}
	if found, ok := c.lookup(id.Value); !ok || !found.column {
		return
	}
	if i, ok := c.layout.index[id.Value]; ok && c.layout.specs[i].Name == "" {
		c.layout.retype(i, TypeSpec{Name: TypeBool})
	}
}

// Nearest gives the known word closest to a misspelt one, or "" when none is
// close.
func Nearest(word string, known []string) string {
	best, bestDistance := "", len([]rune(word))/2+1
	for _, k := range known {
		if d := distance([]rune(word), []rune(k)); d < bestDistance {
			best, bestDistance = k, d
		}
	}
	return best
}

func distance(a, b []rune) int {
	previous := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := range a {
		current := make([]int, len(b)+1)
		current[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			current[j+1] = min(previous[j]+cost, previous[j+1]+1, current[j]+1)
		}
		previous = current
	}
	return previous[len(b)]
}
