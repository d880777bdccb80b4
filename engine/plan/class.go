package plan

import (
	"fmt"
	"strconv"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// Classes are the units of one period, sorted into classes: the units of a class
// get the same tasks.
type Classes struct {
	Units    []port.UnitClass // in the order given
	Plans    []port.ClassPlan
	Warnings []string // facts that could not be read; what they decide does not apply
}

// Sorter puts units into classes. Units may come in portions, so that nobody has
// to hold them all at once.
type Sorter struct {
	*Schedule
	out     *Classes
	given   *Parameters
	asOf    calendar.Date  // units are taken as they are on this day
	byFacts map[string]int // outcome of every condition and the unit's limits → class
	byTasks map[string]int // chosen lines → class
	key     []byte
	warned  map[string]bool
}

// Sorter begins with no units.
func (s *Schedule) Sorter(parameters *Parameters) *Sorter {
	return &Sorter{Schedule: s, out: &Classes{}, given: parameters, asOf: s.period.Start,
		byFacts: map[string]int{}, byTasks: map[string]int{}, warned: map[string]bool{}}
}

// AsOf takes the units as their people are on the day, within the period,
// instead of on its first day: for planning again what has been issued.
func (c *Sorter) AsOf(day calendar.Date) *Sorter {
	c.asOf = min(max(day, c.period.Start), c.period.End())
	return c
}

// Add sorts those of the units that get a sheet of the period. Whether something
// applies is decided on the period's first day, or the unit's start where that
// is later. What follows from people is worked out from the registers; nil knows
// nobody.
func (c *Sorter) Add(units []engine.Unit, registers map[engine.UnitID]*engine.Register) {
	for i := range units {
		if u := &units[i]; Issues(u, c.period) {
			asked := *u
			asked.Attributes = c.deriver.Of(u, registers[u.ID], c.period, max(c.asOf, u.Start))
			c.out.Units = append(c.out.Units, port.UnitClass{Unit: u.ID, Class: c.class(&asked, c.given)})
		}
	}
}

// Classes are the classes of the units added so far.
func (c *Sorter) Classes() *Classes { return c.out }

// Classify sorts all units at once, as they were entered.
func (s *Schedule) Classify(units []engine.Unit, parameters *Parameters) *Classes {
	c := s.Sorter(parameters)
	c.Add(units, nil)
	return c.Classes()
}

// For gives the tasks of one unit; none when it gets no sheet of the period.
func (s *Schedule) For(u engine.Unit, parameters *Parameters) ([]port.PlannedTask, []string) {
	c := s.Classify([]engine.Unit{u}, parameters)
	if len(c.Units) == 0 {
		return nil, nil
	}
	return c.Plans[c.Units[0].Class].Tasks, c.Warnings
}

// class finds the unit's class, or makes one.
func (c *Sorter) class(u *engine.Unit, parameters *Parameters) int {
	facts := FactsOf(u, max(c.period.Start, u.Start), parameters)
	c.key = c.key[:0]
	for _, cond := range c.conditions {
		yes, err := cond.ask(facts)
		if err != nil {
			c.warn(u.ID, err)
		}
		c.key = append(c.key, mark(yes && err == nil))
	}
	outcomes := len(c.key)
	if u.Start > c.first {
		c.key = strconv.AppendInt(append(c.key, 's'), int64(u.Start), 10)
	}
	if !u.Closed.IsZero() && u.Closed < c.last {
		c.key = strconv.AppendInt(append(c.key, 'c'), int64(u.Closed), 10)
	}
	if class, ok := c.byFacts[string(c.key)]; ok {
		return class
	}
	class := c.intern(u, c.key[:outcomes])
	c.byFacts[string(c.key)] = class
	return class
}

// intern chooses the lines that apply; units with the same lines share a class.
func (c *Sorter) intern(u *engine.Unit, outcomes []byte) int {
	chosen := make([]byte, len(c.lines))
	var tasks []port.PlannedTask
	for i := range c.lines {
		l := &c.lines[i]
		yes := outcomes[l.standard] == '1' && outcomes[l.duty] == '1' && l.asks(u)
		chosen[i] = mark(yes)
		if yes {
			tasks = append(tasks, l.task)
		}
	}
	if class, ok := c.byTasks[string(chosen)]; ok {
		return class
	}
	c.out.Plans = append(c.out.Plans, port.ClassPlan{Tasks: tasks})
	c.byTasks[string(chosen)] = len(c.out.Plans) - 1
	return len(c.out.Plans) - 1
}

func mark(yes bool) byte {
	if yes {
		return '1'
	}
	return '0'
}

// warn tells once of each unit's unreadable fact.
func (c *Sorter) warn(id engine.UnitID, err error) {
	text := fmt.Sprintf("第%d号单位：%v", id, err)
	if !c.warned[text] {
		c.warned[text] = true
		c.out.Warnings = append(c.out.Warnings, text)
	}
}

// FactsOf gives what conditions may read about the unit on a day.
func FactsOf(u *engine.Unit, day calendar.Date, parameters *Parameters) rule.UnitFacts {
	return rule.UnitFacts{Day: day, Attributes: u.Attributes, Parameters: parameters.For(u.Path, day), Start: u.Start, Closed: u.Closed}
}
