package rule

import (
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

func x(source string) *Expr {
	return &Expr{Source: source, Pos: Pos{File: "例.yaml", Line: 1, Column: 1}}
}

func amount(p engine.Points) *Amount { return &Amount{Fixed: p} }

func points(p engine.Points) *engine.Points { return &p }

// ledger makes a ledger with typed columns.
func ledger(day string, columns ...*Column) *Ledger { return &Ledger{Day: day, Columns: columns} }

func column(id, typ string) *Column { return &Column{ID: id, Type: TypeSpec{Name: typ}} }

func choices(id string, words ...string) *Column {
	return &Column{ID: id, Type: TypeSpec{Name: TypeChoice, Choices: words}}
}

// edition makes a small sound edition around standards; every test may change it
// before it is compiled.
func edition(standards ...*Standard) *Edition {
	none := []string{}
	return &Edition{
		Name: "小样", Asks: &none, Effective: calendar.NewDate(2026, 1, 1),
		Attributes: map[string]*Attribute{
			"人数": {Type: TypeSpec{Name: TypeInt}}, "停办": {Type: TypeSpec{Name: TypeBool}},
			"类型": {Type: TypeSpec{Name: TypeChoice, Choices: []string{"单独", "联合"}}},
			"小组": {Type: TypeSpec{Name: TypeList}}, "建立日": {Type: TypeSpec{Name: TypeDate}},
		},
		Parameters: map[string]*Parameter{"应办": {Default: x("4"), Source: "样"}, "未定": {Source: "样"}},
		Ledgers: map[string]*Ledger{"会": ledger("日期", column("日期", TypeDate), choices("类别", "大会", "小会"),
			column("应到", TypeInt), column("实到", TypeInt), column("有稿", TypeBool), column("主讲", TypePerson), column("组别", TypeText))},
		Score: Score{Result: "sum", Floor: Floors{Item: &Floor{}, Group: &Floor{None: true}, Total: &Floor{None: true}},
			Round: Rounding{Line: points(1), Total: points(10), Half: "up"}, Bonus: BonusRule{Into: "total"}},
		Standards: standards,
	}
}

func compileClean(t testing.TB, e *Edition) *Edition {
	t.Helper()
	for _, p := range Compile(e) {
		if !p.Warning {
			t.Fatalf("compile: %s", p)
		}
	}
	return e
}

func workdays(t testing.TB) *calendar.Calendar {
	t.Helper()
	cal, errs := calendar.New(nil)
	for _, err := range errs {
		t.Fatal(err)
	}
	return cal
}

func quarter(t testing.TB, key string) calendar.Period {
	t.Helper()
	p, err := calendar.ParsePeriod(key)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
