package follow

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

// PaperLine is one 督办单 in a list.
type PaperLine struct {
	ID     engine.SupervisionID    `json:"id"`
	Number string                  `json:"number"`
	UnitID engine.UnitID           `json:"unit_id"`
	Unit   string                  `json:"unit"`
	From   string                  `json:"from"`
	Due    string                  `json:"due"`
	Day    calendar.Date           `json:"day"`
	Late   int                     `json:"late"`
	Tasks  int                     `json:"tasks"`
	State  engine.SupervisionState `json:"state"`
	Word   string                  `json:"word"`
}

// PaperList is the 督办单 within the actor's reach: what waits for somebody, and
// the latest of those that are over.
type PaperList struct {
	Proposed []PaperLine `json:"proposed"`
	Replied  []PaperLine `json:"replied"`
	Issued   []PaperLine `json:"issued"`
	Over     []PaperLine `json:"over"`
}

// overMost is how many finished papers a list shows.
const overMost = 50

// Papers lists the 督办单 of the units within reach; unit 0: of all.
func (f *Follow) Papers(ctx context.Context, actor access.Actor, unit engine.UnitID) (PaperList, error) {
	scope, err := access.Authorize(actor, access.SupervisionRead)
	if err != nil {
		return PaperList{}, err
	}
	var list PaperList
	err = f.Practise.Store.View(ctx, func(tx port.Tx) error {
		if unit != 0 {
			if _, err := practise.Unit(tx, scope, unit); err != nil {
				return err
			}
		}
		list, err = f.papers(tx, actor, scope, unit)
		return err
	})
	if err != nil {
		return PaperList{}, fmt.Errorf("list supervisions: %w", err)
	}
	return list, nil
}

func (f *Follow) papers(tx port.Tx, actor access.Actor, scope access.Scope, unit engine.UnitID) (PaperList, error) {
	var list PaperList
	where := func(states ...engine.SupervisionState) port.Where {
		w := port.Where{"state": states}
		if unit != 0 {
			w["unit_id"] = unit
		}
		return w
	}
	var live, over []engine.Supervision
	err := tx.List(&live, scope, port.Query{Where: where(engine.SupervisionProposed, engine.SupervisionIssued, engine.SupervisionReplied)})
	if err == nil {
		err = tx.List(&over, scope, port.Query{Where: where(engine.SupervisionClosed, engine.SupervisionWithdrawn), Order: []string{"-id"}, Limit: overMost})
	}
	if err != nil {
		return list, fmt.Errorf("list papers: %w", err)
	}
	lines, err := f.describePapers(tx, actor, append(live, over...))
	if err != nil {
		return list, err
	}
	for _, l := range lines {
		switch l.State {
		case engine.SupervisionProposed:
			list.Proposed = append(list.Proposed, l)
		case engine.SupervisionReplied:
			list.Replied = append(list.Replied, l)
		case engine.SupervisionIssued:
			list.Issued = append(list.Issued, l)
		default:
			list.Over = append(list.Over, l)
		}
	}
	slices.SortStableFunc(list.Issued, func(a, b PaperLine) int { return cmp.Compare(a.Day, b.Day) })
	return list, nil
}

// describePapers makes the lines, leaving out proposals, which are for those
// above alone, and what was never issued.
func (f *Follow) describePapers(tx port.Tx, actor access.Actor, papers []engine.Supervision) ([]PaperLine, error) {
	if len(papers) == 0 {
		return nil, nil
	}
	var units []engine.Unit
	ids := make([]engine.SupervisionID, len(papers))
	wanted := make([]engine.UnitID, 0, 2*len(papers))
	for i, s := range papers {
		ids[i] = s.ID
		wanted = append(wanted, s.UnitID, s.FromUnit)
	}
	if err := tx.List(&units, access.Everything(), port.Query{Where: port.Where{"id": wanted}, Columns: []string{"id", "name", "path"}}); err != nil {
		return nil, fmt.Errorf("list units of papers: %w", err)
	}
	var links []engine.SupervisionTask
	if err := tx.List(&links, access.Everything(), port.Query{Where: port.Where{"supervision_id": ids, "dropped": false}, Columns: []string{"id", "supervision_id"}}); err != nil {
		return nil, fmt.Errorf("count tasks of papers: %w", err)
	}
	counts := map[engine.SupervisionID]int{}
	for _, l := range links {
		counts[l.SupervisionID]++
	}
	byID := map[engine.UnitID]engine.Unit{}
	for _, u := range units {
		byID[u.ID] = u
	}
	today := f.Practise.Today(tx)
	var out []PaperLine
	for i := range papers {
		s := &papers[i]
		u := byID[s.UnitID]
		if from, ok := above(actor, u.Path); s.Number == "" && (!ok || from != s.FromUnit) {
			continue
		}
		l := PaperLine{ID: s.ID, Number: s.Number, UnitID: u.ID, Unit: u.Name, From: byID[s.FromUnit].Name, Due: s.Deadline().Chinese(), Day: s.Deadline(),
			Tasks: counts[s.ID], State: s.State, Word: stateWord(s, today)}
		if s.LateOn(today) {
			l.Late = f.workdaysLate(s.Deadline(), today)
		}
		out = append(out, l)
	}
	return out, nil
}
