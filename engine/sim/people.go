package sim

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
)

// people are the company's members at work.
type people struct {
	sim      *Sim
	branches map[engine.UnitID]*Branch
	company  *Company
	chases   []chase
	awaited  map[calendar.Date][]awaiting
	tried    map[engine.TaskID]calendar.Date
}

func newPeople(s *Sim, c *Company) *people {
	p := &people{sim: s, branches: map[engine.UnitID]*Branch{}, company: c, chases: chases(), awaited: map[calendar.Date][]awaiting{}, tried: map[engine.TaskID]calendar.Date{}}
	for i := range c.Branches {
		p.branches[c.Branches[i].ID] = &c.Branches[i]
	}
	return p
}

// patience is how many days somebody waits before trying again what did not work.
const patience = 10

// work does what the people decided to do on the day.
func (p *people) work(ctx context.Context, day calendar.Date) error {
	if !p.sim.Calendar.With(calendar.RestSunday).IsWorkday(day) {
		return nil
	}
	if err := p.happenings(ctx, day); err != nil {
		return err
	}
	if err := p.selfChecks(ctx, day); err != nil {
		return err
	}
	for _, part := range []func(context.Context, calendar.Date) error{p.errands, p.chase, p.judge, p.redo, p.mayWait, p.follow} {
		if err := part(ctx, day); err != nil {
			return err
		}
	}
	tasks, err := p.open(ctx, day)
	if err != nil {
		return err
	}
	for i := range tasks {
		t := &tasks[i]
		b := p.branches[t.UnitID]
		if b == nil {
			continue
		}
		when, ever := p.decide(b, t)
		if !ever || when > day || t.Opens > day && t.Due > day {
			continue
		}
		if last, ok := p.tried[t.ID]; ok && day < last.AddDays(patience) {
			continue // it could not be done, or came too late to count
		}
		p.tried[t.ID] = day
		if err := p.do(ctx, b, t, day); err != nil {
			return fmt.Errorf("task %d (%s): %w", t.ID, t.Duty, err)
		}
	}
	return nil
}

// open lists the company's open tasks that anybody would look at now.
func (p *people) open(ctx context.Context, day calendar.Date) ([]engine.Task, error) {
	var tasks []engine.Task
	err := p.sim.Store.View(ctx, func(tx port.Tx) error {
		return tx.List(&tasks, access.Everything(), port.Query{Where: port.Where{"state": string(engine.TaskOpen)},
			AtMost: port.Where{"due": day.AddDays(15)}, AtLeast: port.Where{"due": day.AddDays(-25)}, Order: []string{"due"}})
	})
	if err != nil {
		return nil, fmt.Errorf("list open tasks: %w", err)
	}
	return tasks, nil
}

// decide gives the day on which the people of a branch mean to do a task, and
// whether they ever will. The same seed gives the same answer.
func (p *people) decide(b *Branch, t *engine.Task) (calendar.Date, bool) {
	n := p.chance(fmt.Sprintf("%d/%s/%s/%s", t.UnitID, t.Period, t.Duty, t.Subject))
	switch b.Habit {
	case Diligent:
		return t.Due.AddDays(-1 - int(n%9)), true
	case Lazy:
		return t.Due.AddDays(int(n%14) - 3), n%100 >= 15
	}
	return t.Due.AddDays(int(n%8) - 6), n%100 >= 4
}

func (p *people) chance(key string) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d/%s", p.sim.Seed, key) // a hash never fails to write
	return h.Sum64() >> 7
}

// do taps or records, as the duty asks, in the name of who holds the post.
func (p *people) do(ctx context.Context, b *Branch, t *engine.Task, day calendar.Date) error {
	if t.Quality == engine.Returned {
		return nil // what it rests on is put right, see redo
	}
	if _, order := engine.OrderOf(t.Duty); order {
		return p.answer(ctx, b, t)
	}
	st, d := p.sim.edition.Duty(t.Duty)
	if d == nil || d.Done == nil {
		return nil
	}
	actor := b.Holder(standard.DutyPost(st, d)).Actor()
	if d.Done.Confirm {
		err := p.sim.Practise.Done(ctx, actor, practise.TapRequest{Task: t.ID, Version: t.Version})
		if engine.CodeOf(err) == engine.Conflict {
			return nil // another record of today fulfilled it
		}
		return err
	}
	began, err := p.began(ctx, t)
	if err != nil {
		return err
	}
	if began != nil && began.Ledger == d.Done.Of && p.sim.edition.Ledgers[began.Ledger].Steps == nil {
		return p.complete(ctx, actor, b, d, began, day)
	}
	made, err := p.sim.fill(b, d.Done.Of, d.Done.Where, nil, day)
	if err != nil || made == nil {
		return err
	}
	if steps := p.sim.edition.Ledgers[d.Done.Of].Steps; steps != nil && began != nil && began.Ledger == d.Done.Of {
		p.sim.goesOn(d, began, made)
	}
	for range p.need(b, d, day) {
		still, err := p.stillOpen(ctx, t.ID)
		if err != nil || !still {
			return err
		}
		if err := p.record(ctx, actor, b, d.Done.Of, made); err != nil {
			return err
		}
	}
	return nil
}

