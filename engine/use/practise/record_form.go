package practise

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/standard"
)

// RecordFormRequest asks for an empty form of a ledger, or for one that comes
// back with what was typed.
type RecordFormRequest struct {
	Unit   engine.UnitID   `json:"unit" validate:"gt=0"`
	Ledger string          `json:"ledger" validate:"required,max=40"`
	Task   engine.TaskID   `json:"task" validate:"gte=0"`  // the task it was opened from; 0: none
	Duty   string          `json:"duty" validate:"max=60"` // the duty it is about, "Z05.会议"; empty: none
	Sample bool            `json:"sample"`                 // start from the duty's example
	Typed  map[string]any  `json:"-"`                      // nil: a fresh form
	Form   string          `json:"-"`                      // the form's name, where it comes back: what was sent with it is listed
	DoneBy engine.PersonID `json:"-"`
}

// RecordForm is a form to fill.
type RecordForm struct {
	UnitID   engine.UnitID   `json:"unit_id"`
	Unit     string          `json:"unit"`
	Ledger   string          `json:"ledger"`
	Title    string          `json:"title"`
	Note     string          `json:"note"`
	Record   engine.RecordID `json:"record"` // the record it changes; 0: a new one
	Version  int64           `json:"version"`
	Task     engine.TaskID   `json:"task"` // what it was opened for
	Duty     string          `json:"duty"`
	About    string          `json:"about"`  // the duty's title
	Fulfil   string          `json:"fulfil"` // what fulfils the duty, in words
	Days     string          `json:"days"`   // on which days a record counts for the task, where today is none of them
	Main     []FormField     `json:"main"`
	More     []FormField     `json:"more"`      // seldom needed: folded
	MoreOpen bool            `json:"more_open"` // something in the fold is wrong or filled
	People   []string        `json:"people"`    // of the unit
	Kinds    []FormKind      `json:"kinds"`     // what the form could be about, where it is not said
	Sample   string          `json:"sample"`    // the title of the example that can be taken over; empty: none
	Sampled  bool            `json:"sampled"`   // it was
	Photos   []Paper         `json:"photos"`    // files that a record of the ledger must have
	Drafts   []EvidenceLine  `json:"-"`         // sent with this form before it came back
	Doers    []FormDoer      `json:"doers"`     // on whose behalf it may be entered
	DoneBy   engine.PersonID `json:"done_by"`
}

// FormDoer is somebody on whose behalf a record may be entered.
type FormDoer struct {
	ID   engine.PersonID `json:"id"`
	Name string          `json:"name"`
}

// FormKind is one thing that a form could be about.
type FormKind struct {
	Duty  string `json:"duty"`
	Title string `json:"title"`
}

// manyColumns is how many columns a form shows without folding any.
const manyColumns = 12

// RecordForm gives the form of a ledger, filled with what is known. Where the
// task is about a record that is to be completed, Record names it, and the form
// is that of EditForm.
func (p *Practise) RecordForm(ctx context.Context, actor access.Actor, r RecordFormRequest) (RecordForm, error) {
	scope, err := access.Authorize(actor, access.RecordAdd)
	if err != nil {
		return RecordForm{}, err
	}
	var form RecordForm
	err = p.Store.View(ctx, func(tx port.Tx) error {
		unit, e, l, err := p.toFill(tx, actor, scope, r.Unit, r.Ledger)
		if err != nil {
			return err
		}
		form, err = p.newForm(tx, actor, scope, unit, e, l, r)
		return err
	})
	if err != nil {
		return RecordForm{}, fmt.Errorf("open form: %w", err)
	}
	return form, nil
}

