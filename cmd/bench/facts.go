package main

import (
	"fmt"
	"maps"
	"math/rand/v2"

	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// factMaker makes a branch's facts out of what the edition itself shows as
// filled in: the examples of its standards and the records of its cases.
type factMaker struct {
	edition *rule.Edition
	shown   []shownRecord
	judged  map[string]any
	imports map[string]any
}

// shownRecord is a filled form of a ledger.
type shownRecord struct {
	ledger string
	fields map[string]any
}

// newFactMaker gathers the records and answers; those of cases that are meant to
// be refused stay out.
func newFactMaker(e *rule.Edition) (*factMaker, error) {
	m := &factMaker{edition: e, judged: map[string]any{}, imports: map[string]any{}}
	for _, s := range e.Standards {
		for _, x := range s.Examples {
			if x.Of != "" {
				m.shown = append(m.shown, shownRecord{x.Of, x.Fields})
			}
		}
		for _, c := range s.Cases {
			if err := m.learn(c, s); err != nil {
				return nil, fmt.Errorf("%s「%s」：%w", s.Code, c.Name, err)
			}
		}
	}
	if len(m.shown) == 0 {
		return nil, fmt.Errorf("手册里没有填好的范例，造不出事实")
	}
	return m, nil
}

func (m *factMaker) learn(c rule.Case, s *rule.Standard) error {
	if c.Expect["error"] != nil {
		return nil
	}
	facts, err := c.Facts(m.edition, s)
	if err != nil {
		return err
	}
	for _, ledger := range sortedKeys(facts.Records) {
		for _, record := range facts.Records[ledger] {
			m.shown = append(m.shown, shownRecord{ledger, record.Fields})
		}
	}
	maps.Copy(m.judged, facts.Judged)
	maps.Copy(m.imports, facts.Imports)
	return nil
}

// facts gives a branch's facts in a period: so many records, spread over the
// ledgers and the days by the seed, and every question answered.
func (m *factMaker) facts(seed uint64, period calendar.Period, records int) rule.Facts {
	r := rand.New(rand.NewPCG(seed, 1))
	f := rule.Facts{Period: period, Records: map[string][]rule.Record{}, Judged: m.judged, Imports: m.imports,
		Unit: rule.UnitFacts{Day: period.End(), Attributes: m.edition.Typical}}
	days := int(period.End()-period.Start) + 1
	for i := range records {
		x := m.shown[r.IntN(len(m.shown))]
		day := period.Start.AddDays(r.IntN(days))
		f.Records[x.ledger] = append(f.Records[x.ledger], rule.Record{ID: int64(i + 1), Fields: m.moved(x, day)})
	}
	return f
}

// moved shifts all dates of a record as far as its own day has to move.
func (m *factMaker) moved(x shownRecord, day calendar.Date) map[string]any {
	l, fields := m.edition.Ledgers[x.ledger], maps.Clone(x.fields)
	from := dateOf(fields[l.Day])
	if from.IsZero() {
		return fields
	}
	for _, c := range l.Columns {
		if d := dateOf(fields[c.ID]); c.Type.Name == rule.TypeDate && !d.IsZero() {
			fields[c.ID] = d.AddDays(int(day - from)).String()
		}
	}
	return fields
}

// dateOf reads a date that was checked when the edition was loaded; zero: none.
func dateOf(v any) calendar.Date {
	text, ok := v.(string)
	if !ok {
		return 0
	}
	d, err := calendar.ParseDate(text)
	if err != nil {
		return 0
	}
	return d
}
