package rule

// Expr is an expression as an editor wrote it, with its place. Compile fills in
// the checked program. Numbers are expressions too: 3, 0.85, 85%, 96/100 or a
// parameter's name.
//
// Allowed are names, literals, comparison, and/or/not (且 或 非), + − × and exact
// /, spans (1月, 3日) added to dates, and the functions of this package. Every
// other node of the syntax tree is refused, so the cost of an expression is
// linear in its length by construction.
type Expr struct {
	Source string
	Pos    Pos
	prog   *program
}

// program is a compiled expression.
type program struct {
	eval    func(*env) Value
	test    func(*env) truth // as a condition
	columns []int            // which columns of the row it reads
	names   []string         // which attributes and parameters of the unit it reads
}

// ReadsUnit says whether the expression names an attribute or a parameter of the
// unit. No expression names none.
func (x *Expr) ReadsUnit() bool { return x != nil && x.prog != nil && len(x.prog.names) > 0 }

// readsRow says whether the expression names a column.
func (x *Expr) readsRow() bool { return x != nil && x.prog != nil && len(x.prog.columns) > 0 }

// in evaluates the expression; an expression that is not there is empty.
func (x *Expr) in(e *env) Value {
	if x == nil || x.prog == nil {
		return Value{}
	}
	return x.prog.eval(e)
}

// holds evaluates a condition. A condition that is not there holds. known is
// false where a value it needs is missing.
func (x *Expr) holds(e *env) (met, known bool) {
	if x == nil {
		return true, true
	}
	if x.prog == nil {
		return false, false
	}
	t := x.prog.test(e)
	return t == yes, t != unknown
}
