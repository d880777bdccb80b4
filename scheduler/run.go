package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	"wubiao/engine"
	"wubiao/engine/access"
)

// wake runs the job for the program itself, unless it is running already.
func (s *Scheduler) wake(e *entry, trigger string) {
	ctx := s.jobs()
	if ctx == nil || !e.busy.CompareAndSwap(false, true) {
		s.options.Logger.Info("job skipped", "job", e.Name, "trigger", trigger)
		return
	}
	defer e.busy.Store(false)
	id, err := s.options.Log.Begin(ctx, access.System(), e.Name, trigger)
	if err != nil {
		s.options.Logger.Error("job not begun", "job", e.Name, "trigger", trigger, "error", err)
		return
	}
	s.run(ctx, e, id)
}

// press runs the job for a person, in the background.
func (s *Scheduler) press(ctx context.Context, actor access.Actor, e *entry) (engine.RunID, error) {
	s.mu.Lock()
	if s.state != started {
		s.mu.Unlock()
		return 0, engine.Fail(engine.Refused, "stopped", "定时作业没有启动或正在停止，现在不能运行。")
	}
	s.running.Add(1) // under the lock: Stop cannot have begun to wait
	s.mu.Unlock()
	if !e.busy.CompareAndSwap(false, true) {
		s.running.Done()
		return 0, engine.Fail(engine.Refused, "running", "「"+e.Title+"」正在运行，请稍后在运行记录里查看结果。")
	}
	id, err := s.options.Log.Begin(ctx, actor, e.Name, byButton)
	if err != nil {
		e.busy.Store(false)
		s.running.Done()
		return 0, err
	}
	go func() {
		defer s.running.Done()
		defer e.busy.Store(false)
		s.run(s.ctx, e, id)
	}()
	return id, nil
}

// jobs is the context of running jobs, nil when none may start.
func (s *Scheduler) jobs() context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state != started {
		return nil
	}
	return s.ctx
}

// run does the work and writes how it ended, also after it was told to stop.
func (s *Scheduler) run(ctx context.Context, e *entry, id engine.RunID) {
	detail, err := s.guarded(ctx, e)
	outcome := outcomeDone
	if err != nil {
		outcome, detail = outcomeFailed, explain(err)
		s.options.Logger.Error("job failed", "job", e.Name, "run", int64(id), "error", err)
	}
	if err := s.options.Log.End(context.WithoutCancel(ctx), id, outcome, detail); err != nil {
		s.options.Logger.Error("job's end not written", "job", e.Name, "run", int64(id), "error", err)
	}
}

// guarded turns a panic into an error.
func (s *Scheduler) guarded(ctx context.Context, e *entry) (detail string, err error) {
	defer func() {
		if r := recover(); r != nil {
			s.options.Logger.Error("job panicked", "job", e.Name, "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return e.Run(ctx, s.options.Clock.Now())
}

// explain gives a failure one Chinese sentence; technical causes are only logged.
func explain(err error) string {
	var known *engine.Error
	switch {
	case errors.As(err, &known) && known.Code != engine.Internal:
		return "没有运行完：" + known.Message
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "程序停止，没有运行完；下次启动时会接着做完。"
	}
	return "程序内部出错，没有运行完；下次会接着做。请把运行日志交给维护人员。"
}

// cronLogger writes cron's own messages to the log.
type cronLogger struct{ *slog.Logger }

// Info drops cron's chatter: every run has its own line in the run log.
func (l cronLogger) Info(string, ...any) {}

// Error keeps what cron could not do.
func (l cronLogger) Error(err error, message string, keys ...any) {
	l.Logger.Error(message, append(keys, "error", err)...)
}
