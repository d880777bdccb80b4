package practise

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// often is how many ledgers stand under 常用.
const often = 5

// LedgerList is the ledgers that a unit fills.
type LedgerList struct {
	UnitID engine.UnitID `json:"unit_id"`
	Unit   string        `json:"unit"`
	Year   int           `json:"year"`
	Groups []LedgerGroup `json:"groups"`
	Fill   bool          `json:"fill"`   // the actor may record in them
	Chosen bool          `json:"chosen"` // the actor could have chosen other units
}

// LedgerGroup is the ledgers under one heading.
type LedgerGroup struct {
	Title   string       `json:"title"`
	Ledgers []LedgerLine `json:"ledgers"`
}

// LedgerLine is one ledger of a unit.
type LedgerLine struct {
	Name      string   `json:"name"`
	Title     string   `json:"title"`
	Standards []string `json:"standards"` // the codes of the standards that read it
	Records   int      `json:"records"`   // of this year
	Last      string   `json:"last"`      // the day of the newest record in words, this year or last; empty: none
	Private   bool     `json:"private"`
}

// Ledgers lists the ledgers of the standards that apply to the unit, those used
// most this year first, then by line of work.
func (p *Practise) Ledgers(ctx context.Context, actor access.Actor, unit engine.UnitID) (LedgerList, error) {
	scope, err := access.Authorize(actor, access.RecordRead)
	if err != nil {
		return LedgerList{}, err
	}
	var list LedgerList
	err = p.Store.View(ctx, func(tx port.Tx) error {
		u, err := getUnit(tx, scope, unit)
		if err != nil {
			return err
		}
		today := p.today(tx)
		list = LedgerList{UnitID: u.ID, Unit: u.Name, Year: today.Year(), Fill: mayFill(actor, u.ID),
			Chosen: scope.All() || len(ownUnits(actor)) != 1}
		e, err := p.Book.On(today)
		if engine.CodeOf(err) == engine.NotFound {
			return nil // before the first edition there is no ledger
		}
		if err != nil {
			return fmt.Errorf("edition of the day: %w", err)
		}
		counts, err := countRecords(tx, scope, u.ID, today)
		if err != nil {
			return err
		}
		facts, err := p.FactsOn(tx, &u, today)
		if err != nil {
			return err
		}
		list.Groups, err = groupLedgers(e, actor, u.ID, facts, counts)
		return err
	})
	if err != nil {
		return LedgerList{}, fmt.Errorf("list ledgers: %w", err)
	}
	return list, nil
}

// recordCount is how much a ledger holds.
type recordCount struct {
	thisYear int
	last     calendar.Date
	today    calendar.Date
}

// countRecords counts a unit's records of this year and the last by ledger.
func countRecords(tx port.Tx, scope access.Scope, unit engine.UnitID, today calendar.Date) (map[string]recordCount, error) {
	var records []engine.Record
	first := calendar.NewDate(today.Year(), 1, 1)
	err := tx.List(&records, scope, port.Query{Where: port.Where{"unit_id": unit},
		AtLeast: port.Where{"day": first.AddMonths(-12)}, Columns: []string{"id", "ledger", "day"}})
	if err != nil {
		return nil, fmt.Errorf("count records: %w", err)
	}
	counts := map[string]recordCount{}
	for _, r := range records {
		c := counts[r.Ledger]
		c.today = today
		if r.Day.Year() == today.Year() {
			c.thisYear++
		}
		c.last = max(c.last, r.Day)
		counts[r.Ledger] = c
	}
	return counts, nil
}

// groupLedgers puts each ledger once under the line of the first standard that
// uses it.
func groupLedgers(e *rule.Edition, actor access.Actor, unit engine.UnitID, facts rule.UnitFacts, counts map[string]recordCount) ([]LedgerGroup, error) {
	byLine := map[string][]LedgerLine{}
	codes := map[string][]string{}
	lines := slices.Clone(e.Lines)
	for _, s := range e.Standards {
		applies, err := e.AppliesTo(s, facts)
		if err != nil {
			return nil, fmt.Errorf("apply %s: %w", s.Code, err)
		}
		if !applies {
			continue
		}
		for _, name := range sortedLedgers(e) {
			l := e.Ledgers[name]
			if len(l.Columns) == 0 || !uses(s, name) || !mayOpen(actor, unit, e, l) {
				continue
			}
			if codes[name] == nil {
				if !slices.Contains(lines, s.Line) {
					lines = append(lines, s.Line)
				}
				c := counts[name]
				byLine[s.Line] = append(byLine[s.Line], LedgerLine{Name: name, Title: ledgerTitle(l), Records: c.thisYear,
					Last: DayWords(c.last, c.today), Private: l.Private})
			}
			codes[name] = append(codes[name], s.Code)
		}
	}
	var groups []LedgerGroup
	for _, line := range lines {
		if len(byLine[line]) > 0 {
			groups = append(groups, LedgerGroup{lineTitle(line), byLine[line]})
		}
	}
	for _, g := range groups {
		for i := range g.Ledgers {
			g.Ledgers[i].Standards = codes[g.Ledgers[i].Name]
		}
	}
	return oftenUsed(groups), nil
}

// oftenUsed puts the ledgers most written in this year on top, where there are
// many ledgers; they stand in their own place as well.
func oftenUsed(groups []LedgerGroup) []LedgerGroup {
	var all []LedgerLine
	for _, g := range groups {
		all = append(all, g.Ledgers...)
	}
	if len(all) <= 2*often {
		return groups
	}
	all = slices.DeleteFunc(all, func(l LedgerLine) bool { return l.Records == 0 })
	slices.SortStableFunc(all, func(a, b LedgerLine) int { return cmp.Compare(b.Records, a.Records) })
	if len(all) < often {
		return groups
	}
	return append([]LedgerGroup{{Title: "常用", Ledgers: all[:often]}}, groups...)
}

// lineTitle says a line of work as a heading.
func lineTitle(line string) string {
	switch line {
	case "党":
		return "党支部"
	case "纪检":
		return "纪检"
	case "工":
		return "工会"
	case "团":
		return "共青团"
	case "":
		return "其他"
	}
	return line
}

func sortedLedgers(e *rule.Edition) []string {
	names := make([]string, 0, len(e.Ledgers))
	for name := range e.Ledgers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
