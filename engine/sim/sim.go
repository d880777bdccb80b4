package sim

import (
	"context"
	"fmt"
	"time"

	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/job"
	"wubiao/engine/use/order"
	"wubiao/engine/use/org"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/selfcheck"
)

// Sim runs a company through time. All fields are required.
type Sim struct {
	Seed      uint64
	Clock     *Clock
	Zone      *time.Location
	Store     port.Store
	Calendar  *calendar.Calendar
	Org       *org.Org
	Practise  *practise.Practise
	SelfCheck *selfcheck.SelfCheck
	Orders    *order.Orders
	Follow    *follow.Follow
	Log       *job.Log
	Progress  func(day calendar.Date) // told once a day; may be nil

	edition *rule.Edition
	until   time.Time
	posts   []string
	later   map[string]map[string]bool // by ledger, see follows
}

// Prepare reads what the edition asks of people: its posts and its ledgers.
func (s *Sim) Prepare(day calendar.Date) error {
	e, err := s.Practise.Book.On(day)
	if err != nil {
		return fmt.Errorf("edition on %s: %w", day, err)
	}
	s.edition, s.later = e, map[string]map[string]bool{}
	seen := map[string]bool{}
	s.addPost(seen, "支部书记")
	for _, st := range e.Standards {
		s.addPost(seen, st.Who.Post)
		for _, d := range st.Duties {
			s.addPost(seen, d.Post)
		}
	}
	return nil
}

// addPost notes a post of branches; those of the company are nobody's here.
func (s *Sim) addPost(seen map[string]bool, post string) {
	if _, ours := seat[post]; ours && !seen[post] {
		seen[post] = true
		s.posts = append(s.posts, post)
	}
}

// workHour is when the sample's people do their Party work.
const workHour = 10

// Live lets the days pass, from the first to the given moment and not beyond it:
// the scheduler's jobs at their hours, and people at work in between.
func (s *Sim) Live(ctx context.Context, c *Company, from calendar.Date, until time.Time) error {
	people := newPeople(s, c)
	s.until = until
	through := calendar.DateOf(until, s.Zone)
	for day := from; day <= through; day = day.AddDays(1) {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("stopped on %s: %w", day, err)
		}
		if err := s.morning(ctx, day, day == from); err != nil {
			return err
		}
		s.Clock.Set(day, workHour, 0, s.Zone)
		if !s.Clock.Now().After(until) {
			if err := people.work(ctx, day); err != nil {
				return fmt.Errorf("people at work on %s: %w", day, err)
			}
		}
		if err := s.wake(ctx, day, 18, 0, "issue", s.Practise.WakeIssue); err != nil {
			return err
		}
		if s.Progress != nil {
			s.Progress(day)
		}
	}
	return nil
}

func (s *Sim) morning(ctx context.Context, day calendar.Date, first bool) error {
	if first {
		if err := s.wake(ctx, day, 1, 0, "issue", s.Practise.WakeIssue); err != nil {
			return err
		}
	}
	for _, w := range []struct {
		hour, minute int
		name         string
		run          func(context.Context, time.Time) (string, error)
	}{

		{1, 30, "reconcile", s.weekly(day, s.Practise.WakeReconcile)},
		{1, 40, "orders", s.weekly(day, s.Orders.WakeExpire)},
		{2, 10, "score", s.weekly(day, s.SelfCheck.WakeScore)},
		{7, 20, "remind", s.Practise.WakeRemind},
		{7, 25, "escalate", s.Practise.WakeEscalate},
		{7, 28, "supervise", s.weekly(day, s.Follow.WakePropose)},
		{7, 30, "days", s.Practise.WakeDays},
	} {
		if err := s.wake(ctx, day, w.hour, w.minute, w.name, w.run); err != nil {
			return err
		}
	}
	return nil
}

// weekly lets a nightly job that reads every record run once a week, at the turn
// of a month and on the last day: nobody looks in between.
func (s *Sim) weekly(day calendar.Date, run func(context.Context, time.Time) (string, error)) func(context.Context, time.Time) (string, error) {
	if day.Weekday() == time.Monday || day.Day() == 1 || day == calendar.DateOf(s.until, s.Zone) {
		return run
	}
	return nil
}

// wake runs one job as the scheduler would, with its line in the run log.
func (s *Sim) wake(ctx context.Context, day calendar.Date, hour, minute int, name string, run func(context.Context, time.Time) (string, error)) error {
	if run == nil {
		return nil
	}
	s.Clock.Set(day, hour, minute, s.Zone)
	if s.Clock.Now().After(s.until) { // that hour has not come yet
		return nil
	}
	id, err := s.Log.Begin(ctx, access.System(), name, job.ByCron)
	if err != nil {
		return fmt.Errorf("begin %s on %s: %w", name, day, err)
	}
	detail, err := run(ctx, s.Clock.Now())
	if err != nil {
		return fmt.Errorf("run %s on %s: %w", name, day, err)
	}
	return s.Log.End(ctx, id, job.Done, detail)
}
