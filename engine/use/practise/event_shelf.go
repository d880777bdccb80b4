package practise

import (
	"errors"
	"slices"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/rule"
)

// eventShelf holds the event duties of every edition that has been in force. An
// event's task is pinned to the edition in force on the day it opens, or on the
// unit's start where that is later, so that the same event is always planned
// alike.
type eventShelf struct {
	practise *Practise
	editions []*rule.Edition
	events   []*plan.Events
	duties   []string // of all editions, each once
	ledgers  []string
	horizon  calendar.Date // what is neither told of, nor opens, nor belongs to a month before then waits
}

// eventShelf opens the editions from the first unit's start to the last period
// that has been issued by today.
func (p *Practise) eventShelf(from, today calendar.Date) *eventShelf {
	s := &eventShelf{practise: p, horizon: p.sheetsThrough(today)}
	s.editions = p.editionsBetween(from, s.horizon)
	for _, e := range s.editions {
		ev := plan.NewEvents(e, p.Calendar)
		s.events = append(s.events, ev)
		s.duties = append(s.duties, ev.Duties()...)
		s.ledgers = append(s.ledgers, ev.Ledgers()...)
	}
	slices.Sort(s.duties)
	slices.Sort(s.ledgers)
	s.duties, s.ledgers = slices.Compact(s.duties), slices.Compact(s.ledgers)
	return s
}

// editionsBetween lists the editions that are in force on a day between the two.
func (p *Practise) editionsBetween(from, to calendar.Date) []*rule.Edition {
	if from.IsZero() {
		return nil
	}
	return p.Book.Between(calendar.PeriodOf(calendar.KindMonth, from).Start, calendar.PeriodOf(calendar.KindMonth, to).End())
}

// setsOff says whether a record of the ledger can set anything off in any of the
// editions.
func setsOff(editions []*rule.Edition, ledger string) bool {
	for _, e := range editions {
		for _, s := range e.Standards {
			for _, d := range s.Duties {
				if d.Event != nil && d.Event.Of == ledger {
					return true
				}
			}
		}
	}
	return false
}

// knows says whether the task was set off by an event under its own edition.
func (s *eventShelf) knows(t engine.Task) bool {
	for _, e := range s.editions {
		if e.Name == t.Edition {
			return isEvent(e, t.Duty)
		}
	}
	return false
}

func (s *eventShelf) fromUnit(u *engine.Unit, parameters *plan.Parameters) ([]pinned, error) {
	return s.each(u, func(ev *plan.Events) ([]plan.EventTask, error) { return ev.FromUnit(u, parameters) })
}

func (s *eventShelf) fromRecord(u *engine.Unit, r *engine.Record, parameters *plan.Parameters) ([]pinned, error) {
	return s.each(u, func(ev *plan.Events) ([]plan.EventTask, error) { return ev.FromRecord(u, r, parameters) })
}

// each keeps of every edition's tasks those that open while it is in force.
func (s *eventShelf) each(u *engine.Unit, tasks func(*plan.Events) ([]plan.EventTask, error)) ([]pinned, error) {
	var out []pinned
	var faults []error
	for i, ev := range s.events {
		list, err := tasks(ev)
		if err != nil {
			faults = append(faults, err)
		}
		for _, t := range list {
			e, err := s.practise.Book.On(max(t.Opens, u.Start))
			if err == nil && e == s.editions[i] {
				out = append(out, pinned{t, e.Name})
			}
		}
	}
	return out, errors.Join(faults...)
}

// due says whether an event's task is to exist by now: it has opened, its first
// reminder is to be sent, or its month's sheet has gone out.
func (s *eventShelf) due(t pinned) bool {
	return t.Told <= s.horizon || t.Period.Start <= s.horizon
}
