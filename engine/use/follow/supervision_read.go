package follow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/state"
	"wubiao/engine/use/practise"
)

// Paper is a 督办单 as it is read and printed.
type Paper struct {
	ID       engine.SupervisionID    `json:"id"`
	Version  int64                   `json:"version"`
	Number   string                  `json:"number"` // empty: only proposed
	UnitID   engine.UnitID           `json:"unit_id"`
	Unit     string                  `json:"unit"`
	From     string                  `json:"from"`
	Asks     string                  `json:"asks"`
	IssuedOn string                  `json:"issued_on"`
	Due      string                  `json:"due"`      // the day that counts
	Original string                  `json:"original"` // the day as issued, where another counts
	Day      calendar.Date           `json:"day"`      // Due as a date
	Late     int                     `json:"late"`     // workdays without a reply after the last day
	State    engine.SupervisionState `json:"state"`
	Word     string                  `json:"word"` // the state in words
	Lines    []practise.Line         `json:"lines"`
	Groups   []PaperGroup            `json:"-"` // the same by standard, as they are shown and printed
	Steps    []PaperStep             `json:"steps"`
	Reply    bool                    `json:"reply"`  // the actor may reply
	Judge    bool                    `json:"judge"`  // the actor may close or return it
	Decide   bool                    `json:"decide"` // the actor may withdraw it, or issue the proposal
	Extend   bool                    `json:"extend"` // the actor may ask for more time
	Asked    *ExtensionLine          `json:"asked"`  // more time that has been asked for
	Again    calendar.Date           `json:"again"`  // by when it could be asked again
}

// PaperStep is one line of what happened.
type PaperStep struct {
	What string `json:"what"`
	Who  string `json:"who"`
	Day  string `json:"day"`
	Text string `json:"text"`
}

// Paper reads a 督办单.
func (f *Follow) Paper(ctx context.Context, actor access.Actor, id engine.SupervisionID) (Paper, error) {
	scope, err := access.Authorize(actor, access.SupervisionRead)
	if err != nil {
		return Paper{}, err
	}
	var p Paper
	err = f.Practise.Store.View(ctx, func(tx port.Tx) error {
		s, u, err := findSupervision(tx, actor, scope, id)
		if err != nil {
			return err
		}
		p, err = f.paper(tx, actor, scope, &s, u)
		return err
	})
	if err != nil {
		return Paper{}, fmt.Errorf("read supervision: %w", err)
	}
	return p, nil
}

func (f *Follow) paper(tx port.Tx, actor access.Actor, scope access.Scope, s *engine.Supervision, u engine.Unit) (Paper, error) {
	today := f.Practise.Today(tx)
	names, err := unitNames(tx, s.FromUnit)
	if err != nil {
		return Paper{}, err
	}
	p := Paper{ID: s.ID, Version: s.Version, Number: s.Number, UnitID: u.ID, Unit: u.Name, From: names[s.FromUnit], Asks: s.Asks,
		IssuedOn: s.IssuedOn.ChineseFull(), Due: s.Deadline().ChineseFull(), Day: s.Deadline(), State: s.State, Word: stateWord(s, today),
		Again: f.Practise.Calendar.AddWorkdays(today, redoDays)}
	if s.Extended > s.Due {
		p.Original = s.Due.ChineseFull()
	}
	if s.LateOn(today) {
		p.Late = f.workdaysLate(s.Deadline(), today)
	}
	from, isAbove := above(actor, u.Path)
	issuer := isAbove && from == s.FromUnit
	p.Decide = issuer && (s.Live() || s.State == engine.SupervisionProposed)
	p.Judge = issuer && s.State == engine.SupervisionReplied
	p.Reply = s.Live() && actor.Holds(u.ID, Secretary) && access.May(actor.Role, access.SupervisionReply)
	if p.Lines, p.Groups, err = f.paperLines(tx, actor, scope, s); err != nil {
		return p, err
	}
	if p.Steps, err = paperSteps(tx, s); err != nil {
		return p, err
	}
	if p.Asked, err = f.openExtension(tx, port.Where{"supervision_id": s.ID, "state": engine.ExtensionAsked}); err != nil {
		return p, err
	}
	p.Extend = p.Reply && s.State == engine.SupervisionIssued && p.Asked == nil && s.Deadline() >= today
	return p, nil
}

// paperLines shows the tasks that the paper asks for.
func (f *Follow) paperLines(tx port.Tx, actor access.Actor, scope access.Scope, s *engine.Supervision) ([]practise.Line, []PaperGroup, error) {
	tasks, err := tasksOf(tx, s.ID)
	if err != nil {
		return nil, nil, err
	}
	lines, err := f.Practise.Lines(tx, actor, scope, []engine.UnitID{s.UnitID}, tasks)
	if err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(lines, func(a, b practise.Line) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), strings.Compare(a.Code, b.Code))
	})
	groups, err := f.group(tx, tasks, lines)
	return lines, groups, err
}

// tasksOf reads the tasks of a paper.
func tasksOf(tx port.Tx, id engine.SupervisionID) ([]engine.Task, error) {
	var links []engine.SupervisionTask
	if err := tx.List(&links, access.Everything(), port.Query{Where: port.Where{"supervision_id": id, "dropped": false}}); err != nil {
		return nil, fmt.Errorf("list its tasks: %w", err)
	}
	if len(links) == 0 {
		return nil, nil
	}
	ids := make([]engine.TaskID, len(links))
	for i, l := range links {
		ids[i] = l.TaskID
	}
	var tasks []engine.Task
	if err := tx.List(&tasks, access.Everything(), port.Query{Where: port.Where{"id": ids}}); err != nil {
		return nil, fmt.Errorf("read its tasks: %w", err)
	}
	return tasks, nil
}

// paperSteps reads what happened, with the names of who did it.
func paperSteps(tx port.Tx, s *engine.Supervision) ([]PaperStep, error) {
	var steps []engine.SupervisionStep
	if err := tx.List(&steps, access.Everything(), port.Query{Where: port.Where{"supervision_id": s.ID}, Order: []string{"id"}}); err != nil {
		return nil, fmt.Errorf("list its steps: %w", err)
	}
	people := make([]engine.PersonID, len(steps))
	for i, step := range steps {
		people[i] = step.PersonID
	}
	names, err := personNames(tx, people...)
	if err != nil {
		return nil, err
	}
	says := state.Supervisions().Says
	var out []PaperStep
	for _, step := range steps {
		what := says[state.Event(step.Event)]
		if state.Event(step.Event) == state.SupervisionPropose {
			what = "列入拟督办"
		}
		out = append(out, PaperStep{What: what, Who: names[step.PersonID], Day: step.Day.ChineseFull(), Text: step.Text})
	}
	return out, nil
}
