package rule

// Named are values that rules above the total may speak of: 得分, 基础分, 等级,
// 扣分项数, a group's name.
type Named map[string]Value

// NumberOf makes a value of a number.
func NumberOf(r Rat) Value { return numberValue(r) }

// TextOf makes a value of a word.
func TextOf(s string) Value { return Value{kind: text, text: s} }

// Holds evaluates a condition above the total for the judged unit; nil holds.
// known is false where something it reads has no value.
func (j *Judgement) Holds(x *Expr, names Named) (yes, known bool) {
	return x.holds(&env{unit: j.env, extra: names})
}

// Number evaluates a number above the total for the judged unit.
func (j *Judgement) Number(x *Expr, names Named) (Rat, bool) {
	v := x.in(&env{unit: j.env, extra: names})
	return v.rat, v.kind == number
}

// Attribute gives a unit's attribute as text, for comparing units within a
// category.
func (j *Judgement) Attribute(name string) string { return j.env.attributes[name].String() }
