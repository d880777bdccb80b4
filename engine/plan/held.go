package plan

import (
	"maps"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/rule"
)

// How a ledger answers a column of an order.
const (
	takeCount = "条数"
	takeSum   = "合计"
	takeLast  = "最近一条"
)

// Held is what a ledger holds already: how many records, what a column of numbers
// adds up to, or what the last record says in a column.
type Held struct {
	Text   string // as people choose it: 会议：条数（类别是支委会）
	Ledger string
	Column string // empty: the records themselves are counted
	Value  string // only records that have this value in the column are counted
	Take   string
	Kind   string // of the answer, a word of engine.OrderKinds
}

// HeldIn lists what the ledger can answer. A private ledger answers nothing.
func HeldIn(l *rule.Ledger) []Held {
	if l == nil || l.Private || len(l.Columns) == 0 {
		return nil
	}
	out := []Held{{Text: l.Name + "：" + takeCount, Ledger: l.Name, Take: takeCount, Kind: "数字"}}
	for _, c := range l.Columns {
		label := columnLabel(c)
		add := func(text, value, take, kind string) {
			out = append(out, Held{Text: l.Name + "：" + text, Ledger: l.Name, Column: c.ID, Value: value, Take: take, Kind: kind})
		}
		switch c.Type.Name {
		case rule.TypeChoice, rule.TypeChoices:
			for _, choice := range c.Type.Choices {
				add(takeCount+"（"+label+"是"+choice+"）", choice, takeCount, "数字")
			}
		case rule.TypeBool:
			add(takeCount+"（"+label+"）", "是", takeCount, "数字")
		case rule.TypeInt, rule.TypeNumber:
			add(label+takeSum, "", takeSum, "数字")
			add(takeLast+"的"+label, "", takeLast, "数字")
		case rule.TypeDate:
			add(takeLast+"的"+label, "", takeLast, "日期")
		default:
			add(takeLast+"的"+label, "", takeLast, "文字")
		}
	}
	return out
}

func columnLabel(c *rule.Column) string {
	if c.Label != "" {
		return c.Label
	}
	return c.ID
}

// EveryHeld lists what all ledgers of the edition can answer, by ledger.
func EveryHeld(e *rule.Edition) []Held {
	var out []Held
	for _, name := range slices.Sorted(maps.Keys(e.Ledgers)) {
		out = append(out, HeldIn(e.Ledgers[name])...)
	}
	return out
}

// ParseHeld reads what somebody chose; ok is false where no ledger answers it.
func ParseHeld(e *rule.Edition, text string) (Held, bool) {
	text = strings.TrimSpace(text)
	name, _, _ := strings.Cut(text, "：")
	for _, h := range HeldIn(e.Ledgers[name]) {
		if h.Text == text {
			return h, true
		}
	}
	return Held{}, false
}

// suggestions is how many ledgers' answers are proposed for one question.
const suggestions = 3

// Suggest finds what ledgers hold already of what a question asks, the likeliest
// first: its words are those of a ledger, of a column or of a choice.
func Suggest(all []Held, question string) []Held {
	type scored struct {
		held  Held
		score int
	}
	var found []scored
	asksHowMany := strings.ContainsAny(question, "几数次量多少") || strings.Contains(question, "人次")
	for _, h := range all {
		score := shared(h.Ledger, question)
		for _, part := range []struct {
			word  string
			worth int
		}{{h.Ledger, 4}, {h.Value, 4}, {h.Column, 3}} {
			if len([]rune(part.word)) > 1 && strings.Contains(question, part.word) {
				score += part.worth + len([]rune(part.word))
			}
		}
		if score == 0 {
			continue
		}
		switch counts := h.Take == takeCount; {
		case counts && h.Column != "" && !strings.Contains(question, h.Value):
			continue // a choice that was not meant
		case counts == asksHowMany:
			score += 2
		case asksHowMany && h.Take == takeLast:
			score -= 4
		}
		found = append(found, scored{h, score})
	}
	slices.SortStableFunc(found, func(a, b scored) int { return b.score - a.score })
	var out []Held
	for _, f := range found[:min(len(found), suggestions)] {
		out = append(out, f.held)
	}
	return out
}

// shared counts twice the pairs of characters that a ledger's name, not found whole,
// has in common with the question: 走访慰问 and 关怀慰问.
func shared(name, question string) int {
	if strings.Contains(question, name) {
		return 0
	}
	n, runes := 0, []rune(name)
	for i := range len(runes) - 1 {
		if strings.Contains(question, string(runes[i:i+2])) {
			n += 2
		}
	}
	return n
}

// Answer gives what the records of a unit's ledger, in the order of their days,
// answer; empty where they answer nothing. A count of nothing is 0.
func (h Held) Answer(e *rule.Edition, records []engine.Record) string {
	count, sum, last := int64(0), rule.Whole(0), ""
	for i := range records {
		r := &records[i]
		if r.Ledger != h.Ledger {
			continue
		}
		text := e.FieldText(r.Ledger, h.Column, r.Fields[h.Column])
		if h.Column == "" || slices.Contains(strings.Split(text, "、"), h.Value) {
			count++
		}
		if n, ok := rule.ParseRat(text); ok {
			sum = sum.Add(n)
		}
		if text != "" {
			last = text
		}
	}
	switch h.Take {
	case takeCount:
		return rule.Whole(count).String()
	case takeSum:
		return sum.String()
	}
	return last
}

// OrderType is the type of what a column of an order takes.
func OrderType(c engine.OrderColumn) rule.TypeSpec {
	switch c.Kind {
	case "数字":
		return rule.TypeSpec{Name: rule.TypeNumber}
	case "日期":
		return rule.TypeSpec{Name: rule.TypeDate}
	case "是否": // a tick left out would say no without anybody saying it
		return rule.TypeSpec{Name: rule.TypeChoice, Choices: []string{"是", "否"}}
	case "选项":
		return rule.TypeSpec{Name: rule.TypeChoice, Choices: c.Choices}
	}
	return rule.TypeSpec{Name: rule.TypeText}
}
