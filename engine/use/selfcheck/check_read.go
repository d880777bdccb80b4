package selfcheck

import (
	"context"
	"fmt"
	"slices"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

// CheckPage is a branch's self-check of a quarter: the scored sheet with what only
// people know, what the branch explains, and what happened to it.
type CheckPage struct {
	Sheet
	Opens      string            `json:"opens"` // the day it opens, in words; empty once it is open
	Check      engine.SelfCheck  `json:"check"`
	State      string            `json:"state"` // in words
	Due        string            `json:"due_words"`
	Late       int               `json:"late"` // days overdue, or handed in late; 0: neither
	Questions  []Question        `json:"questions"`
	Unanswered int               `json:"unanswered"`
	Remarks    map[string]string `json:"remarks"` // by standard
	Meetings   []Meeting         `json:"meetings"`
	Steps      []StepLine        `json:"steps"` // newest first
	Signed     string            `json:"signed"`
	Fill       bool              `json:"fill"` // the actor may answer, explain and note the review now
	Sign       bool              `json:"sign"` // the actor may sign now
	Decide     bool              `json:"decide"`
}

// StepLine is one line of what happened.
type StepLine struct {
	At     time.Time     `json:"at"`
	Person string        `json:"person"`
	What   string        `json:"what"`
	Text   string        `json:"text"`
	Result engine.Points `json:"result"`
}

// Check reads a self-check. Before its time it tells when that comes.
func (s *SelfCheck) Check(ctx context.Context, actor access.Actor, r SheetRequest) (CheckPage, error) {
	scope, err := access.Authorize(actor, access.SelfCheckRead)
	if err != nil {
		return CheckPage{}, err
	}
	sheet, err := s.Sheet(ctx, actor, r)
	if err != nil {
		return CheckPage{}, err
	}
	page := CheckPage{Sheet: sheet, Remarks: map[string]string{}}
	err = s.Store.View(ctx, func(tx port.Tx) error {
		unit, check, err := find(tx, scope, r.Unit, sheet.Period)
		if engine.ReasonOf(err) == "not_open" {
			return s.notOpen(&page)
		}
		if err != nil {
			return err
		}
		page.Check = check
		return s.fillCheck(tx, actor, &unit, &page)
	})
	if err != nil {
		return CheckPage{}, fmt.Errorf("read self-check: %w", err)
	}
	return page, nil
}

// notOpen says when the self-check opens.
func (s *SelfCheck) notOpen(page *CheckPage) error {
	e, err := s.Book.Named(page.Edition)
	if err != nil {
		return fmt.Errorf("edition of the score: %w", err)
	}
	if e.SelfCheck == nil || page.Period.Kind != calendar.KindQuarter {
		page.Opens = "这一期没有自查表。"
		return nil
	}
	opens, _, err := s.stage(e.SelfCheck, page.Period)
	if err != nil {
		return err
	}
	page.Opens = page.Words + "的自查表" + opens.ChineseFull() + "开放，现在可以先看得分。"
	return nil
}

func (s *SelfCheck) fillCheck(tx port.Tx, actor access.Actor, unit *engine.Unit, page *CheckPage) error {
	c, today := &page.Check, s.today(tx)
	page.State, page.Due = state.SelfChecks().Label[c.State], c.Due.ChineseFull()
	page.Late = max(0, int(today-c.Due))
	if !c.SubmittedOn.IsZero() {
		page.Late = max(0, int(c.SubmittedOn-c.Due))
	}
	e, err := s.Book.Named(c.Edition)
	if err != nil {
		return fmt.Errorf("edition of the self-check: %w", err)
	}
	if page.Questions, err = questions(tx, e, &page.Sheet); err != nil {
		return err
	}
	page.Unanswered = unanswered(page.Questions)
	var remarks []engine.Remark
	if err := tx.List(&remarks, access.Everything(), port.Query{Where: port.Where{"self_check_id": int64(c.ID)}}); err != nil {
		return fmt.Errorf("list remarks: %w", err)
	}
	for _, r := range remarks {
		if r.Text != "" {
			page.Remarks[r.Standard] = r.Text
		}
	}
	working := c.State == engine.SelfCheckFilling || c.State == engine.SelfCheckReviewed || c.State == engine.SelfCheckReturned
	page.Fill = working && own(actor, unit.ID) && access.May(actor.Role, access.SelfCheckFill)
	page.Sign = c.State == engine.SelfCheckReviewed && actor.Holds(unit.ID, Secretary)
	page.Decide = c.State == engine.SelfCheckSubmitted && access.May(actor.Role, access.SelfCheckDecide)
	if page.Fill {
		if page.Meetings, err = s.meetings(tx, e, unit, port.Where{}, c.Opens); err != nil {
			return err
		}
	}
	return s.steps(tx, page)
}

// steps reads what happened and who did it.
func (s *SelfCheck) steps(tx port.Tx, page *CheckPage) error {
	var steps []engine.SelfCheckStep
	err := tx.List(&steps, access.Everything(), port.Query{Where: port.Where{"self_check_id": int64(page.Check.ID)}, Order: []string{"-id"}})
	if err != nil {
		return fmt.Errorf("list steps: %w", err)
	}
	ids := []engine.PersonID{page.Check.SignedBy}
	for _, one := range steps {
		ids = append(ids, one.PersonID)
	}
	var people []engine.Person
	if err := tx.List(&people, access.Everything(), port.Query{Where: port.Where{"id": ids}, Columns: []string{"id", "name"}}); err != nil {
		return fmt.Errorf("list people: %w", err)
	}
	name := func(id engine.PersonID) string {
		at := slices.IndexFunc(people, func(p engine.Person) bool { return p.ID == id })
		if at < 0 {
			return ""
		}
		return people[at].Name
	}
	for _, one := range steps {
		page.Steps = append(page.Steps, StepLine{At: one.CreatedAt, Person: name(one.PersonID),
			What: state.SelfChecks().Says[state.Event(one.Event)], Text: one.Text, Result: one.Result})
	}
	page.Signed = name(page.Check.SignedBy)
	return nil
}
