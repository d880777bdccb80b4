package order

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// Form is what the form of a draft shows.
type Form struct {
	ID      engine.OrderID `json:"id"` // 0: a new one
	Version int64          `json:"version"`
	Draft
	Posts  []string     `json:"posts"`
	Groups []FormGroup  `json:"groups"` // whom it may be addressed to
	Held   []string     `json:"held"`   // what ledgers hold already, to choose from
	Hints  []ColumnHint `json:"hints"`  // by column: which ledgers answer it already
}

// FormGroup is a general branch with its branches, or the branches right below
// the company.
type FormGroup struct {
	ID    engine.UnitID `json:"id"`
	Name  string        `json:"name"`
	Units []FormUnit    `json:"units"`
}

// FormUnit is one branch to tick.
type FormUnit struct {
	ID   engine.UnitID `json:"id"`
	Name string        `json:"name"`
}

// ColumnHint tells the drafter what ledgers hold already of a question.
type ColumnHint struct {
	Column int      `json:"column"` // from 0
	Label  string   `json:"label"`
	Held   []string `json:"held"`
}

// Root is the unit that stands for all branches.
func (f Form) Root() engine.UnitID { return f.Groups[0].ID }

// Ticks says whether the unit is among the targets.
func (f Form) Ticks(id engine.UnitID) bool { return slices.Contains(f.Targets, id) }

// Some counts the ticked units of the group, itself among them.
func (g FormGroup) Some(f Form) int {
	n := 0
	if f.Ticks(g.ID) {
		n++
	}
	for _, u := range g.Units {
		if f.Ticks(u.ID) {
			n++
		}
	}
	return n
}

// usualDays is how many workdays a new order gives where nobody says otherwise.
const usualDays = 5

// Form readies the form of a draft, new (0) or written before.
func (s *Orders) Form(ctx context.Context, actor access.Actor, id engine.OrderID) (Form, error) {
	if _, err := access.Authorize(actor, access.OrderDraft); err != nil {
		return Form{}, err
	}
	var form Form
	err := s.Practise.Store.View(ctx, func(tx port.Tx) (err error) {
		form, err = s.form(tx, id)
		return err
	})
	if err != nil {
		return Form{}, fmt.Errorf("open the form of an order: %w", err)
	}
	return form, nil
}

// Again readies the form of a new draft that says what an earlier order said; only
// its days are new.
func (s *Orders) Again(ctx context.Context, actor access.Actor, id engine.OrderID) (Form, error) {
	if _, err := access.Authorize(actor, access.OrderDraft); err != nil {
		return Form{}, err
	}
	var form Form
	err := s.Practise.Store.View(ctx, func(tx port.Tx) error {
		o, err := find(tx, id)
		if err != nil {
			return err
		}
		if form, err = s.form(tx, 0); err != nil {
			return err
		}
		due, ends := form.Due, form.Ends
		form.Draft = draftOf(&o)
		form.Due, form.Ends, form.Since, form.Until = due, ends, 0, 0
		return nil
	})
	if err != nil {
		return Form{}, fmt.Errorf("open the form of an order like an earlier one: %w", err)
	}
	return form, nil
}

func (s *Orders) form(tx port.Tx, id engine.OrderID) (Form, error) {
	today := s.Practise.Today(tx)
	e, err := s.Practise.Book.On(today)
	if err != nil {
		return Form{}, fmt.Errorf("edition of the day: %w", err)
	}
	form, all := Form{Posts: postsOf(e)}, plan.EveryHeld(e)
	if id == 0 {
		due := s.Practise.Calendar.AddWorkdays(today, usualDays)
		form.Draft = Draft{Post: "支部书记", Due: due, Ends: s.Practise.Calendar.AddWorkdays(due, usualDays)}
	} else {
		o, err := find(tx, id)
		if err != nil {
			return form, err
		}
		if o.State != engine.OrderDraft {
			return form, engine.Fail(engine.Refused, "issued", "这项任务已经下达，不能再改。要改内容，请撤回后另写一份。")
		}
		form.ID, form.Version, form.Draft, form.Hints = o.ID, o.Version, draftOf(&o), hints(all, o.Columns)
	}
	for _, h := range all {
		form.Held = append(form.Held, h.Text)
	}
	form.Groups, err = groups(tx, today)
	return form, err
}

// postsOf lists the posts that may be asked: those of the edition, or of a bare
// book those that its standards name.
func postsOf(e *rule.Edition) []string {
	posts := slices.Clone(e.Posts)
	if len(posts) > 0 {
		return posts
	}
	for _, s := range e.Standards {
		posts = append(posts, s.Who.Post)
		for _, d := range s.Duties {
			posts = append(posts, d.Post)
		}
	}
	slices.Sort(posts)
	posts = slices.Compact(posts)
	return slices.DeleteFunc(posts, func(p string) bool { return p == "" })
}

// hints finds what ledgers hold already of the questions that no ledger answers.
func hints(all []plan.Held, columns []engine.OrderColumn) []ColumnHint {
	out := []ColumnHint{}
	for i, c := range columns {
		if c.Held != "" {
			continue
		}
		hint := ColumnHint{Column: i, Label: c.Label}
		for _, h := range plan.Suggest(all, c.Label) {
			hint.Held = append(hint.Held, h.Text)
		}
		if len(hint.Held) > 0 {
			out = append(out, hint)
		}
	}
	return out
}

// HintsOf are the hints of a column.
func (f Form) HintsOf(column int) []string {
	for _, h := range f.Hints {
		if h.Column == column {
			return h.Held
		}
	}
	return nil
}

// draftOf is an order as it was written.
func draftOf(o *engine.Order) Draft {
	d := Draft{Title: o.Title, What: o.What, Why: o.Why, Post: o.Post, Steps: o.Steps, When: o.When, Degree: o.Degree,
		Minutes: o.Minutes, Due: o.Due, Ends: o.Ends, Targets: o.Targets, Since: o.Since, Until: o.Until}
	for _, c := range o.Columns {
		d.Columns = append(d.Columns, DraftColumn{Label: c.Label, Kind: c.Kind, Choices: strings.Join(c.Choices, "、"), Held: c.Held})
	}
	return d
}

// groups lists whom an order may address: the company first, then the general
// branches, each with the branches right below it that are at work.
func groups(tx port.Tx, today calendar.Date) ([]FormGroup, error) {
	root, err := company(tx)
	if err != nil {
		return nil, err
	}
	var units []engine.Unit
	err = tx.List(&units, access.Everything(), port.Query{Where: port.Where{"kind": []engine.UnitKind{engine.GeneralBranch, engine.Branch}},
		Order: []string{"path"}, Columns: []string{"id", "parent_id", "path", "name", "kind", "start", "closed"}})
	if err != nil {
		return nil, fmt.Errorf("list units: %w", err)
	}
	out := []FormGroup{{ID: root.ID, Name: root.Name}}
	at := map[engine.UnitID]int{root.ID: 0}
	for _, u := range units {
		if u.Kind == engine.GeneralBranch && u.OpenOn(today) {
			at[u.ID] = len(out)
			out = append(out, FormGroup{ID: u.ID, Name: u.Name})
		}
	}
	for _, u := range units {
		if u.Kind != engine.Branch || !u.OpenOn(today) {
			continue
		}
		group := 0
		if u.ParentID != nil {
			group = at[*u.ParentID]
		}
		out[group].Units = append(out[group].Units, FormUnit{u.ID, u.Name})
	}
	return out, nil
}
