package job

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// What starts a run.
const (
	ByCron    = "cron"
	ByStart   = "start"   // the catch-up when the program starts
	ByButton  = "button"  // 立即运行
	ByCommand = "command" // the command line
)

// How a run ends.
const (
	Done   = "done"
	Failed = "failed"
)

const (
	// deadAfter is how long a run may go on before the next run of the same job
	// takes it for dead.
	deadAfter = time.Hour
	// backward is the least step back of the clock that is worth an alarm.
	backward = 5 * time.Minute
	// alarmEvery keeps one wrong clock from filling the log.
	alarmEvery = time.Hour
	clockJob   = "clock"
)

// Log is the run log.
type Log struct{ Store port.Store }

// Begin writes down that a run begins. Only those may begin one whom the policy
// allows; the program itself always may. A denial is written to the trail.
func (l *Log) Begin(ctx context.Context, actor access.Actor, name, trigger string) (engine.RunID, error) {
	_, denied := access.Authorize(actor, access.RunStart)
	var run engine.Run
	err := l.Store.Update(ctx, func(tx port.Tx) error {
		if denied != nil {
			return tx.Append(entry(actor, "job/"+name, "denied", ""))
		}
		if err := l.watchClock(tx); err != nil {
			return err
		}
		if err := closeDead(tx, name); err != nil {
			return err
		}
		run = engine.Run{Job: name, Trigger: trigger, AccountID: actor.Account, StartedAt: tx.Now()}
		if err := tx.Insert(&run); err != nil {
			return fmt.Errorf("insert run: %w", err)
		}
		if actor.IsSystem() {
			return nil // what the job changes tells the trail itself
		}
		return tx.Append(entry(actor, object(run.ID), "done", name))
	})
	if err != nil {
		return 0, fmt.Errorf("begin run of %s: %w", name, err)
	}
	return run.ID, denied
}

// End writes down how a run ended, in one Chinese sentence.
func (l *Log) End(ctx context.Context, id engine.RunID, outcome, detail string) error {
	err := l.Store.Update(ctx, func(tx port.Tx) error {
		var run engine.Run
		if err := tx.Get(&run, access.Everything(), port.Where{"id": int64(id)}); err != nil {
			return err
		}
		now := tx.Now()
		run.EndedAt, run.Outcome, run.Detail = &now, outcome, detail
		return tx.Save(&run)
	})
	if err != nil {
		return fmt.Errorf("end run %d: %w", id, err)
	}
	return nil
}

// List gives the latest runs, newest first: of one job, or of all when name is
// empty. limit is 1 to 500.
func (l *Log) List(ctx context.Context, actor access.Actor, name string, limit int) ([]engine.Run, error) {
	scope, err := access.Authorize(actor, access.RunRead)
	if err != nil {
		return nil, err
	}
	q := port.Query{Order: []string{"-started_at", "-id"}, Limit: min(max(limit, 1), 500)}
	if name != "" {
		q.Where = port.Where{"job": name}
	}
	var runs []engine.Run
	err = l.Store.View(ctx, func(tx port.Tx) error { return tx.List(&runs, scope, q) })
	if err != nil {
		return nil, fmt.Errorf("list runs: %w", err)
	}
	return runs, nil
}

// closeDead ends earlier runs of the job that nobody ended: the program was
// killed in the middle.
func closeDead(tx port.Tx, name string) error {
	var runs []engine.Run
	q := port.Query{Where: port.Where{"job": name, "outcome": ""}, AtMost: port.Where{"started_at": tx.Now().Add(-deadAfter)}}
	if err := tx.List(&runs, access.Everything(), q); err != nil {
		return fmt.Errorf("list unfinished runs: %w", err)
	}
	for i := range runs {
		now := tx.Now()
		runs[i].EndedAt, runs[i].Outcome = &now, Failed
		runs[i].Detail = "程序中断，这次没有运行完；缺的部分由以后的运行补上。"
		if err := tx.Save(&runs[i]); err != nil {
			return fmt.Errorf("close run %d: %w", runs[i].ID, err)
		}
	}
	return nil
}

// watchClock writes a failed run of the job "clock" when the clock stands well
// before the latest run: dates and lateness cannot be trusted until it is set.
func (l *Log) watchClock(tx port.Tx) error {
	var last, alarms []engine.Run
	now := tx.Now()
	if err := tx.List(&last, access.Everything(), port.Query{Order: []string{"-started_at"}, Limit: 1}); err != nil {
		return fmt.Errorf("find the latest run: %w", err)
	}
	if len(last) == 0 || now.Add(backward).After(last[0].StartedAt) {
		return nil
	}
	q := port.Query{Where: port.Where{"job": clockJob},
		AtLeast: port.Where{"started_at": now.Add(-alarmEvery)}, AtMost: port.Where{"started_at": now}, Limit: 1}
	if err := tx.List(&alarms, access.Everything(), q); err != nil || len(alarms) > 0 {
		return err
	}
	alarm := engine.Run{Job: clockJob, Trigger: ByStart, StartedAt: now, EndedAt: &now, Outcome: Failed,
		Detail: fmt.Sprintf("系统时钟倒退了约%d分钟：请校准服务器时间；期间不会重复下达，但日期和是否逾期可能不准。",
			int(last[0].StartedAt.Sub(now).Minutes()))}
	if err := tx.Insert(&alarm); err != nil {
		return fmt.Errorf("insert alarm: %w", err)
	}
	return nil
}

func object(id engine.RunID) string { return "run/" + strconv.FormatInt(int64(id), 10) }

// entry makes the trail's entry of somebody who pressed the button.
func entry(actor access.Actor, about, result, name string) engine.AuditEntry {
	text, err := json.Marshal(map[string]string{"job": name})
	if err != nil || name == "" {
		text = []byte("{}") // a map of strings always marshals
	}
	return engine.AuditEntry{AccountID: actor.Account, Action: string(access.RunStart), Object: about,
		UnitID: actor.Unit, Result: result, Detail: string(text), Address: actor.Address}
}
