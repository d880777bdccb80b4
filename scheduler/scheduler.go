package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/robfig/cron/v3"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// Options are what a scheduler works with. All but Logger are required.
type Options struct {
	Jobs   []Job // at start they run in this order
	Clock  port.Clock
	Log    RunLog
	Zone   *time.Location // the zone of the cron entries
	Logger *slog.Logger   // nil: the default logger
}

// Scheduler wakes jobs until it is stopped. It is safe for concurrent use.
type Scheduler struct {
	options Options
	cron    *cron.Cron
	entries []*entry

	mu      sync.Mutex
	state   phase
	ctx     context.Context // of the running jobs
	cancel  context.CancelFunc
	running sync.WaitGroup
}

type phase uint8

const (
	waiting phase = iota
	started
	stopped
)

// entry is a job; whoever sets busy runs it.
type entry struct {
	Job
	id   cron.EntryID
	busy atomic.Bool
}

// New checks the jobs and prepares their cron entries; nothing runs yet. Every
// wrong job is named, in Chinese.
func New(o Options) (*Scheduler, error) {
	if o.Clock == nil || o.Log == nil || o.Zone == nil {
		return nil, errors.New("scheduler: clock, log and zone are required")
	}
	if err := check(o.Jobs); err != nil {
		return nil, err
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	s := &Scheduler{options: o}
	logger := cronLogger{o.Logger}
	s.cron = cron.New(cron.WithLocation(o.Zone), cron.WithParser(fields), cron.WithLogger(logger),
		cron.WithChain(cron.Recover(logger), cron.SkipIfStillRunning(logger)))
	for _, j := range o.Jobs {
		e := &entry{Job: j}
		id, err := s.cron.AddFunc(j.Spec, func() { s.wake(e, byCron) })
		if err != nil {
			return nil, fmt.Errorf("schedule %s: %w", j.Name, err)
		}
		e.id = id
		s.entries = append(s.entries, e)
	}
	return s, nil
}

// Start begins waking. Every job also runs once now, one after the other in the
// order given, so that whatever was slept through is caught up. Start returns at
// once; a second Start, or one after Stop, is an error.
func (s *Scheduler) Start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state != waiting {
		return errors.New("scheduler: already started or stopped")
	}
	s.state = started
	s.ctx, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	s.cron.Start()
	s.running.Add(1)
	go func() {
		defer s.running.Done()
		for _, e := range s.entries {
			if s.ctx.Err() == nil {
				s.wake(e, byStart)
			}
		}
	}()
	return nil
}

// Stop wakes no more and waits for running jobs until ctx ends; then it tells
// them to stop and waits for that. It gives ctx's error when it had to.
func (s *Scheduler) Stop(ctx context.Context) error {
	s.mu.Lock()
	before := s.state
	s.state = stopped
	s.mu.Unlock()
	if before != started {
		return nil
	}
	wakes := s.cron.Stop()
	finished := make(chan struct{})
	go func() {
		<-wakes.Done()
		s.running.Wait()
		close(finished)
	}()
	defer s.cancel()
	select {
	case <-finished:
		return nil
	case <-ctx.Done():
		s.cancel()
		<-finished
		return ctx.Err()
	}
}

// RunNow runs a job for an administrator and returns when its run has begun; the
// run log tells how it ends.
func (s *Scheduler) RunNow(ctx context.Context, actor access.Actor, name string) (engine.RunID, error) {
	for _, e := range s.entries {
		if e.Name == name {
			return s.press(ctx, actor, e)
		}
	}
	return 0, engine.Fail(engine.NotFound, "no_job", "没有这项定时作业，请刷新页面。")
}

// JobState is how a job stands.
type JobState struct {
	Name    string    `json:"name"`
	Title   string    `json:"title"`
	Spec    string    `json:"spec"`
	Next    time.Time `json:"next"` // zero before Start
	Running bool      `json:"running"`
}

// Jobs lists the jobs in the order given.
func (s *Scheduler) Jobs() []JobState {
	out := make([]JobState, len(s.entries))
	for i, e := range s.entries {
		out[i] = JobState{Name: e.Name, Title: e.Title, Spec: e.Spec, Next: s.cron.Entry(e.id).Next, Running: e.busy.Load()}
	}
	return out
}
