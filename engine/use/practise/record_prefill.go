package practise

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// size is a number that the register knows: how many are to come to what.
type size struct{ ledger, column, choice, attribute string }

// sizes lists where a column's number follows from an attribute of the unit. Of
// several that fit, the first counts: the larger meeting decides.
var sizes = []size{
	{"会议", "应到", "党员大会", "党员"},
	{"会议", "应到", "党课", "党员"},
	{"会议", "应到", "主题党日", "党员"},
	{"会议", "应到", "组织生活会", "党员"},
	{"会议", "应到", "民主评议", "党员"},
	{"会议", "应到", "支委会", "支委名单"},
	{"会议", "应到有表决权", "党员大会", "正式党员"},
	{"发展党员", "应到有表决权", "支部大会讨论接收", "正式党员"},
	{"发展党员", "应到有表决权", "支部大会讨论转正", "正式党员"},
	{"换届", "应到有表决权", "选举", "正式党员"},
	{"团会议", "应到", "支部大会", "团员"},
	{"团会议", "应到", "团课", "团员"},
	{"团务", "应缴人数", "团费", "团员"},
	{"工会", "应到", "大会", "工会会员"},
	{"工会", "会员数", "会员", "工会会员"},
}

// Columns that are as they were last time, that name who fills the form, and
// that hold the year.
var (
	carried  = []string{"地点", "主持人", "记录人"}
	writers  = []string{"记录人", "经办人", "填报人"}
	yearsOf  = []string{"所属年度", "年度"}
	deadline = []string{"时限", "期限", "应报日期"} // a day that is agreed, not one that happened
)

// prefill is what a new form may be filled with.
type prefill struct {
	edition *rule.Edition
	ledger  *rule.Ledger
	facts   rule.UnitFacts
	today   calendar.Date
	writer  string          // the name of who fills it
	recent  []engine.Record // the ledger's latest, newest first
	last    map[string]any  // what to carry over; nil: nothing
	wanted  map[string]bool // the columns that the standard and its example use
	undated bool            // today is not a day on which the duty could have been done
	fields  map[string]any
}

// recentRecords is how far back a record of the same kind is looked for.
const recentRecords = 20

// lastLike finds what to carry over: the latest record that does the same duty,
// else the latest of all.
func (f *prefill) lastLike(d *rule.Duty) error {
	if len(f.recent) == 0 {
		return nil
	}
	f.last = f.recent[0].Fields
	if d == nil {
		return nil
	}
	for i := range f.recent {
		yes, err := f.edition.Meets(d.Done.Where, f.ledger.Name, f.recent[i].Fields, f.facts)
		if err != nil {
			return fmt.Errorf("look for the last of the kind: %w", err)
		}
		if yes {
			f.last = f.recent[i].Fields
			return nil
		}
	}
	return nil
}

