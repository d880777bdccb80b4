package follow

import (
	"context"
	"fmt"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

// company is the ladder's last addressee; what reaches it is proposed for a
// 督办单.
const company = "党委工作部"

// WakePropose is the job that proposes and tidies 督办单. Waking it often, late or
// twice does no harm.
func (f *Follow) WakePropose(ctx context.Context, now time.Time) (string, error) {
	added, dropped, err := f.Propose(ctx, f.Practise.DayOf(now))
	if err != nil {
		return "", err
	}
	late, err := f.remindReplies(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("拟督办%d件，不再需要的拟督办撤销%d份，超期未回复的督办单提示%d份。", added, dropped, late), nil
}

// Propose puts every task that has climbed the ladder to the company on its
// branch's proposal, once, and drops proposals of which nothing is late any more.
// What a 督办单 has asked for, or the committee has decided not to ask for, is
// not proposed again.
func (f *Follow) Propose(ctx context.Context, today calendar.Date) (added, dropped int, err error) {
	e, err := f.Practise.Book.On(today)
	if engine.CodeOf(err) == engine.NotFound {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, fmt.Errorf("edition of the day: %w", err)
	}
	rung := 0
	for i, r := range e.Escalation {
		if r.To == company {
			rung = i + 1
		}
	}
	if rung == 0 {
		return 0, 0, nil
	}
	err = f.Practise.Store.Update(ctx, func(tx port.Tx) error {
		if added, err = f.propose(tx, rung, today); err != nil {
			return err
		}
		dropped, err = f.dropIdle(tx, today)
		return err
	})
	if err != nil {
		return 0, 0, fmt.Errorf("propose supervisions: %w", err)
	}
	return added, dropped, nil
}

func (f *Follow) propose(tx port.Tx, rung int, today calendar.Date) (int, error) {
	tasks, err := f.lateTasks(tx, access.Everything(), LateRequest{Rung: rung}, today)
	if err != nil || len(tasks) == 0 {
		return 0, err
	}
	var known []engine.SupervisionTask
	if err := tx.List(&known, access.Everything(), port.Query{Where: port.Where{"task_id": lateIDs(tasks)}, Columns: []string{"id", "task_id"}}); err != nil {
		return 0, fmt.Errorf("list what is asked for: %w", err)
	}
	asked := map[engine.TaskID]bool{}
	for _, k := range known {
		asked[k.TaskID] = true
	}
	var roots []engine.Unit
	if err := tx.List(&roots, access.Everything(), port.Query{Where: port.Where{"kind": engine.Company}, Columns: []string{"id"}, Limit: 1}); err != nil || len(roots) == 0 {
		return 0, err
	}
	added, papers := 0, map[engine.UnitID]*engine.Supervision{}
	for i := range tasks {
		t := &tasks[i]
		if asked[t.ID] {
			continue
		}
		s := papers[t.UnitID]
		if s == nil {
			if s, err = f.proposal(tx, t.UnitID, roots[0].ID); err != nil {
				return added, err
			}
			papers[t.UnitID] = s
		}
		if err := tx.Insert(&engine.SupervisionTask{SupervisionID: s.ID, TaskID: t.ID, UnitID: t.UnitID}); err != nil {
			return added, fmt.Errorf("propose task: %w", err)
		}
		added++
	}
	return added, nil
}

// proposal finds or begins the waiting proposal of a branch.
func (f *Follow) proposal(tx port.Tx, unit, root engine.UnitID) (*engine.Supervision, error) {
	s, err := proposalOf(tx, unit)
	if err != nil || s.ID != 0 {
		return &s, err
	}
	s.FromUnit = root
	if err := tx.Insert(&s); err != nil {
		return nil, fmt.Errorf("insert proposal: %w", err)
	}
	if err := f.step(tx, &s, state.SupervisionPropose, "超期督办阶梯已到"+company, 0); err != nil {
		return nil, err
	}
	return &s, tx.Append(note(access.System(), access.SupervisionIssue, supervisionObject(s.ID), unit, "", string(s.State)))
}

// dropIdle withdraws the proposals of which no task is overdue any more.
func (f *Follow) dropIdle(tx port.Tx, today calendar.Date) (int, error) {
	var waiting []engine.Supervision
	if err := tx.List(&waiting, access.Everything(), port.Query{Where: port.Where{"state": engine.SupervisionProposed}}); err != nil {
		return 0, fmt.Errorf("list proposals: %w", err)
	}
	n := 0
	for i := range waiting {
		s := &waiting[i]
		tasks, err := tasksOf(tx, s.ID)
		if err != nil {
			return n, err
		}
		late := false
		for i := range tasks {
			late = late || tasks[i].LateOn(today)
		}
		if late {
			continue
		}
		const why = "所涉事项已经办完或不再要求"
		from := s.State
		move, err := state.Supervisions().Next(from, state.SupervisionWithdraw, state.ByJob, state.SupervisionFacts{Today: today, Text: why})
		if err != nil {
			return n, err
		}
		s.State = move.To
		if err := tx.Save(s); err != nil {
			return n, fmt.Errorf("drop proposal: %w", err)
		}
		if err := f.step(tx, s, state.SupervisionWithdraw, why, 0); err != nil {
			return n, err
		}
		if err := tx.Append(note(access.System(), access.SupervisionJudge, supervisionObject(s.ID), s.UnitID, string(from), string(s.State))); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// remindReplies tells branch and issuer, once for each day that counts, that a
// reply is overdue.
func (f *Follow) remindReplies(ctx context.Context) (int, error) {
	told := 0
	err := f.Practise.Store.Update(ctx, func(tx port.Tx) error {
		today := f.Practise.Today(tx)
		var running []engine.Supervision
		if err := tx.List(&running, access.Everything(), port.Query{Where: port.Where{"state": engine.SupervisionIssued}}); err != nil {
			return fmt.Errorf("list running papers: %w", err)
		}
		var notices []engine.Notice
		for i := range running {
			s := &running[i]
			if !s.LateOn(today) {
				continue
			}
			n := engine.Notice{Key: fmt.Sprintf("supervision/%d/late/%s", s.ID, s.Deadline()), UnitID: s.UnitID, Post: Secretary, Kind: engine.NoticeFollowUp,
				AboutUnit: s.UnitID, Object: supervisionObject(s.ID), Day: s.Deadline() + 1, Text: fmt.Sprintf("%s应在%s前回复，已超期，请尽快办理并回复。", s.Number, s.Deadline().Chinese())}
			up := n
			up.Key, up.UnitID, up.Post = n.Key+"/above", s.FromUnit, ""
			up.Text = fmt.Sprintf("%s应在%s前回复，支部还没有回复。", s.Number, s.Deadline().Chinese())
			notices = append(notices, n, up)
		}
		n, err := tx.Notify(notices)
		if told = n / 2; err != nil || n == 0 {
			return err
		}
		return tx.Append(engine.AuditEntry{Action: "job.supervise", Object: "notice", Result: "done", Detail: fmt.Sprintf(`{"notices":%d}`, n)})
	})
	if err != nil {
		return 0, fmt.Errorf("remind of replies: %w", err)
	}
	return told, nil
}
