package rule

import (
	"errors"
	"fmt"
	"slices"

	"wubiao/engine/calendar"
)

// judging is one judgement under way.
type judging struct {
	edition  *Edition
	facts    Facts
	calendar *calendar.Calendar
	period   calendar.Period
	last     calendar.Date // of the period
	asOf     calendar.Date // what has not happened by then is open
	closed   calendar.Date // what was due by then is due: the day before asOf while the period runs
	unit     *unitEnv
	read     map[string][]row
	unread   map[string]error // why a ledger cannot be read
	lines    []*line          // by the place of the rule
	env      env
	desk     *desk
	days     *dueDays
}

// over gives the one environment of a judgement, on a row or on none. It holds
// until the next evaluation.
func (j *judging) over(row []Value) *env {
	j.env = env{unit: j.unit, row: row}
	return &j.env
}

func (j *judging) inPeriod(d calendar.Date) bool { return j.period.Start <= d && d <= j.last }

// line is one rule under way: what it gives so far, and what earlier sheets of
// the same window gave.
type line struct {
	rule        *Rule
	now, before []piece
	gaps        []string
	exempt      bool
	unjudged    bool
	need, have  Rat
	notes       []string
}

// piece is one amount of a rule: of a row, or of a window.
type piece struct {
	amount  Rat
	effect  string // deduct, add, earn, score, forfeit, veto
	veto    string
	row     *row
	day     calendar.Date
	records []int64
	dropped bool
}

// Judge finds what every rule gives, purely: the same edition, facts and
// calendar give the same findings. Where a fact is unknown or of the wrong
// type, an answer outside what its rule allows, or a unit attribute unreadable,
// it returns an *engine.Error for each, joined.
func Judge(e *Edition, facts Facts, cal *calendar.Calendar) (*Judgement, error) {
	unit, err := e.unitEnv(facts.Unit)
	if unknown := e.unknownFacts(facts); err != nil || len(unknown) > 0 {
		return nil, errors.Join(append(unknown, e.unreadable(facts.Unit)...)...)
	}
	unit.imports = make(map[string]Value, len(facts.Imports))
	for name, raw := range facts.Imports {
		unit.imports[name] = readAny(raw)
	}
	return judge(e, facts, cal, nil, unit)
}

// JudgeBonus judges, for an earlier period of the facts that first was judged by,
// only the standards that may give bonus, and those that share a pool with them;
// all others count as not on the sheet. What they give in bonus is what Judge
// finds.
func JudgeBonus(e *Edition, first *Judgement, facts Facts, cal *calendar.Calendar) (*Judgement, error) {
	return judge(e, facts, cal, e.compiled.bonus, first.env)
}

// judge judges the standards in only; nil: all.
func judge(e *Edition, facts Facts, cal *calendar.Calendar, only map[*Standard]bool, unit *unitEnv) (*Judgement, error) {
	j := &judging{edition: e, facts: facts, calendar: cal, period: facts.Period, last: facts.Period.End(), asOf: facts.AsOf,
		unit: unit, read: make(map[string][]row, len(facts.Records)), unread: map[string]error{},
		lines: make([]*line, len(e.compiled.rules))}
	if j.closed = j.asOf.AddDays(-1); j.asOf.IsZero() || j.asOf > j.last {
		j.asOf, j.closed = j.last, j.last
	}
	j.days, j.desk = e.compiled.daysUnder(cal), e.compiled.borrowDesk()
	defer e.compiled.desks.Put(j.desk)
	out := &Judgement{Unit: facts.Unit, env: unit}
	var wrong []error
	out.Items = make([]Item, 0, len(e.Standards))
	for _, s := range e.Standards {
		if only != nil && !only[s] {
			out.Items = append(out.Items, Item{Standard: s, Status: NotOnSheet})
			continue
		}
		item, err := j.standard(s)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s：%w", s.Code, err))
		}
		out.Items = append(out.Items, item)
	}
	if len(wrong) > 0 {
		return nil, j.wrongFacts(wrong)
	}
	j.pool(out.Items)
	for i := range out.Items {
		it := &out.Items[i]
		if it.Status == NotApplies || it.Status == NotOnSheet {
			continue
		}
		it.Findings = slices.Grow(it.Findings, len(it.Standard.Scoring))
		for _, r := range it.Standard.Scoring {
			it.Findings = append(it.Findings, j.finding(j.lines[r.at]))
		}
		if it.Status == Applies && len(it.Standard.Duties) == 0 && nothingDue(it.Findings) {
			it.Status = NotDue
		}
	}
	if err := j.choose(out); err != nil {
		return nil, err
	}
	return out, j.vetoes(out)
}

// nothingDue says whether no rule of an item is judged on this sheet.
func nothingDue(findings []Finding) bool {
	for i := range findings {
		if findings[i].Outcome != NotJudged {
			return false
		}
	}
	return len(findings) > 0
}

// wrongFacts joins what the standards could not judge. A ledger that cannot be
// read is told of once, not by every rule that reads it.
func (j *judging) wrongFacts(found []error) error {
	var wrong []error
	for _, ledger := range sortedKeys(j.unread) {
		if why := j.unread[ledger]; why != nil {
			wrong = append(wrong, why)
			found = slices.DeleteFunc(found, func(err error) bool { return errors.Is(err, why) })
		}
	}
	return errors.Join(append(wrong, found...)...)
}

