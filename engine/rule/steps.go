package rule

import (
	"time"

	"wubiao/engine/calendar"
)

// The columns that a procedure brings along; see Steps.
const (
	columnReversed = "倒置"
	columnMissing  = "缺步"
	columnOverdue  = "超期"
	columnNextLate = "下步超期"
)

var derivedColumns = []string{columnReversed, columnMissing, columnOverdue, columnNextLate}

func monthOf(m int) time.Month { return time.Month(m) }

// progress is how far a judgement has come.
type progress struct {
	asOf, closed calendar.Date
	start        calendar.Date // of the unit: no deadline before it counts
}

func (p progress) due(deadline calendar.Date) bool { return !deadline.IsZero() && deadline >= p.start }

// derive fills in the columns that follow from the order of steps.
func (s *Steps) derive(l *layout, rows []row, on progress, cal *calendar.Calendar) {
	of, by, dated := l.index[s.Of], l.index[s.By], l.index[s.Date]
	bySubject := map[string]map[string][]int{}
	for i := range rows {
		subject, step := rows[i].values[of].String(), rows[i].values[by].String()
		if bySubject[subject] == nil {
			bySubject[subject] = map[string][]int{}
		}
		bySubject[subject][step] = append(bySubject[subject][step], i)
	}
	for _, steps := range bySubject {
		first := func(id string) calendar.Date {
			var d calendar.Date
			for _, i := range steps[id] {
				if v := rows[i].values[dated].day; !v.IsZero() && (d.IsZero() || v < d) {
					d = v
				}
			}
			return d
		}
		for place, step := range s.List {
			for _, i := range steps[step.ID] {
				s.deriveRow(l, &rows[i], place, first, dated, on, cal)
			}
		}
	}
}

// deriveRow judges one step of one subject against the steps before and after.
func (s *Steps) deriveRow(l *layout, r *row, place int, first func(string) calendar.Date, dated int, on progress, cal *calendar.Calendar) {
	day := r.values[dated].day
	missing, reversed := int64(0), false
	previous := ""
	for i := place - 1; i >= 0; i-- {
		st := s.List[i]
		done := first(st.ID)
		switch {
		case !done.IsZero():
			reversed = reversed || !day.IsZero() && day < done
			if previous == "" {
				previous = st.ID
			}
		case !st.Optional && previous == "":
			missing++
		}
	}
	r.values[l.index[columnMissing]] = numberValue(Whole(missing))
	r.values[l.index[columnReversed]] = boolValue(reversed || s.tooEarly(place, day, first, cal))
	last := day
	if last.IsZero() {
		last = on.closed.AddDays(1)
	}
	deadline := s.deadline(place, first, cal)
	r.values[l.index[columnOverdue]] = boolValue(on.due(deadline) && last > deadline && deadline <= on.closed)
	next := place + 1
	late := false
	if next < len(s.List) && first(s.List[next].ID).IsZero() {
		d := s.deadline(next, first, cal)
		late = on.due(d) && d < on.asOf
	}
	r.values[l.index[columnNextLate]] = boolValue(late)
}

// deadline gives the last good day of a step, or zero where it has none.
func (s *Steps) deadline(place int, first func(string) calendar.Date, cal *calendar.Calendar) calendar.Date {
	return s.from(place, s.List[place].Within, first, cal)
}

func (s *Steps) tooEarly(place int, day calendar.Date, first func(string) calendar.Date, cal *calendar.Calendar) bool {
	earliest := s.from(place, s.List[place].NotBefore, first, cal)
	return !earliest.IsZero() && !day.IsZero() && day < earliest
}

func (s *Steps) from(place int, after calendar.Span, first func(string) calendar.Date, cal *calendar.Calendar) calendar.Date {
	if after == (calendar.Span{}) || place == 0 {
		return 0
	}
	origin := s.List[place].After
	if origin == "" {
		origin = s.List[place-1].ID
	}
	start := first(origin)
	if start.IsZero() {
		return 0
	}
	return cal.Add(start, after)
}
