package rule

import (
	"fmt"

	"wubiao/engine/calendar"
)

// judging is one judgement under way.
type judging struct {
	*Sitting
	period  calendar.Period
	last    calendar.Date // of the period
	asOf    calendar.Date // what has not happened by then is open
	closed  calendar.Date // what was due by then is due: the day before asOf while the period runs
	lines   []*line       // by the place of the rule
	env     env
	figures []Rat // of the findings
	prose   prose // their sentences
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

// judge judges one period: the standards in only; nil: all.
func (s *Sitting) judge(period calendar.Period, asOf calendar.Date, only map[*Standard]bool) (*Judgement, error) {
	e := s.edition
	j := &judging{Sitting: s, period: period, last: period.End(), asOf: asOf, lines: s.desk.sheet(len(e.compiled.rules))}
	if j.closed = j.asOf.AddDays(-1); j.asOf.IsZero() || j.asOf > j.last {
		j.asOf, j.closed = j.last, j.last
	}
	out := &Judgement{Unit: s.facts.Unit, env: s.unit, Items: make([]Item, 0, len(e.Standards))}
	var wrong []error
	judged := 0
	for _, st := range e.Standards {
		if only != nil && !only[st] {
			out.Items = append(out.Items, Item{Standard: st, Status: NotOnSheet})
			continue
		}
		item, err := j.standard(st)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s：%w", st.Code, err))
		}
		out.Items = append(out.Items, item)
		judged += len(st.Scoring)
	}
	if len(wrong) > 0 {
		return nil, j.wrongFacts(wrong)
	}
	j.pool(out.Items)
	j.findings(out.Items, judged)
	if err := j.choose(out); err != nil {
		return nil, err
	}
	return out, j.vetoes(out)
}

// findings forms what the rules found. All findings of a sheet lie in one piece,
// as do the figures and the sentences in them: a sheet has hundreds.
func (j *judging) findings(items []Item, rules int) {
	all := make([]Finding, 0, rules)
	j.figures = append(make([]Rat, 0, rules), Whole(0))
	j.prose.Grow(24 * rules)
	for i := range items {
		it := &items[i]
		if it.Status == NotApplies || it.Status == NotOnSheet {
			continue
		}
		from := len(all)
		for _, r := range it.Standard.Scoring {
			all = append(all, j.finding(j.lines[r.at]))
		}
		if len(all) > from {
			it.Findings = all[from:len(all):len(all)]
		}
		if it.Status == Applies && len(it.Standard.Duties) == 0 && nothingDue(it.Findings) {
			it.Status = NotDue
		}
	}
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

// standard judges one standard: whether it stands on the sheet at all, then
// rule by rule.
func (j *judging) standard(s *Standard) (Item, error) {
	item := Item{Standard: s, Status: Applies}
	if s.Points != nil { // also of what leaves: its group loses them too
		e := j.over(nil)
		if item.Points = s.Points.in(e); item.Points == nil {
			item.Unvalued = s.Code + " 的满分：" + s.Points.lacks(e)
		}
	}
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
