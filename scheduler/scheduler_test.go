package scheduler_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/scheduler"
)

var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// bubbleClock is the clock of the test's bubble.
type bubbleClock struct{}

func (bubbleClock) Now() time.Time { return time.Now() }

// memory is a run log in memory; it refuses everybody but the program and
// administrators.
type memory struct {
	mu   sync.Mutex
	runs []engine.Run
}

func (m *memory) Begin(_ context.Context, actor access.Actor, job, trigger string) (engine.RunID, error) {
	if _, err := access.Authorize(actor, access.RunStart); err != nil {
		return 0, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.runs = append(m.runs, engine.Run{ID: engine.RunID(len(m.runs) + 1), Job: job, Trigger: trigger, AccountID: actor.Account, StartedAt: time.Now()})
	return engine.RunID(len(m.runs)), nil
}

func (m *memory) End(ctx context.Context, id engine.RunID, outcome, detail string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.runs[id-1].Outcome, m.runs[id-1].Detail = outcome, detail
	return nil
}

func (m *memory) lines() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for _, r := range m.runs {
		out = append(out, fmt.Sprintf("%s %s %s %s %s", r.StartedAt.In(beijing).Format("02 15:04"), r.Job, r.Trigger, r.Outcome, r.Detail))
	}
	return out
}

func quick(name, spec string) scheduler.Job {
	return scheduler.Job{Name: name, Title: "作业" + name, Spec: spec,
		Run: func(context.Context, time.Time) (string, error) { return "好。", nil }}
}

func newScheduler(t *testing.T, log *memory, jobs ...scheduler.Job) *scheduler.Scheduler {
	t.Helper()
	s, err := scheduler.New(scheduler.Options{Jobs: jobs, Clock: bubbleClock{}, Log: log, Zone: beijing,
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func stop(t *testing.T, s *scheduler.Scheduler) {
	t.Helper()
	if err := s.Stop(context.Background()); err != nil {
		t.Error(err)
	}
}

func wantLines(t *testing.T, log *memory, want ...string) {
	t.Helper()
	if got := log.lines(); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestJobsRunOnceAtStartInOrderAndThenByTheirEntries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // begins at 08:00 of the 1st in Beijing
		log := &memory{}
		s := newScheduler(t, log, quick("issue", "0 18 * * *"), quick("days", "30 7 * * *"))
		if err := s.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if j := s.Jobs(); len(j) != 2 || j[1].Next.In(beijing).Format("02 15:04") != "02 07:30" || j[0].Running {
			t.Errorf("got %+v", j)
		}
		time.Sleep(36 * time.Hour)
		stop(t, s)
		wantLines(t, log, "01 08:00 issue start done 好。", "01 08:00 days start done 好。",
			"01 18:00 issue cron done 好。", "02 07:30 days cron done 好。", "02 18:00 issue cron done 好。")
	})
}

func TestPanicAndFailureAreFailedRuns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &memory{}
		explode, fail, refuse := quick("explode", "0 9 * * *"), quick("fail", "0 10 * * *"), quick("refuse", "0 11 * * *")
		explode.Run = func(context.Context, time.Time) (string, error) { panic("秘密") }
		fail.Run = func(context.Context, time.Time) (string, error) { return "好。", errors.New("disk at /secret") }
		refuse.Run = func(context.Context, time.Time) (string, error) {
			return "", fmt.Errorf("issue: %w", engine.Fail(engine.NotFound, "no_edition", "还没有手册。"))
		}
		s := newScheduler(t, log, explode, fail, refuse)
		if err := s.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(24 * time.Hour)
		stop(t, s)
		lines := log.lines()
		if len(lines) != 6 {
			t.Fatalf("a failure stopped the scheduler: %q", lines)
		}
		for i, l := range lines {
			if !strings.Contains(l, " failed ") || strings.Contains(l, "秘密") || strings.Contains(l, "secret") {
				t.Errorf("run %d: %q", i, l)
			}
		}
		if !strings.HasSuffix(lines[2], "没有运行完：还没有手册。") {
			t.Errorf("the reason is lost: %q", lines[2])
		}
	})
}

func TestAJobNeverRunsTwiceAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &memory{}
		slow := quick("slow", "*/10 * * * *")
		slow.Run = func(ctx context.Context, _ time.Time) (string, error) {
			time.Sleep(25 * time.Minute)
			return "好。", nil
		}
		s := newScheduler(t, log, slow)
		if err := s.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		_, err := s.RunNow(context.Background(), access.Actor{Role: engine.RoleAdmin}, "slow")
		if engine.ReasonOf(err) != "running" {
			t.Errorf("pressed while running: %v", err)
		}
		time.Sleep(58 * time.Minute)
		stop(t, s)
		wantLines(t, log, "01 08:00 slow start done 好。", "01 08:30 slow cron done 好。")
	})
}

func TestButton(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &memory{}
		s := newScheduler(t, log, quick("issue", "0 18 * * *"))
		admin := access.Actor{Account: 9, Role: engine.RoleAdmin}
		if _, err := s.RunNow(context.Background(), admin, "issue"); engine.CodeOf(err) != engine.Refused {
			t.Errorf("before the start: %v", err)
		}
		if err := s.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if _, err := s.RunNow(context.Background(), access.Actor{Role: engine.RoleBranch}, "issue"); engine.CodeOf(err) != engine.Forbidden {
			t.Errorf("a branch pressed the button: %v", err)
		}
		if _, err := s.RunNow(context.Background(), admin, "other"); engine.CodeOf(err) != engine.NotFound {
			t.Errorf("unknown job: %v", err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		id, err := s.RunNow(ctx, admin, "issue")
		cancel() // the request ends, the run goes on
		if err != nil || id != 2 {
			t.Error(id, err)
		}
		stop(t, s)
		if l := log.lines(); len(l) != 2 || l[1] != "01 08:00 issue button done 好。" || log.runs[1].AccountID != 9 {
			t.Errorf("got %q", l)
		}
		if _, err := s.RunNow(context.Background(), admin, "issue"); engine.CodeOf(err) != engine.Refused {
			t.Errorf("after the stop: %v", err)
		}
		if err := s.Start(context.Background()); err == nil {
			t.Error("started again after a stop")
		}
	})
}

func TestStopWaitsAndThenTellsTheJobToEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &memory{}
		endless := quick("endless", "0 18 * * *")
		endless.Run = func(ctx context.Context, _ time.Time) (string, error) {
			<-ctx.Done()
			return "", ctx.Err()
		}
		s := newScheduler(t, log, endless, quick("after", "0 18 * * *"))
		if err := s.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		begun := time.Now()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.Stop(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != 10*time.Second {
			t.Errorf("stopped after %s: %v", time.Since(begun), err)
		}
		if l := log.lines(); len(l) != 1 || !strings.Contains(l[0], "endless start failed 程序停止") {
			t.Errorf("got %q", l)
		}
	})
}