func (f *prefill) column(id string) *rule.Column {
	for _, c := range f.ledger.Columns {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// set fills a column that is there and empty.
func (f *prefill) set(id string, value any) {
	if f.column(id) != nil && f.fields[id] == nil && value != nil && value != "" {
		f.fields[id] = value
	}
}

// sample takes over the standard's example as a draft of today. Names and
// numbers stay out: they are the example's, not the unit's.
func (f *prefill) sample(x rule.Example) {
	day := calendar.Date(0)
	if text, ok := x.Fields[f.ledger.Day].(string); ok {
		day, _ = calendar.ParseDate(text) // an example's date was checked when the edition loaded
	}
	for _, c := range f.ledger.Columns {
		raw := x.Fields[c.ID]
		switch c.Type.Name {
		case rule.TypePerson, rule.TypePersons, rule.TypeInt, rule.TypeNumber:
		case rule.TypeDate:
			text, _ := raw.(string)
			d, err := calendar.ParseDate(text)
			if err == nil && !day.IsZero() && d <= day { // what comes after has not happened yet
				f.set(c.ID, f.today.AddDays(int(d-day)).String())
			}
		default:
			f.set(c.ID, raw)
		}
	}
}

// known fills what is known: the day, the year, the place and people of last
// time, and the numbers of the register.
func (f *prefill) known() {
	if c := f.column(f.ledger.Day); c != nil && !f.undated && !slices.ContainsFunc(deadline, func(word string) bool { return strings.HasSuffix(c.ID, word) }) {
		f.set(c.ID, dayFor(c.ID, f.today).String())
	}
	for _, id := range yearsOf {
		if c := f.column(id); c != nil && (c.Required || f.wanted[id]) {
			f.set(id, fmt.Sprint(f.today.Year()))
		}
	}
	for _, id := range carried {
		f.set(id, f.last[id])
	}
	for _, id := range writers {
		f.set(id, f.writer)
	}
	for _, s := range sizes {
		if s.ledger == f.ledger.Name && holds(f.ledger, f.fields, s.choice) {
			f.set(s.column, sizeOf(f.facts.Attributes[s.attribute]))
		}
	}
	f.term()
}

// dayFor is what a column about a month or a quarter holds for today.
func dayFor(column string, today calendar.Date) calendar.Date {
	switch {
	case strings.HasSuffix(column, "月份"):
		return calendar.PeriodOf(calendar.KindMonth, today).Start
	case strings.HasSuffix(column, "期末"):
		return calendar.PeriodOf(calendar.KindQuarter, today).End()
	}
	return today
}

// holds says whether the choice is made in any column of the record.
func holds(l *rule.Ledger, fields map[string]any, choice string) bool {
	for _, c := range l.Columns {
		if !slices.Contains(c.Type.Choices, choice) {
			continue
		}
		switch v := fields[c.ID].(type) {
		case string:
			return v == choice
		case []string:
			return slices.Contains(v, choice)
		case []any:
			return slices.Contains(v, any(choice))
		}
	}
	return false
}

// sizeOf gives an attribute as a number: itself, or how many names it lists.
func sizeOf(attribute any) any {
	switch v := attribute.(type) {
	case []any:
		return fmt.Sprint(len(v))
	case []string:
		return fmt.Sprint(len(v))
	case int, int64, float64:
		return fmt.Sprint(v)
	}
	return nil
}

// sizeHint says the numbers of the register beside a column whose choice is not
// made yet: 党员大会12人，支委会3人.
func (f *prefill) sizeHint(column string) string {
	var parts []string
	for _, s := range sizes {
		n := sizeOf(f.facts.Attributes[s.attribute])
		if s.ledger == f.ledger.Name && s.column == column && n != nil && n != "0" {
			parts = append(parts, fmt.Sprintf("%s%s", s.choice, n))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "按花名册：" + strings.Join(parts, "，")
}

// start makes the fields of a new form for a duty, from an example where one was
// chosen.
func (f *prefill) start(d *rule.Duty, trigger *engine.Record, x *rule.Example) error {
	f.fields = map[string]any{}
	if steps := f.ledger.Steps; steps != nil && trigger != nil && trigger.Ledger == f.ledger.Name {
		f.set(steps.Of, steps.Subject(trigger.Fields))
	}
	if x != nil {
		f.sample(*x)
	}
	if err := f.meet(d); err != nil {
		return err
	}
	f.known()
	return nil
}

// meet makes the choices by which the record does the duty.
func (f *prefill) meet(d *rule.Duty) error {
	if d == nil || d.Done == nil || d.Done.Where == nil {
		return nil
	}
	filled, ok, err := f.proposal(d.Done.Where, f.fields)
	if err != nil {
		return fmt.Errorf("make the duty's choices: %w", err)
	}
	if ok {
		f.fields = filled
	}
	return nil
}

// toWrite stands for words that only a person can write.
const toWrite = "…"

// proposal fills what is empty of the fields so that they meet the condition once
// a person has written the words it asks for: those stay empty.
func (f *prefill) proposal(where *rule.Expr, fields map[string]any) (map[string]any, bool, error) {
	base := maps.Clone(fields)
	if base == nil {
		base = map[string]any{}
	}
	var words []string
	for _, name := range f.edition.ColumnsRead(where, f.ledger.Name) {
		c := f.column(name)
		if c == nil || base[name] != nil {
			continue
		}
		switch c.Type.Name {
		case rule.TypeText, rule.TypeLong, rule.TypePerson:
			base[name] = toWrite
			words = append(words, name)
		}
	}
	filled, ok, err := f.edition.Draft(where, f.ledger.Name, base, f.today, f.facts)
	if err != nil || !ok {
		return fields, false, err
	}
	filled = maps.Clone(filled)
	for _, name := range words {
		delete(filled, name)
	}
	return filled, true, nil
}
