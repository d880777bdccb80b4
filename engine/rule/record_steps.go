package rule

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// CheckSteps refuses a record that would turn the order of a procedure round:
// dated before a step that comes before it, after a step that comes after it, or
// before the least time since another step has passed. others are the records of
// the same ledger and unit without this one. A step left out is no refusal: the
// rules tell of it.
func (e *Edition) CheckSteps(ledger string, fields map[string]any, others []map[string]any, cal *calendar.Calendar) []engine.Field {
	l := e.Ledgers[ledger]
	if l == nil || l.Steps == nil {
		return nil
	}
	s := l.Steps
	subject, step, day := s.read(fields)
	place := s.place(step)
	if subject == "" || place < 0 || day.IsZero() {
		return nil // CheckRecord asks for them
	}
	done := map[string]calendar.Date{}
	note := func(step string, day calendar.Date) {
		if old := done[step]; !day.IsZero() && (old.IsZero() || day < old) {
			done[step] = day
		}
	}
	for _, f := range others {
		if of, step, day := s.read(f); of == subject {
			note(step, day)
		}
	}
	again := !done[step].IsZero()
	note(step, day)
	wrong := s.reversed(place, day, done, again)
	return append(wrong, s.early(place, day, done, cal)...)
}

// reversed tells of the steps that the record's day turns round. A step that is
// there once more may follow what comes after it.
func (s *Steps) reversed(place int, day calendar.Date, done map[string]calendar.Date, again bool) (wrong []engine.Field) {
	step := s.List[place].ID
	for i, other := range s.List {
		on := done[other.ID]
		switch {
		case on.IsZero() || i == place:
		case i < place && day < on:
			wrong = append(wrong, engine.Field{Name: s.Date, Message: fmt.Sprintf("「%s」要在「%s」之后，「%s」是%s办的，日期不能更早", step, other.ID, other.ID, on.ChineseFull())})
		case i > place && day > on && !again:
			wrong = append(wrong, engine.Field{Name: s.Date, Message: fmt.Sprintf("「%s」要在「%s」之前，「%s」%s已经办了，日期不能更晚", step, other.ID, other.ID, on.ChineseFull())})
		}
	}
	return wrong
}

// early tells of the record, and of steps that count from it, being dated before
// the least time has passed.
func (s *Steps) early(place int, day calendar.Date, done map[string]calendar.Date, cal *calendar.Calendar) (wrong []engine.Field) {
	first := func(id string) calendar.Date { return done[id] }
	for i, other := range s.List {
		on := done[other.ID]
		switch {
		case i == place:
			on = day
		case i < place || on.IsZero() || s.origin(i) != s.List[place].ID:
			continue
		}
		if earliest := s.from(i, other.NotBefore, first, cal); !earliest.IsZero() && on < earliest {
			wrong = append(wrong, engine.Field{Name: s.Date, Message: fmt.Sprintf("「%s」要在「%s」满%s以后，最早是%s", other.ID, s.origin(i), other.NotBefore.Chinese(), earliest.ChineseFull())})
		}
	}
	return wrong
}

// Subject gives what a record of the procedure is about: whose steps these are.
func (s *Steps) Subject(fields map[string]any) string {
	subject, _, _ := s.read(fields)
	return subject
}

// read gives subject, step and day of a record; what cannot be read is empty.
func (s *Steps) read(fields map[string]any) (subject, step string, day calendar.Date) {
	subject, _ = fields[s.Of].(string)
	step, _ = fields[s.By].(string)
	if v, err := (TypeSpec{Name: TypeDate}).Read(fields[s.Date]); err == nil {
		day = v.day
	}
	return subject, step, day
}

func (s *Steps) place(step string) int {
	for i := range s.List {
		if s.List[i].ID == step {
			return i
		}
	}
	return -1
}

// origin names the step that the times of a step count from.
func (s *Steps) origin(place int) string {
	if after := s.List[place].After; after != "" || place == 0 {
		return after
	}
	return s.List[place-1].ID
}
