package selfcheck

import (
	"encoding/json"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// How far back records are read, before the year of the sheet: a window may begin
// in the autumn before; what runs since an earlier day (an ordered procedure, a
// problem not put right) may be years old.
const (
	windowMonths = 3
	deepYears    = 5
)

// facts gathers everything that a unit's period is judged by, as of today.
func (s *SelfCheck) facts(tx port.Tx, e *rule.Edition, unit *engine.Unit, period calendar.Period) (rule.Facts, error) {
	today := s.today(tx)
	day := min(today, period.End())
	known, err := s.Practise.FactsIn(tx, unit, period, day)
	if err != nil {
		return rule.Facts{}, fmt.Errorf("facts of unit %d: %w", unit.ID, err)
	}
	facts := rule.Facts{Unit: known, Period: period, Public: true, Records: map[string][]rule.Record{}}
	if today <= period.End() {
		facts.AsOf = today
	}
	if err := s.records(tx, e, unit.ID, period, &facts); err != nil {
		return facts, err
	}
	facts.Judged, err = answers(tx, e, unit.ID, period)
	return facts, err
}

// records reads the unit's records from where windows may begin to the end of the
// period.
func (s *SelfCheck) records(tx port.Tx, e *rule.Edition, unit engine.UnitID, period calendar.Period, facts *rule.Facts) error {
	year := calendar.PeriodOf(calendar.KindYear, period.End()).Start
	deep, shallow := deepLedgers(e)
	for _, part := range []struct {
		ledgers []string
		from    calendar.Date
	}{{shallow, year.AddMonths(-windowMonths)}, {deep, year.AddMonths(-12 * deepYears)}} {
		var records []engine.Record
		err := tx.List(&records, access.Everything(), port.Query{Where: port.Where{"unit_id": unit, "ledger": part.ledgers},
			AtLeast: port.Where{"day": part.from}, AtMost: port.Where{"day": period.End()}, Order: []string{"day"},
			Columns: []string{"id", "ledger", "day", "fields"}})
		if err != nil {
			return fmt.Errorf("list records: %w", err)
		}
		lacks, err := s.Practise.Lacking(tx, e, facts.Unit, records)
		if err != nil {
			return fmt.Errorf("look for missing files: %w", err)
		}
		for i := range records {
			r := &records[i]
			facts.Records[r.Ledger] = append(facts.Records[r.Ledger], rule.Record{ID: int64(r.ID), Fields: r.Fields, Lacking: lacks[r.ID]})
		}
	}
	return nil
}

// deepLedgers parts the edition's ledgers into those whose records matter for
// years and all others. Private ones are read by nobody here.
func deepLedgers(e *rule.Edition) (deep, shallow []string) {
	long := map[string]bool{}
	for _, st := range e.Standards {
		for _, r := range st.Scoring {
			if r.Since != nil || r.Kind == rule.Late {
				long[r.Of] = true
			}
		}
		for _, d := range st.Duties {
			if d.Event != nil {
				long[d.Event.Of] = true
			}
		}
	}
	for name, l := range e.Ledgers {
		switch {
		case l.Private:
		case long[name] || l.Steps != nil:
			deep = append(deep, name)
		default:
			shallow = append(shallow, name)
		}
	}
	return deep, shallow
}

// answers reads what was answered for the windows of the period, by question and
// window.
func answers(tx port.Tx, e *rule.Edition, unit engine.UnitID, period calendar.Period) (map[string]any, error) {
	periods := []calendar.Period{period}
	for _, kind := range []calendar.Kind{calendar.KindMonth, calendar.KindQuarter, calendar.KindHalf, calendar.KindYear} {
		if kind != period.Kind {
			periods = append(periods, period.Sub(kind)...)
		}
	}
	var given []engine.Answer
	err := tx.List(&given, access.Everything(), port.Query{Where: port.Where{"unit_id": unit, "period": periods}})
	if err != nil {
		return nil, fmt.Errorf("list answers: %w", err)
	}
	out := map[string]any{}
	for _, a := range given {
		var value any
		if err := json.Unmarshal([]byte(a.Value), &value); err != nil {
			return nil, fmt.Errorf("read answer %d: %w", a.ID, err)
		}
		if r := e.Rule(a.Question); r == nil { // a veto is asked for the sheet
			if a.Period == period {
				out[a.Question] = value
			}
			continue
		}
		byWindow, _ := out[a.Question].(map[string]any)
		if byWindow == nil {
			byWindow = map[string]any{}
			out[a.Question] = byWindow
		}
		byWindow[a.Period.String()] = value
	}
	return out, nil
}