// goesOn makes a record the next step of the matter that another began: about the
// same person, and of the same kind where the duty does not say which.
func (s *Sim) goesOn(d *rule.Duty, began *engine.Record, made *draft) {
	l := s.edition.Ledgers[began.Ledger]
	asked := s.edition.ColumnsRead(d.Done.Where, l.Name)
	for _, c := range l.Columns {
		same := c.ID == l.Steps.Of || c.Required && c.Type.Name == rule.TypeChoice && !slices.Contains(asked, c.ID)
		if v := began.Fields[c.ID]; same && v != nil {
			made.fields[c.ID] = v
		}
	}
}

// began gives the record that set a task off; nil where something else did.
func (p *people) began(ctx context.Context, t *engine.Task) (*engine.Record, error) {
	var id int64
	if _, err := fmt.Sscanf(t.Subject, "记录/%d", &id); err != nil {
		return nil, nil //nolint:nilerr // it was set off by the calendar, or by a date of the unit
	}
	var r engine.Record
	err := p.sim.Store.View(ctx, func(tx port.Tx) error {
		return tx.Get(&r, access.Everything(), port.Where{"id": id})
	})
	if err != nil {
		return nil, fmt.Errorf("find the record that began it: %w", err)
	}
	return &r, nil
}

// complete fills in what is still missing of the record that set a task off.
func (p *people) complete(ctx context.Context, actor access.Actor, b *Branch, d *rule.Duty, r *engine.Record, day calendar.Date) error {
	facts := rule.UnitFacts{Day: day, Attributes: b.Attributes}
	fields, ok, err := p.sim.edition.Draft(d.Done.Where, r.Ledger, r.Fields, day, facts)
	if err != nil || !ok {
		return err
	}
	_, err = p.sim.Practise.EditRecord(ctx, actor, practise.EditRecordRequest{Record: r.ID, Version: r.Version, Fields: fields})
	if code := engine.CodeOf(err); code == engine.Invalid || code == engine.Refused {
		return nil
	}
	if err != nil {
		return err
	}
	return p.attach(ctx, actor, b, r.Ledger, r.ID)
}

// record keeps a record. What the ledger refuses (a step out of order, no quorum)
// is left undone, as it would be by a person who cannot mend it today.
func (p *people) record(ctx context.Context, actor access.Actor, b *Branch, ledger string, made *draft) error {
	done, err := p.sim.Practise.AddRecord(ctx, actor, practise.AddRecordRequest{Unit: b.ID, Ledger: ledger, Fields: made.fields})
	if code := engine.CodeOf(err); code == engine.Invalid || code == engine.Refused {
		return nil
	}
	if err != nil {
		return err
	}
	p.await(actor, b, done.ID, made)
	return p.attach(ctx, actor, b, ledger, done.ID)
}

// mostAtOnce bounds how many records the sample writes for one task; real dues
// lists are imported, not typed.
const mostAtOnce = 15

// need is how many records the duty asks for: one line per member and so on.
func (p *people) need(b *Branch, d *rule.Duty, day calendar.Date) int {
	if d.Done.Need == nil {
		return 1
	}
	n, err := p.sim.edition.Number(d.Done.Need, rule.UnitFacts{Day: day, Attributes: b.Attributes})
	if err != nil {
		return 1
	}
	return max(1, min(int(n.Ceil()), mostAtOnce))
}

// stillOpen asks whether an earlier record of the day has done the task already:
// one meeting may have served several standards.
func (p *people) stillOpen(ctx context.Context, id engine.TaskID) (bool, error) {
	var t engine.Task
	err := p.sim.Store.View(ctx, func(tx port.Tx) error {
		return tx.Get(&t, access.Everything(), port.Where{"id": int64(id)})
	})
	return t.State == engine.TaskOpen, err
}

// Holder finds who holds the post; the secretary answers for what nobody does.
func (b *Branch) Holder(post string) Member {
	for _, m := range b.Members {
		for _, held := range m.Posts {
			if held == post {
				return m
			}
		}
	}
	return b.Members[0]
}
