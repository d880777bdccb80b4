package practise

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/standard"
)

// noticeDays is how long an unread notice stays on the first page.
const noticeDays = 31

// NoticeLine is one notice on the first page.
type NoticeLine struct {
	ID     engine.NoticeID   `json:"id"`
	Kind   engine.NoticeKind `json:"kind"`
	Text   string            `json:"text"`
	Day    string            `json:"day"`
	TaskID engine.TaskID     `json:"task_id"`
	UnitID engine.UnitID     `json:"unit_id"` // the sheet's unit
	Period string            `json:"period"`  // the sheet it tells of, or empty
	Object string            `json:"object"`  // what else it speaks of, "supervision/12"; empty: nothing
}

// unread lists the notices to the actor, newest first.
func (p *Practise) unread(tx port.Tx, actor access.Actor, scope access.Scope, units []engine.UnitID) ([]NoticeLine, error) {
	today := p.today(tx)
	var notices []engine.Notice
	err := tx.List(&notices, scope, port.Query{
		Where:   port.Where{"unit_id": units, "read_at": nil},
		AtLeast: port.Where{"day": today.AddDays(-noticeDays)},
		Order:   []string{"-day"},
		Limit:   200,
	})
	if err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	notices = slices.DeleteFunc(notices, func(n engine.Notice) bool { return !addressed(actor, n) })
	hidden, err := p.hiddenTasks(tx, actor, notices)
	if err != nil {
		return nil, err
	}
	var lines []NoticeLine
	for _, n := range notices {
		if hidden[n.TaskID] {
			continue
		}
		about := n.AboutUnit
		if about == 0 {
			about = n.UnitID
		}
		lines = append(lines, NoticeLine{ID: n.ID, Kind: n.Kind, Text: n.Text, Day: DayWords(n.Day, today),
			TaskID: n.TaskID, UnitID: about, Period: n.Period, Object: n.Object})
	}
	return lines, nil
}

// hiddenTasks are those tasks among the notices' of which nothing is to be told
// any more, because they are no longer open, or to this actor, because they are
// private.
func (p *Practise) hiddenTasks(tx port.Tx, actor access.Actor, notices []engine.Notice) (map[engine.TaskID]bool, error) {
	var ids []engine.TaskID
	for _, n := range notices {
		if n.TaskID != 0 {
			ids = append(ids, n.TaskID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var tasks []engine.Task
	err := tx.List(&tasks, access.Everything(), port.Query{Where: port.Where{"id": ids}, Columns: []string{"id", "unit_id", "duty", "edition", "state"}})
	if err != nil {
		return nil, fmt.Errorf("list tasks of notices: %w", err)
	}
	hidden, duties := map[engine.TaskID]bool{}, p.Book.Duties(tx)
	for i := range tasks {
		_, s, d, err := duties.Of(&tasks[i])
		if err != nil {
			return nil, err
		}
		hidden[tasks[i].ID] = tasks[i].State != engine.TaskOpen ||
			s.Private && !mayKnow(actor, tasks[i].UnitID, s, standard.DutyPost(s, d))
	}
	return hidden, nil
}

// addressed says whether the notice speaks to one of the actor's posts, or, for
// the committee, to the unit it works in as a whole.
func addressed(actor access.Actor, n engine.Notice) bool {
	if actor.Role == engine.RoleCommittee && n.UnitID == actor.Unit && n.Post == "" {
		return true
	}
	for _, p := range actor.Posts {
		if p.Unit == n.UnitID && (n.Post == "" || n.Post == p.Name) {
			return true
		}
	}
	return false
}

// ReadNotice puts a notice away. Doing it twice is no error.
func (p *Practise) ReadNotice(ctx context.Context, actor access.Actor, id engine.NoticeID) error {
	scope, err := access.Authorize(actor, access.NoticeRead)
	if err != nil {
		return err
	}
	err = p.Store.Update(ctx, func(tx port.Tx) error {
		var n engine.Notice
		err := tx.Get(&n, scope, port.Where{"id": id})
		if engine.CodeOf(err) == engine.NotFound || err == nil && !addressed(actor, n) {
			return access.Absent()
		}
		if err != nil {
			return fmt.Errorf("find notice: %w", err)
		}
		if n.ReadAt != nil {
			return nil
		}
		now := tx.Now()
		n.ReadAt = &now
		if err := tx.Save(&n); err != nil {
			return fmt.Errorf("save notice: %w", err)
		}
		return tx.Append(engine.AuditEntry{AccountID: actor.Account, Action: string(access.NoticeRead),
			Object: "notice/" + strconv.FormatInt(int64(id), 10), UnitID: n.UnitID, Result: "done",
			Detail: "{}", Address: actor.Address})
	})
	if err != nil {
		return fmt.Errorf("read notice: %w", err)
	}
	return nil
}
