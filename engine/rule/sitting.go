package rule

import (
	"errors"
	"strconv"

	"wubiao/engine/calendar"
)

// Sitting judges the facts of one unit, for their period and for earlier ones:
// the records are read once. Rise when done.
type Sitting struct {
	edition  *Edition
	facts    Facts
	calendar *calendar.Calendar
	unit     *unitEnv
	read     map[string]*ledgerRows
	desk     *desk
	days     *dueDays
}

// Sit takes the facts in. Where one is not known to the edition, or an attribute
// of the unit is not of its type, it returns an *engine.Error for each, joined.
func Sit(e *Edition, facts Facts, cal *calendar.Calendar) (*Sitting, error) {
	unit, err := e.unitEnv(facts.Unit)
	if unknown := e.unknownFacts(facts); err != nil || len(unknown) > 0 {
		return nil, errors.Join(append(unknown, e.unreadable(facts.Unit)...)...)
	}
	unit.imports = make(map[string]Value, len(facts.Imports))
	for name, raw := range facts.Imports {
		unit.imports[name] = readAny(raw)
	}
	return &Sitting{edition: e, facts: facts, calendar: cal, unit: unit, read: make(map[string]*ledgerRows, len(facts.Records)),
		days: e.compiled.daysUnder(cal), desk: e.compiled.borrowDesk()}, nil
}

// Rise ends the sitting. What it found stays.
func (s *Sitting) Rise() { s.edition.compiled.desks.Put(s.desk) }

// Judge finds what every rule gives, purely: the same edition, facts and
// calendar give the same findings. Where a record is of the wrong type or an
// answer outside what its rule allows, it returns an *engine.Error for each,
// joined.
func (s *Sitting) Judge() (*Judgement, error) {
	return s.judge(s.facts.Period, s.facts.AsOf, nil)
}

// JudgeBonus judges an earlier period for the bonus it gave. Where bonus goes into
// the total, only the standards that may give bonus, and those that share a pool
// with them, are judged, and all others count as not on the sheet; elsewhere the
// other items decide how much counts.
func (s *Sitting) JudgeBonus(p calendar.Period) (*Judgement, error) {
	if s.edition.Score.Bonus.Into == "total" {
		return s.judge(p, 0, s.edition.compiled.bonus)
	}
	return s.judge(p, 0, nil)
}

// rows reads a ledger's records once per sitting, or tells of every record that
// cannot be read. What follows from the order of steps depends on the day of the
// judgement and is worked out for each.
func (j *judging) rows(ledger string) ([]row, error) {
	done, ok := j.read[ledger]
	if !ok {
		done = j.readLedger(ledger)
	}
	on := progress{j.asOf, j.closed, j.facts.Unit.Start}
	if st := j.edition.Ledgers[ledger].Steps; st != nil && done.wrong == nil && done.derived != on {
		st.derive(j.edition.compiled.layouts[ledger], done.rows, on, j.calendar)
		done.derived = on
	}
	return done.rows, done.wrong
}

// ledgerRows are a ledger's records as rows, or why they cannot be read.
type ledgerRows struct {
	rows    []row
	wrong   error
	derived progress // for which the columns of its steps hold
}

func (s *Sitting) readLedger(ledger string) *ledgerRows {
	l, records := s.edition.compiled.layouts[ledger], s.facts.Records[ledger]
	cells, out := s.desk.place(len(records)*len(l.names), len(records))
	var wrong []error
	for i, rec := range records {
		values := cells[i*len(l.names):][:len(l.names):len(l.names)]
		if found, ok := l.readInto(values, rec.Fields); !ok || found < len(rec.Fields) && !l.open {
			for _, w := range l.wrong(rec.Fields) {
				wrong = append(wrong, at(factError("台账「%s」第%d条：%s", ledger, i+1, w.message), "records", ledger, strconv.Itoa(i), w.name))
			}
			continue
		}
		r := row{values: values, id: rec.ID, quantity: Whole(1)}
		if r.id == 0 {
			r.id = int64(i + 1)
		}
		if l.day >= 0 {
			r.day = values[l.day].day
		}
		out = append(out, r)
	}
	done := &ledgerRows{rows: out, wrong: errors.Join(wrong...)}
	s.read[ledger] = done
	return done
}
