package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"time"
)

// groupLimit is how many updates may share one commit. Those of a group are answered
// at the same moment and many come back at once, but one comes first: rather than
// flush to disk for that one alone, a group that is small beside the last waits for
// others, companyWait at most. Who comes alone twice does not wait.
const (
	groupLimit  = 128
	companyWait = time.Millisecond
)

// job is one update in the queue.
type job struct {
	ctx   context.Context
	work  func(*connection) error
	turns chan turn // what comes next for whoever waits for it; holds one
	err   error
	panic any // what work panicked with; nil: it did not
}

// turn says what comes next for a job.
type turn int

const (
	over turn = iota // it is done, or has failed
	lead             // its owner leads the next group, beginning with it
)

// group is a set of updates that share one commit.
type group struct {
	jobs    []*job // those whose work is kept if the commit succeeds
	members int    // how many have had their turn
	begun   bool
	until   time.Time // how long it waits for others; zero: it has not waited yet
	err     error     // why nothing of the group is kept
}

// perform runs work inside a transaction of the writing connection and returns
// when it is on disk, or when it has failed and left no trace.
//
// Whoever comes while nobody leads does so: he runs, one after another in his own
// goroutine, his work and that of everybody who queues meanwhile, and commits for
// all. One flush to disk then serves everybody, and nobody is woken only to wait.
func (w *writer) perform(ctx context.Context, work func(*connection) error) error {
	j := &job{ctx: ctx, work: work, turns: make(chan turn, 1)}
	leads, err := w.enter(j)
	if err != nil {
		return err
	}
	if leads {
		w.goOn(&group{}, j)
	}
	if j.panic != nil {
		panic(j.panic)
	}
	return j.err
}

// enter queues and waits until the job is over or its owner is to lead.
func (w *writer) enter(j *job) (leads bool, err error) {
	if err := j.ctx.Err(); err != nil {
		return false, err
	}
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return false, errClosed
	}
	if !w.busy {
		w.busy = true
		w.mu.Unlock()
		return true, nil
	}
	w.waiting = append(w.waiting, j)
	if w.comes != nil {
		close(w.comes)
		w.comes = nil
	}
	w.mu.Unlock()
	select {
	case t := <-j.turns:
		return t == lead, nil
	case <-j.ctx.Done():
	}
	w.mu.Lock()
	at := slices.Index(w.waiting, j)
	if at >= 0 {
		w.waiting = slices.Delete(w.waiting, at, at+1)
	}
	w.mu.Unlock()
	if at >= 0 {
		return false, j.ctx.Err()
	}
	return <-j.turns == lead, nil // it is under way, and sees the context itself
}

// goOn runs the jobs of a group, first the one that is given, if any, commits, and gives the lead
// to the first of those who wait.
func (w *writer) goOn(g *group, first *job) {
	ended := false
	defer func() {
		if !ended { // a job ended this goroutine: the others are not to suffer
			go w.goOn(g, nil)
		}
	}()
	j := first
	if j == nil {
		j = w.next(g)
	}
	for ; j != nil; j = w.next(g) {
		w.turn(g, j)
	}
	ended = true
	w.commit(g)
	w.last = g.members
	for _, j := range g.jobs {
		j.err = g.err
	}
	heir := w.successor()
	for _, j := range g.jobs {
		j.turns <- over
	}
	if heir != nil {
		heir.turns <- lead
		runtime.Gosched() // the writer works before answers are written
	}
}

// next takes the first of those who wait into the group; nil where the group is to be
// committed.
func (w *writer) next(g *group) *job {
	for g.err == nil && g.members < groupLimit {
		w.mu.Lock()
		if len(w.waiting) > 0 {
			j := w.waiting[0]
			w.waiting = w.waiting[1:]
			w.mu.Unlock()
			return j
		}
		comes := make(chan struct{})
		wait := g.patience(w.last)
		if wait > 0 && !w.closed {
			w.comes = comes
		}
		w.mu.Unlock()
		if wait <= 0 || !arrives(comes, wait) {
			break
		}
	}
	return nil
}

// patience is how much longer the group waits for others.
func (g *group) patience(last int) time.Duration {
	if !g.begun || 2*g.members >= last {
		return 0
	}
	if g.until.IsZero() {
		g.until = time.Now().Add(companyWait)
	}
	return time.Until(g.until)
}

func arrives(comes <-chan struct{}, wait time.Duration) bool {
	late := time.NewTimer(wait)
	defer late.Stop()
	select {
	case <-comes:
		return true
	case <-late.C:
		return false
	}
}

// turn does one job's work, whatever happens in it.
func (w *writer) turn(g *group, j *job) {
	g.members++
	open, returned := false, false
	defer func() {
		if !returned {
			if reason := recover(); reason != nil {
				j.panic = &panicked{reason, debug.Stack()}
			}
			j.err = errLeft
		}
		if j.err == nil {
			g.jobs = append(g.jobs, j)
			return
		}
		if open {
			j.err = errors.Join(j.err, w.undo(g))
		}
		j.turns <- over
	}()
	if j.err = j.ctx.Err(); j.err == nil {
		if j.err = w.begin(g); j.err == nil {
			open = true
			if j.err = j.work(w.conn); j.err == nil {
				if err := w.exec("RELEASE member"); err != nil {
					j.err = fmt.Errorf("结束保存点：%w", err)
				}
			}
		}
	}
	returned = true
}

// successor is the first of those who wait, who is to lead; with nobody there the lead
// is laid down.
func (w *writer) successor() *job {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.waiting) > 0 {
		first := w.waiting[0]
		w.waiting = w.waiting[1:]
		return first
	}
	w.busy = false
	if w.closed {
		close(w.idle)
	}
	return nil
}

// errLeft is the fate of work that ended its goroutine, as a test that fails does.
var errLeft = errors.New("事务没有做完，程序中途离开")

// panicked is what work panicked with, and where: it is told to whoever asked for
// the work, in another goroutine.
type panicked struct {
	reason any
	stack  []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.reason) }

// Unwrap gives the reason if that is an error.
func (p *panicked) Unwrap() error {
	err, _ := p.reason.(error)
	return err
}

// Stack is where it happened.
func (p *panicked) Stack() []byte { return p.stack }
