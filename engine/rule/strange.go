package rule

import (
	"slices"
)

// unknownFacts lists the facts that nothing would read: a misspelt ledger would
// otherwise count as an empty one.
func (e *Edition) unknownFacts(f Facts) (unknown []error) {
	c := e.compiled
	for _, ledger := range strangers(f.Records, func(name string) bool { return c.layouts[name] != nil }) {
		unknown = append(unknown, at(factError("手册里没有台账「%s」%s", ledger, meant(ledger, sortedKeys(c.layouts))), "records", ledger))
	}
	answered := func(key string) bool {
		return c.rules[key] != nil || c.standards[key] != nil || e.isVeto(key) || key == ChosenBand && e.bandsByHand()
	}
	for _, key := range strangers(f.Judged, answered) {
		unknown = append(unknown, at(factError("没有编号为「%s」的规则可以回答%s", key, meant(key, sortedKeys(c.rules))), "judged", key))
	}
	for _, name := range strangers(f.Imports, func(name string) bool { return c.imports[name] }) {
		unknown = append(unknown, at(factError("没有规则引入「%s」%s", name, meant(name, sortedKeys(c.imports))), "imports", name))
	}
	for _, name := range strangers(f.Unit.Attributes, func(name string) bool { return e.Attributes[name] != nil }) {
		unknown = append(unknown, at(factError("没有属性「%s」%s", name, meant(name, sortedKeys(e.Attributes))), "unit", name))
	}
	for _, name := range strangers(f.Unit.Parameters, func(name string) bool { return e.Parameters[name] != nil }) {
		unknown = append(unknown, at(factError("没有参数「%s」%s", name, meant(name, sortedKeys(e.Parameters))), "parameters", name))
	}
	return unknown
}

// strangers lists the keys that are not known, in order.
func strangers[V any](m map[string]V, known func(string) bool) (out []string) {
	for key := range m {
		if !known(key) {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

// unreadable lists the attributes of a unit that are not of their type.
func (e *Edition) unreadable(u UnitFacts) (wrong []error) {
	for _, name := range sortedKeys(e.Attributes) {
		if _, err := e.Attributes[name].Type.Read(u.Attributes[name]); err != nil {
			wrong = append(wrong, at(factError("属性「%s」%v", name, err), "unit", name))
		}
	}
	return wrong
}

func meant(word string, known []string) string {
	if near := Nearest(word, known); near != "" {
		return "，是不是想写「" + near + "」"
	}
	return ""
}

func (e *Edition) isVeto(id string) bool {
	for _, v := range e.Vetoes {
		if v.ID == id {
			return true
		}
	}
	return false
}
