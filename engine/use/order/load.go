package order

import (
	"fmt"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

// Load is what the week in which an order falls due asks of the addressed
// branches already.
type Load struct {
	From   calendar.Date `json:"from"` // Monday
	To     calendar.Date `json:"to"`
	Week   string        `json:"week"` // 11月23日—11月29日
	Lines  []LoadLine    `json:"lines"`
	Beyond int           `json:"beyond"` // branches that go beyond the budget
	Later  string        `json:"later"`  // what is not counted because its sheet has not gone out; empty: nothing
}

// LoadLine is one addressed branch.
type LoadLine struct {
	UnitID engine.UnitID `json:"unit_id"`
	Unit   string        `json:"unit"`
	Items  int           `json:"items"`   // open tasks due in that week
	Have   int           `json:"have"`    // their minutes
	With   int           `json:"with"`    // with the order
	Budget int           `json:"budget"`  // 0: the edition sets none
	Over   int           `json:"over"`    // minutes beyond the budget
	Share  int           `json:"percent"` // of the budget, at most 100, for a bar
}

// load works out whom the order reaches and what that week holds for them.
func (s *Orders) load(tx port.Tx, o *engine.Order) (Load, []engine.Unit, error) {
	units, err := addressed(tx, o, s.Practise.Today(tx))
	if err != nil || o.Due.IsZero() {
		return Load{}, units, err
	}
	monday := o.Due.AddDays(-(int(o.Due.Weekday()) + 6) % 7)
	l := Load{From: monday, To: monday.AddDays(6)}
	l.Week = fmt.Sprintf("%d月%d日—%d月%d日", int(l.From.Month()), l.From.Day(), int(l.To.Month()), l.To.Day())
	have, err := s.due(tx, units, l.From, l.To)
	if err != nil {
		return l, nil, err
	}
	budgets, err := s.budgets(tx, units, o.Due)
	if err != nil {
		return l, nil, err
	}
	for i := range units {
		line := have[units[i].ID]
		line.UnitID, line.Unit, line.Budget = units[i].ID, units[i].Name, budgets[units[i].ID]
		line.With = line.Have + o.Minutes
		if line.Budget > 0 {
			line.Over, line.Share = max(0, line.With-line.Budget), min(100, 100*line.With/line.Budget)
		}
		if line.Over > 0 {
			l.Beyond++
		}
		l.Lines = append(l.Lines, line)
	}
	l.Later, err = s.later(tx, l.To)
	return l, units, err
}

// addressed lists the branches that the order reaches today.
func addressed(tx port.Tx, o *engine.Order, today calendar.Date) ([]engine.Unit, error) {
	if len(o.Targets) == 0 {
		return nil, nil
	}
	var units []engine.Unit
	err := tx.List(&units, access.Everything(), port.Query{Order: []string{"path"},
		Columns: []string{"id", "parent_id", "path", "name", "kind", "attributes", "start", "closed"}})
	if err != nil {
		return nil, fmt.Errorf("list units: %w", err)
	}
	return plan.Addressed(o.Targets, units, today), nil
}

// due counts the open tasks of the branches that fall due from one day to the
// other, and their minutes. Those of private standards count for nobody.
func (s *Orders) due(tx port.Tx, units []engine.Unit, from, to calendar.Date) (map[engine.UnitID]LoadLine, error) {
	out := map[engine.UnitID]LoadLine{}
	ids := make([]engine.UnitID, len(units))
	for i := range units {
		ids[i] = units[i].ID
	}
	if len(ids) == 0 {
		return out, nil
	}
	duties := s.Practise.Book.Duties(tx)
	for _, day := range []string{"due", "extended"} { // whichever is later counts
		var tasks []engine.Task
		err := tx.List(&tasks, access.Everything(), port.Query{
			Where:  port.Where{"period": practise.PeriodsBetween(from.AddMonths(-14), to.AddMonths(1)), "unit_id": ids, "state": engine.TaskOpen},
			AtMost: port.Where{day: to}, AtLeast: port.Where{day: from},
			Columns: []string{"id", "unit_id", "duty", "edition", "due", "extended"}})
		if err != nil {
			return nil, fmt.Errorf("list what is due that week: %w", err)
		}
		for i := range tasks {
			t := &tasks[i]
			_, standard, duty, err := duties.Of(t)
			if err != nil {
				return nil, err
			}
			if standard.Private || (day == "extended") != (t.Extended > t.Due) {
				continue
			}
			line := out[t.UnitID]
			line.Items, line.Have = line.Items+1, line.Have+duty.Minutes
			out[t.UnitID] = line
		}
	}
	return out, nil
}

// budgets gives the minutes a week may ask of each branch, as the edition and the
// company's parameters say; none where they say nothing.
func (s *Orders) budgets(tx port.Tx, units []engine.Unit, day calendar.Date) (map[engine.UnitID]int, error) {
	out := map[engine.UnitID]int{}
	e, err := s.Practise.Book.On(day)
	if err != nil {
		return nil, fmt.Errorf("edition of the day: %w", err)
	}
	if e.Budget == nil {
		return out, nil
	}
	var values []engine.ParameterValue
	if err := tx.List(&values, access.Everything(), port.Query{}); err != nil {
		return nil, fmt.Errorf("list parameters: %w", err)
	}
	parameters := plan.NewParameters(values)
	for i := range units {
		n, err := e.Number(e.Budget.Minutes, plan.FactsOf(&units[i], day, parameters))
		if err == nil { // a parameter without a value sets no limit
			out[units[i].ID] = int(n.Floor())
		}
	}
	return out, nil
}

// later says that the week reaches into a month whose sheet has not gone out.
func (s *Orders) later(tx port.Tx, to calendar.Date) (string, error) {
	month := calendar.PeriodOf(calendar.KindMonth, to)
	if month.Start <= s.Practise.Today(tx) {
		return "", nil
	}
	var issued engine.Issued
	err := tx.Get(&issued, access.Everything(), port.Where{"period": month})
	if engine.CodeOf(err) == engine.NotFound {
		return fmt.Sprintf("%d月的提醒表还没有下达，%d月的事还没算在里面。", int(month.Start.Month()), int(month.Start.Month())), nil
	}
	return "", err
}

// signedAt says a moment as a signature does.
func (s *Orders) signedAt(at *time.Time) string {
	if at == nil {
		return ""
	}
	return s.Practise.DayOf(*at).ChineseFull() + at.In(s.Practise.Location()).Format(" 15:04")
}