// unknownFacts lists the facts that nothing would read: a misspelt ledger would
// otherwise count as an empty one.
func (e *Edition) unknownFacts(f Facts) (unknown []error) {
	c := e.compiled
	for _, ledger := range strangers(f.Records, func(name string) bool { return c.layouts[name] != nil }) {
		unknown = append(unknown, at(factError("手册里没有台账「%s」%s", ledger, meant(ledger, sortedKeys(c.layouts))), "records", ledger))
	}
	answered := func(key string) bool {
		return c.rules[key] != nil || c.standards[key] != nil || e.isVeto(key) || key == ChosenBand && e.bandsByHand()
	}
	for _, key := range strangers(f.Judged, answered) {
		unknown = append(unknown, at(factError("没有编号为「%s」的规则可以回答%s", key, meant(key, sortedKeys(c.rules))), "judged", key))
	}
	for _, name := range strangers(f.Imports, func(name string) bool { return c.imports[name] }) {
		unknown = append(unknown, at(factError("没有规则引入「%s」%s", name, meant(name, sortedKeys(c.imports))), "imports", name))
	}
	for _, name := range strangers(f.Unit.Attributes, func(name string) bool { return e.Attributes[name] != nil }) {
		unknown = append(unknown, at(factError("没有属性「%s」%s", name, meant(name, sortedKeys(e.Attributes))), "unit", name))
	}
	for _, name := range strangers(f.Unit.Parameters, func(name string) bool { return e.Parameters[name] != nil }) {
		unknown = append(unknown, at(factError("没有参数「%s」%s", name, meant(name, sortedKeys(e.Parameters))), "parameters", name))
	}
	return unknown
}

// strangers lists the keys that are not known, in order.
func strangers[V any](m map[string]V, known func(string) bool) (out []string) {
	for key := range m {
		if !known(key) {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

// unreadable lists the attributes of a unit that are not of their type.
func (e *Edition) unreadable(u UnitFacts) (wrong []error) {
	for _, name := range sortedKeys(e.Attributes) {
		if _, err := e.Attributes[name].Type.Read(u.Attributes[name]); err != nil {
			wrong = append(wrong, at(factError("属性「%s」%v", name, err), "unit", name))
		}
	}
	return wrong
}

func meant(word string, known []string) string {
	if near := Nearest(word, known); near != "" {
		return "，是不是想写「" + near + "」"
	}
	return ""
}

func (e *Edition) isVeto(id string) bool {
	for _, v := range e.Vetoes {
		if v.ID == id {
			return true
		}
	}
	return false
}

// standard judges one standard: whether it stands on the sheet at all, then
// rule by rule.
func (j *judging) standard(s *Standard) (Item, error) {
	item := Item{Standard: s, Status: Applies}
	if len(s.Sheets) > 0 && !containsKind(s.Sheets, j.period.Kind) || s.Private && j.facts.Public {
		item.Status = NotOnSheet
		return item, nil
	}
	if yes, known := s.Applies.holds(j.over(nil)); !yes || !known {
		item.Status = NotApplies
		return item, nil
	}
	status, err := j.due(s)
	if err != nil {
		return item, err
	}
	item.Status = status
	if err := j.mark(s, &item); err != nil {
		return item, at(err, "judged", s.Code)
	}
	for _, r := range s.Scoring {
		l, err := j.rule(r)
		if err != nil {
			return item, fmt.Errorf("%s：%w", r.ID, atSource(r, err))
		}
		j.lines[r.at] = l
	}
	return item, nil
}

func containsKind(kinds []calendar.Kind, k calendar.Kind) bool {
	for _, x := range kinds {
		if x == k {
			return true
		}
	}
	return false
}

// due says whether anything of the standard fell due in the period.
func (j *judging) due(s *Standard) (Status, error) {
	calendarDuties, events := 0, 0
	for _, d := range s.Duties {
		if yes, known := d.When.holds(j.over(nil)); !yes || !known {
			continue
		}
		var found []window
		var err error
		if d.Due.IsEvent() {
			events++
			found, err = j.eventDues(d)
		} else {
			calendarDuties++
			found, err = j.fallsDue(d)
		}
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(found, j.isDue) {
			return Applies, nil
		}
	}
	switch {
	case len(s.Duties) == 0, s.NoEvent == "full" && calendarDuties == 0 && events > 0:
		return Applies, nil
	case calendarDuties > 0:
		return NotDue, nil
	case events > 0:
		return NoEvent, nil
	}
	return NotApplies, nil // every duty is switched off for this unit
}

// deadlineLedgers finds the ledgers whose day is itself the last good day of an
// event duty, as 时限 is of a problem to be put right.
func (e *Edition) deadlineLedgers() map[string]bool {
	out := map[string]bool{}
	for _, s := range e.Standards {
		for _, d := range s.Duties {
			if d.Event == nil || d.Event.Of == "" || d.Due == nil || d.Due.Add.N != 0 {
				continue
			}
			if l := e.Ledgers[d.Event.Of]; l != nil && l.Day == d.Event.Date {
				out[d.Event.Of] = true
			}
		}
	}
	return out
}

// eventDues lists the days on which an event duty fell due in the period.
func (j *judging) eventDues(d *Duty) ([]window, error) {
	var triggers []calendar.Date
	if d.Event.Unit != "" {
		triggers = append(triggers, j.unit.attributes[d.Event.Unit].day)
	} else {
		rows, err := j.rows(d.Event.Of)
		if err != nil {
			return nil, err
		}
		on := j.edition.compiled.layouts[d.Event.Of].index[d.Event.Date]
		for i := range rows {
			if yes, known := d.Event.Where.holds(j.over(rows[i].values)); yes && known {
				triggers = append(triggers, rows[i].values[on].day)
			}
		}
	}
	var out []window
	for _, t := range triggers {
		if t.IsZero() {
			continue
		}
		o, err := d.Due.After(t, j.calendar)
		if err != nil {
			return nil, err
		}
		if j.inPeriod(o.Due) {
			out = append(out, window{from: t, to: o.Due, due: o.Due})
		}
	}
	return out, nil
}