func (p *Practise) newForm(tx port.Tx, actor access.Actor, scope access.Scope, unit engine.Unit, e *rule.Edition, l *rule.Ledger, r RecordFormRequest) (RecordForm, error) {
	form := RecordForm{UnitID: unit.ID, Unit: unit.Name, Ledger: l.Name, Title: ledgerTitle(l), Note: l.Note, Duty: r.Duty}
	task, trigger, err := p.openedFor(tx, scope, &form, r.Task)
	if err != nil {
		return form, err
	}
	facts, err := p.FactsOn(tx, &unit, p.today(tx))
	if err != nil {
		return form, err
	}
	s, d := e.Duty(form.Duty)
	if d == nil || d.Done == nil || d.Done.Of != l.Name {
		s, d, form.Duty = nil, nil, ""
	}
	fill := &prefill{edition: e, ledger: l, facts: facts, today: p.today(tx)}
	if trigger != nil && d != nil && trigger.Ledger == l.Name {
		if _, itself, err := fill.proposal(d.Done.Where, trigger.Fields); err != nil || itself {
			form.Record = trigger.ID
			return form, err
		}
	}
	if err := p.remember(tx, actor, scope, unit.ID, fill, &form); err != nil {
		return form, err
	}
	form.Days, fill.undated = daysOf(task, d, l, p.today(tx))
	if err := form.begin(fill, s, d, trigger, r); err != nil {
		return form, err
	}
	if d == nil && len(l.Columns) > manyColumns {
		form.Kinds, err = kindsOf(e, actor, unit.ID, l, facts)
	}
	form.lay(e, l, fill)
	form.Photos = photosOf(e, l, s)
	form.DoneBy = r.DoneBy
	if err == nil {
		form.Drafts, err = draftsOf(tx, actor, r.Form)
	}
	return form, err
}

// begin fills the form for its duty, or with what was typed.
func (f *RecordForm) begin(fill *prefill, s *rule.Standard, d *rule.Duty, trigger *engine.Record, r RecordFormRequest) error {
	e, l := fill.edition, fill.ledger
	x := exampleFor(e, s, d, l, fill.facts)
	if x != nil {
		f.Sample, f.Sampled = x.Title, r.Sample
	}
	if err := fill.lastLike(d); err != nil {
		return err
	}
	fill.wanted = wantedColumns(e, l, s, x)
	if d == nil {
		for name := range fill.last {
			fill.wanted[name] = true
		}
	} else {
		f.About, f.Fulfil = standard.DutyTitle(s, d), standard.Fulfilment(e, d)
	}
	if !r.Sample {
		x = nil
	}
	if err := fill.start(d, trigger, x); err != nil {
		return err
	}
	if r.Typed != nil {
		fill.fields = r.Typed
	}
	return nil
}

// daysOf says on which days a record counts for a task of the calendar, and
// whether today is not among them.
func daysOf(t *engine.Task, d *rule.Duty, l *rule.Ledger, today calendar.Date) (string, bool) {
	if t == nil || d == nil || d.Event != nil || l.Day == "" {
		return "", false
	}
	from, to := min(t.Opens, t.Period.Start), max(t.Due, t.Period.End())
	if from <= today && today <= to {
		return "", false
	}
	return fmt.Sprintf("这是%s的事：“%s”在%s到%s之间的记录才算完成它。", t.Period.Chinese(), l.Day, from.ChineseFull(), to.ChineseFull()), true
}

// openedFor finds the task that the form was opened for and the record that set
// it off. A task of another unit or another ledger is no reason to refuse a form.
func (p *Practise) openedFor(tx port.Tx, scope access.Scope, form *RecordForm, id engine.TaskID) (*engine.Task, *engine.Record, error) {
	if id == 0 {
		return nil, nil, nil
	}
	var t engine.Task
	err := tx.Get(&t, scope, port.Where{"id": id})
	if engine.CodeOf(err) == engine.NotFound || err == nil && t.UnitID != form.UnitID {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("find task: %w", err)
	}
	form.Task, form.Duty = t.ID, t.Duty
	record, ok := triggerOf(t.Subject)
	if !ok {
		return &t, nil, nil
	}
	trigger, err := findRecord(tx, t.UnitID, record)
	return &t, trigger, err
}

// remember reads what the unit has: its people, who fills the form, and the
// ledger's latest records.
func (p *Practise) remember(tx port.Tx, actor access.Actor, scope access.Scope, unit engine.UnitID, fill *prefill, form *RecordForm) error {
	var people []engine.Person
	if err := tx.List(&people, scope, port.Query{Where: port.Where{"unit_id": unit}, Columns: []string{"id", "name"}}); err != nil {
		return fmt.Errorf("list people: %w", err)
	}
	for _, person := range people {
		if person.ID != actor.Person {
			form.Doers = append(form.Doers, FormDoer{person.ID, person.Name})
		}
		if !slices.Contains(form.People, person.Name) {
			form.People = append(form.People, person.Name)
		}
		if person.ID == actor.Person {
			fill.writer = person.Name
		}
	}
	q := port.Query{Where: port.Where{"unit_id": unit, "ledger": fill.ledger.Name}, Order: []string{"-day", "-id"}, Limit: recentRecords}
	if err := tx.List(&fill.recent, scope, q); err != nil {
		return fmt.Errorf("find the latest records: %w", err)
	}
	return nil
}
