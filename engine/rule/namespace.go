package rule

import (
	"fmt"
	"sort"

	"wubiao/engine/calendar"
)

// env is what one evaluation sees: one row (or none), one unit, and for the
// rules above the total the numbers worked out so far.
type env struct {
	row     []Value
	unit    *unitEnv
	extra   map[string]Value
	missing string // the first name that had no value
}

// unitEnv holds a unit's named values.
type unitEnv struct {
	attributes, parameters, imports map[string]Value
}

// ref is what a name stands for.
type ref struct {
	kind   valueKind
	column bool
	unit   bool // an attribute or a parameter
	get    func(*env) Value
}

// layout gives the columns of a ledger, or the fields of a question, their
// places in a row. An open layout learns its columns from the expressions that
// use them: bare scoring tables declare none.
type layout struct {
	ledger string
	day    int // index of the day column, -1: none
	names  []string
	specs  []TypeSpec
	kinds  []valueKind // of the specs
	blank  []Value     // a row with nothing filled in
	index  map[string]int
	open   bool
}

func newLayout(ledger string, open bool) *layout {
	return &layout{ledger: ledger, day: -1, index: map[string]int{}, open: open}
}

func (l *layout) add(name string, spec TypeSpec) int {
	if i, ok := l.index[name]; ok {
		return i
	}
	i := len(l.names)
	l.index[name] = i
	l.names, l.specs = append(l.names, name), append(l.specs, spec)
	l.kinds, l.blank = append(l.kinds, empty), append(l.blank, Value{})
	l.retype(i, spec)
	return i
}

// retype says of what type a column is.
func (l *layout) retype(i int, spec TypeSpec) {
	l.specs[i], l.kinds[i] = spec, spec.kindOf()
	l.blank[i] = l.kinds[i].blank()
}

// namespace resolves the names of one expression.
type namespace struct {
	edition *Edition
	layout  *layout // nil: no row
	vote    *Vote   // what 有效 means
	extra   map[string]valueKind
	imports map[string]bool
}

func (s *namespace) lookup(name string) (ref, bool) {
	if s.vote != nil && name == wordValid {
		return s.validRef(), true
	}
	if s.layout != nil {
		if i, ok := s.layout.index[name]; ok {
			return columnRef(name, i, s.layout.specs[i].kindOf()), true
		}
	}
	if kind, ok := s.extra[name]; ok {
		return ref{kind: kind, get: func(e *env) Value { return e.note(name, e.extra[name]) }}, true
	}
	if a, ok := s.edition.Attributes[name]; ok {
		return ref{kind: a.Type.kindOf(), unit: true, get: func(e *env) Value { return e.note(name, e.unit.attributes[name]) }}, true
	}
	if p, ok := s.edition.Parameters[name]; ok {
		return ref{kind: p.kind(), unit: true, get: func(e *env) Value { return e.note("参数「"+name+"」", e.unit.parameters[name]) }}, true
	}
	if s.imports[name] {
		return ref{kind: anyKind, get: func(e *env) Value { return e.note("引入的「"+name+"」", e.unit.imports[name]) }}, true
	}
	if s.layout != nil && s.layout.open {
		i := s.layout.add(name, TypeSpec{})
		return columnRef(name, i, anyKind), true
	}
	return ref{}, false
}

func columnRef(name string, i int, kind valueKind) ref {
	return ref{kind: kind, column: true, get: func(e *env) Value {
		if i >= len(e.row) {
			return e.note(name, Value{})
		}
		v := e.row[i]
		if v.kind == empty && kind == boolean {
			return boolValue(false)
		}
		return e.note(name, v)
	}}
}

// note remembers the first name without a value, for the sentence that explains
// why there is no evidence.
func (e *env) note(name string, v Value) Value {
	if v.kind == empty && e.missing == "" {
		e.missing = name
	}
	return v
}

// known lists every name the expression could have used, for suggestions.
func (s *namespace) known() []string {
	var out []string
	if s.layout != nil {
		out = append(out, s.layout.names...)
	}
	for n := range s.extra {
		out = append(out, n)
	}
	for n := range s.edition.Attributes {
		out = append(out, n)
	}
	for n := range s.edition.Parameters {
		out = append(out, n)
	}
	for n := range s.imports {
		out = append(out, n)
	}
	sort.Strings(out)
	return out
}

// kind gives the kind of a parameter's values: that of its default or of any of
// its values; a number where it has none yet.
func (p *Parameter) kind() valueKind {
	sample := p.Default
	for _, v := range p.Values {
		if sample == nil {
			sample = v
		}
	}
	if sample == nil {
		return number
	}
	if v := literal(sample.Source); v.kind != empty {
		return v.kind
	}
	return number
}

// literal reads a value written without names: a number, a fraction, a
// percentage, a date, 是 or 否, or else text.
func literal(source string) Value {
	if d, err := calendar.ParseDate(source); err == nil {
		return dateValue(d)
	}
	x := &Expr{Source: source}
	s := &namespace{edition: &Edition{}}
	if problems := s.compile(x, anyKind); len(problems) == 0 {
		return x.prog.eval(&env{unit: &unitEnv{}})
	}
	if source == "" {
		return Value{}
	}
	return Value{kind: text, text: source}
}

// Accepts says whether a company may choose the value: it must be of the kind of
// the edition's own.
func (p *Parameter) Accepts(value string) error {
	if p.Default == nil {
		return nil
	}
	want, got := literal(p.Default.Source), literal(value)
	if want.kind == got.kind {
		return nil
	}
	return fmt.Errorf("要写成手册里 %s 那样的值", p.Default.Source)
}
