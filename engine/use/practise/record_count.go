package practise

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/standard"
)

// Counted is one duty that a record counts for.
type Counted struct {
	Task     engine.TaskID `json:"task"`
	Code     string        `json:"code"` // the standard
	Standard string        `json:"standard"`
	Title    string        `json:"title"` // the duty
	About    string        `json:"about"` // the period the task is about, in words
	Done     bool          `json:"done"`
	Now      bool          `json:"now"`      // done by the very last saving of the record
	Reopened bool          `json:"reopened"` // open again, because the record no longer fulfils it
	Have     int64         `json:"have"`
	Need     int64         `json:"need"` // how many records the duty wants; Have of them are there
}

// More is how many records are still wanted.
func (c Counted) More() int64 { return max(0, c.Need-c.Have) }

func counted(s *rule.Standard, d *rule.Duty, t *engine.Task) Counted {
	c := Counted{Task: t.ID, Code: s.Code, Standard: s.Title, Title: standard.DutyTitle(s, d), About: t.Period.Chinese(),
		Done: t.State == engine.TaskDone, Have: 1, Need: 1}
	if d.Due != nil {
		c.About = d.Due.About(t.Period).Chinese()
	}
	if subject := shownSubject(t.Subject); subject != "" {
		c.About += " " + subject
	}
	return c
}

// counts lists what a kept record counts for now: the duties it meets, each with
// the task it belongs to.
func (p *Practise) counts(tx port.Tx, e *rule.Edition, unit *engine.Unit, record *engine.Record, actor access.Actor) ([]Counted, error) {
	matched, facts, err := p.matched(tx, e, unit, record)
	if err != nil {
		return nil, err
	}
	var out []Counted
	for _, m := range matched {
		if !m.mayShow(actor, unit.ID) {
			continue
		}
		tasks, err := m.tasks(tx, e, record, facts, engine.TaskOpen, engine.TaskDone)
		if err != nil {
			return nil, err
		}
		t := best(tasks, record)
		if t == nil {
			continue
		}
		c := counted(m.standard, m.duty, t)
		if m.duty.Done.Need != nil {
			if c.Have, c.Need, err = m.enough(tx, e, t, record, facts); err != nil {
				return nil, err
			}
		}
		c.Now = c.Done && t.DoneOn == record.Day && t.UpdatedAt.Equal(record.UpdatedAt)
		out = append(out, c)
	}
	return out, nil
}

// reopened lists the tasks that the last change of the record opened again.
func (p *Practise) reopened(tx port.Tx, e *rule.Edition, unit *engine.Unit, record *engine.Record, last *engine.RecordVersion, actor access.Actor) ([]Counted, error) {
	before := *record
	before.Fields, before.Day = last.Fields, last.Day
	matched, facts, err := p.matched(tx, e, unit, &before)
	if err != nil {
		return nil, err
	}
	var out []Counted
	for _, m := range matched {
		tasks, err := m.tasks(tx, e, &before, facts, engine.TaskOpen)
		if err != nil {
			return nil, err
		}
		for i := range tasks {
			if m.mayShow(actor, unit.ID) && tasks[i].Version > 1 && tasks[i].UpdatedAt.Equal(record.UpdatedAt) {
				c := counted(m.standard, m.duty, &tasks[i])
				c.Reopened = true
				out = append(out, c)
			}
		}
	}
	return out, nil
}

// best finds the task that the record did or helps to do: the one done on its
// day, else the first.
func best(tasks []engine.Task, record *engine.Record) *engine.Task {
	for i := range tasks {
		if tasks[i].State == engine.TaskDone && tasks[i].DoneOn == record.Day {
			return &tasks[i]
		}
	}
	if len(tasks) == 0 {
		return nil
	}
	return &tasks[0]
}

// match is a duty whose condition a record meets.
type match struct {
	standard *rule.Standard
	duty     *rule.Duty
	cadences []calendar.Kind // the kinds of period that its tasks may be of
}

func (m match) key() string { return m.standard.Code + "." + m.duty.ID }

// mayShow says whether the actor may know that the record counts for the duty.
func (m match) mayShow(actor access.Actor, unit engine.UnitID) bool {
	return !m.standard.Private || mayKnow(actor, unit, m.standard, standard.DutyPost(m.standard, m.duty))
}

// matched finds the duties that the record meets the condition of, with the facts
// of the unit on the record's day that decided it. Where no condition asks for the
// unit's facts they are not even read.
func (p *Practise) matched(tx port.Tx, e *rule.Edition, unit *engine.Unit, record *engine.Record) (out []match, facts rule.UnitFacts, err error) {
	may := p.Book.DoneBy(e, record.Ledger)
	asked := false
	for _, d := range may {
		asked = asked || d.Duty.Done.Where.ReadsUnit() || d.Duty.Done.Need.ReadsUnit()
	}
	facts.Day = record.Day
	if asked {
		if facts, err = p.FactsOn(tx, unit, record.Day); err != nil {
			return nil, facts, err
		}
	}
	for _, d := range may {
		m := match{d.Standard, d.Duty, d.Cadences}
		yes, err := e.Meets(m.duty.Done.Where, record.Ledger, record.Fields, facts)
		if err != nil {
			return nil, facts, fmt.Errorf("ask %s: %w", m.key(), err)
		}
		if yes {
			out = append(out, m)
		}
	}
	return out, facts, nil
}
