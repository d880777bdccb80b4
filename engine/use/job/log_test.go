package job_test

import (
	"context"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/job"
	"wubiao/store"
)

type clock struct{ at atomic.Int64 }

func (c *clock) Now() time.Time { return time.UnixMilli(c.at.Load()) }

func (c *clock) advance(d time.Duration) { c.at.Add(d.Milliseconds()) }

func open(t *testing.T) (*job.Log, *clock, *store.Store) {
	t.Helper()
	c := &clock{}
	c.at.Store(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC).UnixMilli())
	s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "runs.db"), Clock: c, AnySchema: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return &job.Log{Store: s}, c, s
}

func begin(t *testing.T, l *job.Log, actor access.Actor, name, trigger string) engine.RunID {
	t.Helper()
	id, err := l.Begin(context.Background(), actor, name, trigger)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func runs(t *testing.T, l *job.Log, name string) []engine.Run {
	t.Helper()
	out, err := l.List(context.Background(), access.System(), name, 100)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func trail(t *testing.T, s *store.Store) []engine.AuditEntry {
	t.Helper()
	var out []engine.AuditEntry
	err := s.View(context.Background(), func(tx port.Tx) error { return tx.List(&out, access.Everything(), port.Query{}) })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRunIsWrittenAtItsBeginningAndItsEnd(t *testing.T) {
	t.Parallel()
	l, c, s := open(t)
	id := begin(t, l, access.System(), "issue", job.ByCron)
	if r := runs(t, l, "issue"); len(r) != 1 || r[0].Outcome != "" || r[0].EndedAt != nil {
		t.Errorf("got %+v", r)
	}
	c.advance(2 * time.Second)
	if err := l.End(context.Background(), id, job.Done, "没有需要下达的。"); err != nil {
		t.Fatal(err)
	}
	r := runs(t, l, "issue")[0]
	if r.Outcome != job.Done || r.Detail == "" || r.EndedAt.Sub(r.StartedAt) != 2*time.Second {
		t.Errorf("got %+v", r)
	}
	if n := trail(t, s); len(n) != 0 {
		t.Errorf("the program's own wake stands in the trail: %+v", n)
	}
}

func TestButtonStandsInTheTrailAndIsRefusedToOthers(t *testing.T) {
	t.Parallel()
	l, _, s := open(t)
	begin(t, l, access.Actor{Account: 5, Role: engine.RoleAdmin}, "issue", job.ByButton)
	if _, err := l.Begin(context.Background(), access.Actor{Account: 6, Role: engine.RoleCommittee}, "issue", job.ByButton); engine.CodeOf(err) != engine.Forbidden {
		t.Errorf("the committee started a job: %v", err)
	}
	if _, err := l.List(context.Background(), access.Actor{Role: engine.RoleEditor}, "", 10); engine.CodeOf(err) != engine.Forbidden {
		t.Errorf("an editor read the run log: %v", err)
	}
	if r := runs(t, l, ""); len(r) != 1 || r[0].AccountID != 5 {
		t.Errorf("got %+v", r)
	}
	e := trail(t, s)
	if len(e) != 2 || e[0].Result != "done" || e[1].Result != "denied" || e[0].Action != string(access.RunStart) || e[0].Detail != `{"job":"issue"}` {
		t.Errorf("got %+v", e)
	}
}

func TestRunThatTheMachineDidNotSurviveIsClosed(t *testing.T) {
	t.Parallel()
	l, c, _ := open(t)
	begin(t, l, access.System(), "issue", job.ByCron)
	begin(t, l, access.System(), "remind", job.ByCron)
	c.advance(30 * time.Minute)
	begin(t, l, access.System(), "issue", job.ByStart)
	for _, r := range runs(t, l, "") {
		if r.Outcome != "" {
			t.Errorf("a run of half an hour is taken for dead: %+v", r)
		}
	}
	c.advance(31 * time.Minute)
	begin(t, l, access.System(), "issue", job.ByStart)
	r := runs(t, l, "issue")
	if len(r) != 3 || r[2].Outcome != job.Failed || !strings.Contains(r[2].Detail, "中断") || r[1].Outcome != "" || runs(t, l, "remind")[0].Outcome != "" {
		t.Errorf("got %+v", r)
	}
}

func TestClockThatWentBackRaisesOneAlarm(t *testing.T) {
	t.Parallel()
	l, c, _ := open(t)
	begin(t, l, access.System(), "issue", job.ByCron)
	c.advance(-4 * time.Minute)
	begin(t, l, access.System(), "days", job.ByCron)
	if r := runs(t, l, "clock"); len(r) != 0 {
		t.Errorf("alarm about four minutes: %+v", r)
	}
	c.advance(-116 * time.Minute)
	for range 3 {
		begin(t, l, access.System(), "days", job.ByCron)
		c.advance(time.Minute)
	}
	if r := runs(t, l, "clock"); len(r) != 1 || r[0].Outcome != job.Failed || !strings.Contains(r[0].Detail, "倒退了约120分钟") {
		t.Errorf("got %+v", r)
	}
	c.advance(3 * time.Hour)
	begin(t, l, access.System(), "days", job.ByCron)
	if r := runs(t, l, "clock"); len(r) != 1 {
		t.Errorf("still alarmed when the clock is right: %+v", r)
	}
}
